"""Reading a list of addresses as people paste it, and the key by which one address is asked once."""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from flask import current_app

from livinglab.foundation.errors import Refused
from livinglab.foundation.forms import normal_address
from livinglab.foundation.tables import read_table
from livinglab.foundation.texts import clean

LONGEST_NAME = 120
# What people call the columns of a table of contacts, in the languages of our clusters.
WHOLE_NAMES = ("name", "full name", "namn", "imię i nazwisko", "nimi", "contact", "kontakt", "kontaktperson")
FIRST_NAMES = ("first name", "firstname", "given name", "förnamn", "vorname", "imię", "etunimi")
LAST_NAMES = ("last name", "lastname", "surname", "family name", "efternamn", "nachname", "nazwisko", "sukunimi")
_CHUNK = re.compile(r'(?:"[^"]*"|[^,;\t"]|")+')  # up to a comma, semicolon or tab that stands outside quotes
_ADDRESS = re.compile(r"[^\s@]@[^\s@]+\.")
_BRACKETED = re.compile(r"<([^<>]*)>")
_HEAD = re.compile(r"e-?mail|e-?post|mailadress|address|adres|sähköposti|\bname\b|\bnamn\b|nazw|nimi", re.IGNORECASE)


@dataclass(frozen=True)
class Person:
    """Somebody on a list: the address as it is stored, the name as it was written (may be empty), the line."""

    address: str
    name: str
    line: int

    @property
    def written(self) -> str:
        """As a line of a list that can be read again."""
        name = f'"{self.name}"' if set(",;<>@") & set(self.name) else self.name
        return f"{name} <{self.address}>" if name else self.address


