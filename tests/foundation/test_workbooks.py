"""Workbooks as programs write them, and as they write them oddly: what a person sees in a cell is what is read."""

from __future__ import annotations

import io
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from livinglab.foundation.errors import Refused
from livinglab.foundation.workbooks import Row, is_workbook, read_workbook
from livinglab.foundation.workbooks_numbers import format_kind, moment_text, number_text
from livinglab.foundation.workbooks_sheets import letters_of
from tests.factories.workbooks import MAIN, sheet_xml, xlsx, xlsx_parts, zipped

STYLES = (
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="dd/mm/yyyy\\ hh:mm"/><numFmt numFmtId="165" '
    'formatCode="[h]:mm"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>'
    '<xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="21"/><xf numFmtId="165"/><xf numFmtId="9"/></cellXfs>'
)


def cells_of(row: str, **more: object) -> list[str]:
    """The cells of a sheet with one row, from its `c` elements."""
    rows = read_workbook(xlsx(f'<row r="1">{row}</row>', **more))[0].rows
    return rows[0].cells if rows else []


@pytest.mark.parametrize(
    ("cell", "seen"),
    [
        ("<c><v>1.0</v></c>", "1"),
        ("<c><v>-7</v></c>", "-7"),
        ("<c><v>007</v></c>", "7"),
        ("<c><v>0.1</v></c>", "0.1"),
        ("<c><v>0.30000000000000004</v></c>", "0.3"),
        ("<c><v>1E+20</v></c>", "1E+20"),
        ("<c><v>1e999</v></c>", "1e999"),
        ("<c><v>1_000</v></c>", "1_000"),
        ("<c><v>NaN</v></c>", "NaN"),
        ('<c t="b"><v>1</v></c>', "TRUE"),
        ('<c t="b"><v>0</v></c>', "FALSE"),
        ('<c t="e"><v>#N/A</v></c>', "#N/A"),
        ('<c t="d"><v>2026-05-04T00:00:00</v></c>', "2026-05-04"),
        ('<c t="str"><f>A1</f><v>said</v></c>', "said"),
        ("<c><f>1+1</f><v>2</v></c>", "2"),
        ('<c t="inlineStr"><is><t>in place</t></is></c>', "in place"),
        ('<c t="inlineStr"><is><r><rPr><b/></rPr><t>two </t></r><r><t>parts</t></r></is></c>', "two parts"),
        ('<c t="inlineStr"><is><t xml:space="preserve">  around  </t></is></c>', "around"),
        ('<c t="inlineStr"><is><t>a_x000D__x000A_b &lt;&amp;&#x1F600; _x005F_x0041_</t></is></c>', "a\nb <&😀 _x0041_"),
        ('<c t="inlineStr"><is><t>_xD83D__xDE00_</t></is></c>', "😀"),
        ('<c t="inlineStr"><is><t><![CDATA[1 < 2]]></t></is></c>', "1 < 2"),
        ('<c t="inlineStr"><is><t>שלום‏ مرحبا</t></is></c>', "שלום‏ مرحبا"),
        ('<c t="s"><v>0</v></c>', "one"),
        ('<c t="s"><v> 1 </v></c>', "red and blue"),
        ('<c t="s"><v>2</v></c>', "東京"),
    ],
)
def test_a_cell_is_read_as_a_person_sees_it(cell: str, seen: str) -> None:
    texts = (
        "<si><t>one</t></si><si><r><t>red </t></r><r><rPr><i/></rPr><t>and blue</t></r></si>"
        "<si><t>東京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh></si>"
    )
    assert cells_of(cell, texts=texts) == [seen]


@pytest.mark.parametrize(
    ("style", "value", "seen"),
    [
        (1, "46000", "2025-12-09"),
        (1, "46000.75", "2025-12-09"),
        (2, "46000.5", "2025-12-09T12:00:00"),
        (2, "46000.999999", "2025-12-10T00:00:00"),
        (3, "0.25", "06:00:00"),
        (3, "46000.25", "06:00:00"),
        (4, "1.5", "36:00:00"),
        (5, "0.5", "0.5"),
        (1, "60", "1900-02-29"),
        (1, "59", "1900-02-28"),
        (1, "61", "1900-03-01"),
        (1, "-3", "-3"),
        (1, "1e12", "1000000000000"),
        (99, "46000", "46000"),
    ],
)
def test_days_and_times_are_read_as_iso_8601(style: int, value: str, seen: str) -> None:
    assert cells_of(f'<c s="{style}"><v>{value}</v></c>', styles=STYLES) == [seen]


