"""Satisfaction (CSAT) and purchase intent: one question with five points, 5 the best."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from livinglab.domain.figures.intervals import Share, wilson
from livinglab.domain.instruments.scored import Row, Scored, sort_rows
from livinglab.domain.instruments.spread import Spread, spread_of

CSAT_ITEMS = ("csat-1",)
INTENT_ITEMS = ("purchase-intent-1",)
POINTS = (1, 5)
# Chance to buy of those who answered 5, 4, 3, 2, 1. No set holds for every product and market: show which, and the
# range of all.
WEIGHTS: Mapping[str, tuple[float, ...]] = {
    "1/.5/0/0/0": (1, 0.5, 0, 0, 0),
    ".7/.5/.3/.1/0": (0.7, 0.5, 0.3, 0.1, 0),
    ".99/.75/.5/.25/.01": (0.99, 0.75, 0.5, 0.25, 0.01),
}


@dataclass(frozen=True)
class FivePoints(Scored):
    """Shares of the highest two points and of the highest (from 0 to 1, Wilson's interval), and the spread."""

    top_two: Share | None
    top_one: Share | None
    answers: Spread
    counts: Mapping[int, int]


@dataclass(frozen=True)
class PurchaseIntent(FivePoints):
    """Also the share that would buy (from 0 to 1) by each set of weights, and the range over all sets."""

    calibrated: Mapping[str, float | None]
    calibrated_low: float | None
    calibrated_high: float | None


def score_csat(rows: Sequence[Row]) -> FivePoints:
    """Satisfaction, of rows with one answer each."""
    return FivePoints(**_figures(rows))


def score_intent(rows: Sequence[Row], weights: Mapping[str, Sequence[float]] = WEIGHTS) -> PurchaseIntent:
    """Purchase intent, of rows with one answer each; `weights` as `WEIGHTS`. ValueError for weights that are none."""
    figures = _figures(rows)
    calibrated = {name: calibrated_intent(figures["counts"], values) for name, values in weights.items()}
    known = [value for value in calibrated.values() if value is not None]
    return PurchaseIntent(
        **figures,
        calibrated=calibrated,
        calibrated_low=min(known, default=None),
        calibrated_high=max(known, default=None),
    )


def calibrated_intent(counts: Mapping[int, int], weights: Sequence[float]) -> float | None:
    """Σ share × weight; `weights` are those of the points 5, 4, 3, 2, 1. None without answers."""
    if len(weights) != POINTS[1] or not all(0 <= weight <= 1 for weight in weights):
        raise ValueError("five weights from 0 to 1 are needed")
    n = sum(counts.values())
    total = sum(counts.get(point, 0) * weight for point, weight in zip(range(5, 0, -1), weights, strict=True))
    return total / n if n else None


def _figures(rows: Sequence[Row]) -> dict:
    sorted_ = sort_rows(rows, *POINTS, 1)
    given = Counter(int(row[0]) for row in sorted_.rows)
    n = given.total()
    return {
        "n": len(rows),
        "valid_n": n,
        "excluded": sorted_.excluded,
        "top_two": wilson(given[4] + given[5], n),
        "top_one": wilson(given[5], n),
        "answers": spread_of(given.elements(), 1, POINTS),
        "counts": {point: given[point] for point in range(POINTS[0], POINTS[1] + 1)},
    }
