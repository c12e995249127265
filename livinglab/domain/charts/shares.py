"""Bars with their 95 % interval for choices: one group per option, in it one row per market."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from livinglab.domain.charts.axis import Axis
from livinglab.domain.figures.intervals import wilson
from livinglab.domain.figures.summary import Summary

_QUARTER = 0.25


@dataclass(frozen=True)
class ShareRow:
    """One market's share of people who chose the option, 0 to 1, with its interval; places in per cent of the plot."""

    name: str
    n: int
    count: int
    share: float
    low: float
    high: float
    x: float
    low_x: float
    high_x: float

    @property
    def low_points(self) -> float:
        """The lower end in per cent, for ranges that write the sign once: 21–52%."""
        return 100 * self.low


@dataclass(frozen=True)
class ShareGroup:
    """One option and its rows, in the order of the markets."""

    key: str
    label: str
    rows: tuple[ShareRow, ...]


@dataclass(frozen=True)
class TooFew:
    """A market without figures yet: it stands once below the groups, not in each of them."""

    name: str
    n: int
    missing: int


@dataclass(frozen=True)
class ShareChart:
    """Groups in the order of the question, all on one axis that begins at zero; `axis` is None without figures."""

    groups: tuple[ShareGroup, ...]
    too_few: tuple[TooFew, ...]
    axis: Axis | None = None


def share_chart(rows: Sequence[tuple[str, Summary]], labels: Mapping[str, str]) -> ShareChart:
    """Lay out the shares of each option, for questions with one choice and with several.

    `rows` are (market's name, summary of a choice or choices). `labels` are the options in the order of the question
    with the words testers read; an option that was counted but is no longer listed comes last under its key.
    """
    enough = [(name, summary) for name, summary in rows if summary.enough]
    too_few = tuple(TooFew(name, summary.n, summary.missing) for name, summary in rows if not summary.enough)
    if not enough:
        return ShareChart((), too_few)
    unlisted = {key: key for _, summary in enough for key in summary.counts if key not in labels}
    axis = _axis([share.high for _, summary in enough for share in (summary.shares or {}).values()])
    groups = tuple(
        ShareGroup(key, label, tuple(_row(name, summary, key, axis) for name, summary in enough))
        for key, label in {**labels, **unlisted}.items()
    )
    return ShareChart(groups, too_few, axis)


def _axis(ends: Sequence[float]) -> Axis:
    """From zero to the next quarter beyond all intervals."""
    quarters = max(1, ceil(max(ends, default=0) / _QUARTER - 1e-9))
    return Axis.with_ticks(0, quarters * _QUARTER, [place * _QUARTER for place in range(quarters + 1)])


def _row(name: str, summary: Summary, key: str, axis: Axis) -> ShareRow:
    share = (summary.shares or {}).get(key) or wilson(0, summary.n)
    if share is None:
        raise ValueError(f"nobody in {name} was asked")
    places = axis.at(share.share), axis.at(share.low), axis.at(share.high)
    return ShareRow(name, summary.n, share.count, share.share, share.low, share.high, *places)
