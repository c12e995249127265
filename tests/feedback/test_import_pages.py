"""The pages for bringing answers: upload, columns, preview, start, follow, stop, take back."""

from __future__ import annotations

import csv
import io
import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from livinglab.feedback import imports, queries, work
from livinglab.feedback.models import Import, Response
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.rounds.models import Round
from tests.cast import Cast
from tests.feedback.test_import_rows import HEAD, ROWS, csv_of
from tests.feedback.test_responses import coordinated_by_bo
from tests.feedback.trial import market_of, round_of
from tests.fixtures import As
from tests.pages import words

STRANGE_HEAD = ["Q1", "Faith", "Study", "Years", "Where", "Sex"]
BAD_ROWS = [*ROWS, ["Too Little", "yes", "no", "old", "Sweden", "male"], ["=cmd|' /C calc'!A0", "", "", "", "Mars", ""]]


def address(round_: Round) -> str:
    return f"/feedback/rounds/{round_.id}/imports"


def upload(browser: FlaskClient, round_: Round, content: bytes, name: str = "people.csv") -> TestResponse:
    return browser.post(address(round_), data={"table": (io.BytesIO(content), name)})


def uploaded(browser: FlaskClient, round_: Round, content: bytes) -> str:
    """The address of a new import."""
    answer = upload(browser, round_, content)
    assert answer.status_code == 303, words(answer.text)
    return answer.location.removesuffix("/mapping")


def fields_of(page: str) -> dict[str, str]:
    """What the mapping form would send as it stands."""
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        first = re.search(r'<option value="([^"]*)"', options)
        found[name] = (chosen or first)[1]  # type: ignore[index]
    mark = re.search(r'name="mark" value="([.,])" checked', page)
    return found | ({"mark": mark[1]} if mark else {})


def the_import() -> Import:
    return db.session.scalars(select(Import).order_by(Import.id.desc())).first()  # type: ignore[return-value]


def test_a_file_is_uploaded_looked_at_brought_in_and_followed_to_the_end(
    short_round: Round, cast: Cast, as_: As
) -> None:
    browser = as_(cast.mikael)
    here = uploaded(browser, short_round, csv_of(HEAD, ROWS))
    page = browser.get(here + "/mapping")
    assert "Still to be said" not in page.text
    answer = browser.post(here + "/mapping", data={**fields_of(page.text), "go": "check"})
    assert answer.location == here + "/preview"
    preview = browser.get(here + "/preview").text
    assert "Bring in 4 rows" in preview
    assert "Refused rows" not in preview
    assert browser.post(here + "/start").location == here
    waiting = browser.get(here).text
    assert 'data-reload-seconds="2"' in waiting
    assert "0 of 4" in waiting
    assert work.run_waiting_imports() == 1
    done = browser.get(here).text
    assert "data-reload-seconds" not in done
    assert "Take this import back" in done
    assert queries.answers_by_market([short_round.id]) == {m.id: 2 for m in short_round.markets}
    assert "people.csv" in browser.get(address(short_round)).text


def test_columns_that_nobody_could_guess_are_chosen_by_hand(short_round: Round, cast: Cast, as_: As) -> None:
    browser = as_(cast.anna)
    strange = [
        [
            "1" if r[0] == "Too Little" else "2",
            *r[1:4],
            {"Sweden": "west", "Germany": "east"}.get(r[4], "north"),
            "m" if r[5] == "male" else "f",
        ]
        for r in ROWS
    ]
    here = uploaded(browser, short_round, csv_of(STRANGE_HEAD, strange))
    page = browser.get(here + "/mapping").text
    assert "Still to be said" in page
    sent = fields_of(page) | {
        "market": "4", "c.poverty": "0", "c.religion": "1", "c.degree": "2", "c.age": "3", "c.gender": "5",
    }  # fmt: skip
    assert browser.post(here + "/mapping", data={**sent, "go": "show"}).location == here + "/mapping"
    page = browser.get(here + "/mapping").text
    sent = fields_of(page)
    assert (sent["v.religion.0"], sent["v.religion.1"]) == ("=no", "=yes")
    assert sent["k.0"] == ""
    sent |= {
        "v.poverty.0": "=too-little", "v.poverty.1": "=too-much", "v.gender.0": "=female", "v.gender.1": "=male",
        "k.0": "DE", "k.1": "DE", "k.2": "SE",
    }  # fmt: skip
    assert browser.post(here + "/mapping", data={**sent, "go": "check"}).location == here + "/preview"
    browser.post(here + "/start")
    work.run_waiting_imports()
    counts = queries.counts_of_round(short_round.id)
    assert counts[market_of(short_round, "SE").id]["poverty"] == {"": 2, "too-little": 2}
    assert counts[market_of(short_round, "DE").id]["gender"] == {"": 2, "female": 2}


