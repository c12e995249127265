"""Several answers from a list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livinglab.domain.questionnaire.kinds.several_choices import SeveralChoices
from livinglab.domain.questionnaire.numbers import PLAIN
from tests.domain.questionnaire.making import CALM, an_item, code_of

KIND = SeveralChoices()
COLOURS = ["red", "green", "blue"]
ITEM = an_item("several_choices", options=COLOURS)


@CALM
@given(st.lists(st.sampled_from(COLOURS)))
def test_in_whatever_order_options_are_chosen_they_are_stored_in_that_of_the_question(typed):
    expected = [colour for colour in COLOURS if colour in typed]
    assert KIND.read(ITEM, typed, PLAIN) == (expected or None)


def test_nothing_chosen_is_no_answer():
    assert KIND.read(ITEM, [], PLAIN) is None
    assert KIND.read(ITEM, [""], PLAIN) is None


def test_one_option_that_is_not_offered_spoils_all():
    assert code_of(KIND.read, ITEM, ["red", "pink"], PLAIN) == "not_an_option"


@pytest.mark.parametrize("value", [None, "red", [], ("red",), [1], ["red", None], ["green", "red"], ["red", "red"]])
def test_only_a_list_in_order_can_be_stored(value):
    assert code_of(KIND.accept, ITEM, value) == "not_canonical"


def test_only_options_can_be_stored():
    assert code_of(KIND.accept, ITEM, ["red", "pink"]) == "not_an_option"


def test_an_answer_counts_once_for_each_option():
    assert KIND.counted(ITEM, ["red", "blue"]) == ["red", "blue"]
    assert KIND.values(ITEM) == COLOURS


def test_a_form_is_filled_again_with_each_option():
    assert KIND.write(ITEM, ["red", "blue"], PLAIN) == ["red", "blue"]


def test_words_are_asked_for_each_option():
    assert [key for key, required in KIND.text_keys(ITEM) if required] == [
        "item.it.label", "option.it.red", "option.it.green", "option.it.blue",
    ]  # fmt: skip


def test_a_single_option_cannot_be_asked():
    assert [problem.code for problem in KIND.check(an_item("several_choices", options=["red"]), "Colours")] == [
        "too_few_options"
    ]
