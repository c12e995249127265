"""Counts stand beside the responses and always say what the responses say."""

from __future__ import annotations

from flask import Flask

from livinglab.feedback import counting, queries
from livinglab.feedback.models import AnswerCount
from livinglab.foundation.db import db
from livinglab.questionnaires.queries import structure_of
from tests.cast import Cast
from tests.factories import feedback
from tests.feedback.trial import ANSWERS, market_of, round_of


def test_a_response_counts_once_for_itself_each_question_and_each_value(app: Flask, cast: Cast) -> None:
    round_ = round_of(cast.norrsken)
    sweden = market_of(round_, "SE")
    feedback.response(round_, sweden, ANSWERS)
    counts = queries.counts_of_round(round_.id)[sweden.id]
    assert counts[""] == {"": 1}
    assert counts["overall"] == {"": 1, "4": 1}
    assert counts["interests"] == {"": 1, "saves-time": 1, "well-made": 1}
    assert counts["best-thing"] == {"": 1}
    assert "similar-product" not in counts


def test_every_market_has_an_entry_also_without_an_answer(app: Flask, cast: Cast) -> None:
    round_ = round_of(cast.norrsken)
    assert queries.counts_of_round(round_.id) == {market.id: {} for market in round_.markets}


def test_counts_of_many_equal_a_recount_of_the_responses(app: Flask, cast: Cast) -> None:
    round_ = round_of(cast.norrsken)
    sweden, germany = market_of(round_, "SE"), market_of(round_, "DE")
    feedback.responses(round_, sweden, [{**ANSWERS, "overall": str(n % 5 + 1)} for n in range(37)])
    feedback.responses(round_, germany, [{**ANSWERS, "recommend": str(n % 11)} for n in range(23)])
    counted = counting.counted_again(round_.id)
    stored = queries.counts_of_round(round_.id)
    for market in (sweden, germany):
        flat = {(item, value): n for item, values in stored[market.id].items() for value, n in values.items()}
        assert flat == dict(counted[market.id])
    assert stored[sweden.id][""][""] == 37
    assert queries.answers_by_market([round_.id]) == {sweden.id: 37, germany.id: 23}


def test_taking_one_out_again_leaves_what_was_there_before(app: Flask, cast: Cast) -> None:
    round_ = round_of(cast.norrsken)
    sweden = market_of(round_, "SE")
    feedback.response(round_, sweden, ANSWERS)
    before = queries.counts_of_round(round_.id)
    structure = structure_of(round_.version)
    other = {**ANSWERS, "overall": "1"}
    counting.add(sweden.id, structure, other)
    assert queries.counts_of_round(round_.id)[sweden.id]["overall"] == {"": 2, "1": 1, "4": 1}
    counting.add(sweden.id, structure, other, sign=-1)
    assert queries.counts_of_round(round_.id) == before


def test_a_recount_repairs_wrong_counts(app: Flask, cast: Cast) -> None:
    round_ = round_of(cast.norrsken)
    sweden = market_of(round_, "SE")
    feedback.responses(round_, sweden, [ANSWERS, ANSWERS])
    right = queries.counts_of_round(round_.id)
    db.session.query(AnswerCount).update({"n": 99})
    db.session.add(AnswerCount(market_id=sweden.id, item_key="overall", value="2", n=7))
    db.session.flush()
    counting.recount(round_.id)
    assert queries.counts_of_round(round_.id) == right
