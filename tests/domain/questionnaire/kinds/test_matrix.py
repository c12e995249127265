"""A battery of statements on one scale."""

from __future__ import annotations

import pytest

from livinglab.domain.questionnaire.answers import check_answers, counts_of, read_answers
from livinglab.domain.questionnaire.kinds.matrix import Matrix
from livinglab.domain.questionnaire.numbers import PLAIN
from livinglab.domain.questionnaire.values import NOT_APPLICABLE
from livinglab.domain.questionnaire.variables import all_variables, name_of
from tests.domain.questionnaire.making import an_item, code_of, of

KIND = Matrix()
ITEM = an_item("matrix", "ease", required=True, rows=["set-up", "daily"], points=5)
TEXTS = {"item.ease.label": "How easy is it?", "row.ease.set-up": "To set up", "row.ease.daily": "From day to day"}


def test_each_statement_is_a_variable_of_its_own():
    assert [variable.key for variable in all_variables(of(ITEM))] == ["ease.set-up", "ease.daily"]
    assert [name_of(variable, TEXTS) for variable in all_variables(of(ITEM))] == [
        "How easy is it? – To set up",
        "How easy is it? – From day to day",
    ]


def test_each_statement_is_answered_by_itself():
    reading = read_answers(of(ITEM), {"ease.set-up": ["4"], "ease.daily": ["6"]}, PLAIN)
    assert reading.answers == {"ease.set-up": "4"}
    assert reading.problems["ease.daily"].code == "not_an_option"


def test_where_an_answer_is_required_every_statement_needs_one():
    reading = read_answers(of(ITEM), {"ease.set-up": ["4"]}, PLAIN)
    assert {key: problem.code for key, problem in reading.problems.items()} == {"ease.daily": "required"}
    assert code_of(check_answers, of(ITEM), {"ease.set-up": "4"}) == "required"


def test_the_words_of_the_points_are_written_once_for_all_statements():
    assert [key for key, _ in KIND.text_keys(ITEM)] == [
        "item.ease.label", "item.ease.help", "row.ease.set-up", "row.ease.daily",
        *(f"point.ease.{n}" for n in range(1, 6)),
    ]  # fmt: skip


def test_does_not_apply_is_an_answer_but_nobody_counted_by_it_has_rated():
    item = an_item("matrix", "ease", required=True, rows=["set-up", "daily"], points=5, not_applicable=1)
    reading = read_answers(of(item), {"ease.set-up": ["~"], "ease.daily": ["2"]}, PLAIN)
    assert (reading.answers, reading.problems) == ({"ease.set-up": NOT_APPLICABLE, "ease.daily": "2"}, {})
    assert counts_of(of(item), reading.answers) == [
        ("", ""), ("ease.set-up", NOT_APPLICABLE), ("ease.daily", ""), ("ease.daily", "2"),
    ]  # fmt: skip


def test_it_is_no_answer_where_it_is_not_offered():
    assert read_answers(of(ITEM), {"ease.set-up": ["~"]}, PLAIN).problems["ease.set-up"].code == "not_an_option"


def test_a_point_and_does_not_apply_are_one_too_many():
    item = an_item("matrix", "ease", rows=["set-up"], points=5, not_applicable=1)
    assert read_answers(of(item), {"ease.set-up": ["~", "3"]}, PLAIN).problems["ease.set-up"].code == "only_one"


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"rows": [], "points": 5}, "Add at least one statement to “Ease”."),
        ({"rows": ["a", "a"], "points": 5}, "Remove one of the two statements “a” of “Ease”."),
        ({"rows": ["A"]}, "Give “A” another name, of small letters, digits and hyphens, with a letter first."),
        ({"rows": ["a"], "points": 1}, "Set “number of points” of “Ease” again: a whole number from 2 to 11."),
        ({"rows": "a", "points": 5}, "Set “statements” of “Ease” again: a list of statements."),
        ({"rows": ["a"], "not_applicable": 7}, "Set “not_applicable” of “Ease” again: either it is offered or not."),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_said(settings, sentence):
    assert [problem.sentence for problem in KIND.check(an_item("matrix", **settings), "Ease")] == [sentence]
