"""Medians, quartiles and the order-statistic interval, against published tables and independent computations."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livinglab.domain.figures.intervals import Median, median_interval


def _counts(values) -> dict[str, int]:
    return dict(Counter(str(value) for value in values))


def _one_to(n: int) -> dict[str, int]:
    """The answers 1 … n, once each: an end of the interval is then its own rank."""
    return {str(value): 1 for value in range(1, n + 1)}


def test_no_answers_have_no_median():
    assert median_interval({}) is None
    assert median_interval({"3": 0}) is None


def test_one_answer_is_its_own_median_and_quartiles():
    assert median_interval({"4": 1}) == Median(1, 4.0, None, None, 4.0, 4.0)


def test_an_even_number_of_answers_has_its_median_in_the_middle():
    median = median_interval({"1": 1, "2": 1, "10": 1, "40": 1})
    assert median is not None
    assert median.median == 6.0


def test_fewer_than_six_answers_have_no_interval():
    five, six = median_interval(_one_to(5)), median_interval(_one_to(6))
    assert five is not None
    assert six is not None
    assert (five.low, five.high) == (None, None)
    assert (six.low, six.high) == (1, 6)


@pytest.mark.parametrize(
    ("n", "low", "high"),
    [
        (8, 1, 8),
        (9, 2, 8),
        (10, 2, 9),
        (15, 4, 12),
        (20, 6, 15),
        (25, 8, 18),
        (30, 10, 21),
        (50, 18, 33),
        (100, 40, 61),
    ],
)
def test_the_ranks_are_the_published_ones(n, low, high):
    """The table of 95 % confidence limits for a median by Dixon & Massey, as used since Thompson 1936."""
    median = median_interval(_one_to(n))
    assert median is not None
    assert (median.low, median.high) == (low, high)


@given(st.lists(st.integers(-500, 500), min_size=1, max_size=60))
def test_median_and_quartiles_are_those_of_numpy(values):
    figures = median_interval(_counts(values))
    assert figures is not None
    expected = np.percentile(values, [25, 50, 75])
    assert [figures.lower_quartile, figures.median, figures.upper_quartile] == pytest.approx(expected)


@given(st.lists(st.integers(0, 9), min_size=6, max_size=200))
def test_the_interval_holds_the_median(values):
    figures = median_interval(_counts(values))
    assert figures is not None
    assert figures.low is not None
    assert figures.high is not None
    assert min(values) <= figures.low <= figures.median <= figures.high <= max(values)


def test_prices_sort_as_numbers_and_not_as_words():
    median = median_interval({"9": 1, "10": 1, "100.5": 1, "-3": 1, "-20.25": 1})
    assert median is not None
    assert (median.median, median.lower_quartile, median.upper_quartile) == (9.0, -3.0, 10.0)


def test_a_million_people_are_counted_at_their_ranks():
    median = median_interval({"1": 499_000, "2": 2_000, "3": 499_000})
    assert median is not None
    assert (median.low, median.median, median.high) == (2, 2, 2)


def test_what_is_no_number_and_negative_counts_are_refused():
    with pytest.raises(ValueError, match="no number: 'much'"):
        median_interval({"much": 1})
    with pytest.raises(ValueError, match="never negative"):
        median_interval({"1": -1})
