"""Net Promoter Score: one question from 0 to 10, a score from −100 to +100.

Never rank countries by it alone: people of different countries use the ends of scales differently.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from scipy.special import ndtri

from livinglab.domain.figures.intervals import CONFIDENCE, Share, wilson
from livinglab.domain.instruments.scored import MINIMUM_N, Row, Scored, sort_rows
from livinglab.domain.instruments.spread import Spread, spread_of

ITEMS = ("nps-1",)
POINTS = (0, 10)
DETRACTORS, PASSIVES, PROMOTERS = range(7), range(7, 9), range(9, 11)


@dataclass(frozen=True)
class Nps(Scored):
    """The score with its interval, the three shares (from 0 to 1, Wilson's interval), and the spread of the answers.

    `low` and `high` are None below the minimum n. `counts` holds every point from 0 to 10.
    """

    score: float | None
    low: float | None
    high: float | None
    promoters: Share | None
    passives: Share | None
    detractors: Share | None
    answers: Spread
    counts: Mapping[int, int]


def score(rows: Sequence[Row], minimum_n: int = MINIMUM_N) -> Nps:
    """Per cent of promoters (9, 10) less per cent of detractors (0 to 6), of rows with one answer each."""
    sorted_ = sort_rows(rows, *POINTS, len(ITEMS))
    given = Counter(int(row[0]) for row in sorted_.rows)
    n = given.total()
    promoters, passives, detractors = (
        sum(given[point] for point in group) for group in (PROMOTERS, PASSIVES, DETRACTORS)
    )
    low, high = adjusted_interval(promoters, detractors, n) if n >= max(minimum_n, 1) else (None, None)
    return Nps(
        n=len(rows),
        valid_n=n,
        excluded=sorted_.excluded,
        score=100 * (promoters - detractors) / n if n else None,
        low=low,
        high=high,
        promoters=wilson(promoters, n),
        passives=wilson(passives, n),
        detractors=wilson(detractors, n),
        answers=spread_of(given.elements(), 1, POINTS),
        counts={point: given[point] for point in range(POINTS[0], POINTS[1] + 1)},
    )


def adjusted_interval(promoters: int, detractors: int, n: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The adjusted Wald interval: three more people, ¾ of them promoters and ¾ detractors (Rocks 2016).

    Cut at ±100, because nothing lies beyond. ValueError for counts that cannot come from so many people.
    """
    _check(promoters, detractors, n)
    low, high = _wald(promoters + 0.75, detractors + 0.75, n + 3, confidence)
    return max(low, -100.0), min(high, 100.0)


def wald_interval(promoters: int, detractors: int, n: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The plain interval, to compare with published ones; near the ends it leaves the scale, so it is shown nowhere."""
    _check(promoters, detractors, n)
    return _wald(promoters, detractors, n, confidence)


def _check(promoters: int, detractors: int, n: int) -> None:
    if n < 1 or promoters < 0 or detractors < 0 or promoters + detractors > n:
        raise ValueError(f"{promoters} promoters and {detractors} detractors cannot come from {n} people")


def _wald(promoters: float, detractors: float, n: float, confidence: float) -> tuple[float, float]:
    p, d = promoters / n, detractors / n
    half = float(ndtri((1 + confidence) / 2)) * sqrt(max(p + d - (p - d) ** 2, 0) / n)
    return 100 * (p - d - half), 100 * (p - d + half)
