"""Tables in and out as CSV: read whatever a spreadsheet program wrote, write what Excel opens rightly in Sweden."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from livinglab.foundation.alphabets import decode
from livinglab.foundation.errors import Refused
from livinglab.foundation.texts import cell, clean

TABLE_BYTES = 25_000_000
MAXIMUM_ROWS = 200_000
_LINE_END = re.compile(r"\r\n|\r|\n")
_QUOTED = re.compile(r'"[^"]*+(?:""[^"]*+)*+("?)')  # a cell; group 1 is empty when it never ends
_SEPARATORS = ";,\t|"
_WHOLE_QUOTED = re.compile(r'(?:^|(?<=[;,\t|]))"[^"]*+(?:""[^"]*+)*+"(?=[;,\t|\r\n]|\Z)', re.MULTILINE)
_SAMPLE, _SAMPLE_LINES = 200_000, 50
# Some programs say before the table what stands between its cells.
_SEPARATOR_LINE = re.compile(r'"?sep=([^"\r\n])"?(?:\r\n|\r|\n)', re.IGNORECASE)
_NO_TABLE = "The file could not be read as a table ({}). Save it as CSV UTF-8 and try again."


@dataclass(frozen=True)
class FileTable:
    """What stands in a file: its `head`, and `rows` without the blank ones.

    A row has as many cells as the head; more only where something stands beyond the head, so that it is not lost.
    `numbers` are those of the rows as a spreadsheet program shows them: blank rows count, lines within a cell do not.
    `notice` says how the letters were read where the file did not tell.
    """

    head: list[str]
    rows: list[list[str]]
    numbers: list[int]
    notice: str


def _separator(text: str) -> tuple[str, int]:
    """(what stands between the cells, where the table begins): said by a line before the table, or guessed."""
    said = _SEPARATOR_LINE.match(text)
    return (said[1], said.end()) if said else (_likely_separator(text), 0)


def _likely_separator(text: str) -> str:
    """The mark that stands, outside quoted cells, most surely as often in each of the first lines as in the head."""
    sample = _LINE_END.split(_WHOLE_QUOTED.sub("", text[:_SAMPLE]))
    if len(text) > _SAMPLE and len(sample) > 1:
        sample.pop()  # it may be cut
    lines = [line for line in sample if line.strip(_SEPARATORS + " ")][:_SAMPLE_LINES]

    def sureness(mark: str) -> tuple[float, int]:
        counts = [line.count(mark) for line in lines]
        return counts.count(counts[0]) / len(counts), counts[0]

    return max((mark for mark in _SEPARATORS if lines and mark in lines[0]), key=sureness, default=",")


def read_table(content: bytes) -> FileTable:
    """Read a CSV file. Raises `Refused` with a sentence when it is no table."""
    if len(content) > TABLE_BYTES:
        raise Refused("The file is larger than 25 MB. Split it and bring the parts one after the other.")
    if b"\x00" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("This is not a CSV file. In your spreadsheet program choose “Save as” and then CSV UTF-8.")
    decoded = decode(content)
    text = decoded.text
    separator, begin = _separator(text)
    records = enumerate(_records(text, separator, begin), 1)
    found = [(number, row) for number, row in records if any(map(str.strip, row))]
    if not found:
        raise Refused("The file is empty. Choose a CSV file with a row of column names first.")
    if len(found) > MAXIMUM_ROWS + 1:
        raise Refused("The file has more than 200,000 rows. Split it and bring the parts one after the other.")
    head = [clean(name) or f"column {number}" for number, name in enumerate(found[0][1], 1)]
    rows, numbers = [_of_width(len(head), row) for _, row in found[1:]], [number for number, _ in found[1:]]
    return FileTable(head, rows, numbers, decoded.notice)


def _records(text: str, separator: str, begin: int) -> list[list[str]]:
    """All rows of a text from `begin` on, also blank ones. `Refused` where a quotation mark swallows rows below it.

    A cell that goes on behind its second quotation mark is no harm while it stays on its line.
    """
    csv.field_size_limit(1_000_000)
    try:
        return list(csv.reader(io.StringIO(text[begin:], newline=""), delimiter=separator, strict=True))
    except csv.Error:
        opens = _never_closed(text, separator, begin)
    if opens is not None:
        line = 1 + len(_LINE_END.findall(text, 0, opens))
        shown = _LINE_END.split(text[opens : opens + 31], maxsplit=1)[0]
        raise Refused(
            f"A quotation mark opens in line {line} of the file and is not closed where its text ends ({shown} …), so "
            "the rows below would be taken for a part of that text. Close it or remove it, and try again."
        )
    try:
        return list(csv.reader(io.StringIO(text[begin:], newline=""), delimiter=separator))
    except csv.Error as error:
        raise Refused(_NO_TABLE.format(error)) from error


def _never_closed(text: str, separator: str, at: int) -> int | None:
    """Where the first cell begins whose quotation mark is closed nowhere, or only inside of a later line."""
    rest_of_cell = re.compile(f"[^{re.escape(separator)}\r\n]*")
    while at < len(text):
        if text[at] == '"':
            cell = _QUOTED.match(text, at)
            assert cell is not None
            end = cell.end()
            goes_on = end < len(text) and text[end] not in (separator, "\r", "\n")
            if not cell[1] or (goes_on and _LINE_END.search(cell[0])):
                return at
            at = end
        at = rest_of_cell.match(text, at).end() + 1  # type: ignore[union-attr]
    return None


def _of_width(width: int, row: list[str]) -> list[str]:
    """The cells of a row as they are kept, filled up to the head; empty cells beyond it are let go."""
    cells = [clean(value) for value in row]
    while len(cells) > width and not cells[-1]:
        cells.pop()
    return cells + [""] * (width - len(cells))


def written(value: object, decimal_mark: str) -> object:
    """A value as it stands in a cell: numbers with the mark of the country, text inert."""
    if isinstance(value, bool) or value is None:
        return "" if value is None else str(value)
    if isinstance(value, float | Decimal):
        return str(value).replace(".", decimal_mark)
    return value if isinstance(value, int) else cell(value)


def write_table(head: Sequence[str], rows: Iterable[Sequence[object]], decimal_mark: str = ",") -> Iterator[str]:
    """Lines of a CSV that Excel opens with one double click where the comma is the decimal mark.

    Semicolons between cells, a byte-order mark at the start, CRLF, no cell that starts a formula.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    buffer.write("\ufeff")
    for row in (head, *()):
        writer.writerow([cell(name) for name in row])
    for row in rows:
        writer.writerow([written(value, decimal_mark) for value in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()
