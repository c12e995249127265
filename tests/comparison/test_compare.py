"""Results, live: per market n, spread, mean or median with its interval, top two; too few is a sentence."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import event

from livinglab.comparison import showing
from livinglab.comparison.publishing import compared
from livinglab.foundation.db import db
from livinglab.rounds.models import Round
from tests.cast import Cast
from tests.comparison.conftest import Answer
from tests.factories import feedback, rounds
from tests.fixtures import As
from tests.pages import without_csrf, words


def figures(round_: Round, key: str, *, for_company: bool = True) -> dict[str, dict[str, object]]:
    rows = compared(round_, for_company=for_company).rows()
    return {str(row["market"]): row for row in rows if row["question"] == key}


def test_a_round_without_answers_says_so_and_shows_no_figure(as_: As, cast: Cast, round_: Round) -> None:
    page = as_(cast.anna).get(f"/comparison/{round_.id}")
    assert page.status_code == 200
    assert "No answers yet" in page.text


def test_all_markets_stand_side_by_side_with_their_n(as_: As, cast: Cast, round_: Round, answer: Answer) -> None:
    answer("SE", 12, liking="4")
    answer("DE", 11, liking="2")
    page = words(as_(cast.anna).get(f"/comparison/{round_.id}").text)
    assert "23 answers from 3 markets" in page
    assert "How do you like it?" in page
    assert "n = 12" in page
    assert "n = 11" in page


def test_figures_are_those_of_the_answers(round_: Round, answer: Answer) -> None:
    answer("SE", 6, liking="4", fair_price="100", used=["sensor", "app"])
    answer("SE", 6, liking="5", fair_price="200.5")
    swedish = figures(round_, "liking")["SE"]
    assert swedish["n"] == 12
    assert swedish["mean"] == 4.5
    assert swedish["counts"] == {"1": 0, "2": 0, "3": 0, "4": 6, "5": 6}
    assert swedish["top_two"] == {"share": 1.0, "low": pytest.approx(0.757506), "high": 1.0}
    assert figures(round_, "fair-price")["SE"]["median"] == 150.25
    assert figures(round_, "used")["SE"]["n"] == 6
    assert figures(round_, "used")["SE"]["counts"] == {"sensor": 6, "app": 6, "none": 0}


def test_a_market_under_its_minimum_shows_a_sentence_and_no_mean(
    as_: As, cast: Cast, round_: Round, answer: Answer
) -> None:
    answer("SE", 12, liking="4")
    answer("PL", 9, liking="5")
    assert figures(round_, "liking")["PL"]["mean"] is None
    assert figures(round_, "liking")["PL"]["low"] is None
    assert figures(round_, "liking")["PL"]["enough"] is False
    page = words(as_(cast.anna).get(f"/comparison/{round_.id}?market=PL").text)
    assert "Too few to say: 1 more" in page
    assert "9 answers so far" in page
    assert "5.00" not in page


@pytest.mark.parametrize(("people", "shown"), [(9, False), (10, True)])
def test_the_minimum_is_a_minimum(round_: Round, answer: Answer, people: int, shown: bool) -> None:
    answer("DE", people, liking="3")
    assert (figures(round_, "liking")["DE"]["mean"] is not None) == shown


def test_markets_can_be_chosen_by_the_address(as_: As, cast: Cast, round_: Round, answer: Answer) -> None:
    answer("SE", 12)
    answer("DE", 10)
    page = words(as_(cast.anna).get(f"/comparison/{round_.id}?market=DE").text)
    assert "10 answers from 1 market" in page
    nonsense = words(as_(cast.anna).get(f"/comparison/{round_.id}?market=XX&market=%00").text)
    assert "22 answers from 3 markets" in nonsense


def test_an_answer_that_was_taken_back_counts_nowhere(round_: Round, answer: Answer, cast: Cast) -> None:
    answer("SE", 12)
    person = feedback.participation(round_, rounds.market_in(round_, "SE"))
    kept = figures(round_, "liking")["SE"]["n"]
    feedback.response(round_, person.market, {"channel": "shop", "liking": "1", "recommend": "0"}, person=person)
    assert figures(round_, "liking")["SE"]["n"] == kept + 1  # type: ignore[operator]


def test_prices_of_two_currencies_never_share_an_axis(as_: As, cast: Cast, round_: Round, answer: Answer) -> None:
    answer("SE", 12, fair_price="1000")
    answer("DE", 12, fair_price="100")
    page = as_(cast.anna).get(f"/comparison/{round_.id}").text
    assert "of the answers, in SEK" in words(page)
    assert "of the answers, in EUR" in words(page)


def test_who_may_read_results(as_: As, cast: Cast, round_: Round, answer: Answer, coordinated: None) -> None:
    answer("SE", 12)
    url = f"/comparison/{round_.id}"
    for person in (cast.anna, cast.mikael, cast.ana_maria, cast.bo):
        assert as_(person).get(url).status_code == 200
    never = as_(cast.dan).get("/comparison/999999")
    for person in (cast.dan, cast.carla, cast.piotr, cast.eva, cast.ada, cast.fred):
        answered = as_(person).get(url)
        assert answered.status_code == 404
        assert without_csrf(answered.text) == without_csrf(never.text)
    assert as_(None).get(url).location.startswith("/accounts/sign-in")


def test_a_coordinator_sees_no_figure_about_fewer_than_ten_people(round_: Round, answer: Answer) -> None:
    rounds.market_in(round_, "SE").minimum_n = 3
    answer("SE", 9, liking="4")
    assert figures(round_, "liking")["SE"]["mean"] == 4.0
    outside = figures(round_, "liking", for_company=False)["SE"]
    assert outside["mean"] is None
    assert outside["counts"] == {}


def test_a_coordinator_sees_no_spread_that_points_at_few_people(round_: Round, answer: Answer) -> None:
    answer("SE", 12, liking="4")
    answer("SE", 4, liking="1")
    outside = figures(round_, "liking", for_company=False)["SE"]
    assert outside["counts"] == {}
    assert outside["mean"] == 3.25


def test_an_aggregate_round_guards_its_testers_from_the_company_too(
    as_: As, cast: Cast, round_: Round, answer: Answer
) -> None:
    round_.mode = "aggregate"
    answer("SE", 12, liking="4", why="because")
    answer("SE", 4, liking="1")
    assert figures(round_, "liking")["SE"]["counts"] == {}
    browser = as_(cast.anna)
    assert "fewer than 5 people" in words(browser.get(f"/comparison/{round_.id}").text)
    assert browser.get(f"/comparison/{round_.id}/texts/why").status_code == 403
    assert browser.get(f"/comparison/{round_.id}/responses.csv").status_code == 403


def queries_of(app: Flask, browser: object, url: str) -> int:
    seen: list[str] = []

    def note(*arguments: object) -> None:
        if str(arguments[2]).startswith("SELECT"):
            seen.append(str(arguments[2]))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        assert browser.get(url).status_code == 200  # type: ignore[attr-defined]
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def test_the_page_asks_the_database_the_same_few_questions_however_many_answers_there_are(
    app: Flask, as_: As, cast: Cast, round_: Round, answer: Answer
) -> None:
    browser = as_(cast.anna)
    answer("SE", 1)
    few = queries_of(app, browser, f"/comparison/{round_.id}")
    answer("SE", 200)
    answer("DE", 200)
    assert queries_of(app, browser, f"/comparison/{round_.id}") == few <= 14


@pytest.mark.parametrize(
    ("rate", "said"),
    [
        (None, "–"),
        (0, "0%"),
        (0.00004, "under 0.1%"),
        (0.0016, "0.2%"),
        (0.01, "1%"),
        (0.356, "36%"),
        (0.996, "99.6%"),
        (0.9999, "over 99.9%"),
        (1, "100%"),
    ],
)
def test_a_response_rate_is_nothing_or_all_only_when_it_is(app: Flask, rate: float | None, said: str) -> None:
    assert showing.rate_of(rate) == said


def test_the_line_in_the_bars_is_explained_where_there_is_one(
    as_: As, cast: Cast, round_: Round, answer: Answer
) -> None:
    explained = "The upright line in a bar marks from how many answers figures are shown."
    answer("SE", 1)
    page = words(as_(cast.anna).get(f"/comparison/{round_.id}").text)
    assert explained in page
    assert "1 answer from 3 markets" in page
    for market in round_.markets:
        market.minimum_n = 1
    db.session.commit()
    assert explained not in words(as_(cast.anna).get(f"/comparison/{round_.id}").text)
