"""Wilson's interval of a share, against published figures and independent computations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livinglab.domain.figures.intervals import top_two, wilson

FIVE = ["1", "2", "3", "4", "5"]


def test_nobody_asked_has_no_share():
    assert wilson(0, 0) is None


def test_one_person_is_a_share_with_a_wide_interval():
    yes, no = wilson(1, 1), wilson(0, 1)
    assert yes is not None
    assert no is not None
    assert (yes.share, round(yes.low, 4), yes.high) == (1.0, 0.2065, 1.0)
    assert (no.share, no.low, round(no.high, 4)) == (0.0, 0.0, 0.7935)


@pytest.mark.parametrize(
    ("count", "n", "low", "high", "digits"),
    [
        (10, 12, 0.552, 0.953, 3),
        (5, 7, 0.3589, 0.9178, 4),
        (0, 8, 0.0, 0.3244, 4),
        (8, 8, 0.6756, 1.0, 4),
        (12, 30, 0.2459, 0.5768, 4),
        (81, 263, 0.2553, 0.3662, 4),
        (15, 148, 0.0624, 0.1605, 4),
        (0, 20, 0.0, 0.1611, 4),
        (1, 29, 0.0061, 0.1718, 4),
    ],
)
def test_the_interval_is_the_published_one(count, n, low, high, digits):
    """The first five: instruments.md. The last four: Newcombe 1998, table I, method 3."""
    share = wilson(count, n)
    assert share is not None
    assert (round(share.low, digits), round(share.high, digits)) == (low, high)


def test_nobody_and_everybody_end_exactly_at_zero_and_one():
    nobody, everybody = wilson(0, 7), wilson(7, 7)
    assert nobody is not None
    assert everybody is not None
    assert nobody.low == 0.0
    assert everybody.high == 1.0


@given(st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_share_of_those_who_did_not_is_the_mirror_image(case):
    count, n = case
    those, others = wilson(count, n), wilson(n - count, n)
    assert those is not None
    assert others is not None
    assert (those.low, those.high) == (pytest.approx(1 - others.high), pytest.approx(1 - others.low))


@pytest.mark.parametrize(("count", "n"), [(-1, 5), (6, 5), (1, 0), (0, -1)])
def test_a_count_outside_its_number_of_people_is_refused(count, n):
    with pytest.raises(ValueError, match="is no share"):
        wilson(count, n)


def test_the_top_two_of_a_published_example():
    """instruments.md, purchase intent: 10 and 30 % in the two highest of five answers are 40 %."""
    share = top_two({"5": 3, "4": 9, "3": 9, "2": 6, "1": 3}, FIVE)
    assert share == wilson(12, 30)
    assert share is not None
    assert share.share == 0.4


def test_the_top_two_of_no_answers_is_nothing():
    assert top_two({}, FIVE) is None
    assert top_two({"4": 0}, FIVE) is None


def test_the_top_two_are_the_highest_of_the_scale_even_when_nobody_gave_them():
    assert top_two({"1": 4, "2": 6}, FIVE) == wilson(0, 10)


def test_the_top_two_of_zero_to_ten_are_nine_and_ten():
    scale = [str(value) for value in range(11)]
    assert top_two({"10": 2, "9": 3, "2": 5}, scale) == wilson(5, 10)
    assert top_two({"10": 2, "9": 3, "2": 5}, scale[::-1]) == wilson(5, 10)


@pytest.mark.parametrize("scale", [[], ["1"], ["0", "1"]])
def test_a_scale_of_two_has_no_top_two(scale):
    assert top_two({"1": 5}, scale) is None


def test_the_top_two_refuse_what_is_no_number_and_negative_counts():
    with pytest.raises(ValueError, match="no number: 'yes'"):
        top_two({"yes": 1}, FIVE)
    with pytest.raises(ValueError, match="never negative"):
        top_two({"1": -1}, FIVE)
