"""Which rows of an import are the same people as rows in the round, and which are others who answered alike."""

from __future__ import annotations

from livinglab.feedback import work
from livinglab.rounds.models import Round
from tests.cast import Cast
from tests.feedback.test_import_pages import fields_of, the_import, uploaded
from tests.feedback.test_import_rows import HEAD, ROWS, csv_of
from tests.fixtures import As
from tests.pages import words

OTHERS = [ROWS[0], ["Too Much", "no", "no", "52", "Sweden", "female"]]


def test_rows_that_equal_rows_in_the_round_are_told_with_what_to_do_when_they_are_other_people(
    short_round: Round, cast: Cast, as_: As
) -> None:
    work.import_file(short_round, csv_of(HEAD, ROWS), "people.csv")
    browser = as_(cast.anna)
    here = uploaded(browser, short_round, csv_of(HEAD, OTHERS))
    preview = words(browser.get(here + "/preview").text)
    assert "1 row equals a row that is in this round already" in preview
    assert "add a column that tells people apart" in preview
    browser.post(here + "/start")
    work.run_waiting_imports()
    assert "1 row equalled a row that was in the round before" in words(browser.get(here).text)


def test_with_a_column_that_tells_people_apart_all_of_them_come_in_and_nothing_is_said(
    short_round: Round, cast: Cast, as_: As
) -> None:
    work.import_file(short_round, csv_of(HEAD, ROWS), "people.csv")
    browser = as_(cast.anna)
    here = uploaded(browser, short_round, csv_of([*HEAD, "who"], [[*OTHERS[0], "x1"], [*OTHERS[1], "x2"]]))
    sent = fields_of(browser.get(here + "/mapping").text)
    assert sent["person"] == ""
    assert browser.post(here + "/mapping", data={**sent, "person": "6", "go": "check"}).location == here + "/preview"
    assert the_import().mapping["person_column"] == "who"
    assert "Bring in 2 rows" in browser.get(here + "/preview").text
    again = uploaded(browser, short_round, csv_of([*HEAD, "No."], [[*row, str(n)] for n, row in enumerate(ROWS)]))
    assert the_import().mapping["person_column"] == "No."
    browser.post(again + "/start")
    work.run_waiting_imports()
    twice = uploaded(browser, short_round, csv_of([*HEAD, "No."], [[*row, str(n)] for n, row in enumerate(ROWS)]))
    page = browser.get(twice + "/preview").text
    assert "Every row is in the round already" in page
    assert "that is in this round already" not in page


def test_a_person_who_is_named_twice_or_not_at_all_is_refused(short_round: Round, cast: Cast, as_: As) -> None:
    browser = as_(cast.anna)
    people = [[*row, who] for row, who in zip(ROWS, ("7", "8", "7", ""), strict=True)]
    here = uploaded(browser, short_round, csv_of([*HEAD, "id"], people))
    sent = fields_of(browser.get(here + "/mapping").text)
    assert sent["person"] == ""  # it does not tell them apart, so that nobody is refused unasked
    browser.post(here + "/mapping", data={**sent, "person": "6", "go": "check"})
    preview = words(browser.get(here + "/preview").text)
    assert "Row 4 Column “id”: the same stands in row 2." in preview
    assert "Row 5 Column “id” is empty, but it tells people apart." in preview
    assert "Bring in 2 rows" in preview