@dataclass(frozen=True)
class Bad:
    """A piece of a list that cannot be used, and what to do about it."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True)
class Reading:
    """A list that was read: each address once, what was there again, and what is no address."""

    people: list[Person]
    repeated: list[Person]
    bad: list[Bad]


def address_key(round_id: int, address: str) -> str:
    """The keyed hash under which an address stands in a round: it tells nothing without the secret key."""
    secret = current_app.config["SECRET_KEY"].encode()
    key = hmac.digest(secret, b"livinglab: one address once per round", hashlib.sha256)
    return hmac.new(key, f"{round_id}\n{address}".encode(), hashlib.sha256).hexdigest()


def read_list(text: str) -> Reading:
    """Read addresses: one per line, or several with commas, semicolons, tabs or spaces between; with names or without.

    `Cleo Berg <cleo@example.org>`, `Cleo Berg; cleo@example.org` and `cleo@example.org` are all understood, and a
    first line with the names of columns is left out. Lines count from 1.
    """
    people: dict[str, Person] = {}
    repeated: list[Person] = []
    bad: list[Bad] = []
    first = True
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        if first and "@" not in line and _HEAD.search(line):
            first = False
            continue
        first = False
        for found in _read_line(number, line):
            if isinstance(found, Bad):
                bad.append(found)
            elif found.address in people:
                repeated.append(found)
            else:
                people[found.address] = found
    return Reading(list(people.values()), repeated, bad)


def _read_line(number: int, line: str) -> Iterator[Person | Bad]:
    """The people in one line. Words without an address name the only address, or the next one."""
    pieces = [piece for chunk in _CHUNK.findall(line) for piece in _pieces(chunk)]
    addresses = [address for _, address in pieces if address]
    if not addresses:
        yield Bad(number, _short(line), "There is no e-mail address here. Add one, or remove the line.")
        return
    if len(addresses) == 1:
        at = next(n for n, (_, address) in enumerate(pieces) if address)
        before, after = pieces[: at + 1], pieces[at + 1 :]
        name = " ".join(words for words, _ in before).strip() or " ".join(words for words, _ in after)
        yield _person(number, name, addresses[0])
        return
    waiting: list[str] = []
    for words, address in pieces:
        waiting.append(words)
        if address:
            yield _person(number, " ".join(waiting), address)
            waiting = []
    if any(waiting):
        yield Bad(number, _short(" ".join(waiting)), "There is no e-mail address here. Add one, or remove these words.")


def _pieces(chunk: str) -> Iterator[tuple[str, str]]:
    """(words, address) pairs of a piece between separators; the last may have words only."""
    rest = chunk
    while match := _BRACKETED.search(rest):
        yield from _pieces(rest[: match.start()]) if "@" in rest[: match.start()] else ()
        before = "" if "@" in rest[: match.start()] else rest[: match.start()]
        yield _tidy(before), match[1].strip() or "<>"
        rest = rest[match.end() :]
    words: list[str] = []
    for word in rest.split():
        if "@" in word:
            yield _tidy(" ".join(words)), word
            words = []
        else:
            words.append(word)
    if _tidy(" ".join(words)):
        yield _tidy(" ".join(words)), ""


def _person(line: int, name: str, written: str) -> Person | Bad:
    seen = "".join(c for c in written if unicodedata.category(c) != "Cf")  # what is pasted brings invisible characters
    address = seen.strip(" \"'()[]<>:.").removeprefix("mailto:")
    normal = normal_address(address)
    local, _, domain = address.rpartition("@")
    if normal is not None and local.isascii():
        return Person(normal, _turned(" ".join(clean(name).split()))[:LONGEST_NAME].strip(), line)
    if normal is not None:
        reason = "Letters such as ö or ł before the @ reach few mail boxes. Ask for another address."
    elif "@" in local:
        reason = "There is more than one @. Write one address, such as name@example.com."
    elif not local:
        reason = "Something is missing before the @. Write the whole address, such as name@example.com."
    elif "." not in domain:
        reason = "The part after the @ is not complete. Write the whole address, such as name@example.com."
    else:
        reason = "This is no address that mail can be sent to. Look for a letter too many or too few."
    return Bad(line, _short(written), reason)


def _turned(name: str) -> str:
    """`Berg, Cleo` as people say it."""
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma and "," not in first else name


def _tidy(words: str) -> str:
    """Words without the quotes and marks around them."""
    return " ".join(words.replace('"', " ").strip(" '()[]<>:,;-").split())


def _short(text: str) -> str:
    text = " ".join(clean(text).split())
    return text if len(text) <= 80 else text[:79] + "…"


@dataclass(frozen=True)
class FromFile:
    """What a file holds: `lines` that `read_list` reads, and `notices`, sentences about how the file was read."""

    lines: str
    notices: list[str]


def read_file(content: bytes) -> FromFile:
    """The people of a CSV file as lines. Raises `Refused` when there is no column of addresses.

    The addresses are in the column with the most @; names are found by what their column is called. Cells beyond the
    head are read only when the address is among them, as in a row with an unquoted comma in the name.
    """
    read = read_table(content)
    head, rows = read.head, read.rows
    if any("@" in cell for cell in head):  # no names of columns
        head, rows = [""] * len(head), [head, *rows]
    hits = [sum("@" in row[column] for row in rows) for column in range(len(head))]
    if not any(hits):
        raise Refused("No column of this file holds e-mail addresses. Choose a file with one, or paste the addresses.")
    address = hits.index(max(hits))
    called = {" ".join(name.casefold().split()): column for column, name in reversed(list(enumerate(head)))}
    named = [next((called[n] for n in names if n in called), None) for names in (WHOLE_NAMES, FIRST_NAMES, LAST_NAMES)]
    columns = named[:1] if named[0] is not None else named[1:]
    lines = []
    for row in rows:
        if "@" not in row[address] and any("@" in cell for cell in row[len(head) :]):
            lines.append(", ".join(" ".join(cell.split()) for cell in row if cell))
            continue
        name = " ".join(row[column] for column in columns if column is not None and column != address)
        lines.append(_line(" ".join(name.split()), row[address]))
    return FromFile("\n".join(lines), [*filter(None, [read.notice]), *_not_read(head, rows, address)])


def _not_read(head: list[str], rows: list[list[str]], address: int) -> Iterator[str]:
    """Which columns hold addresses beside the one that was read."""
    names = [f"“{name}”" if name else f"number {at}" for at, name in enumerate(head, 1)]
    others = [names[at] for at in range(len(head)) if at != address and any(_ADDRESS.search(row[at]) for row in rows)]
    if len(others) == 1:
        yield (
            f"The addresses were read from the column {names[address]}. "
            f"The column {others[0]} holds addresses too, which were not read."
        )
    elif others:
        yield (
            f"The addresses were read from the column {names[address]}. "
            f"The columns {', '.join(others[:-1])} and {others[-1]} hold addresses too, which were not read."
        )


def _line(name: str, cell: str) -> str:
    """One row as a line; a cell with several addresses stays as it is."""
    cell = " ".join(cell.split())
    if cell.count("@") == 1 and " " not in cell:
        return Person(cell.strip("<>"), name.replace('"', "'"), 0).written
    return " ".join(part for part in (name.replace('"', "'"), cell) if part)