def test_a_table_from_one_country_needs_no_column_for_it(short_round: Round, cast: Cast, as_: As) -> None:
    browser = as_(cast.anna)
    here = uploaded(browser, short_round, csv_of(HEAD[:4], [row[:4] for row in ROWS]))
    sent = fields_of(browser.get(here + "/mapping").text) | {"market": "all", "all_from": "DE"}
    assert browser.post(here + "/mapping", data={**sent, "go": "check"}).location == here + "/preview"
    browser.post(here + "/start")
    work.run_waiting_imports()
    assert queries.answers_by_market([short_round.id]) == {market_of(short_round, "DE").id: 4}


def test_what_is_still_to_be_said_stops_before_the_rows(short_round: Round, cast: Cast, as_: As) -> None:
    browser = as_(cast.anna)
    here = uploaded(browser, short_round, csv_of(STRANGE_HEAD, ROWS))
    sent = fields_of(browser.get(here + "/mapping").text) | {"market": "4"}
    answer = browser.post(here + "/mapping", data={**sent, "go": "check"})
    assert answer.status_code == 422
    assert "this question must be answered" in answer.text
    assert fields_of(answer.text)["market"] == "4"


def test_a_form_from_another_window_is_not_read_against_other_columns(short_round: Round, cast: Cast, as_: As) -> None:
    browser = as_(cast.anna)
    here = uploaded(browser, short_round, csv_of(HEAD, ROWS))
    old = fields_of(browser.get(here + "/mapping").text)
    browser.post(here + "/mapping", data={**old, "c.age": "", "go": "show"})
    answer = browser.post(here + "/mapping", data={**old, "go": "check"})
    assert answer.location == here + "/mapping"
    assert "in another window" in browser.get(here + "/mapping").text
    assert "age" not in the_import().mapping["columns"]


def test_refused_rows_are_listed_with_their_reasons_and_left_out_only_on_demand(
    short_round: Round, cast: Cast, as_: As
) -> None:
    browser = as_(cast.anna)
    here = uploaded(browser, short_round, csv_of(HEAD, BAD_ROWS))
    preview = browser.get(here + "/preview").text
    assert "2 refused rows" in words(preview)
    assert "“old” is not a number" in preview
    assert "“Mars” is no country known here" in preview
    answer = browser.post(here + "/start")
    assert answer.status_code == 422
    assert "Say that the refused rows are left out" in answer.text
    assert the_import().state == "uploaded"
    assert browser.post(here + "/start", data={"leave_out": "y"}).location == here
    work.run_waiting_imports()
    assert (the_import().added, the_import().refused) == (4, 2)


def test_refused_rows_are_downloaded_with_nothing_that_a_program_would_run(
    short_round: Round, cast: Cast, as_: As
) -> None:
    browser = as_(cast.anna)
    here = uploaded(browser, short_round, csv_of(HEAD, BAD_ROWS))
    answer = browser.get(here + "/refused.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="refused-people.csv"'
    table = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))
    assert table[0] == ["Row", "Why it is refused", *HEAD]
    assert [row[0] for row in table[1:]] == ["6", "7"]
    assert table[2][2] == "'=cmd|' /C calc'!A0"
    assert not [cell for row in table for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))]


def test_many_refused_rows_come_in_pages(short_round: Round, cast: Cast, as_: As) -> None:
    browser = as_(cast.anna)
    bad = [["Too Little", "yes", "no", "old", "Sweden", "male"]] * 120
    here = uploaded(browser, short_round, csv_of(HEAD, [*ROWS, *bad]))
    assert "120 refused rows, page 1 of 3" in words(browser.get(here + "/preview").text)
    last = browser.get(here + "/preview?page=99").text
    assert "page 3 of 3" in words(last)
    assert ">Row 125</th>" in last


