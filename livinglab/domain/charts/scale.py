"""Diverging bars for scales: one row per market, low answers to the left of zero, high answers to the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from livinglab.domain.charts.axis import Axis
from livinglab.domain.figures.summary import Summary

STRENGTHS = 5
# How wide plots are at least, in pixels, and what a label needs there: its digits, a per cent sign and some air.
_NARROW, _WIDE = 300, 500
_DIGIT, _SIGN_AND_AIR = 7.5, 16


@dataclass(frozen=True)
class LegendEntry:
    """One value of the scale: `key` as stored, `label` as testers read it (may be empty), its tone's class name."""

    key: str
    label: str
    tone: str


@dataclass(frozen=True)
class Part:
    """The part of a bar for one value: `x` and `width` in per cent of the plot, `share` from 0 to 1 of the row's n.

    `fits` says where the share can be printed inside: always, wide (only on wide plots) or never.
    """

    key: str
    label: str
    tone: str
    count: int
    share: float
    x: float
    width: float
    fits: str


@dataclass(frozen=True)
class ScaleRow:
    """One market. While `missing` answers are needed for figures it has no parts: show a sentence."""

    name: str
    n: int
    missing: int
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class ScaleChart:
    """Rows in the order given. `zero` is the place between low and high answers, in per cent.
    `axis` is None when no row has figures; a share left of zero stands there with a negative value.
    """

    rows: tuple[ScaleRow, ...]
    legend: tuple[LegendEntry, ...]
    zero: float | None = None
    axis: Axis | None = None

    @property
    def only_ends(self) -> bool:
        """Whether the scale has words at its ends only: its legend is then one strip."""
        return len(self.legend) > 2 and not any(entry.label for entry in self.legend[1:-1])


def scale_chart(rows: Sequence[tuple[str, Summary]], labels: Mapping[str, str]) -> ScaleChart:
    """Lay out a diverging bar for each market.

    `rows` are (market's name, summary of a scale). `labels` are all values of the scale, lowest first, with the words
    testers read; an empty label is allowed, as between the ends of 0–10. The middle value of an odd scale straddles
    zero. All rows share one axis, as long as the longest bars need it.
    """
    legend = tuple(
        LegendEntry(key, "" if label == key else label, _tone(place, len(labels)))
        for place, (key, label) in enumerate(labels.items())
    )
    shares = {place: _shares(summary, legend) for place, (_, summary) in enumerate(rows) if summary.enough}
    if not shares:
        return ScaleChart(tuple(ScaleRow(name, summary.n, summary.missing) for name, summary in rows), legend)
    left = max(_left_of_zero(values) for values in shares.values())
    right = max(sum(values) - _left_of_zero(values) for values in shares.values())
    axis = _share_axis(left, right)
    laid = tuple(
        ScaleRow(
            name, summary.n, summary.missing, _parts(summary, legend, shares[place], axis) if summary.enough else ()
        )
        for place, (name, summary) in enumerate(rows)
    )
    return ScaleChart(laid, legend, axis.at(0), axis)


def _shares(summary: Summary, legend: Sequence[LegendEntry]) -> list[float]:
    return [summary.counts.get(entry.key, 0) / summary.n for entry in legend]


def _left_of_zero(shares: Sequence[float]) -> float:
    """The share of low answers and of half the middle ones."""
    half, odd = divmod(len(shares), 2)
    return sum(shares[:half]) + (shares[half] / 2 if odd else 0)


def _parts(summary: Summary, legend: Sequence[LegendEntry], shares: Sequence[float], axis: Axis) -> tuple[Part, ...]:
    """The parts of one bar that are not empty, from left to right."""
    parts, start = [], -_left_of_zero(shares)
    for entry, share in zip(legend, shares, strict=True):
        x, end = axis.at(start), axis.at(start + share)
        if share:
            width = round(end - x, 3)
            count = summary.counts[entry.key]
            parts.append(Part(entry.key, entry.label, entry.tone, count, share, x, width, _fits(share, width)))
        start += share
    return tuple(parts)


def _share_axis(left: float, right: float) -> Axis:
    """From -left to right, with a tick every quarter, or every half where quarters would stand too close."""
    step = 0.25 if left + right <= 1.4 else 0.5
    first, last = -int(left / step + 1e-9), int(right / step + 1e-9)
    return Axis.with_ticks(-left, right, [place * step for place in range(first, last + 1)])


def _fits(share: float, width: float) -> str:
    needed = _DIGIT * len(str(round(100 * share))) + _SIGN_AND_AIR
    if width / 100 * _NARROW >= needed:
        return "always"
    return "wide" if width / 100 * _WIDE >= needed else "never"


def _tone(place: int, values: int) -> str:
    """low-5 … low-1, middle, high-1 … high-5: the further from the middle, the stronger."""
    half = values // 2
    if values % 2 and place == half:
        return "middle"
    side, distance = ("low", half - place) if place < half else ("high", place - (values - half) + 1)
    return f"{side}-{ceil(distance * STRENGTHS / half)}"
