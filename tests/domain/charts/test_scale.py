"""Diverging bars: where their parts lie and what is printed in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livinglab.domain.charts.scale import ScaleChart, ScaleRow, scale_chart
from livinglab.domain.figures.summary import Summary, summarise

FIVE = {"1": "Not at all", "2": "Rather not", "3": "Neither nor", "4": "Rather", "5": "Very"}
TEN = {str(value): "" for value in range(11)} | {"0": "Never", "10": "Surely"}


def _scale(labels, *counts, minimum_n=1) -> Summary:
    return summarise("scale", list(labels), dict(zip(labels, counts, strict=True)), sum(counts), minimum_n)


def _ends(row: ScaleRow) -> tuple[float, float]:
    return row.parts[0].x, row.parts[-1].x + row.parts[-1].width


def test_without_markets_there_is_a_legend_and_no_axis():
    chart = scale_chart([], FIVE)
    assert (chart.rows, chart.axis, chart.zero) == ((), None, None)
    assert [entry.label for entry in chart.legend] == list(FIVE.values())


def test_markets_without_answers_are_rows_without_parts():
    chart = scale_chart([("Poland", _scale(FIVE, 0, 0, 0, 0, 0, minimum_n=10))], FIVE)
    assert chart.rows == (ScaleRow("Poland", 0, 10),)
    assert chart.axis is None


def test_a_market_under_its_minimum_keeps_its_place_among_the_others():
    few, enough = _scale(FIVE, 1, 1, 1, 1, 0, minimum_n=10), _scale(FIVE, 0, 0, 5, 5, 0, minimum_n=10)
    chart = scale_chart([("Finland", enough), ("Poland", few), ("Sweden", enough)], FIVE)
    assert [(row.name, row.n, row.missing, bool(row.parts)) for row in chart.rows] == [
        ("Finland", 10, 0, True),
        ("Poland", 4, 6, False),
        ("Sweden", 10, 0, True),
    ]


def test_low_answers_lie_left_of_zero_and_high_answers_right_of_it():
    chart = scale_chart([("Sweden", _scale(FIVE, 1, 1, 2, 3, 3))], FIVE)
    assert chart.zero == 30
    assert [(part.key, part.x, part.width) for part in chart.rows[0].parts] == [
        ("1", 0, 10),
        ("2", 10, 10),
        ("3", 20, 20),
        ("4", 40, 30),
        ("5", 70, 30),
    ]
    assert chart.axis is not None
    assert [(tick.value, tick.x) for tick in chart.axis.ticks] == [(-0.25, 5), (0, 30), (0.25, 55), (0.5, 80)]


def test_the_middle_answers_straddle_zero():
    chart = scale_chart([("Sweden", _scale(FIVE, 0, 0, 7, 0, 0))], FIVE)
    (part,) = chart.rows[0].parts
    assert (part.x, part.width, chart.zero, part.tone) == (0, 100, 50, "middle")


def test_an_even_scale_has_no_middle():
    four = {"1": "a", "2": "b", "3": "c", "4": "d"}
    chart = scale_chart([("Sweden", _scale(four, 0, 5, 5, 0))], four)
    assert [entry.tone for entry in chart.legend] == ["low-5", "low-3", "high-3", "high-5"]
    assert [(part.x, part.width) for part in chart.rows[0].parts] == [(0, 50), (50, 50)]
    assert chart.zero == 50


@pytest.mark.parametrize(("place", "zero", "tone"), [(0, 100, "low-5"), (4, 0, "high-5")])
def test_a_market_all_in_one_class_is_one_part(place, zero, tone):
    counts = [0] * 5
    counts[place] = 9
    chart = scale_chart([("Sweden", _scale(FIVE, *counts))], FIVE)
    (part,) = chart.rows[0].parts
    assert (part.x, part.width, part.tone, part.count, part.share) == (0, 100, tone, 9, 1)
    assert chart.zero == zero


def test_the_markets_share_one_axis_as_long_as_the_longest_bars():
    all_low, all_high = _scale(FIVE, 6, 0, 0, 0, 0), _scale(FIVE, 0, 0, 0, 0, 3)
    chart = scale_chart([("Germany", all_low), ("Sweden", all_high)], FIVE)
    assert [_ends(row) for row in chart.rows] == [(0, 50), (50, 100)]
    assert chart.axis is not None
    assert [tick.value for tick in chart.axis.ticks] == [-1, -0.5, 0, 0.5, 1]


def test_eleven_points_grow_stronger_towards_both_ends():
    chart = scale_chart([], TEN)
    assert [entry.tone for entry in chart.legend] == (
        ["low-5", "low-4", "low-3", "low-2", "low-1", "middle", "high-1", "high-2", "high-3", "high-4", "high-5"]
    )
    assert chart.only_ends


def test_a_fully_labelled_scale_has_a_full_legend():
    assert not scale_chart([], FIVE).only_ends
    assert not ScaleChart((), ()).only_ends


def test_a_label_that_only_repeats_the_value_is_left_out():
    assert [entry.label for entry in scale_chart([], {"1": "1", "2": "two"}).legend] == ["", "two"]


def test_twelve_markets_are_twelve_rows_in_the_order_given():
    names = [f"Market {number}" for number in range(12, 0, -1)]
    chart = scale_chart([(name, _scale(FIVE, 1, 1, 1, 1, 1)) for name in names], FIVE)
    assert [row.name for row in chart.rows] == names


def test_a_share_is_printed_only_where_it_has_room():
    chart = scale_chart([("Sweden", _scale(FIVE, 2, 0, 6, 12, 80))], FIVE)
    assert [(part.count, part.fits) for part in chart.rows[0].parts] == [
        (2, "never"),
        (6, "wide"),
        (12, "always"),
        (80, "always"),
    ]


@given(st.lists(st.lists(st.integers(0, 30), min_size=11, max_size=11).filter(any), min_size=1, max_size=12))
def test_parts_follow_each_other_and_their_widths_are_the_shares(rows):
    chart = scale_chart([(str(place), _scale(TEN, *counts)) for place, counts in enumerate(rows)], TEN)
    assert chart.axis is not None
    length = chart.axis.high - chart.axis.low
    for row, counts in zip(chart.rows, rows, strict=True):
        assert sum(part.width for part in row.parts) == pytest.approx(100 / length, abs=0.02)
        assert [part.count for part in row.parts] == [count for count in counts if count]
        for before, after in zip(row.parts, row.parts[1:], strict=False):
            assert after.x == pytest.approx(before.x + before.width, abs=0.01)
        assert -0.01 <= _ends(row)[0] <= _ends(row)[1] <= 100.01
