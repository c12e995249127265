"""A rating with words at every point."""

from __future__ import annotations

import pytest

from livinglab.domain.questionnaire.kinds.rating import Rating
from livinglab.domain.questionnaire.numbers import PLAIN
from tests.domain.questionnaire.making import an_item, code_of

KIND = Rating()
ITEM = an_item("rating", points=5)


@pytest.mark.parametrize("point", ["1", "2", "3", "4", "5"])
def test_each_point_can_be_chosen(point):
    assert KIND.read(ITEM, [point], PLAIN) == point


@pytest.mark.parametrize("typed", ["0", "6", "-1", "3.0", "03", " 3", "three", "３"])
def test_nothing_else_can_be_chosen(typed):
    assert code_of(KIND.read, ITEM, [typed], PLAIN) == "not_an_option"


def test_two_points_are_one_too_many():
    assert code_of(KIND.read, ITEM, ["1", "2"], PLAIN) == "only_one"


def test_no_point_is_no_answer():
    assert KIND.read(ITEM, [], PLAIN) is None


@pytest.mark.parametrize("value", [3, 3.0, None, ["3"]])
def test_only_a_string_can_be_stored(value):
    assert code_of(KIND.accept, ITEM, value) == "not_canonical"


def test_a_rating_has_five_points_unless_said_otherwise():
    assert KIND.values(an_item("rating")) == ["1", "2", "3", "4", "5"]
    assert KIND.fresh() == {"points": 5}


@pytest.mark.parametrize("points", [2, 7, 11])
def test_points_run_from_one_to_their_number(points):
    item = an_item("rating", points=points)
    assert KIND.values(item) == [str(n) for n in range(1, points + 1)]
    assert KIND.check(item, "Liked?") == []


@pytest.mark.parametrize("points", [1, 12, 0, -5, "5", None, True, ["5"]])
def test_another_number_of_points_is_a_problem_and_nothing_breaks(points):
    item = an_item("rating", points=points)
    assert [problem.sentence for problem in KIND.check(item, "Liked?")] == [
        "Set “number of points” of “Liked?” again: a whole number from 2 to 11."
    ]
    assert len(KIND.values(item)) == 5


def test_every_point_needs_words():
    item = an_item("rating", points=3)
    assert KIND.text_keys(item)[2:] == [("point.it.1", True), ("point.it.2", True), ("point.it.3", True)]
    assert KIND.word_key(item, "2") == "point.it.2"
