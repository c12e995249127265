"""What can be said about one question in one market, and what cannot yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from livinglab.domain.figures.intervals import Share, mean_of, median_of, top_two, wilson
from livinglab.domain.figures.ordered import Ordered, whole_numbers

MEASURES = ("choice", "choices", "scale", "rank", "amount", "date", "text")

SCALES = ("scale", "rank")


@dataclass(frozen=True)
class Summary:
    """Figures of one item in one market; means, medians and their ends in units of the answers, shares from 0 to 1.
    Of dates there is no mean; their medians and quartiles are counted in days, as `date.toordinal` counts them.

    `n` is the number of people the figures rest on. While `enough` is false every figure is None and `missing` says
    how many more answers are needed: show a sentence, not a figure.
    """

    measure: str
    n: int
    counts: Mapping[str, int]
    enough: bool
    missing: int
    shares: Mapping[str, Share] | None = None
    mean: float | None = None
    sd: float | None = None
    low: float | None = None
    high: float | None = None
    median: float | None = None
    median_low: float | None = None
    median_high: float | None = None
    lower_quartile: float | None = None
    upper_quartile: float | None = None
    top_two: Share | None = None
    alike: bool = False  # everybody gave the same value: the mean's interval has no width


def summarise(
    measure: str, values: list[str] | None, counts: Mapping[str, int], answered: int, minimum_n: int
) -> Summary:
    """Summarise one item of one market from counts.

    `measure` is one of `MEASURES`. `values` are the options or the scale in the order of the question, None for
    amounts, dates and text. `answered` people answered; below `minimum_n` (and always without answers) there is no
    figure. An option that is counted but not listed comes last, it is never lost.
    The interval of a scale's mean is cut at the ends of the scale.
    ValueError for an unknown measure, for a scale or amount that is no number, a value beyond the scale, and counts
    that cannot come from so many people.
    """
    if measure not in MEASURES:
        raise ValueError(f"no such measure: {measure!r}")
    numbers = _numbers(measure, counts)
    ordered = _in_order(measure, values, counts, numbers)
    _check(measure, ordered, answered)
    n = answered if numbers is None else numbers.n
    missing = max(0, max(1, minimum_n) - n)
    base = Summary(measure, n, ordered, missing == 0, missing)
    if missing or measure == "text":
        return base
    if measure == "date" and numbers is not None:
        return _with_median(base, numbers)
    if numbers is not None:
        return _numeric(base, numbers, values if measure in SCALES else None)
    return replace(base, shares=_shares(ordered, n))


def _numbers(measure: str, counts: Mapping[str, int]) -> Ordered | None:
    """The answers as numbers, where they are; dates as days."""
    if measure == "date":
        return Ordered.of({str(date.fromisoformat(day).toordinal()): n for day, n in counts.items()})
    return Ordered.of(counts) if measure in (*SCALES, "amount") else None


def _with_median(base: Summary, answers: Ordered) -> Summary:
    median = median_of(answers)
    assert median is not None
    return replace(
        base,
        median=median.median,
        median_low=median.low,
        median_high=median.high,
        lower_quartile=median.lower_quartile,
        upper_quartile=median.upper_quartile,
    )


def _numeric(base: Summary, answers: Ordered, scale: Sequence[str] | None) -> Summary:
    """The summary with mean, median and, for a scale, shares and top two. (The highest ranks are the last places.)"""
    mean = mean_of(answers, _ends(scale) if scale else None)
    assert mean is not None
    return replace(
        _with_median(base, answers),
        shares=_shares(base.counts, base.n) if base.measure in SCALES else None,
        mean=mean.mean,
        sd=mean.sd,
        low=mean.low,
        high=mean.high,
        top_two=top_two(base.counts, scale) if scale and base.measure == "scale" else None,
        alike=mean.sd == 0,
    )


def _ends(scale: Sequence[str]) -> tuple[float, float]:
    """The lowest and the highest value of a scale."""
    numbers, unit = whole_numbers(scale)
    return min(numbers) / unit, max(numbers) / unit


def _shares(counts: Mapping[str, int], n: int) -> dict[str, Share]:
    """Each value's share of n people, with its interval; without answers, none."""
    share_of = {count: wilson(count, n) for count in set(counts.values())}
    return {value: share for value, count in counts.items() if (share := share_of[count]) is not None}


def _in_order(
    measure: str, values: Sequence[str] | None, counts: Mapping[str, int], numbers: Ordered | None
) -> dict[str, int]:
    """Counts in the order of the question, zeros included; numbers without a list from lowest to highest."""
    if measure == "text":
        return {}
    if measure == "date":
        return {day: counts[day] for day in sorted(counts) if counts[day]}
    if numbers is not None and (measure == "amount" or not values):
        return dict(zip(numbers.texts, numbers.counts, strict=True))
    listed = {value: counts.get(value, 0) for value in values or ()}
    beyond = sorted(value for value, count in counts.items() if count and value not in listed)
    if beyond and measure in SCALES:
        raise ValueError(f"not on the scale: {', '.join(beyond)}")
    return listed | {value: counts[value] for value in beyond}


def _check(measure: str, counts: Mapping[str, int], answered: int) -> None:
    """Refuse counts that cannot come from so many people."""
    if answered < 0 or any(count < 0 for count in counts.values()):
        raise ValueError("a count is never negative")
    most = max(counts.values(), default=0) if measure == "choices" else sum(counts.values())
    if most > answered:
        raise ValueError(f"{most} answers cannot come from {answered} people")
