"""Things put in an order."""

from __future__ import annotations

import pytest

from livinglab.domain.questionnaire.answers import check_answers, read_answers
from livinglab.domain.questionnaire.kinds.ranking import Ranking
from livinglab.domain.questionnaire.numbers import PLAIN
from livinglab.domain.questionnaire.variables import all_variables
from tests.domain.questionnaire.making import an_item, code_of, of

ALL = an_item("ranking", "order", options=["price", "looks", "size"])
TWO = an_item("ranking", "order", required=True, options=["price", "looks", "size"], places=2)


def _read(item, **places):
    reading = read_answers(of(item), {f"order.{option}": [place] for option, place in places.items()}, PLAIN)
    return reading.answers, {key: problem.code for key, problem in reading.problems.items()}


def test_each_option_is_a_variable_that_holds_its_place():
    assert [variable.key for variable in all_variables(of(ALL))] == ["order.price", "order.looks", "order.size"]
    assert _read(ALL, price="2", looks="1", size="3") == (
        {"order.price": "2", "order.looks": "1", "order.size": "3"},
        {},
    )


def test_a_place_is_given_once():
    assert _read(ALL, price="1", looks="1", size="3")[1] == {"order.looks": "same_place"}


def test_who_ranks_at_all_ranks_all():
    assert _read(ALL, price="1")[1] == {"order.looks": "places_left"}


def test_nobody_must_rank_unless_it_is_required():
    assert _read(ALL) == ({}, {})
    assert _read(TWO)[1] == {"order.price": "required"}


def test_with_fewer_places_the_others_stay_without_one():
    assert _read(TWO, price="1", size="2") == ({"order.price": "1", "order.size": "2"}, {})
    assert _read(TWO, price="1", size="3")[1] == {"order.size": "not_an_option"}
    assert _read(TWO, price="1")[1] == {"order.looks": "places_left"}


def test_what_is_stored_is_checked_in_the_same_way():
    check_answers(of(ALL), {"order.price": "2", "order.looks": "1", "order.size": "3"})
    assert code_of(check_answers, of(ALL), {"order.price": "1"}) == "places_left"
    assert code_of(check_answers, of(TWO), {}) == "required"


@pytest.mark.parametrize("places", [0, 4, "2"])
def test_more_places_than_options_cannot_be_asked(places):
    item = an_item("ranking", options=["a", "b", "c"], places=places)
    sentence = "Set “number of places” of “Order” again: a whole number from 1 to 3."
    assert [problem.sentence for problem in Ranking().check(item, "Order")] == [sentence]
