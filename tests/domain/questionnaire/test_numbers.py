"""Numbers as people type them, and the one way they are stored."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livinglab.domain.questionnaire.numbers import PLAIN, NumberMarks, decimals_of, is_canonical, read_decimal
from tests.domain.questionnaire.making import CALM, code_of

SWEDISH = NumberMarks(",", "\u00a0")
GERMAN = NumberMarks(",", ".")


@pytest.mark.parametrize(
    ("typed", "marks", "canonical"),
    [
        ("12", PLAIN, "12"),
        ("012.50", PLAIN, "12.5"),
        (".5", PLAIN, "0.5"),
        ("5.", PLAIN, "5"),
        ("-0.0", PLAIN, "0"),
        ("+7", PLAIN, "7"),
        ("1,500", PLAIN, "1500"),
        ("1.500", PLAIN, "1.5"),
        ("1.500", GERMAN, "1500"),
        ("1,500", GERMAN, "1.5"),
        ("1.50", GERMAN, "1.5"),
        ("1.234.567,89", GERMAN, "1234567.89"),
        ("1 234 567,89", SWEDISH, "1234567.89"),
        ("1\u202f234,5", SWEDISH, "1234.5"),
        ("12'500.5", PLAIN, "12500.5"),
        ("−3,5", SWEDISH, "-3.5"),
        ("١٢٫٥", PLAIN, "12.5"),
        ("１２", PLAIN, "12"),
        ("\u200e12", PLAIN, "12"),
    ],
)
def test_numbers_are_read_as_they_are_written_in_the_language(typed, marks, canonical):
    assert read_decimal(typed, marks) == canonical


@pytest.mark.parametrize("typed", ["", "  ", "\u200b"])
def test_nothing_typed_is_none(typed):
    assert read_decimal(typed, PLAIN) is None


@pytest.mark.parametrize(
    "typed", ["x", "1e5", "0x10", "12 34", "1,50,000", "1.2.3", "5²", "½", "12€", "- ", ".", "NaN", "1" * 70, "1__0"]
)
def test_anything_else_is_no_number(typed):
    assert code_of(read_decimal, typed, PLAIN) == "not_a_number"


def test_more_than_fifteen_whole_digits_are_beyond_the_limit():
    assert read_decimal("9" * 15, PLAIN) == "9" * 15
    assert code_of(read_decimal, "1" + "0" * 15, PLAIN) == "too_high"
    assert code_of(read_decimal, "-1" + "0" * 15, PLAIN) == "too_low"


@CALM
@given(st.decimals(-(10**15) + 1, 10**15 - 1, places=6), st.sampled_from([PLAIN, SWEDISH, GERMAN]))
def test_what_is_written_is_read_back(number, marks):
    canonical = read_decimal(f"{number:f}", NumberMarks(".", ""))
    assert canonical is not None
    assert is_canonical(canonical)
    assert Decimal(canonical) == number
    assert read_decimal(marks.write(canonical), marks) == canonical


@pytest.mark.parametrize(
    "value", ["-0", "01", "1.0", "1.", ".5", "+1", "1e3", " 1", "", "1,5", None, 5, "1" * 16, "5\n"]
)
def test_no_other_form_is_canonical(value):
    assert not is_canonical(value)


def test_digits_behind_the_mark_are_counted():
    assert [decimals_of(number) for number in ("5", "5.25", "-0.125")] == [0, 2, 3]


@pytest.mark.parametrize(("decimal", "group"), [("", ","), (".", "."), ("..", ","), (".", ",,")])
def test_impossible_marks_are_refused(decimal, group):
    with pytest.raises(ValueError, match="decimal mark"):
        NumberMarks(decimal, group)
