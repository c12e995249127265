"""A number, such as minutes or pieces."""

from __future__ import annotations

import pytest

from livinglab.domain.questionnaire.faults import Invalid
from livinglab.domain.questionnaire.kinds.number import Number
from livinglab.domain.questionnaire.numbers import PLAIN, NumberMarks
from tests.domain.questionnaire.making import an_item, code_of

KIND = Number()
COMMA = NumberMarks(",", ".")
AGE = an_item("number", minimum="0", maximum="120")
WEIGHT = an_item("number", decimals=2, minimum="-0.5", unit=1)


def test_a_number_is_stored_without_needless_zeros():
    assert KIND.read(AGE, [" 044 "], PLAIN) == "44"
    assert KIND.read(WEIGHT, ["1,50"], COMMA) == "1.5"
    assert KIND.read(WEIGHT, ["1 500,00"], COMMA) == "1500"


@pytest.mark.parametrize("typed", [[], [""], [" \u200b"]])
def test_nothing_typed_is_no_answer(typed):
    assert KIND.read(AGE, typed, PLAIN) is None


@pytest.mark.parametrize("typed", ["abc", "4 years", "1e3", "NaN", "∞", "--1", "5²", "1/2"])
def test_what_is_no_number_is_refused(typed):
    assert code_of(KIND.read, AGE, [typed], PLAIN) == "not_a_number"


@pytest.mark.parametrize("typed", ["0", "120", "-0", "120.0"])
def test_both_ends_are_allowed(typed):
    assert KIND.read(AGE, [typed], PLAIN) in ("0", "120")


def test_beyond_the_ends_the_limit_is_told():
    assert code_of(KIND.read, AGE, ["-1"], PLAIN) == "too_low"
    with pytest.raises(Invalid, match=r"Write 120 or less\."):
        KIND.read(AGE, ["121"], PLAIN)


def test_the_limit_is_told_with_the_marks_of_the_language():
    item = an_item("number", decimals=1, minimum="-0.5", maximum="1.5")
    with pytest.raises(Invalid, match=r"Write -0,5 or more\."):
        KIND.read(item, ["-0,6"], COMMA)
    with pytest.raises(Invalid, match=r"Write 1,5 or less\."):
        KIND.read(item, ["1,6"], COMMA)


def test_more_digits_than_allowed_are_refused_not_rounded():
    assert code_of(KIND.read, WEIGHT, ["1.234"], PLAIN) == "too_many_decimals"


def test_where_no_digits_are_allowed_a_whole_number_is_asked_for():
    with pytest.raises(Invalid, match=r"Write a whole number"):
        KIND.read(AGE, ["4.5"], PLAIN)


def test_without_ends_negative_numbers_are_taken():
    assert KIND.read(an_item("number"), ["-40"], PLAIN) == "-40"


@pytest.mark.parametrize("value", [44, 44.0, None, "044", "44.0", "+44", "4 4", "", "-0", ["44"], "4,5"])
def test_only_the_canonical_form_can_be_stored(value):
    assert code_of(KIND.accept, AGE, value) == "not_canonical"


def test_what_is_stored_must_keep_the_ends_too():
    assert code_of(KIND.accept, AGE, "121") == "too_high"
    assert code_of(KIND.accept, AGE, "1.5") == "not_whole"
    KIND.accept(AGE, "120")


def test_a_form_is_filled_again_with_the_mark_of_the_language():
    assert KIND.write(WEIGHT, "1.5", COMMA) == ["1,5"]
    assert KIND.write(WEIGHT, "1.5", PLAIN) == ["1.5"]


def test_it_counts_for_its_value_and_values_are_not_listed():
    assert KIND.counted(WEIGHT, "1.5") == ["1.5"]
    assert KIND.values(WEIGHT) is None


def test_words_for_a_unit_are_needed_only_where_there_is_one():
    assert KIND.text_keys(WEIGHT)[2:] == [("unit.it", True)]
    assert KIND.text_keys(AGE)[2:] == []
    assert KIND.text_keys(an_item("number", unit=0))[2:] == []


@pytest.mark.parametrize(
    "settings",
    [{}, {"minimum": None, "maximum": None}, {"minimum": "1", "maximum": "1"}, {"decimals": 6, "unit": 1}, {"unit": 0}],
)
def test_proper_settings_are_no_problem(settings):
    assert KIND.check(an_item("number", **settings), "Age") == []


@pytest.mark.parametrize(
    "settings",
    [{"minimum": "1,5"}, {"maximum": 7}, {"minimum": ""}, {"decimals": 7}, {"decimals": -1}, {"decimals": "2"},
     {"decimals": True}, {"unit": "kg"}, {"unit": 2}],
)  # fmt: skip
def test_other_settings_are_a_problem_and_nothing_breaks(settings):
    item = an_item("number", **settings)
    assert [problem.code for problem in KIND.check(item, "Age")] == ["bad_setting"]
    assert KIND.read(item, ["5"], PLAIN) == "5"


def test_the_smallest_number_must_not_be_above_the_largest():
    problems = KIND.check(an_item("number", minimum="10", maximum="9.5"), "Age")
    assert [problem.sentence for problem in problems] == [
        "Lower the smallest number of “Age”, 10, or raise the largest, 9.5."
    ]


def test_a_new_number_is_whole_and_not_negative():
    assert KIND.fresh() == {"minimum": "0", "decimals": 0}
