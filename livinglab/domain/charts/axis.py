"""Axes: where a value lies between the ends of a plot, and where its ticks are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

MOST_STEPS = 5
_MOST_TICKS = 11
_SLACK = 1e-9  # what floating-point numbers may be off without a tick more
_NEAR_AN_END = 1  # per cent: a label centred nearer than this would leave the plot by half its width


@dataclass(frozen=True)
class Tick:
    """A mark on the axis: its value, its place `x` in per cent of the width, and how its label hangs there."""

    value: float
    x: float

    @property
    def anchor(self) -> str:
        """start, middle or end, as SVG's text-anchor says it: labels at the ends stay inside the plot."""
        if self.x < _NEAR_AN_END:
            return "start"
        return "end" if self.x > 100 - _NEAR_AN_END else "middle"


@dataclass(frozen=True)
class Axis:
    """A line from `low` to `high`, low < high, with ticks at some values and so many decimals on their labels."""

    low: float
    high: float
    ticks: tuple[Tick, ...]
    decimals: int = 0

    @classmethod
    def with_ticks(cls, low: float, high: float, values: Sequence[float], decimals: int = 0) -> Axis:
        """An axis with these ticks. ValueError when it has no length."""
        if not low < high:
            raise ValueError(f"no axis from {low} to {high}")
        bare = cls(low, high, (), decimals)
        return cls(low, high, tuple(Tick(value, bare.at(value)) for value in values), decimals)

    def at(self, value: float) -> float:
        """The place of a value in per cent of the width; what lies beyond an end is drawn at that end."""
        place = 100 * (value - self.low) / (self.high - self.low)
        return round(min(100.0, max(0.0, place)), 3)


def round_axis(low: float, high: float) -> Axis:
    """An axis that holds low … high and has at most six ticks at round numbers (steps of 1, 2 or 5 times a power of
    ten). It begins at zero unless all values lie far from it."""
    if low > 0 and low <= high / 2:
        low = 0.0
    if high < 0 and high >= low / 2:
        high = 0.0
    if low == high:
        low, high = (min(low, 0.0), max(high, 0.0)) if low else (0.0, 1.0)
    step = _step((high - low) / MOST_STEPS)
    while (last := ceil(high / step - _SLACK)) - (first := floor(low / step + _SLACK)) > MOST_STEPS:
        step = _step(step * 1.5)
    decimals = max(0, -floor(log10(step) + _SLACK))
    values = [round(place * step, decimals) for place in range(first, last + 1)]
    return Axis.with_ticks(values[0], values[-1], values, decimals)


def scale_axis(values: Sequence[float]) -> Axis:
    """An axis from the first to the last value of a scale, with a tick at each, or at round numbers when there are
    many. ValueError for a scale of one value."""
    if len(values) < 2:
        raise ValueError("a scale has at least two values")
    low, high = values[0], values[-1]
    if len(values) <= _MOST_TICKS:
        return Axis.with_ticks(low, high, values)
    ticks = round_axis(low, high).ticks
    return Axis.with_ticks(low, high, [tick.value for tick in ticks if low <= tick.value <= high])


def _step(at_least: float) -> float:
    """The smallest round step that is not smaller."""
    power = 10.0 ** floor(log10(at_least))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= at_least * (1 - _SLACK))
