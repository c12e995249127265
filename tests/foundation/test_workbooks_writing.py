"""Workbooks that are written: what was put in comes out again, texts do nothing, the same gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livinglab.foundation.errors import Refused
from livinglab.foundation.texts import clean
from livinglab.foundation.workbooks import read_workbook
from livinglab.foundation.workbooks_writing import write_workbook
from tests.thorough import examples

ROWS = {"survey": [["type", "name", "label::Français (fr)"], ["text", "a", "Où ? 😀"]], "choices": [["list_name"]]}


def read(content: bytes) -> dict[str, list[list[str]]]:
    """The cells of a workbook, by sheet."""
    return {sheet.name: [row.cells for row in sheet.rows] for sheet in read_workbook(content)}


def test_what_was_written_is_read_again() -> None:
    assert read(write_workbook(ROWS)) == ROWS


def test_the_same_rows_give_the_same_bytes_on_any_day() -> None:
    content = write_workbook(ROWS)
    assert content == write_workbook(ROWS)
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert {info.date_time[0] for info in file.infolist()} == {1980}
        assert b"2000-01-01T00:00:00Z" in file.read("docProps/core.xml")


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "{=1+1}", "+1", "@SUM(A1)", "https://example.org", "mailto:a@example.org", "internal:Sheet!A1", "007",
        "_x0041_", "<r><t>bold</t></r>", "<r></r>", "&amp; <b>", "a\n\tb", "שלום", "x" * 32_767,
        "<r>" + "y" * 32_760 + "</r>",
    ],
    ids=lambda text: text[:20],
)  # fmt: skip
def test_texts_stay_texts_and_are_never_run(text: str) -> None:
    content = write_workbook({"a": [["head"], [text]]})
    assert read(content) == {"a": [["head"], [text]]}
    cell = openpyxl.load_workbook(io.BytesIO(content))["a"]["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_numbers_booleans_and_days_are_what_they_are() -> None:
    moment = datetime(2026, 5, 4, 1, 2)  # noqa: DTZ001
    row = [1, 2.5, Decimal("0.1"), True, None, "", date(2026, 5, 4), moment, 10**17, float("nan")]
    content = write_workbook({"a": [row]})
    values = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(content))["a"][1]]
    assert values == [1, 2.5, 0.1, True, None, None, "2026-05-04", "2026-05-04T01:02:00", str(10**17), "nan"]
    assert read(content)["a"][0][:4] == ["1", "2.5", "0.1", "TRUE"]


def test_the_head_is_bold_and_stays_in_sight_and_columns_are_as_wide_as_is_sensible() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(write_workbook({"a": [["b", "c"], ["x" * 30, "y" * 300]]})))["a"]
    assert (sheet["A1"].font.bold, sheet["A2"].font.bold, sheet.freeze_panes) == (True, False, "A2")
    assert sheet["A2"].alignment.wrap_text
    assert [round(sheet.column_dimensions[letter].width) for letter in "AB"] == [33, 61]


def test_a_sheet_without_rows_is_kept() -> None:
    assert read(write_workbook({"a": []})) == {"a": []}


@pytest.mark.parametrize("text", ["x" * 32_768, "<r>" + "x" * 32_761 + "</r>", "😀" * 16_384])
def test_a_text_that_no_program_could_keep_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(Refused, match=r"Cell B2 of sheet “a” would hold more than 32,767 letters"):
        write_workbook({"a": [["head"], ["", text]]})


@pytest.mark.parametrize("name", ["", " ", "x" * 32, "a/b", "a:b", "[a]", "'a", "a'", "History", "a\x00", "a\ud800"])
def test_a_name_that_no_sheet_can_have_is_refused(name: str) -> None:
    with pytest.raises(Refused, match="No sheet of a workbook can be named"):
        write_workbook({name: []})


def test_names_that_differ_only_in_capitals_and_workbooks_without_sheets_are_refused() -> None:
    with pytest.raises(Refused, match="that no other sheet has"):
        write_workbook({"Survey": [], "survey": []})
    with pytest.raises(Refused, match="between 1 and 250 sheets"):
        write_workbook({})


@given(st.lists(st.lists(st.text(max_size=12), max_size=5), max_size=20))
@settings(max_examples=examples(24), deadline=None)
def test_any_text_comes_out_as_texts_are_kept_everywhere(rows: list[list[str]]) -> None:
    kept = [[clean(text.replace("\ufffe", "").replace("\uffff", "")) for text in row] for row in rows]
    for row in kept:
        while row and not row[-1]:
            row.pop()
    assert read(write_workbook({"a": rows}))["a"] == [row for row in kept if row]