def test_a_workbook_of_an_old_mac_counts_from_1904() -> None:
    assert cells_of('<c s="1"><v>0</v></c>', styles=STYLES, book='<workbookPr date1904="1"/>') == ["1904-01-01"]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("yyyy-mm-dd", "day"),
        ("mmm yy", "day"),
        ("[$-409]d\\-mmm;@", "day"),
        ("h:mm AM/PM", "time"),
        ("mm:ss.0", "time"),
        ('[Red]0.00"days"', ""),
        ("General", ""),
        ("#,##0.00_ ;[Red]\\-#,##0.00\\ ", ""),
        ('0 "h"', ""),
        ("dd.mm.yyyy hh:mm", "moment"),
        ("[mm]:ss", "hours"),
        ("[" * 255, ""),
    ],
)
def test_a_format_tells_whether_it_shows_a_day_or_a_time(code: str, kind: str) -> None:
    assert format_kind(170, code) == kind


def test_numbers_have_the_figures_that_programs_keep() -> None:
    assert [number_text(value) for value in (-0.0, 1e14, 123456789.125, 1 / 3, float("inf"))] == [
        "0", "100000000000000", "123456789.125", "0.333333333333333", "INF",
    ]  # fmt: skip
    assert moment_text(float("nan"), "day", False) == "NAN"


def test_blank_rows_and_cells_are_let_go_and_numbers_stay() -> None:
    rows = (
        '<row r="2"><c r="B2"><v>1</v></c><c r="D2"/><c r="E2" s="1"/></row><row r="3"/><row r="4"><c r="A4" t="str">'
        '<v>  </v></c></row><row r="7" s="1"><c r="AA7"><v>2</v></c></row>'
    )
    assert read_workbook(xlsx(rows))[0].rows == [Row(2, ["", "1"]), Row(7, [""] * 26 + ["2"])]


def test_rows_and_cells_without_an_address_come_one_after_the_other() -> None:
    rows = '<row><c><v>1</v></c><c r="D1"><v>2</v></c><c><v>3</v></c></row><row/><row><c r="A5"><v>4</v></c></row>'
    assert read_workbook(xlsx(rows))[0].rows == [Row(1, ["1", "", "", "2", "3"]), Row(5, ["4"])]


def test_of_merged_cells_the_first_one_holds_the_text() -> None:
    parts = xlsx_parts('<row r="1"><c r="A1"><v>1</v></c><c r="B1"/><c r="C1"><v>2</v></c></row>')
    parts["xl/worksheets/sheet0.xml"] = str(parts["xl/worksheets/sheet0.xml"]).replace(
        "</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells>'
    )
    assert read_workbook(zipped(parts))[0].rows == [Row(1, ["1", "", "2"])]


def test_a_formula_whose_result_was_never_saved_is_told() -> None:
    rows = '<row r="3"><c r="B3"><f>A1</f></c><c r="C3"><f>A2</f><v/></c><c r="D3" t="str"><f>""</f><v></v></c></row>'
    (sheet,) = read_workbook(xlsx(rows))
    assert sheet.rows == []
    assert len(sheet.notices) == 1
    assert sheet.notices[0].startswith(
        "Sheet “survey”, cell B3 (and 1 more cells): the result of the formula was never"
    )


def test_behind_many_blank_rows_nothing_is_read_and_what_is_seen_there_is_told() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>'
    (sheet,) = read_workbook(xlsx(rows + '<row r="251"><c r="A251"><v>2</v></c></row>'))
    assert [row.number for row in sheet.rows] == [1, 251]
    (sheet,) = read_workbook(xlsx(rows + '<row r="1048576"><c r="A1048576"><v>2</v></c></row>'))
    assert [row.number for row in sheet.rows] == [1]
    assert "What stands from row 1048576 on was left out" in sheet.notices[0]


