"""Tables for translators: every text with its source beside it, as CSV, workbook or PO, out and in again."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from livinglab.domain.questionnaire.cleaning import clean, is_blank
from livinglab.domain.questionnaire.structure import Structure
from livinglab.domain.questionnaire.texts import limit_of, text_keys, tidy
from livinglab.domain.questionnaire.translation import pipes_differ
from livinglab.foundation.errors import Refused
from livinglab.foundation.tables import read_table, write_table
from livinglab.foundation.workbooks import is_workbook, read_workbook
from livinglab.foundation.workbooks_writing import write_workbook

HEAD = ["key", "source", "translation"]
PO_BYTES = 2_000_000
MOST_PROBLEMS = 50


@dataclass(frozen=True)
class TranslatedTable:
    """What a file holds: `words` by text key, and the `sources` they were translated from. With any of the `problems`,
    whole sentences, nothing may be kept."""

    words: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def rows_of(structure: Structure, source: Mapping[str, str], texts: Mapping[str, str]) -> list[list[str]]:
    """(key, source, translation) of every text the source has, in reading order."""
    keys = [key for key, _ in text_keys(structure) if not is_blank(source.get(key, ""))]
    return [[key, source[key], texts.get(key, "")] for key in keys]


def as_csv(rows: Sequence[Sequence[str]]) -> bytes:
    """For spreadsheet programs."""
    return "".join(write_table(HEAD, rows)).encode()


def as_workbook(rows: Sequence[Sequence[str]]) -> bytes:
    """The same as .xlsx."""
    return write_workbook({"Translation": [HEAD, *rows]})


def as_po(rows: Sequence[Sequence[str]], language: str) -> bytes:
    """For translators' programs: the key is the context of each message."""
    catalogue = Catalog(project="Questionnaire", fuzzy=False)
    for key, source, translation in rows:
        catalogue.add(source, string=translation, context=key)
    catalogue.header_comment = f"# {language}"
    written = io.BytesIO()
    write_po(written, catalogue, width=0)
    return written.getvalue()


def read_translations(content: bytes, structure: Structure, source: Mapping[str, str]) -> TranslatedTable:
    """Read a file that went out before. Empty translations say nothing. Raises `Refused` when it is no such file."""
    found = TranslatedTable()
    known = {key for key, _ in text_keys(structure)}
    entries = _entries(content)
    if not entries:
        raise Refused(_NOT_OURS)
    for place, key, was, words in entries:
        if is_blank(words):
            continue
        if key not in known:
            found.problems.append(f"{place}: the questionnaire has no text “{key[:60]}”. Remove it.")
        elif len(clean(words)) > limit_of(key):
            found.problems.append(f"{place}: shorten the translation to {limit_of(key):,} characters.")
        elif pipes_differ(words, source.get(key, "")):
            found.problems.append(f"{place}: take in the same answers as the source does: what stands in ${{…}}.")
        else:
            found.words[key] = tidy(key, words)
            found.sources[key] = tidy(key, was)
    if len(found.problems) > MOST_PROBLEMS:
        more = len(found.problems) - MOST_PROBLEMS
        found.problems[MOST_PROBLEMS:] = [f"And {more:,} more. Correct these first."]
    return found


def _entries(content: bytes) -> list[tuple[str, str, str, str]]:
    """(place, key, source, translation) of each entry."""
    if is_workbook(content):
        for sheet in read_workbook(content):
            rows = [(row.number, row.cells) for row in sheet.rows]
            if rows and _columns(rows[0][1]):
                return _from_rows(rows[0][1], rows[1:])
        raise Refused(_NOT_OURS)
    if b"msgid" in content[:100_000]:
        return _from_po(content)
    table = read_table(content)
    if not _columns(table.head):
        raise Refused(_NOT_OURS)
    return _from_rows(table.head, list(zip(table.numbers, table.rows, strict=True)))


_NOT_OURS = (
    "This is no table of translations. Take one out here, fill in its column “translation”, and bring it back with the "
    "columns “key”, “source” and “translation”."
)


def _columns(head: Sequence[str]) -> tuple[int, int, int] | None:
    """Where the three columns are; None where one is missing."""
    names = [name.strip().casefold() for name in head]
    if any(name not in names for name in HEAD):
        return None
    return names.index("key"), names.index("source"), names.index("translation")


def _from_rows(head: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]]) -> list[tuple[str, str, str, str]]:
    places = _columns(head)
    assert places is not None
    found = []
    for number, cells in rows:
        key, source, words = (cells[place] if place < len(cells) else "" for place in places)
        found.append((f"Row {number}", key.strip(), _plain(source), _plain(words)))
    return found


def _plain(text: str) -> str:
    """Without the mark that keeps spreadsheet programs from taking a text for a formula."""
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text


def _from_po(content: bytes) -> list[tuple[str, str, str, str]]:
    if len(content) > PO_BYTES:
        raise Refused("This file is larger than 2 MB. A questionnaire has fewer texts: choose another file.")
    try:
        catalogue = read_po(io.BytesIO(content), abort_invalid=True)
    except (PoFileError, ValueError, LookupError, UnicodeError) as error:
        raise Refused("This PO file is damaged. Save it again in your translation program, then choose it.") from error
    return [
        (f"Line {message.lineno or 0}", message.context or "", _one(message.id), _one(message.string))
        for message in catalogue
        if message.id and not message.fuzzy
    ]


def _one(text: object) -> str:
    return text if isinstance(text, str) else ""
