"""Workbooks that anyone may have made: told apart by what is in them, read within bounds, refused in words."""

from __future__ import annotations

from collections.abc import Callable

from livinglab.foundation.refusals import Refused
from livinglab.foundation.workbooks_binary import read_binary
from livinglab.foundation.workbooks_compound import SIGNATURE
from livinglab.foundation.workbooks_sheets import (
    MAXIMUM_COLUMNS,
    MAXIMUM_ROWS,
    SAVE_AGAIN,
    Row,
    Sheet,
    Wanted,
    every_sheet,
)
from livinglab.foundation.workbooks_zipped import read_zipped

__all__ = ["WORKBOOK_BYTES", "Row", "Sheet", "is_workbook", "read_workbook"]

WORKBOOK_BYTES = 10_000_000
_ZIPPED = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_BINARY = (SIGNATURE, b"\x09\x08", b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
# What else people take for a workbook, by how it begins once blanks and capitals are gone.
_OTHERS = (
    (b"%pdf", "a PDF"),
    (b"{\\rtf", "a text document (.rtf)"),
    (b"<html", "a web page"),
    (b"<!doctype html", "a web page"),
    (b"<table", "a web page"),
    (b"<?xml", "an XML file"),
    (b"\x1f\x8b", "a packed file (.gz)"),
    (b"7z\xbc\xaf", "a packed file (.7z)"),
    (b"rar!", "a packed file (.rar)"),
)


def is_workbook(content: bytes) -> bool:
    """Whether a file begins as a workbook does, whatever its name. It may still be refused when it is read."""
    return content.startswith(_ZIPPED) or content.startswith(_BINARY)


def read_workbook(
    content: bytes,
    *,
    rows: int = MAXIMUM_ROWS,
    columns: int = MAXIMUM_COLUMNS,
    wanted: Callable[[str], bool] = every_sheet,
) -> list[Sheet]:
    """Read a .xlsx, .xlsm or .xls: its sheets in their order, hidden ones too, with their filled rows as texts.

    `rows` and `columns` are how many filled rows and how many columns a sheet may have. Sheets that are not `wanted`,
    by name, are told with no rows: what is in them neither counts nor harms. Whole numbers have no point, days and
    times are as in ISO 8601, booleans TRUE or FALSE, formulas are their saved results, texts are cleaned as everywhere.
    Of merged cells the first one holds the text. Raises `Refused` with one sentence that names sheet and row.
    """
    if len(content) > WORKBOOK_BYTES:
        raise Refused("The workbook is larger than 10 MB. Remove pictures, or split it, and try again.")
    limits = Wanted(rows, columns, wanted)
    if content.startswith(_ZIPPED):
        return read_zipped(content, limits)
    if content.startswith(_BINARY):
        return read_binary(content, limits)
    raise Refused(_what_it_is(content))


def _what_it_is(content: bytes) -> str:
    if not content.strip(b"\x00 \t\r\n"):
        return "The file is empty. Choose a workbook that was saved as .xlsx."
    begin = content[:1_000].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for mark, what in _OTHERS:
        if begin.startswith(mark):
            return f"This is {what}, whatever its name says, and no workbook. {SAVE_AGAIN}"
    if b"\x00" not in content[:1_000] or content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return f"This is a text file, such as a CSV table, and no workbook. {SAVE_AGAIN}"
    return f"This is no workbook, or its first bytes are damaged. {SAVE_AGAIN}"
