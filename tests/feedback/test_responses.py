"""Reading single responses: for the round's company only, and only where testers agreed to it."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from livinglab.feedback import queries
from livinglab.feedback.models import Response
from livinglab.foundation.db import db
from livinglab.foundation.surroundings import now
from livinglab.programmes.models import Programme, ProgrammeMember
from livinglab.rounds.models import Round
from tests.cast import Cast
from tests.factories import feedback
from tests.feedback.conftest import Counting
from tests.feedback.trial import ANSWERS, market_of, round_of
from tests.fixtures import As
from tests.pages import words

NAUGHTY = Path(__file__).resolve().parents[3] / "shared" / "data" / "naughty_strings.json"


def address(round_: Round) -> str:
    return f"/feedback/rounds/{round_.id}/responses"


def one(response: Response) -> str:
    return f"/feedback/responses/{response.id}"


@pytest.fixture
def given(round_: Round) -> Response:
    feedback.response(round_, market_of(round_, "DE"), {**ANSWERS, "change": "Smaller.\n\n<b>Really</b>"})
    return feedback.response(round_, market_of(round_, "SE"), {**ANSWERS, "change": "Smaller.\n<b>Really</b>"})


def coordinated_by_bo(cast: Cast) -> None:
    programme = Programme(name="North", coordinator_id=cast.datakluster_nord.id, created_at=now())
    db.session.add(programme)
    db.session.flush()
    db.session.add(
        ProgrammeMember(programme_id=programme.id, organisation_id=cast.norrsken.id, state="accepted", created_at=now())
    )


def test_the_company_reads_a_list_under_pseudonyms(round_: Round, given: Response, cast: Cast, as_: As) -> None:
    for person in (cast.anna, cast.mikael, cast.ana_maria):
        page = as_(person).get(address(round_))
        assert page.status_code == 200
        assert given.participation is not None
        assert given.participation.pseudonym in page.text
        assert "Sweden" in page.text
        assert "2 responses" in page.text


def test_a_market_narrows_the_list(round_: Round, given: Response, cast: Cast, as_: As) -> None:
    page = as_(cast.anna).get(address(round_) + "?market=DE").text
    assert "1 response" in page
    assert given.participation is not None
    assert given.participation.pseudonym not in page
    assert "2 responses" in as_(cast.anna).get(address(round_) + "?market=XX").text


def test_without_answers_it_says_what_to_expect(round_: Round, cast: Cast, as_: As) -> None:
    assert "Nobody has answered yet" in as_(cast.anna).get(address(round_)).text
    assert "Nobody in Germany has answered yet" in as_(cast.anna).get(address(round_) + "?market=DE").text


def test_a_long_list_comes_in_pages_with_few_queries(round_: Round, cast: Cast, as_: As, queries_of: Counting) -> None:
    feedback.responses(round_, market_of(round_, "SE"), [ANSWERS] * 60)
    browser = as_(cast.anna)
    assert "60 responses, page 1 of 2" in words(browser.get(address(round_)).text)
    assert queries_of(lambda: browser.get(address(round_) + "?page=2")) <= 8


def test_one_response_shows_each_question_in_the_words_it_was_given_to(
    round_: Round, given: Response, cast: Cast, as_: As
) -> None:
    page = as_(cast.anna).get(one(given))
    assert page.status_code == 200
    assert '<dl class="answers" lang="sv">' in page.text
    assert "Ganska bra" in page.text
    assert "1,200.00 SEK" in page.text
    assert "Smaller.<br>&lt;b&gt;Really&lt;/b&gt;" in page.text
    assert "Not answered" in page.text


@pytest.mark.parametrize(
    ("currency", "stored", "shown"),
    [("EUR", "1234.5", "1,234.50 €"), ("JPY", "1234", "1,234 ¥"), ("SEK", "0", "0.00 SEK")],
)
def test_a_price_is_written_as_the_page_writes_numbers_with_the_decimals_of_its_currency(
    round_: Round, cast: Cast, as_: As, currency: str, stored: str, shown: str
) -> None:
    market = market_of(round_, "DE")
    market.currency = currency
    given = feedback.response(round_, market, {**ANSWERS, "fair-price": stored, "time-to-start": "1500"})
    page = as_(cast.anna).get(one(given)).text
    assert shown in page
    assert "1,500 Minuten" in page


def test_the_newest_is_the_one_that_was_answered_last_and_not_the_one_stored_last(
    round_: Round, cast: Cast, as_: As
) -> None:
    stored = [
        feedback.response(round_, market_of(round_, "DE"), ANSWERS, at=now() - timedelta(hours=hours))
        for hours in (2, 1, 3, 1)
    ]
    page = as_(cast.anna).get(address(round_)).text
    places = [page.index(f'{one(response)}"') for response in stored]
    assert sorted(range(4), key=lambda at: places[at]) == [3, 1, 0, 2]


def test_the_list_is_read_in_its_order_from_an_index(round_: Round) -> None:
    def plan(market_id: int | None) -> str:
        statement = queries.responses_of(round_.id, market_id).limit(50)
        compiled = str(statement.compile(db.engine, compile_kwargs={"literal_binds": True}))
        return "\n".join(str(row) for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {compiled}")))

    if db.engine.dialect.name == "sqlite":
        for market_id in (None, market_of(round_, "DE").id):
            assert "TEMP B-TREE" not in plan(market_id)
    else:
        columns = [index["column_names"] for index in inspect(db.engine).get_indexes("responses")]
        assert ["round_id", "submitted_at", "id"] in columns


def test_nobody_else_reads_them(round_: Round, given: Response, cast: Cast, as_: As) -> None:
    coordinated_by_bo(cast)
    for person in (cast.dan, cast.eva, cast.carla, cast.bo, cast.ada, cast.fred):
        assert as_(person).get(address(round_)).status_code == 404
        assert as_(person).get(one(given)).status_code == 404
    assert as_(None).get(address(round_)).status_code == 302
    assert as_(None).get(one(given)).status_code == 302
    assert as_(cast.dan).get(one(given)).data == as_(cast.dan).get("/feedback/responses/999999").data


def test_in_an_aggregate_round_not_even_the_company_does(cast: Cast, as_: As) -> None:
    together = round_of(cast.norrsken, mode="aggregate", code="together")
    given = feedback.response(together, market_of(together, "DE"), ANSWERS)
    page = as_(cast.anna).get(address(together))
    assert page.status_code == 403
    assert "Nobody reads single responses in this round" in page.text
    assert as_(cast.anna).get(one(given)).status_code == 404
    assert as_(cast.dan).get(address(together)).status_code == 404


def test_what_was_taken_back_is_gone(round_: Round, given: Response, cast: Cast, as_: As) -> None:
    given.answers, given.withdrawn_at = {}, now()
    assert "1 response" in as_(cast.anna).get(address(round_)).text
    assert as_(cast.anna).get(one(given)).status_code == 404


def test_who_a_tester_is_and_their_receipt_never_show(round_: Round, given: Response, cast: Cast, as_: As) -> None:
    for path in (address(round_), one(given)):
        page = as_(cast.anna).get(path).text
        assert given.receipt not in page
        assert given.submission_key not in page
        assert given.participation is not None
        assert given.participation.code not in page


@pytest.mark.skipif(not NAUGHTY.exists(), reason="the shared data are not there")
def test_texts_that_break_software_are_shown_as_text(round_: Round, cast: Cast, as_: As) -> None:
    strings = [s.strip() for s in json.loads(NAUGHTY.read_text(encoding="utf-8")) if "<" in s and s.isascii()]
    assert len(strings) > 100
    browser = as_(cast.anna)
    for begin in range(0, len(strings), 20):
        text = "\n".join(strings[begin : begin + 20])[:2000].strip()
        given = feedback.response(round_, market_of(round_, "SE"), {**ANSWERS, "change": text})
        page = browser.get(one(given)).text
        for string in strings[begin : begin + 20]:
            assert len(string) < 8 or string not in page
