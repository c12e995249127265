"""What holds for all kinds, whatever was typed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from livinglab.domain.figures.summary import MEASURES
from livinglab.domain.questionnaire.answers import accept_answer, read_answer, write_answer
from livinglab.domain.questionnaire.faults import INVALID_SENTENCES, Invalid
from livinglab.domain.questionnaire.kinds.registry import KINDS, kind_of
from livinglab.domain.questionnaire.numbers import PLAIN, NumberMarks
from livinglab.domain.questionnaire.structure import Item
from livinglab.domain.questionnaire.variables import all_variables
from tests.domain.questionnaire.making import CALM, MORE_KINDS, ONE_OF_EACH, an_item

NAMES = [
    "single_choice", "several_choices", "rating", "matrix", "zero_to_ten", "opposites", "ranking", "best_worst",
    "number", "price", "date", "short_text", "long_text", "photo", "statement", "hidden", "between", "rank",
]  # fmt: skip
MARKS = st.sampled_from([PLAIN, NumberMarks(",", "."), NumberMarks(",", "\u202f"), NumberMarks("٫", "٬")])
TYPED = st.lists(
    st.one_of(
        st.text(max_size=30),
        st.integers(-9, 999999).map(str),
        st.decimals(-99, 9999, places=2).map(str),
        st.sampled_from(["yes", "no", "red", "green", "blue", "1 500", "1.500,25", "1,500.25", "~", "other", "b"]),
        st.sampled_from(["2026-11-29", "29.11.2026", "2026-02-30", "31. 12. 2019"]),
    ),
    max_size=3,
)
ITEMS = st.sampled_from([*all_variables(ONE_OF_EACH), *all_variables(MORE_KINDS)])


def _tried(call: Any, *args: Any) -> Any:
    """What a call returns, or the `Invalid` it raises."""
    try:
        return call(*args)
    except Invalid as invalid:
        return invalid


def test_all_kinds_are_registered_under_their_names_in_the_order_of_the_builder():
    assert list(KINDS) == NAMES
    assert [kind.name for kind in KINDS.values()] == NAMES


def test_each_kind_says_in_words_what_it_is_and_how_it_is_counted():
    assert all(kind.title for kind in KINDS.values())
    assert all(kind_of(item).measure in MEASURES for item in [*all_variables(ONE_OF_EACH), *all_variables(MORE_KINDS)])
    assert len({kind.title for kind in KINDS.values()}) == len(KINDS)


def test_the_registry_cannot_be_changed_by_accident():
    with pytest.raises(TypeError):
        KINDS["other"] = KINDS["price"]  # type: ignore[index]


def test_an_unknown_kind_is_refused_in_words():
    with pytest.raises(Invalid, match="“slider” is not known here"):
        kind_of(an_item("slider"))


@pytest.mark.parametrize("name", NAMES)
def test_a_new_question_has_only_settings_of_its_kind_that_are_right(name):
    kind = KINDS[name]
    codes = {problem.code for problem in kind.check(Item("it", name, settings=kind.fresh()), "It")}
    assert codes <= {"too_few_options", "too_few_to_compare", "no_rows", "photo_not_yet"}


@CALM
@given(ITEMS, TYPED, MARKS)
@example(ONE_OF_EACH.item("age"), ["1.5"], NumberMarks(",", "."))
def test_whatever_is_typed_is_read_or_refused_and_what_is_read_can_be_stored_and_typed_again(item, typed, marks):
    value = _tried(read_answer, item, typed, marks)
    if isinstance(value, Invalid):
        assert value.code in INVALID_SENTENCES
        assert value.sentence
    elif value is not None:
        accept_answer(item, value)
        assert read_answer(item, write_answer(item, value, marks), marks) == value


@CALM
@given(ITEMS, TYPED, MARKS)
def test_what_is_counted_is_short_enough_and_among_the_values(item, typed, marks):
    kind = kind_of(item)
    value = _tried(kind.read, item, typed, marks)
    counted = [] if value is None or isinstance(value, Invalid) else kind.counted(item, value)
    listed = kind.values(item)
    assert all(0 < len(text) <= 60 and (listed is None or text in listed) for text in counted)


@CALM
@given(ITEMS, st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists, max_leaves=3))
def test_whatever_is_sent_as_stored_is_refused_or_counts(item, value):
    kind = kind_of(item)
    refused = _tried(kind.accept, item, value)
    assert refused.sentence if refused else isinstance(kind.counted(item, value), list)


def test_the_longest_values_fit_into_sixty_characters():
    longest = "a" * 60
    assert KINDS["single_choice"].counted(an_item("single_choice", options=[longest, "b"]), longest) == [longest]
    number = "-" + "9" * 15 + "." + "9" * 6
    item = an_item("number", decimals=6)
    KINDS["number"].accept(item, number)
    assert len(number) <= 60