def test_the_same_file_again_says_so_and_brings_nothing(short_round: Round, cast: Cast, as_: As) -> None:
    work.import_file(short_round, csv_of(HEAD, ROWS), "people.csv")
    browser = as_(cast.anna)
    here = uploaded(browser, short_round, csv_of(HEAD[::-1], [r[::-1] for r in ROWS], ";"))
    assert "Every row is in the round already" in browser.get(here + "/preview").text
    assert browser.post(here + "/start").status_code == 422
    assert queries.answers_by_market([short_round.id]) == {m.id: 2 for m in short_round.markets}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty"),
        (b"a,b\n", "no row below them"),
        (b"PK\x03\x04\x00\x00\x00", "This is not a CSV file"),
        (b'poverty,age\n"Too Little,44\nToo Much,20\n', "A quotation mark opens in line 2 of the file"),
    ],
)
def test_what_is_no_table_is_refused_beside_the_field(
    short_round: Round, cast: Cast, as_: As, content: bytes, sentence: str
) -> None:
    answer = upload(as_(cast.anna), short_round, content)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.scalar(select(func.count()).select_from(Import)) == 0


def test_without_a_file_the_form_says_so(short_round: Round, cast: Cast, as_: As) -> None:
    answer = as_(cast.anna).post(address(short_round), data={})
    assert answer.status_code == 422
    assert "Choose a CSV file first." in answer.text


@pytest.mark.parametrize(
    ("state", "sentence"), [("draft", "Start recruiting first"), ("reported", "Take back the report")]
)
def test_a_round_that_takes_none_says_what_to_do(
    short_round: Round, cast: Cast, as_: As, state: str, sentence: str
) -> None:
    short_round.state = state
    page = as_(cast.anna).get(address(short_round)).text
    assert sentence in page
    assert 'type="file"' not in page
    assert sentence in upload(as_(cast.anna), short_round, csv_of(HEAD, ROWS)).text


def test_an_import_is_stopped_before_it_comes_in(short_round: Round, cast: Cast, as_: As) -> None:
    browser = as_(cast.anna)
    here = uploaded(browser, short_round, csv_of(HEAD, ROWS))
    browser.post(here + "/start")
    assert browser.post(here + "/cancel").location == address(short_round)
    assert work.run_waiting_imports() == 0
    assert "Stopped before anything had come in" in browser.get(here).text
    assert browser.post(here + "/cancel").status_code == 409


def test_an_import_is_taken_back_as_a_whole(short_round: Round, cast: Cast, as_: As) -> None:
    ended = work.import_file(short_round, csv_of(HEAD, ROWS), "people.csv")
    browser = as_(cast.anna)
    here = f"/feedback/imports/{ended.import_id}"
    assert browser.post(here + "/take-back").location == here
    assert "4 answers were taken back" in browser.get(here).text
    assert queries.answers_by_market([short_round.id]) == {}
    assert db.session.scalar(select(func.count()).where(Response.withdrawn_at.is_(None))) == 0
    assert browser.post(here + "/take-back").status_code == 409


def test_one_answer_is_spoken_of_as_one(short_round: Round, cast: Cast, as_: As) -> None:
    ended = work.import_file(short_round, csv_of(HEAD, ROWS[:1]), "people.csv")
    browser = as_(cast.anna)
    here = f"/feedback/imports/{ended.import_id}"
    assert "1 answer will be deleted. It comes back only" in browser.get(here).text
    browser.post(here + "/take-back")
    assert "1 answer was taken back" in browser.get(here).text
    with pytest.raises(Refused, match=r"1 of 1 row would be refused, so nothing came in. This one: Row 2"):
        work.import_file(short_round, csv_of(HEAD, [["Too Little", "yes", "no", "old", "Sweden", ""]]), "people.csv")


def test_one_value_that_is_not_shown_is_spoken_of_as_one(short_round: Round, cast: Cast, as_: As) -> None:
    browser = as_(cast.anna)
    many = [["Too Little", "yes", "no", f"about {n}", "Sweden", "male"] for n in range(101)]
    here = uploaded(browser, short_round, csv_of(HEAD, many))
    assert "1 more value is not shown." in browser.get(here + "/mapping").text