@pytest.mark.parametrize("count", [250, 300, 5_000])
def test_what_stands_below_a_long_run_of_blank_rows_is_told_wherever_it_is(count: int) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>' + '<row s="1" ht="15"/>' * count
    (sheet,) = read_workbook(xlsx(rows))
    assert ([row.number for row in sheet.rows], sheet.notices) == ([1], [])
    (sheet,) = read_workbook(xlsx(rows + "<row><c><v>2</v></c></row>"))
    assert [row.number for row in sheet.rows] == [1]
    (notice,) = sheet.notices
    assert notice.startswith("Sheet “survey” was read up to row 1: behind it come very many blank rows")


def test_sheets_keep_their_order_and_say_whether_they_are_hidden() -> None:
    names = {" SURVEY ": '<row r="1"><c r="A1"><v>1</v></c></row>', "notes & “more”": "", "Välj/😀": ""}
    sheets = read_workbook(xlsx(names, states={"notes & “more”": "veryHidden"}))
    assert [(sheet.name, sheet.hidden) for sheet in sheets] == [
        ("SURVEY", False), ("notes & “more”", True), ("Välj/😀", False),
    ]  # fmt: skip


def test_what_is_in_a_sheet_that_is_not_wanted_does_no_harm() -> None:
    parts = xlsx_parts({"survey": '<row r="1"><c r="A1"><v>1</v></c></row>', "data": ""})
    parts["xl/worksheets/sheet1.xml"] = b"this is no XML"
    sheets = read_workbook(zipped(parts), wanted=lambda name: name == "survey")
    assert [(sheet.name, len(sheet.rows)) for sheet in sheets] == [("survey", 1), ("data", 0)]
    with pytest.raises(Refused, match="sheet “data” cannot be read any further"):
        read_workbook(zipped(parts))


@pytest.mark.parametrize("way", ["strict", "none", "prefix", "utf-16", "backslashes", "capitals"])
def test_other_ways_to_write_the_same_are_understood(way: str) -> None:
    parts = xlsx_parts('<row r="1"><c r="A1" t="inlineStr"><is><t>é</t></is></c></row>')
    name = "xl/worksheets/sheet0.xml"
    sheet = str(parts[name])
    if way == "strict":
        parts[name] = sheet.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
    elif way == "none":
        parts[name] = sheet.replace(f' xmlns="{MAIN}"', "")
    elif way == "prefix":
        parts[name] = sheet.replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=")
    elif way == "utf-16":
        parts[name] = f'<?xml version="1.0" encoding="UTF-16"?>{sheet}'.encode("utf-16")
    elif way == "backslashes":
        parts = {key.replace("/", "\\"): value for key, value in parts.items()}
    else:
        parts = {key.upper(): value for key, value in parts.items()}
    assert read_workbook(zipped(parts))[0].rows == [Row(1, ["é"])]


def test_elements_of_extensions_are_not_taken_for_cells() -> None:
    foreign = '<x:row xmlns:x="urn:x"><x:c><x:v>9</x:v></x:c></x:row>'
    ours = '<row r="1"><c r="A1"><v>1</v><x:v xmlns:x="urn:x">9</x:v></c></row>'
    assert read_workbook(xlsx(foreign + ours))[0].rows == [Row(1, ["1"])]


def test_a_chart_that_fills_a_sheet_is_passed_over() -> None:
    parts = xlsx_parts({"survey": "", "picture": ""})
    links = "xl/_rels/workbook.xml.rels"
    parts[links] = str(parts[links]).replace('Id="s1" Type="', 'Id="s1" Type="x/chartsheet" Old="')
    assert [sheet.name for sheet in read_workbook(zipped(parts))] == ["survey"]


def test_what_another_program_writes_is_read() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "survey"
    for row in (["type", "name"], [1.0, 2.25], [True, date(2026, 5, 4)], [datetime(2026, 5, 4, 13, 45), "=A2+1"]):  # noqa: DTZ001
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    (read,) = read_workbook(buffer.getvalue())
    assert [row.cells for row in read.rows] == [
        ["type", "name"], ["1", "2.25"], ["TRUE", "2026-05-04"], ["2026-05-04T13:45:00"],
    ]  # fmt: skip
    assert "cell B4: the result of the formula was never saved" in read.notices[0]


def test_columns_have_the_letters_that_programs_show() -> None:
    assert [letters_of(number) for number in (1, 26, 27, 702, 703, 16_384)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]


def test_a_workbook_is_told_by_what_is_in_it() -> None:
    assert is_workbook(xlsx())
    assert not is_workbook(b"type,name\n")
    assert sheet_xml("").startswith("<worksheet")
