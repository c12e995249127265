"""Price sensitivity after van Westendorp: at which price is it too cheap, cheap, expensive, too expensive?

One currency per market: prices of several currencies are never put together without a rate and its date.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from livinglab.domain.figures.intervals import Median, median_interval
from livinglab.domain.instruments.scored import (
    EMPTY,
    INCOMPLETE,
    MINIMUM_N,
    NOT_IN_ORDER,
    OFF_SCALE,
    UNREADABLE,
    Row,
    Scored,
    in_fixed_order,
)

ITEMS = ("too-cheap", "cheap", "expensive", "too-expensive")
# Each crossing: the curve that rises, the curve that falls.
CROSSINGS = {
    "indifference": ("expensive", "cheap"),
    "optimal": ("too-expensive", "too-cheap"),
    "original-low": ("not-cheap", "too-cheap"),
    "original-high": ("too-expensive", "not-expensive"),
    "narrower-low": ("expensive", "too-cheap"),
    "narrower-high": ("too-expensive", "cheap"),
}
_COLUMN = {
    "too-cheap": 0, "cheap": 1, "not-cheap": 1, "expensive": 2, "not-expensive": 2, "too-expensive": 3,
}  # fmt: skip


@dataclass(frozen=True)
class Crossing:
    """Where a rising curve meets a falling one.

    `price` is interpolated: the curves are drawn as straight lines between the prices that were given, and this is
    where the rising one first reaches the falling one. Where both then run together, `until` is the price at which
    they part, else None. `first_above` is not interpolated: the first given price at which the rising curve is higher.
    """

    price: float
    until: float | None
    first_above: float


@dataclass(frozen=True)
class PricePoints:
    """The six crossings: indifference price (IDP), optimal price (OPP), and the acceptable range by both definitions.

    Original: not cheap × too cheap to too expensive × not expensive. Narrower: expensive × too cheap to
    too expensive × cheap.
    """

    indifference: Crossing
    optimal: Crossing
    original_low: Crossing
    original_high: Crossing
    narrower_low: Crossing
    narrower_high: Crossing


@dataclass(frozen=True)
class VanWestendorp(Scored):
    """The four medians, and the crossings where there are enough people for curves (`points`, else None)."""

    medians: tuple[Median | None, ...]
    points: PricePoints | None


@dataclass(frozen=True)
class Curves:
    """Shares of people from 0 to 1 at each `prices`; each curve by the name it has in `CROSSINGS`."""

    prices: tuple[float, ...]
    shares: dict[str, tuple[float, ...]]


def score(rows: Sequence[Row], minimum_n: int = MINIMUM_N) -> VanWestendorp:
    """Rows hold four prices, in the order of `ITEMS`. A row is valid only when they rise.

    Up to `minimum_n` people there are the four medians only, no curves. ValueError for a row that has not four prices.
    """
    kept, excluded = valid_prices(rows)
    medians = tuple(median_interval(Counter(f"{row[at]:f}" for row in kept)) for at in range(len(ITEMS)))
    points = crossings(kept) if len(kept) > minimum_n else None
    return VanWestendorp(len(rows), len(kept), in_fixed_order(excluded), medians, points)


def valid_prices(rows: Sequence[Row]) -> tuple[list[tuple[Decimal, ...]], dict[str, list[int]]]:
    """The rows whose prices rise, and the places of the others by reason."""
    kept: list[tuple[Decimal, ...]] = []
    excluded: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        if len(row) != len(ITEMS):
            raise ValueError(f"four prices make a row, not {len(row)}")
        fault = _fault(row)
        if fault:
            excluded.setdefault(fault, []).append(place)
        else:
            kept.append(tuple(Decimal(str(price)) for price in row))
    return kept, excluded


def crossings(rows: Sequence[Sequence[Decimal]]) -> PricePoints:
    """The crossings of valid rows. ValueError without rows."""
    if not rows:
        raise ValueError("without prices there is no crossing")
    prices, counts = _counts(rows)
    found = {name: _crossing(prices, counts[rising], counts[falling]) for name, (rising, falling) in CROSSINGS.items()}
    return PricePoints(**{name.replace("-", "_"): crossing for name, crossing in found.items()})


def curves(rows: Sequence[Sequence[Decimal]]) -> Curves:
    """All six curves of valid rows, to draw them. ValueError without rows."""
    if not rows:
        raise ValueError("without prices there is no curve")
    prices, counts = _counts(rows)
    shares = {name: tuple(count / len(rows) for count in column) for name, column in counts.items()}
    return Curves(tuple(map(float, prices)), shares)


def _fault(row: Row) -> str | None:
    if any(isinstance(price, str) for price in row):
        return UNREADABLE
    given = [Decimal(str(price)) for price in row if price is not None]
    if any(not price.is_finite() or price < 0 for price in given):
        return OFF_SCALE
    if len(given) < len(row):
        return INCOMPLETE if given else EMPTY
    return None if all(a < b for a, b in pairwise(given)) else NOT_IN_ORDER


def _counts(rows: Sequence[Sequence[Decimal]]) -> tuple[list[Decimal], dict[str, list[int]]]:
    """All prices that were given, and how many people each curve holds there.

    A falling curve counts those whose price is above (>), a rising one those whose price is reached (≤).
    """
    prices = sorted({price for row in rows for price in row})
    reached = []
    for at in range(len(ITEMS)):
        own = sorted(row[at] for row in rows)
        reached.append([bisect_right(own, price) for price in prices])
    falling = ("too-cheap", "cheap", "not-expensive")
    return prices, {
        curve: [len(rows) - count for count in reached[at]] if curve in falling else reached[at]
        for curve, at in _COLUMN.items()
    }


def _crossing(prices: Sequence[Decimal], rising: Sequence[int], falling: Sequence[int]) -> Crossing:
    """At the lowest price no rising curve has begun, at the highest no falling one is left: they always meet."""
    apart = [up - down for up, down in zip(rising, falling, strict=True)]
    meet = next(place for place, difference in enumerate(apart) if difference >= 0)
    above = next(place for place, difference in enumerate(apart) if difference > 0)
    price = Fraction(prices[meet])
    if apart[meet] > 0 and meet:
        left, part = Fraction(prices[meet - 1]), Fraction(-apart[meet - 1], apart[meet] - apart[meet - 1])
        price = left + (price - left) * part
    together = above - 1 > meet
    return Crossing(float(price), float(prices[above - 1]) if together else None, float(prices[above]))
