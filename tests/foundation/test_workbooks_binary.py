"""Workbooks of before 2007 (.xls): the cells as another reader finds them, and what is damaged named with its place."""

from __future__ import annotations

import io
import struct

import pytest
import xlrd

from livinglab.foundation import workbooks_sheets
from livinglab.foundation.errors import Refused
from livinglab.foundation.workbooks import Row, Sheet, read_workbook
from tests.factories.workbooks import beginning, compound, compound_of_small, record, shared_texts, told, xls_stream

FROM_1904 = record(0x22, b"\x01\x00")


def place(row: int, column: int, style: int = 0) -> bytes:
    """Where a cell stands, from 0, and how it looks."""
    return struct.pack("<HHH", row, column, style)


def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    """A cell with a number."""
    return record(0x203, place(row, column, style) + struct.pack("<d", value))


def packed(value: int, *, whole: bool = True, hundredths: bool = False) -> int:
    """A number of 30 bits."""
    return (value << 2 & 0xFFFFFFFF if whole else value) | 2 * whole | hundredths


def style(format_: int) -> bytes:
    """A style with a number format."""
    return record(0xE0, struct.pack("<HH16x", 0, format_))


def formula(row: int, column: int, result: bytes) -> bytes:
    """A formula and its result."""
    return record(0x06, place(row, column) + result + bytes(8))


CELLS = {
    "survey": (
        record(0x200, struct.pack("<IIHHH", 0, 9, 0, 9, 0))
        + record(0xFD, place(0, 0) + struct.pack("<I", 1))
        + record(0xFD, place(0, 2) + struct.pack("<I", 0))
        + number(1, 0, 2.5)
        + number(1, 1, -7.0)
        + record(0x27E, place(1, 2) + struct.pack("<I", packed(-5)))
        + record(0x27E, place(1, 3) + struct.pack("<I", packed(12345, hundredths=True)))
        + record(0x27E, place(1, 4) + struct.pack("<I", packed(0x3FF80000, whole=False)))
        + record(0xBD, struct.pack("<HHHIHIH", 2, 1, 0, packed(1), 0, packed(2), 2))
        + record(0x205, place(3, 0) + b"\x01\x00")
        + record(0x205, place(3, 1) + b"\x00\x00")
        + formula(4, 0, struct.pack("<d", 0.25))
        + formula(4, 1, b"\x00\x00\x00\x00\x00\x00\xff\xff")
        + record(0x207, told("a result"))
        + formula(4, 2, b"\x01\x00\x01\x00\x00\x00\xff\xff")
        + formula(4, 3, b"\x03\x00\x00\x00\x00\x00\xff\xff")
        + record(0x204, place(5, 0) + told("on its own 😀"))
        + record(0x201, place(6, 3))
        + record(0x809, bytes(16)) + number(7, 0, 99.0) + record(10)  # a chart within the sheet
    ),
    "Wähl ": number(300, 0, 1.0),
}  # fmt: skip
STREAM = xls_stream(CELLS, shared_texts("name", "type\r\nhere"))


@pytest.mark.parametrize(
    "content", [compound(STREAM), STREAM, compound_of_small(STREAM)], ids=["kept", "bare", "small"]
)
def test_cells_of_all_kinds_are_read_as_a_person_sees_them(content: bytes) -> None:
    survey, choices = read_workbook(content)
    assert survey.rows == [
        Row(1, ["type\nhere", "", "name"]),
        Row(2, ["2.5", "-7", "-5", "123.45", "1.5"]),
        Row(3, ["", "1", "2"]),
        Row(4, ["TRUE", "FALSE"]),
        Row(5, ["0.25", "a result", "TRUE"]),
        Row(6, ["on its own 😀"]),
    ]
    assert (choices.name, choices.rows) == ("Wähl", [])
    assert "What stands from row 301 on was left out" in choices.notices[0]


def test_another_reader_finds_the_same() -> None:
    book = xlrd.open_workbook(file_contents=compound(STREAM), logfile=io.StringIO())
    for row in read_workbook(STREAM)[0].rows:
        theirs = book.sheet_by_index(0).row(row.number - 1)
        for text, cell in zip(row.cells, theirs, strict=False):
            if cell.ctype == xlrd.XL_CELL_NUMBER:
                assert float(text) == cell.value
            elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
                assert text == ("TRUE" if cell.value else "FALSE")
            else:
                assert text == cell.value.replace("\r\n", "\n")


def test_texts_go_on_in_the_next_record_with_letters_of_another_width() -> None:
    first = struct.pack("<II", 3, 3) + struct.pack("<HBH", 6, 8, 2) + b"abc"
    more = b"\x01" + "déf".encode("utf-16-le") + b"\x01\x02\x03"
    last = b"\x04\x05\x06\x07\x08" + struct.pack("<HBI", 2, 4, 5) + b"gh12345" + struct.pack("<HB", 1, 0)
    texts = record(0xFC, first) + record(0x3C, more) + record(0x3C, last) + record(0x3C, b"\x00z")
    cells = b"".join(record(0xFD, place(0, column) + struct.pack("<I", column)) for column in range(3))
    assert read_workbook(xls_stream({"a": cells}, texts))[0].rows == [Row(1, ["abcdéf", "gh", "z"])]


def test_a_result_of_a_formula_goes_on_in_the_next_record() -> None:
    cells = formula(0, 0, b"\x00\x00\x00\x00\x00\x00\xff\xff") + record(0x207, struct.pack("<HB", 4, 0) + b"ab")
    cells += record(0x3C, b"\x00cd")
    assert read_workbook(xls_stream({"a": cells}))[0].rows == [Row(1, ["abcd"])]


