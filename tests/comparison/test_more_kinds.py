"""What people say to questions with several variables, side by side."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from livinglab.comparison.publishing import compared
from livinglab.comparison.showing import Battery, sections_shown
from livinglab.foundation.db import db
from livinglab.rounds.models import Round
from tests.cast import Cast
from tests.factories import feedback, more_kinds, products, questionnaires, rounds
from tests.fixtures import As
from tests.pages import words


@pytest.fixture
def more_round(cast: Cast) -> Round:
    """12 from Sweden say one thing, 12 from Germany another, 3 from Poland a third."""
    version = questionnaires.published(cast.norrsken, more_kinds.STRUCTURE, more_kinds.TEXTS)
    made = rounds.round_(
        cast.norrsken,
        products.product(cast.norrsken),
        version,
        state="running",
        markets=(("SE", "en"), ("DE", "de"), ("PL", "en")),
        minimum_n=10,
    )
    swedish: dict[str, Any] = dict(more_kinds.ANSWERS)
    german = swedish | {"ease.set-up": "2", "ease.care": "1", "most.1-best": "b", "most.1-worst": "a", "again": "~"}
    for country, people, given in (("SE", 12, swedish), ("DE", 12, german), ("PL", 3, swedish)):
        feedback.responses(made, rounds.market_in(made, country), [given] * people)
    db.session.commit()
    return made


def _battery(round_: Round, key: str) -> Battery:
    found = [one for _, shown in sections_shown(compared(round_, for_company=True)) for one in shown]
    return next(one for one in found if isinstance(one, Battery) and one.key == key)


def test_a_battery_is_one_table_of_its_statements_by_market(more_round: Round) -> None:
    battery = _battery(more_round, "ease")
    assert battery.label == "How easy was it?"
    assert battery.table.head == ["What", "Germany", "Poland", "Sweden"]
    assert battery.table.rows[0] == [
        "To set it up", "2.00 (2.00–2.00), n = 12", "too few (n = 3)", "4.00 (4.00–4.00), n = 12",
    ]  # fmt: skip
    assert [part.question.part for part in battery.parts] == [
        "To set it up", "To use it from day to day", "To clean it and to change the battery",
    ]  # fmt: skip


def test_who_said_that_it_does_not_apply_is_not_in_the_figures(more_round: Round) -> None:
    care = _battery(more_round, "ease").parts[2]
    assert [summary.n for _, summary in care.question.rows] == [12, 0, 0]
    assert "Sweden: 12 said that it does not apply." in care.sentences


def test_best_and_worst_are_told_by_how_often_each_was_seen(more_round: Round) -> None:
    battery = _battery(more_round, "most")
    assert battery.table.head == ["What", "Germany (n = 12)", "Poland (n = 3)", "Sweden (n = 12)"]
    rows = {row[0]: row[1:] for row in battery.table.rows}
    # In the set that shows it Germany says it is the worst, Sweden that it is the best; the third set nobody answered.
    assert rows["It works without the internet"] == [
        "−1.00 (0 best, 12 worst of 12)", "too few", "1.00 (12 best, 0 worst of 12)",
    ]  # fmt: skip
    assert rows["Its battery lasts for years"][0] == "1.00 (24 best, 0 worst of 24)"
    assert battery.table.rows[0][0] == "Its battery lasts for years", "the most important comes first"


def test_the_page_shows_all_of_them(as_: As, cast: Cast, more_round: Round) -> None:
    page = as_(cast.anna).get(f"/comparison/{more_round.id}")
    assert page.status_code == 200
    text = words(page.text)
    for label in ("How easy was it?", "How does it feel to use it?", "Which of these is most important, which least?"):
        assert label in text
    assert "When did you buy your last sensor?" in text
    assert "1 Oct 2026" in text
    assert "Where did you buy it? – Somewhere else" in text
    assert "Before you begin" not in text


def test_what_was_said_at_other_can_be_read(as_: As, cast: Cast, more_round: Round) -> None:
    page = as_(cast.anna).get(f"/comparison/{more_round.id}/texts/shop.other")
    assert words(page.text).count("At a fair") == 27


def test_others_see_no_counts_that_point_at_few(as_: As, more_round: Round) -> None:
    comparison = compared(more_round, for_company=False)
    for question in comparison.questions:
        assert question.not_applicable == {}
        for market, summary in question.rows:
            if market.code == "PL":
                assert (summary.counts, summary.mean) == ({}, None)
    assert [len(shown) for _, shown in sections_shown(comparison)] == [11]


def test_the_table_of_responses_has_a_column_for_each_variable(as_: As, cast: Cast, more_round: Round) -> None:
    sent = as_(cast.anna).get(f"/comparison/{more_round.id}/responses.csv").data.decode("utf-8-sig")
    head, first, *_ = list(csv.reader(io.StringIO(sent), delimiter=";" if ";" in sent.split("\n")[0] else ","))
    row = dict(zip(head, first, strict=True))
    assert row["How easy was it? – To set it up"] == "4"
    assert row["How easy was it? – To clean it and to change the battery"] == "Does not apply"
    assert row["What matters most to you? Put it in order. – How small it is"] == "1"
    assert row["Which of these is most important, which least? – 1 Most"] == "It works without the internet"
    assert row["When did you buy your last sensor?"] == "2026-10-01"
    assert row["Where did you buy it?"] == "Somewhere else"
    assert row["Where did you buy it? – Somewhere else"] == "At a fair"
    assert row["Where people come from"] == "fair"
