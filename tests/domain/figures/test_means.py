"""Means with Student's interval, against published figures and independent computations."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livinglab.domain.figures.intervals import Mean, mean_interval

NUMBERS = st.lists(st.decimals(-1000, 1000, places=2), min_size=2, max_size=60)


def _counts(values) -> dict[str, int]:
    return dict(Counter(f"{Decimal(value):f}" for value in values))


def test_no_answers_have_no_mean():
    assert mean_interval({}) is None
    assert mean_interval({"3": 0}) is None


def test_one_answer_has_a_mean_but_no_spread_and_no_interval():
    assert mean_interval({"4": 1}) == Mean(1, 4.0, None, None, None)


def test_two_answers_have_a_very_wide_interval():
    """t(1) = 12.7062: (1, 2) gives 1.5 ± 12.7062 · 0.7071 / 1.4142."""
    mean = mean_interval({"1": 1, "2": 1})
    assert mean is not None
    assert (mean.low, mean.high) == (pytest.approx(1.5 - 6.3531, abs=1e-4), pytest.approx(1.5 + 6.3531, abs=1e-4))


def test_two_answers_on_a_scale_cannot_mean_more_than_its_ends():
    mean = mean_interval({"1": 1, "2": 1}, (1, 5))
    assert mean is not None
    assert (mean.low, mean.high) == (1, 5)


def test_everybody_alike_has_no_spread():
    assert mean_interval({"5": 12}, (1, 5)) == Mean(12, 5.0, 0.0, 5.0, 5.0)
    assert mean_interval({"0.1": 10}) == Mean(10, 0.1, 0.0, 0.1, 0.1)


def test_twelve_sus_scores_have_the_published_mean():
    """instruments.md: twelve users, 80.2083."""
    mean = mean_interval(_counts(["87.5", "87.5", 90, "82.5", 75, "77.5", 60, 90, 85, 75, 80, "72.5"]))
    assert mean is not None
    assert round(mean.mean, 4) == 80.2083


def test_twenty_sus_scores_have_the_published_interval():
    """instruments.md: mean 79.875, sd 11.0166, 95 % t interval 74.719-85.031. The scores are any that have this sd."""
    scores = [60, 65, "67.5", "67.5", 75, 75, 75, "77.5", "77.5", "77.5", 80, "82.5", "82.5", "82.5", "82.5", 85, 85]
    mean = mean_interval(_counts([*scores, 100, 100, 100]), (0, 100))
    assert mean is not None
    assert (mean.n, mean.mean) == (20, 79.875)
    assert mean.sd is not None
    assert round(mean.sd, 4) == 11.0166
    assert mean.low is not None
    assert mean.high is not None
    assert (round(mean.low, 3), round(mean.high, 3)) == (74.719, 85.031)


@pytest.mark.parametrize(
    ("counts", "mean", "sd"),
    [
        ({"10000001": 1, "10000003": 1, "10000002": 1}, 10000002, 1.0),
        ({"1.2": 1, "1.1": 500, "1.3": 500}, 1.2, 0.1),
        ({"1000000.2": 1, "1000000.1": 500, "1000000.3": 500}, 1000000.2, 0.1),
        ({"10000000.2": 1, "10000000.1": 500, "10000000.3": 500}, 10000000.2, 0.1),
    ],
)
def test_hard_numbers_keep_all_their_digits(counts, mean, sd):
    """NIST Statistical Reference Datasets, NumAcc1 to NumAcc4: certified means and standard deviations."""
    figures = mean_interval(counts)
    assert figures is not None
    assert (figures.mean, figures.sd) == (mean, sd)


@given(NUMBERS, st.integers(2, 1000))
def test_the_mean_holds_however_often_everybody_is_counted(values, times):
    once, often = mean_interval(_counts(values)), mean_interval({v: c * times for v, c in _counts(values).items()})
    assert once is not None
    assert often is not None
    assert often.mean == once.mean


@given(st.lists(st.integers(1, 5), min_size=1, max_size=40))
def test_the_interval_stays_on_the_scale_and_holds_the_mean(values):
    figures = mean_interval(_counts(values), (1, 5))
    assert figures is not None
    if figures.low is not None and figures.high is not None:
        assert 1 <= figures.low <= figures.mean <= figures.high <= 5


def test_ten_million_answers_are_as_exact_as_ten():
    few, many = mean_interval({"1": 3, "2": 7}), mean_interval({"1": 3_000_000, "2": 7_000_000})
    assert few is not None
    assert many is not None
    assert few.mean == many.mean == 1.7


@pytest.mark.parametrize("value", ["yes", "", "nan", "inf", "1/3", "1e3", "1_000", " 5", "٣", "1.", ".5", "--1"])
def test_what_is_no_decimal_number_is_refused(value):
    with pytest.raises(ValueError, match="no number"):
        mean_interval({value: 1, "2": 1})


def test_a_negative_count_is_refused():
    with pytest.raises(ValueError, match="never negative"):
        mean_interval({"1": -1, "2": 3})