def test_days_and_times_are_read_as_iso_8601() -> None:
    own = record(0x41E, struct.pack("<H", 170) + told("dd/mm/yy hh:mm"))
    styles = own + style(0) + style(14) + style(170)
    cells = number(0, 0, 46000.5, 1) + number(0, 1, 46000.5, 2) + number(0, 2, 46000.5, 99)
    assert read_workbook(xls_stream({"a": cells}, styles))[0].rows[0].cells == [
        "2025-12-09", "2025-12-09T12:00:00", "46000.5",
    ]  # fmt: skip
    assert read_workbook(xls_stream({"a": cells}, styles + FROM_1904))[0].rows[0].cells[0] == "2029-12-10"


def test_a_workbook_of_before_1997_is_read_in_its_alphabet() -> None:
    text = "Škoda".encode("cp1250")
    cells = record(0x204, place(0, 0) + struct.pack("<H", len(text)) + text)
    stream = xls_stream({"Bl\xe4tter": cells}, record(0x42, struct.pack("<H", 1250)), version=0x0500)
    assert read_workbook(compound(stream, "Book")) == [Sheet("Blätter", [Row(1, ["Škoda"])])]


def test_hidden_sheets_say_so_and_charts_are_passed_over() -> None:
    stream = bytearray(xls_stream({"a": number(0, 0, 1.0), "b": b"", "c": b""}))
    first, second, third = (stream.index(b"\x01" + name.encode("utf-16-le"), 20) - 3 for name in "abc")
    stream[first], stream[second + 1], stream[third] = 1, 2, 2
    assert [(sheet.name, sheet.hidden) for sheet in read_workbook(bytes(stream))] == [("a", True), ("c", True)]


@pytest.mark.parametrize(
    ("stream", "words"),
    [
        (xls_stream({"a": b""}, record(0x2F, bytes(6))), "locked with a password"),
        (xls_stream({}), "it holds no sheet"),
        (xls_stream({"a": number(8, 2, 1.0)})[:-4], "sheet “a”, row 9 breaks off before its end"),
        (xls_stream({"a": record(0x203, place(8, 2))}), "a part of sheet “a” is shorter than it claims to be"),
        (xls_stream({"a": number(8, 2, 1.0) + record(0xFD, b"")}), "a part of sheet “a”, row 9 is shorter"),
        (xls_stream({"a": record(0xFD, place(8, 2) + bytes(4))}), "Sheet “a”, cell C9 points at text number 0"),
        (xls_stream({"a": number(8, 1024, 1.0)}), "Sheet “a”, cell AMK9 stands to the right of column AMJ"),
        (
            xls_stream({"a": b""}).replace(b"\x09\x08\x10\x00\x00\x06\x10", bytes(7)),
            "“a” does not begin where it should",
        ),
        (xls_stream({"a": b""}, record(0xFC, b"\x01")), "a part of it is shorter than it claims to be"),
        (beginning(5), "it breaks off before its end"),
    ],
)
def test_what_is_damaged_is_named_with_its_place(stream: bytes, words: str) -> None:
    with pytest.raises(Refused) as refused:
        read_workbook(stream)
    assert words in str(refused.value)


def test_how_many_texts_there_are_is_not_believed() -> None:
    texts = record(0xFC, struct.pack("<II", 1, 2**32 - 1) + told("only"))
    content = xls_stream({"a": record(0xFD, place(0, 0) + bytes(4))}, texts)
    assert read_workbook(content)[0].rows == [Row(1, ["only"])]


def test_sheets_that_begin_at_the_same_place_cost_no_more_than_all_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks_sheets, "STEPS", 20_000)
    head = struct.pack("<BBBBB", 0, 0, 1, 0, 97)
    listed = b"".join(record(0x85, struct.pack("<I", 20 + 13 * 200 + 4) + head) for _ in range(200))
    body = b"".join(number(row, 0, 1.0) for row in range(2_000))
    content = beginning(5) + listed + record(10) + beginning(16) + body + record(10)
    with pytest.raises(Refused, match="holds too much to be read"):
        read_workbook(content)


def _with(content: bytes, at: int, value: int) -> bytes:
    changed = bytearray(content)
    struct.pack_into("<I", changed, at, value)
    return bytes(changed)


KEPT = compound(xls_stream({"a": b"".join(number(row, 0, 1.0) for row in range(250))}))
TABLE = 512 * (1 + struct.unpack_from("<I", KEPT, 76)[0])
FOLDER = 512 * (1 + struct.unpack_from("<I", KEPT, 48)[0])


@pytest.mark.parametrize(
    "content",
    [
        _with(KEPT, TABLE, 0),  # a sector that comes behind itself
        _with(KEPT, TABLE + 4, 0),
        _with(KEPT, TABLE + 8, 70_000),  # out of the file
        _with(KEPT, 48, 70_000),
        _with(KEPT, 68, 0),  # more tables, of which the first leads to …
        _with(KEPT, 76, 0xFFFFFFFF),
        _with(KEPT, 80, struct.unpack_from("<I", KEPT, 76)[0]),
        _with(KEPT, 30, 0x0006001F),
        _with(KEPT, FOLDER + 66, 0),
        KEPT[: len(KEPT) // 2],
    ],
)
def test_chains_that_lead_in_a_circle_or_nowhere_are_refused(content: bytes) -> None:
    assert len(read_workbook(KEPT)[0].rows) == 250
    with pytest.raises(Refused, match="The workbook is damaged"):
        read_workbook(content)


def test_a_folder_whose_entries_lead_in_a_circle_is_read_to_its_end() -> None:
    assert read_workbook(_with(_with(KEPT, FOLDER + 128 + 68, 1), FOLDER + 128 + 72, 0)) == read_workbook(KEPT)
