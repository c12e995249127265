"""One answer from a list."""

from __future__ import annotations

import pytest

from livinglab.domain.questionnaire.kinds.single_choice import SingleChoice
from livinglab.domain.questionnaire.numbers import PLAIN
from tests.domain.questionnaire.making import an_item, code_of

KIND = SingleChoice()
ITEM = an_item("single_choice", options=["yes", "no"])


def test_the_option_chosen_is_the_answer():
    assert KIND.read(ITEM, ["no"], PLAIN) == "no"


@pytest.mark.parametrize("typed", [[], [""], ["", " \u200b"]])
def test_nothing_chosen_is_no_answer(typed):
    assert KIND.read(ITEM, typed, PLAIN) is None


def test_an_option_that_is_not_offered_is_refused():
    assert code_of(KIND.read, ITEM, ["maybe"], PLAIN) == "not_an_option"
    assert code_of(KIND.read, ITEM, ["YES"], PLAIN) == "not_an_option"


def test_two_options_are_one_too_many():
    assert code_of(KIND.read, ITEM, ["yes", "no"], PLAIN) == "only_one"


def test_the_same_option_sent_twice_is_one_answer():
    assert KIND.read(ITEM, ["yes", "yes"], PLAIN) == "yes"


@pytest.mark.parametrize("value", [None, 1, True, ["yes"], {"yes": 1}])
def test_only_a_string_can_be_stored(value):
    assert code_of(KIND.accept, ITEM, value) == "not_canonical"


@pytest.mark.parametrize("value", ["", "maybe", " yes"])
def test_only_an_option_can_be_stored(value):
    assert code_of(KIND.accept, ITEM, value) == "not_an_option"


def test_an_answer_counts_for_its_option():
    assert KIND.counted(ITEM, "yes") == ["yes"]
    assert KIND.values(ITEM) == ["yes", "no"]


def test_words_are_asked_for_the_question_and_each_option():
    assert KIND.text_keys(ITEM) == [
        ("item.it.label", True),
        ("item.it.help", False),
        ("option.it.yes", True),
        ("option.it.no", True),
    ]


def test_the_words_of_a_value_are_those_of_its_option():
    assert KIND.word_key(ITEM, "yes") == "option.it.yes"


def test_proper_options_are_no_problem():
    assert KIND.check(ITEM, "Sure?") == []


@pytest.mark.parametrize("options", [[], ["yes"], ["yes", "yes"]])
def test_less_than_two_different_options_cannot_be_asked(options):
    problems = KIND.check(an_item("single_choice", options=options), "Sure?")
    assert problems[-1].sentence == "Add options to “Sure?” until there are at least two."


def test_without_any_setting_options_are_missing():
    assert [problem.code for problem in KIND.check(an_item("single_choice"), "Sure?")] == ["too_few_options"]


def test_options_must_differ_and_have_proper_keys():
    problems = KIND.check(an_item("single_choice", options=["yes", "yes", "No!"]), "Sure?")
    assert [(problem.code, problem.where) for problem in problems] == [
        ("bad_key", "item.it"),
        ("duplicate_option", "item.it"),
    ]


def test_options_that_are_no_list_are_a_problem_and_nothing_breaks():
    item = an_item("single_choice", options="yes")
    assert [problem.code for problem in KIND.check(item, "Sure?")] == ["bad_setting"]
    assert KIND.values(item) == []
    assert code_of(KIND.read, item, ["y"], PLAIN) == "not_an_option"


def test_a_setting_the_kind_does_not_have_is_a_problem():
    problems = KIND.check(an_item("single_choice", options=["yes", "no"], points=5), "Sure?")
    assert [problem.sentence for problem in problems] == [
        "Remove the setting “points” of “Sure?”: such a question has none."
    ]


def test_a_new_question_begins_without_options():
    assert KIND.fresh() == {"options": []}
