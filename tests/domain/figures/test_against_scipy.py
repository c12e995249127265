"""Intervals against scipy's statistics. They take a second to load."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from functools import cache
from importlib import import_module
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livinglab.domain.figures.intervals import mean_interval, median_interval, wilson
from tests.thorough import at_full_length

pytestmark = at_full_length
NUMBERS = st.lists(st.decimals(-1000, 1000, places=2), min_size=2, max_size=60)


@cache
def stats() -> Any:
    """`scipy.stats`."""
    return import_module("scipy.stats")


@settings(deadline=None)
@given(NUMBERS)
def test_the_interval_of_a_mean_is_the_one_of_scipy(values):
    figures = mean_interval(dict(Counter(f"{Decimal(value):f}" for value in values)))
    numbers = np.array([float(value) for value in values])
    assert figures is not None
    assert figures.n == len(values)
    assert figures.mean == pytest.approx(numbers.mean(), abs=1e-9)
    assert figures.sd == pytest.approx(numbers.std(ddof=1), abs=1e-6)
    error = numbers.std(ddof=1) / np.sqrt(len(numbers))
    low, high = (
        stats().t.interval(0.95, len(numbers) - 1, loc=numbers.mean(), scale=error) if error else (numbers[0],) * 2
    )
    assert (figures.low, figures.high) == (pytest.approx(low, abs=1e-5), pytest.approx(high, abs=1e-5))


@settings(deadline=None)
@given(st.integers(1, 10**7).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_of_a_share_is_the_one_of_scipy_and_holds_it(case):
    count, n = case
    share = wilson(count, n)
    assert share is not None
    other = stats().binomtest(count, n).proportion_ci(0.95, "wilson")
    assert share.low == pytest.approx(other.low, abs=1e-9)
    assert share.high == pytest.approx(other.high, abs=1e-9)
    assert 0 <= share.low <= share.share <= share.high <= 1
    assert share.share == count / n


def test_another_confidence_gives_another_width():
    narrow, wide = wilson(12, 30, 0.8), wilson(12, 30, 0.99)
    assert narrow is not None
    assert wide is not None
    other = stats().binomtest(12, 30).proportion_ci(0.99, "wilson")
    assert (wide.low, wide.high) == (pytest.approx(other.low), pytest.approx(other.high))
    assert wide.low < narrow.low < narrow.high < wide.high


@pytest.mark.parametrize("n", [*range(6, 120), 999, 10_000])
def test_the_interval_of_a_median_covers_at_least_95_percent_and_no_narrower_one_does(n):
    median = median_interval({str(value): 1 for value in range(1, n + 1)})
    assert median is not None
    assert median.low is not None
    rank = int(median.low)
    assert median.high == n + 1 - rank
    assert 2 * stats().binom.cdf(rank - 1, n, 0.5) <= 0.05 < 2 * stats().binom.cdf(rank, n, 0.5)