def test_once_started_the_columns_stay_as_they_are(short_round: Round, cast: Cast, as_: As) -> None:
    browser = as_(cast.anna)
    here = uploaded(browser, short_round, csv_of(HEAD, ROWS))
    sent = fields_of(browser.get(here + "/mapping").text)
    browser.post(here + "/start")
    for path in ("/mapping", "/preview", "/refused.csv"):
        assert browser.get(here + path).location == here
    assert browser.post(here + "/mapping", data=sent).status_code == 409
    assert browser.post(here + "/start").location == here


PATHS = ("", "/mapping", "/preview", "/refused.csv")
POSTS = ("/mapping", "/start", "/cancel", "/take-back")


def test_only_owners_and_members_of_the_company_may(short_round: Round, cast: Cast, as_: As) -> None:
    import_ = imports.upload(short_round, csv_of(HEAD, ROWS), "CANARY-FILE.csv", cast.anna)
    db.session.flush()
    here = f"/feedback/imports/{import_.id}"
    coordinated_by_bo(cast)
    for person, code in (
        (cast.ana_maria, 403), (cast.dan, 404), (cast.eva, 404), (cast.bo, 404), (cast.carla, 404), (cast.ada, 404),
        (None, 302),
    ):  # fmt: skip
        browser = as_(person)
        for path in PATHS:
            answer = browser.get(here + path)
            assert (person, path, answer.status_code) == (person, path, code)
            assert "CANARY" not in answer.text
        assert browser.get(address(short_round)).status_code == code
        for path in POSTS:
            assert browser.post(here + path).status_code == code
        assert upload(browser, short_round, csv_of(HEAD, ROWS)).status_code == code
    assert as_(cast.dan).get(here).data == as_(cast.dan).get("/feedback/imports/999999").data
    assert the_import().state == "uploaded"
    assert db.session.scalar(select(func.count()).select_from(Import)) == 1


def test_looking_changes_nothing(short_round: Round, cast: Cast, as_: As) -> None:
    browser = as_(cast.anna)
    here = uploaded(browser, short_round, csv_of(HEAD, ROWS))
    before = dict(the_import().mapping), the_import().state
    for path in PATHS:
        browser.get(here + path)
    for path in POSTS[1:]:
        assert browser.get(here + path).status_code == 405
    assert (dict(the_import().mapping), the_import().state) == before


def test_names_of_files_and_columns_are_inert(short_round: Round, cast: Cast, as_: As) -> None:
    browser = as_(cast.anna)
    head = ["<script>alert(1)</script>", *HEAD[1:]]
    answer = upload(browser, short_round, csv_of(head, [["<img src=x>", *r[1:]] for r in ROWS]), "<b>../../x.csv")
    here = answer.location.removesuffix("/mapping")
    for path in ("/mapping", "/preview"):
        page = browser.get(here + path).text
        assert "<script>alert" not in page
        assert "<img src=x>" not in page
        assert "<b>.." not in page


def test_the_demo_questionnaire_reads_prices_with_a_comma(round_: Round, cast: Cast, as_: As) -> None:
    browser = as_(cast.anna)
    head = ["country", "overall", "ease-of-use", "purchase-intent", "recommend", "fair-price", "interests"]
    table = [
        ["Schweden", "4", "5", "3", "9", "1 200,50", "It saves time; It is well made"],
        ["Germany", "1", "2", "1", "0", "12,00", ""],
    ]
    here = uploaded(browser, round_, csv_of(head, table, ";"))
    page = browser.get(here + "/mapping").text
    sent = fields_of(page)
    assert sent["mark"] == ","
    browser.post(here + "/mapping", data={**sent, "go": "check"})
    assert browser.post(here + "/start", data={"leave_out": "y"}).location == here
    work.run_waiting_imports()
    counts = queries.counts_of_round(round_.id)
    assert counts[market_of(round_, "SE").id]["fair-price"] == {"": 1, "1200.5": 1}
    assert counts[market_of(round_, "DE").id]["fair-price"] == {"": 1, "12": 1}


def test_another_round_of_the_company_does_not_see_the_import(short_round: Round, cast: Cast, as_: As) -> None:
    browser = as_(cast.anna)
    uploaded(browser, short_round, csv_of(HEAD, ROWS))
    other = round_of(cast.norrsken, code="another")
    assert "people.csv" not in browser.get(address(other)).text
    assert "No file yet" in browser.get(address(other)).text
