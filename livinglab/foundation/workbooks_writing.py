"""Plain rows out as a .xlsx: nothing in it is a formula or a link, and the same rows give the same bytes."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from livinglab.foundation.refusals import Refused
from livinglab.foundation.workbooks_sheets import LONGEST_TEXT, MAXIMUM_SHEETS, letters_of

_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001  a file of today and one of tomorrow have the same bytes
_NARROWEST, _WIDEST, _ROWS_THAT_TELL = 10, 60, 300
_EXACT = 10**15  # programs keep 15 figures of a number
_NOT_IN_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_NAME_LENGTH, _ROWS, _COLUMNS = 31, 1_048_576, 16_384
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def write_workbook(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """A .xlsx with a sheet for each name. The first row is its head: bold, and it stays in sight.

    Numbers and booleans are written as such, days and times as texts of ISO 8601, None and "" as empty cells, all else
    as text that is never run. Raises `Refused` for what no program could open: names, sizes, texts that are too long.
    """
    _check_names(list(sheets))
    buffer = io.BytesIO()
    book = Workbook(
        buffer,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    book.set_properties({"created": _CREATED})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        if len(rows) > _ROWS or any(len(row) > _COLUMNS for row in rows):
            raise Refused(f"Sheet “{name}” would have more rows or columns than a workbook can have. Split it.")
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if not _write(sheet, number, column, value, head if number == 0 else body):
                    raise Refused(
                        f"Cell {letters_of(column + 1)}{number + 1} of sheet “{name}” would hold more than "
                        f"{LONGEST_TEXT:,} letters. Shorten it, and try again."
                    )
        for column, width in enumerate(_widths(rows)):
            sheet.set_column(column, column, width)
        if rows:
            sheet.freeze_panes(1, 0)
    book.close()
    return buffer.getvalue()


def _check_names(names: list[str]) -> None:
    if not 0 < len(names) <= MAXIMUM_SHEETS:
        raise Refused(f"A workbook has between 1 and {MAXIMUM_SHEETS} sheets, not {len(names)}.")
    seen: set[str] = set()
    for name in names:
        length = len(name.encode("utf-16-le", "replace")) // 2
        odd = _NOT_IN_NAMES.search(name) or _NOT_IN_XML.search(name) or name.startswith("'") or name.endswith("'")
        if odd or not name.strip() or length > _NAME_LENGTH or name.lower() in ("history", *seen):
            raise Refused(
                f"No sheet of a workbook can be named “{name}”. Choose another name of at most {_NAME_LENGTH} letters, "
                "without : * ? / \\ [ ] and no quotation mark around it, that no other sheet has."
            )
        seen.add(name.lower())


def _write(sheet: Worksheet, row: int, column: int, value: object, style: Format) -> bool:
    """Write a cell. Says whether it could be."""
    if isinstance(value, bool):
        return sheet.write_boolean(row, column, value, style) == 0
    if isinstance(value, int | float | Decimal) and math.isfinite(value) and abs(value) < _EXACT:
        return sheet.write_number(row, column, float(value), style) == 0
    text = _NOT_IN_XML.sub("", _text(value))
    if not text:
        return sheet.write_blank(row, column, None, style) == 0
    if text.startswith("<r>") and text.endswith("</r>"):
        # Such a text would be taken for the markup of one, as it is. Cut in two it is written as what it says.
        if len(text) > LONGEST_TEXT:
            return False
        return sheet.write_rich_string(row, column, text[0], style, text[1:], style) == 0
    return sheet.write_string(row, column, text, style) == 0


def _text(value: object) -> str:
    if isinstance(value, date | time):  # a datetime is a date too
        return value.isoformat()
    return "" if value is None else str(value)


def _widths(rows: Sequence[Sequence[object]]) -> list[int]:
    """How wide each column is, in letters: as its longest line, but so that others are in sight too."""
    widths: list[int] = []
    for row in rows[:_ROWS_THAT_TELL]:
        widths += [_NARROWEST] * (len(row) - len(widths))
        for column, value in enumerate(row):
            longest = max(map(len, _text(value)[: 20 * _WIDEST].split("\n")))
            widths[column] = min(max(widths[column], longest + 2), _WIDEST)
    return widths
