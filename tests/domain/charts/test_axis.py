"""Where values and ticks lie on an axis."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livinglab.domain.charts.axis import Axis, Tick, round_axis, scale_axis

NUMBERS = st.integers(-(10**9), 10**9).map(lambda number: number / 100)


def test_the_ends_lie_at_0_and_100_per_cent():
    axis = Axis.with_ticks(1, 5, [1, 3, 5])
    assert [(tick.value, tick.x) for tick in axis.ticks] == [(1, 0), (3, 50), (5, 100)]
    assert axis.at(2) == 25


def test_what_lies_beyond_an_end_is_drawn_at_that_end():
    axis = Axis.with_ticks(0, 10, [])
    assert (axis.at(-1), axis.at(11)) == (0, 100)


def test_an_axis_has_a_length():
    with pytest.raises(ValueError, match="no axis from 3 to 3"):
        Axis.with_ticks(3, 3, [])


def test_labels_at_the_ends_stay_inside_the_plot():
    assert [Tick(0, x).anchor for x in (0, 0.5, 3, 50, 97, 99.5, 100)] == [
        "start",
        "start",
        "middle",
        "middle",
        "middle",
        "end",
        "end",
    ]


@pytest.mark.parametrize(
    ("low", "high", "ticks", "decimals"),
    [
        (0, 0, [0.0, 0.2, 0.4, 0.6, 0.8, 1.0], 1),
        (0.5, 0.5, [0.0, 0.1, 0.2, 0.3, 0.4, 0.5], 1),
        (21.9, 52.7, [0, 20, 40, 60], 0),
        (9.2, 9.8, [9.2, 9.4, 9.6, 9.8], 1),
        (995, 1003, [994, 996, 998, 1000, 1002, 1004], 0),
        (0, 12_345, [0, 5000, 10_000, 15_000], 0),
        (-3, 8, [-5, 0, 5, 10], 0),
        (-8, -1, [-8, -6, -4, -2, 0], 0),
    ],
)
def test_round_axes_have_round_ticks(low, high, ticks, decimals):
    axis = round_axis(low, high)
    assert [tick.value for tick in axis.ticks] == ticks
    assert axis.decimals == decimals


@given(NUMBERS, NUMBERS)
def test_a_round_axis_holds_its_values_with_two_to_six_even_ticks(one, other):
    low, high = sorted((one, other))
    axis = round_axis(low, high)
    assert axis.low <= low <= high <= axis.high
    values = [tick.value for tick in axis.ticks]
    assert 2 <= len(values) <= 6
    assert (values[0], values[-1]) == (axis.low, axis.high)
    steps = [after - before for before, after in pairwise(values)]
    assert steps == pytest.approx([steps[0]] * len(steps))
    assert [round(value, axis.decimals) for value in values] == values


def test_a_scale_has_a_tick_at_each_value():
    assert [tick.value for tick in scale_axis([float(value) for value in range(11)]).ticks] == list(range(11))


def test_a_long_scale_has_round_ticks_between_its_own_ends():
    axis = scale_axis([float(value) for value in range(1, 101)])
    assert (axis.low, axis.high) == (1, 100)
    assert [tick.value for tick in axis.ticks] == [20, 40, 60, 80, 100]


@pytest.mark.parametrize("values", [[], [1.0]])
def test_a_scale_of_one_has_no_axis(values):
    with pytest.raises(ValueError, match="at least two values"):
        scale_axis(values)
