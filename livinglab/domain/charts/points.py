"""A point with its 95 % interval per market: means of scales and medians of amounts, on one axis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor, log10

from livinglab.domain.charts.axis import Axis, round_axis, scale_axis
from livinglab.domain.figures.summary import Summary

_NARROW_INTERVAL = 0.3  # means that are all known better than this deserve a second decimal


@dataclass(frozen=True)
class Span:
    """From `low` to `high` in units of the axis, and where that is in per cent of the plot."""

    low: float
    high: float
    x: float
    width: float


@dataclass(frozen=True)
class PointRow:
    """One market. `value` is None while `missing` answers are needed; `interval` is None for very few answers.

    `middle_half` runs from quartile to quartile, for medians only. `alike`: everybody gave the same answer, so that
    an interval without width is no certainty.
    """

    name: str
    n: int
    missing: int
    value: float | None = None
    x: float | None = None
    interval: Span | None = None
    middle_half: Span | None = None
    alike: bool = False


@dataclass(frozen=True)
class PointChart:
    """Rows in the order given, on one axis; None without figures. `measure` is mean or median.

    `ends` are the words at the ends of the scale, empty for amounts; `decimals` are those of the rows' figures.
    """

    measure: str
    rows: tuple[PointRow, ...]
    decimals: int = 1
    ends: tuple[str, str] = ("", "")
    axis: Axis | None = None


def mean_chart(rows: Sequence[tuple[str, Summary]], labels: Mapping[str, str]) -> PointChart:
    """Lay out means of a scale. `rows` are (market's name, summary of a scale), `labels` all its values, lowest first,
    with the words testers read. The axis is the whole scale, whatever was answered. ValueError for a scale of one."""
    axis = scale_axis([float(key) for key in labels])
    words = list(labels.values())
    laid = tuple(
        _row(name, summary, axis, summary.mean, (summary.low, summary.high), (None, None)) for name, summary in rows
    )
    widths = [row.interval.high - row.interval.low for row in laid if row.interval and not row.alike]
    decimals = 2 if widths and max(widths) < _NARROW_INTERVAL else 1
    return PointChart("mean", laid, decimals, (words[0], words[-1]), axis)


def median_chart(rows: Sequence[tuple[str, Summary]]) -> PointChart:
    """Lay out medians of amounts with the middle half of the answers. `rows` are (market's name, summary of an amount).

    All rows share one axis: call it once per unit or currency, never with two of them.
    """
    ends = [
        end
        for _, summary in rows
        for end in (summary.lower_quartile, summary.upper_quartile, summary.median_low, summary.median_high)
        if end is not None
    ]
    if not ends:
        return PointChart("median", tuple(PointRow(name, summary.n, summary.missing) for name, summary in rows))
    axis = round_axis(min(ends), max(ends))
    laid = tuple(
        _row(
            name,
            summary,
            axis,
            summary.median,
            (summary.median_low, summary.median_high),
            (summary.lower_quartile, summary.upper_quartile),
        )
        for name, summary in rows
    )
    return PointChart("median", laid, _decimals(laid, axis), axis=axis)


def _decimals(rows: Sequence[PointRow], axis: Axis) -> int:
    """None when all figures are whole; else as many as a hundredth of the axis needs."""
    figures = [figure for row in rows if row.value is not None for figure in (row.value, *_ends(row.interval))]
    if all(figure.is_integer() for figure in figures):
        return 0
    return min(6, max(0, axis.decimals, 2 - floor(log10(axis.high - axis.low))))


def _ends(span: Span | None) -> tuple[float, ...]:
    return (span.low, span.high) if span else ()


def _row(
    name: str,
    summary: Summary,
    axis: Axis,
    value: float | None,
    interval: tuple[float | None, float | None],
    half: tuple[float | None, float | None],
) -> PointRow:
    if value is None:
        return PointRow(name, summary.n, summary.missing)
    spans = _span(interval, axis), _span(half, axis)
    return PointRow(name, summary.n, 0, value, axis.at(value), *spans, alike=summary.alike)


def _span(ends: tuple[float | None, float | None], axis: Axis) -> Span | None:
    low, high = ends
    if low is None or high is None:
        return None
    x = axis.at(low)
    return Span(low, high, x, round(axis.at(high) - x, 3))
