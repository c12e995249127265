"""Means, shares and medians from counts, each with its 95 % interval.

Counts map a value (a decimal string for means and medians) to the number of people who gave it. Sums are exact
whole numbers, so ten million answers give the same digits as ten; only the last step is a floating-point number.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import accumulate
from math import sqrt

from scipy.special import bdtr, ndtri, stdtrit

from livinglab.domain.figures.ordered import Ordered, in_order

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Mean:
    """Mean and standard deviation in units of the scale; one answer has no spread and so no interval."""

    n: int
    mean: float
    sd: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Share:
    """`count` of `n` people, as a share from 0 to 1 with its interval."""

    count: int
    n: int
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Median:
    """Median and quartiles in units of the answers; fewer than six answers have no 95 % interval."""

    n: int
    median: float
    low: float | None
    high: float | None
    lower_quartile: float
    upper_quartile: float


def mean_interval(
    counts: Mapping[str, int], bounds: tuple[float, float] | None = None, confidence: float = CONFIDENCE
) -> Mean | None:
    """Mean with Student's t interval, mean ± t(n − 1) · sd / √n; None without answers.

    `bounds` are the ends of the scale: the interval is cut there, as no true mean lies beyond. When all answers are
    the same the formula gives an interval without width (sd 0): say so beside it, it is not certainty.
    ValueError for a value that is no number and for a negative count.
    """
    return mean_of(Ordered.of(counts), bounds, confidence)


def mean_of(answers: Ordered, bounds: tuple[float, float] | None = None, confidence: float = CONFIDENCE) -> Mean | None:
    """As `mean_interval`, of answers that are in order already."""
    n = answers.n
    if n == 0:
        return None
    total = sum(value * count for value, count in zip(answers.values, answers.counts, strict=True))
    mean = total / (n * answers.unit)
    if n == 1:
        return Mean(1, mean, None, None, None)
    squares = sum(value * value * count for value, count in zip(answers.values, answers.counts, strict=True))
    sd = sqrt((n * squares - total * total) / (n * (n - 1) * answers.unit**2))
    half = float(stdtrit(n - 1, (1 + confidence) / 2)) * sd / sqrt(n)
    low, high = mean - half, mean + half
    if bounds is not None:
        low, high = min(mean, max(low, bounds[0])), max(mean, min(high, bounds[1]))
    return Mean(n, mean, sd, low, high)


def wilson(count: int, n: int, confidence: float = CONFIDENCE) -> Share | None:
    """A share with Wilson's score interval without continuity correction (Newcombe 1998, method 3).

    None without answers. ValueError when the count is not between 0 and n.
    """
    if not 0 <= count <= n:
        raise ValueError(f"{count} of {n} is no share")
    if n == 0:
        return None
    z = _z(confidence)
    share = count / n
    centre = 2 * count + z * z
    half = z * sqrt(z * z + 4 * count * (1 - share))
    low = 0.0 if count == 0 else (centre - half) / (2 * (n + z * z))
    high = 1.0 if count == n else (centre + half) / (2 * (n + z * z))
    return Share(count, n, share, min(low, share), max(high, share))


def median_interval(counts: Mapping[str, int], confidence: float = CONFIDENCE) -> Median | None:
    """Median, quartiles and the order-statistic interval of the median; None without answers.

    The interval runs from the r-th smallest to the r-th largest answer, r as large as the binomial distribution
    (n, ½) allows: it covers the true median at least as often as promised, whatever the distribution (Thompson 1936).
    Quartiles interpolate linearly, type 7 of Hyndman & Fan 1996, as spreadsheets do.
    ValueError for a value that is no number and for a negative count.
    """
    return median_of(Ordered.of(counts), confidence)


def median_of(answers: Ordered, confidence: float = CONFIDENCE) -> Median | None:
    """As `median_interval`, of answers that are in order already."""
    ends = list(accumulate(answers.counts))
    if not ends:
        return None
    n = ends[-1]

    def nth(position: int) -> Fraction:
        return Fraction(answers.values[bisect_right(ends, position)], answers.unit)

    def quantile(part: Fraction) -> float:
        place = (n - 1) * part
        below = place.numerator // place.denominator
        lower = nth(below)
        return float(lower + (nth(min(below + 1, n - 1)) - lower) * (place - below))

    rank = _median_rank(n, (1 - confidence) / 2)
    low, high = (float(nth(rank - 1)), float(nth(n - rank))) if rank else (None, None)
    return Median(n, quantile(Fraction(1, 2)), low, high, quantile(Fraction(1, 4)), quantile(Fraction(3, 4)))


def top_two(counts: Mapping[str, int], values: Sequence[str], confidence: float = CONFIDENCE) -> Share | None:
    """Share of people who gave one of the two highest values of the scale, with Wilson's interval.

    `values` is the whole scale, because nobody may have given its highest value. None without answers, and for scales
    of fewer than three values, where the top two would be everybody. ValueError as for the other figures.
    """
    if len(values) < 3:
        return None
    highest = in_order(values)[-2:]
    return wilson(sum(counts.get(value, 0) for value in highest), Ordered.of(counts).n, confidence)


@cache
def _z(confidence: float) -> float:
    """How many standard errors lie between the middle and an end of the interval."""
    return float(ndtri((1 + confidence) / 2))


def _median_rank(n: int, tail: float) -> int:
    """Largest r with P(fewer than r of n coin tosses are heads) ≤ tail; 0 when there is none."""
    low, high = 0, n // 2 + 1
    while high - low > 1:
        middle = (low + high) // 2
        if bdtr(middle - 1, n, 0.5) <= tail:
            low = middle
        else:
            high = middle
    return low
