"""Bars of shares: one group per option, one row per market, all on one axis."""

from __future__ import annotations

import pytest

from livinglab.domain.charts.shares import TooFew, share_chart
from livinglab.domain.figures.intervals import wilson
from livinglab.domain.figures.summary import Summary, summarise

OPTIONS = {"shop": "In a shop", "web": "On the web", "never": "Never"}


def _choices(n: int, minimum_n: int = 1, **counts: int) -> Summary:
    return summarise("choices", list(OPTIONS), counts, n, minimum_n)


def test_without_markets_there_is_nothing():
    assert share_chart([], OPTIONS) == share_chart([], {})
    assert share_chart([], OPTIONS).axis is None


def test_markets_without_enough_answers_stand_once_below():
    chart = share_chart([("Poland", _choices(0, 10)), ("Germany", _choices(9, 10, shop=3))], OPTIONS)
    assert (chart.groups, chart.axis) == ((), None)
    assert chart.too_few == (TooFew("Poland", 0, 10), TooFew("Germany", 9, 1))


def test_each_option_has_a_row_for_each_market_with_figures():
    rows = [("Finland", _choices(10, 10, shop=5)), ("Poland", _choices(2, 10)), ("Sweden", _choices(20, 10, web=20))]
    chart = share_chart(rows, OPTIONS)
    assert [(group.key, group.label) for group in chart.groups] == list(OPTIONS.items())
    assert [[(row.name, row.count, row.n) for row in group.rows] for group in chart.groups] == [
        [("Finland", 5, 10), ("Sweden", 0, 20)],
        [("Finland", 0, 10), ("Sweden", 20, 20)],
        [("Finland", 0, 10), ("Sweden", 0, 20)],
    ]
    assert [row.name for row in chart.too_few] == ["Poland"]


def test_a_bar_begins_at_zero_and_its_interval_is_wilsons():
    chart = share_chart([("Finland", _choices(10, 10, shop=5, web=10))], OPTIONS)
    half, everybody, nobody = (group.rows[0] for group in chart.groups)
    expected = wilson(5, 10)
    assert expected is not None
    assert (half.share, half.low, half.high) == (0.5, expected.low, expected.high)
    assert (half.x, half.low_x, half.high_x) == (
        50,
        pytest.approx(100 * expected.low, abs=1e-3),
        pytest.approx(100 * expected.high, abs=1e-3),
    )
    assert (everybody.x, everybody.high_x) == (100, 100)
    assert (nobody.x, nobody.low_x) == (0, 0)
    assert half.low_points == 100 * expected.low


@pytest.mark.parametrize(
    ("count", "n", "top"), [(0, 1000, 0.25), (30, 100, 0.5), (5, 10, 1.0), (10, 10, 1.0), (0, 8, 0.5)]
)
def test_the_axis_ends_at_the_next_quarter_beyond_all_intervals(count, n, top):
    chart = share_chart([("Finland", _choices(n, shop=count))], {"shop": "In a shop"})
    assert chart.axis is not None
    assert (chart.axis.low, chart.axis.high) == (0, top)
    assert [tick.value for tick in chart.axis.ticks] == [quarter / 4 for quarter in range(int(top * 4) + 1)]


def test_an_option_that_is_no_longer_listed_comes_last_for_all_markets():
    old = summarise("choice", list(OPTIONS), {"shop": 1, "fax": 1}, 2, 1)
    new = summarise("choice", list(OPTIONS), {"web": 2}, 2, 1)
    chart = share_chart([("Finland", old), ("Sweden", new)], OPTIONS)
    assert [group.key for group in chart.groups] == ["shop", "web", "never", "fax"]
    assert chart.groups[-1].label == "fax"
    assert [row.count for row in chart.groups[-1].rows] == [1, 0]


def test_twelve_markets_are_twelve_rows_in_each_group():
    chart = share_chart([(f"Market {number}", _choices(5, shop=number % 5)) for number in range(12)], OPTIONS)
    assert [len(group.rows) for group in chart.groups] == [12, 12, 12]
