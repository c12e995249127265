"""Technology acceptance (Davis 1989): perceived usefulness and ease of use, six items of seven points each.

7 is the agreeing end (extremely likely, strongly agree). Behavioural intention may follow, with any number of items.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from livinglab.domain.instruments.scored import INCOMPLETE, Row, Scored, in_fixed_order, sort_rows
from livinglab.domain.instruments.spread import Spread, cronbach_alpha, spread_of

SCALES = {"perceived-usefulness": "pu", "perceived-ease-of-use": "peou"}
INTENTION = "behavioural-intention"
PER_SCALE = 6
ITEMS = tuple(f"tam-{short}-{number}" for short in SCALES.values() for number in range(1, PER_SCALE + 1))
POINTS = (1, 7)


@dataclass(frozen=True)
class TamScale:
    """Spread of the means of a scale's items, from 1 to 7, and Cronbach's alpha, of those who answered all of them."""

    key: str
    items: int
    spread: Spread
    alpha: float | None


@dataclass(frozen=True)
class Tam(Scored):
    """All scales; a row counts in the scales it answers completely, those at `partly` only in some."""

    partly: tuple[int, ...]
    scales: tuple[TamScale, ...]


def intention_items(count: int) -> tuple[str, ...]:
    """Keys of the items of behavioural intention."""
    return tuple(f"tam-bi-{number}" for number in range(1, count + 1))


def score(rows: Sequence[Row], intention: int = 0) -> Tam:
    """Rows hold six answers of usefulness, six of ease of use, and `intention` more.

    ValueError for a row with another number of answers.
    """
    sorted_ = sort_rows(rows, *POINTS, len(ITEMS) + intention, partly=True)
    sizes = {**dict.fromkeys(SCALES, PER_SCALE), **({INTENTION: intention} if intention else {})}
    scales, used, begin = [], [0] * len(sorted_.rows), 0
    for key, size in sizes.items():
        full = []
        for place, row in enumerate(sorted_.rows):
            part = row[begin : begin + size]
            if None not in part:
                full.append(part)
                used[place] += 1
        scales.append(TamScale(key, size, spread_of(map(sum, full), size, POINTS), cronbach_alpha(full)))
        begin += size
    excluded = {reason: list(places) for reason, places in sorted_.excluded.items()}
    none = [at for at, count in zip(sorted_.places, used, strict=True) if not count]
    if none:
        excluded[INCOMPLETE] = sorted([*excluded.get(INCOMPLETE, []), *none])
    return Tam(
        n=len(rows),
        valid_n=len(used) - len(none),
        excluded=in_fixed_order(excluded),
        partly=tuple(
            at for at, row, count in zip(sorted_.places, sorted_.rows, used, strict=True) if count and None in row
        ),
        scales=tuple(scales),
    )
