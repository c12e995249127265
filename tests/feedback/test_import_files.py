"""What the pages of an import say about how its file was read."""

from __future__ import annotations

import csv
import io
import re

from livinglab.feedback import rows
from livinglab.rounds.models import Round
from tests.cast import Cast
from tests.feedback.test_import_pages import uploaded
from tests.feedback.test_import_rows import HEAD, ROWS, WITH_GAPS, csv_of
from tests.fixtures import As


def test_a_file_in_windows_1250_is_read_rightly_and_the_pages_say_how_it_was_read(
    short_round: Round, cast: Cast, as_: As
) -> None:
    browser = as_(cast.anna)
    polish = [["poverty", "age", "kraj"], ["Zażółć gęślą jaźń", "44", "Szwecja"]]
    here = uploaded(browser, short_round, csv_of(polish[0], polish[1:], ";", "cp1250"))
    said = "Read as Windows-1250 (Central European). If letters look wrong, save the file as CSV UTF-8"
    page = browser.get(here + "/mapping").text
    assert "Zażółć gęślą jaźń" in page
    assert said in page
    assert said in browser.get(here + "/preview").text


def test_of_a_file_in_utf_8_no_page_says_how_it_was_read(short_round: Round, cast: Cast, as_: As) -> None:
    browser = as_(cast.anna)
    here = uploaded(browser, short_round, csv_of(HEAD, ROWS))
    assert not [path for path in ("/mapping", "/preview") if "Read as" in browser.get(here + path).text]


def test_a_refused_row_has_the_number_a_spreadsheet_program_shows_on_the_page_and_in_the_download(
    short_round: Round, cast: Cast, as_: As
) -> None:
    browser = as_(cast.anna)
    here = uploaded(browser, short_round, WITH_GAPS)
    assert re.findall(r">Row (\d+)</th>", browser.get(here + "/preview").text) == ["4", "6"]
    table = list(csv.reader(io.StringIO(browser.get(here + "/refused.csv").text.removeprefix("\ufeff")), delimiter=";"))
    assert [(row[0], row[-1]) for row in table[1:]] == [("4", "here"), ("6", "there")]


def test_a_row_with_more_cells_than_the_head_is_refused_on_the_page_and_in_the_download(
    short_round: Round, cast: Cast, as_: As
) -> None:
    browser = as_(cast.anna)
    here = uploaded(browser, short_round, csv_of(HEAD, [*ROWS, ["Too Little", "well", *ROWS[0][1:]]]))
    assert "This row has more cells than the head has columns" in browser.get(here + "/preview").text
    table = list(csv.reader(io.StringIO(browser.get(here + "/refused.csv").text.removeprefix("\ufeff")), delimiter=";"))
    assert table[1] == ["6", rows.TOO_WIDE, "Too Little", "well", *ROWS[0][1:]]
