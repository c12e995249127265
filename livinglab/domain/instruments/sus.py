"""System Usability Scale: ten items from 1 (strongly disagree) to 5 (strongly agree), a score from 0 to 100."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from livinglab.domain.instruments.scored import Row, Scored, sort_rows
from livinglab.domain.instruments.spread import Spread, spread_of

ITEMS = tuple(f"sus-{number}" for number in range(1, 11))
POINTS = (1, 5)
LEARNABILITY = (4, 10)  # numbers of items; the other eight are usability (Lewis & Sauro 2009)
# Lowest score of each grade (Sauro & Lewis 2016).
GRADES = (
    (0.0, "F"), (51.7, "D"), (62.7, "C-"), (65.0, "C"), (71.1, "C+"), (72.6, "B-"), (74.1, "B"), (77.2, "B+"),
    (78.9, "A-"), (80.8, "A"), (84.1, "A+"),
)  # fmt: skip
# Score and the share of products that score lower, in per cent (Sauro & Lewis 2016).
PERCENTILES = (
    (5, 0.3), (20, 1), (30, 2), (35, 4), (40, 6), (45, 8), (50, 13), (55, 19), (60, 29), (65, 41), (66, 44), (67, 47),
    (68, 50), (69, 53), (70, 56), (71, 60), (72, 63), (73, 67), (74, 70), (75, 73), (76, 77), (77, 80), (78, 83),
    (79, 86), (80, 88), (85, 97), (90, 99.8), (95, 99.999),
)  # fmt: skip
# Mean score of the products that people called so (Bangor, Kortum & Miller 2009).
ADJECTIVES = (
    (12.5, "worst imaginable"), (20.3, "awful"), (35.7, "poor"), (50.9, "OK"), (71.4, "good"), (85.5, "excellent"),
    (90.9, "best imaginable"),
)  # fmt: skip


@dataclass(frozen=True)
class Sus(Scored):
    """Scores from 0 to 100: one per valid row (`places` says which), their spread, and what the mean is called.

    A row with a missing item is not valid: nothing is put in its place. `percentile` is from 0 to 100.
    """

    score: Spread
    grade: str | None
    percentile: float | None
    adjective: str | None
    usability: Spread
    learnability: Spread
    scores: tuple[float, ...]
    places: tuple[int, ...]


def score(rows: Sequence[Row]) -> Sus:
    """Odd items count x − 1, even ones 5 − x; their sum times 2.5 is the score (Brooke 1996).

    The two parts are stretched to 0–100 likewise. ValueError for a row that has not ten answers.
    """
    sorted_ = sort_rows(rows, *POINTS, len(ITEMS))
    steps = [[5 - x if place % 2 else x - 1 for place, x in enumerate(row)] for row in sorted_.rows]
    sums = [sum(row) for row in steps]
    learned = [sum(row[number - 1] for number in LEARNABILITY) for row in steps]
    used = [whole - part for whole, part in zip(sums, learned, strict=True)]
    spread = spread_of([5 * value for value in sums], 2, (0, 100))
    return Sus(
        n=len(rows),
        valid_n=len(sums),
        excluded=sorted_.excluded,
        score=spread,
        grade=None if spread.mean is None else grade_of(spread.mean),
        percentile=None if spread.mean is None else percentile_of(spread.mean),
        adjective=None if spread.mean is None else adjective_of(spread.mean),
        usability=spread_of([25 * value for value in used], 8, (0, 100)),
        learnability=spread_of([25 * value for value in learned], 2, (0, 100)),
        scores=tuple(2.5 * value for value in sums),
        places=sorted_.places,
    )


def grade_of(mean: float) -> str:
    """The grade of a mean score: that with the highest cut it reaches, without rounding first."""
    return GRADES[max(bisect_right([cut for cut, _ in GRADES], mean) - 1, 0)][1]


def percentile_of(mean: float) -> float:
    """The percentile of a mean score, linear between those published; below 5 and above 95 it is that of the end."""
    scores = [score for score, _ in PERCENTILES]
    place = bisect_right(scores, mean)
    if place in (0, len(scores)):
        return float(PERCENTILES[min(place, len(scores) - 1)][1])
    (left, low), (right, high) = PERCENTILES[place - 1], PERCENTILES[place]
    return low + (high - low) * (mean - left) / (right - left)


def adjective_of(mean: float) -> str:
    """The adjective whose mean is nearest; the humbler one when two are equally near."""
    return min(ADJECTIVES, key=lambda pair: (round(abs(pair[0] - mean), 9), pair[0]))[1]
