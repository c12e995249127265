"""User Experience Questionnaire: 26 pairs of words with seven points between them, or eight in the short form.

Scores run from −3 to +3, where +3 is the good end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from livinglab.domain.instruments.scored import INCOMPLETE, SUSPICIOUS, Row, Scored, in_fixed_order, sort_rows
from livinglab.domain.instruments.spread import Spread, spread_of, standardised_alpha

ITEMS = tuple(f"ueq-{number}" for number in range(1, 27))
SHORT_ITEMS = tuple(f"ueq-s-{number}" for number in range(1, 9))
POINTS = (1, 7)
BOUNDS = (-3, 3)
SCALES: Mapping[str, tuple[int, ...]] = {
    "attractiveness": (1, 12, 14, 16, 24, 25),
    "perspicuity": (2, 4, 13, 21),
    "efficiency": (9, 20, 22, 23),
    "dependability": (8, 11, 17, 19),
    "stimulation": (5, 6, 7, 18),
    "novelty": (3, 10, 15, 26),
}
# The short form asks the long form's items 11, 13, 20, 21, then 6, 7, 10, 15; the bad word is always on the left.
SHORT_SCALES: Mapping[str, tuple[int, ...]] = {
    "pragmatic": (1, 2, 3, 4),
    "hedonic": (5, 6, 7, 8),
    "overall": (1, 2, 3, 4, 5, 6, 7, 8),
}
GOOD_ON_THE_LEFT = frozenset((3, 4, 5, 9, 10, 12, 17, 18, 19, 21, 23, 24, 25))
# How a file holds the answers: 1 to 7 from left to right, −3 to +3 with +3 the good end, −3 to +3 from left to right.
CODINGS = ("1-7", "turned", "as-shown")
NEUTRAL = 0.8  # a mean nearer to 0 is neither good nor bad
LEVELS = ("excellent", "good", "above average", "below average", "bad")
# Lowest mean of the first four levels. 2017: Schrepp, Hinderks & Thomaschewski. V14: the analysis tool, version 14.
BENCHMARKS: Mapping[str, Mapping[str, tuple[float, ...]]] = {
    "2017": {
        "attractiveness": (1.75, 1.52, 1.17, 0.70),
        "perspicuity": (1.90, 1.56, 1.08, 0.64),
        "efficiency": (1.78, 1.47, 0.98, 0.54),
        "dependability": (1.65, 1.48, 1.14, 0.78),
        "stimulation": (1.55, 1.31, 0.99, 0.50),
        "novelty": (1.40, 1.05, 0.71, 0.30),
    },
    "V14": {
        "attractiveness": (1.84, 1.58, 1.18, 0.69),
        "perspicuity": (2.00, 1.73, 1.20, 0.72),
        "efficiency": (1.88, 1.50, 1.05, 0.60),
        "dependability": (1.70, 1.48, 1.14, 0.78),
        "stimulation": (1.70, 1.35, 1.00, 0.50),
        "novelty": (1.60, 1.12, 0.70, 0.16),
    },
}
_WIDE, _WIDE_SCALES, _MOST_ALIKE = 3, 3, 15


@dataclass(frozen=True)
class UeqScale:
    """One scale from −3 to +3: its spread, the standardised alpha, how the mean reads, and per benchmark its level.

    `n` counts those who answered all items of this scale. The short form has no benchmark.
    """

    key: str
    spread: Spread
    alpha: float | None
    verdict: str | None
    benchmark: Mapping[str, str]


@dataclass(frozen=True)
class UeqItem:
    """One item, turned so that +3 is the good end."""

    key: str
    spread: Spread


@dataclass(frozen=True)
class Ueq(Scored):
    """All scales. A row counts in the scales it answers completely: `complete_n` in all, those at `partly` in some.

    `suspicious` are the places of rows that look careless; they count unless they were left out as asked.
    """

    complete_n: int
    partly: tuple[int, ...]
    suspicious: tuple[int, ...]
    scales: tuple[UeqScale, ...]
    items: tuple[UeqItem, ...]


def score(rows: Sequence[Row], coding: str = "1-7", *, drop_suspicious: bool = False) -> Ueq:
    """The long form. ValueError for a row that has not 26 answers, or an unknown coding."""
    return _score(rows, coding, ITEMS, SCALES, GOOD_ON_THE_LEFT, drop_suspicious)


def score_short(rows: Sequence[Row], coding: str = "1-7") -> Ueq:
    """The short form; its overall mean is to be used with care. ValueError for a row that has not eight answers."""
    return _score(rows, coding, SHORT_ITEMS, SHORT_SCALES, frozenset(), False)


def level_of(mean: float, cuts: Sequence[float]) -> str:
    """The level of a benchmark that a mean reaches."""
    return LEVELS[sum(mean < cut for cut in cuts)]


def is_suspicious(row: Sequence[int | None]) -> bool:
    """Whether a row of the long form, from −3 to +3 and turned, looks careless.

    So it does when the answers within a scale lie more than 3 apart in three scales or more, or when the same place
    between the words was ticked more than 15 times.
    """
    parts = [[row[number - 1] for number in numbers] for numbers in SCALES.values()]
    full = [[x for x in part if x is not None] for part in parts if None not in part]
    if sum(max(part) - min(part) > _WIDE for part in full) >= _WIDE_SCALES:
        return True
    ticked = Counter(-x if at in GOOD_ON_THE_LEFT else x for at, x in enumerate(row, 1) if x is not None)
    return max(ticked.values(), default=0) > _MOST_ALIKE


def _score(
    rows: Sequence[Row],
    coding: str,
    keys: Sequence[str],
    scales: Mapping[str, tuple[int, ...]],
    good_left: frozenset[int],
    drop_suspicious: bool,
) -> Ueq:
    sorted_ = sort_rows(rows, *_points(coding), len(keys), partly=True)
    middle = 4 if coding == "1-7" else 0
    signs = [-1 if number in good_left and coding != "turned" else 1 for number in range(1, len(keys) + 1)]
    turned: list[list[int | None]] = [
        [None if x is None else sign * (x - middle) for x, sign in zip(row, signs, strict=True)] for row in sorted_.rows
    ]
    places, excluded = list(sorted_.places), {reason: list(found) for reason, found in sorted_.excluded.items()}
    suspicious = [at for at, row in zip(places, turned, strict=True) if is_suspicious(row)] if keys is ITEMS else []
    if drop_suspicious and suspicious:
        excluded[SUSPICIOUS] = suspicious
        dropped = set(suspicious)
        turned = [row for at, row in zip(places, turned, strict=True) if at not in dropped]
        places = [at for at in places if at not in dropped]
    scored, used = _scales(turned, scales)
    none = [at for at, count in zip(places, used, strict=True) if not count]
    if none:
        excluded[INCOMPLETE] = sorted([*excluded.get(INCOMPLETE, []), *none])
    return Ueq(
        n=len(rows),
        valid_n=len(places) - len(none),
        excluded=in_fixed_order(excluded),
        complete_n=sum(None not in row for row in turned),
        partly=tuple(at for at, row, count in zip(places, turned, used, strict=True) if count and None in row),
        suspicious=tuple(suspicious),
        scales=scored,
        items=_items(turned, keys),
    )


def _points(coding: str) -> tuple[int, int]:
    if coding not in CODINGS:
        raise ValueError(f"no such coding: {coding!r}")
    return POINTS if coding == "1-7" else BOUNDS


def _scales(
    rows: Sequence[Sequence[int | None]], scales: Mapping[str, tuple[int, ...]]
) -> tuple[tuple[UeqScale, ...], list[int]]:
    """Every scale, and in how many scales each row counts."""
    scored, used = [], [0] * len(rows)
    for key, numbers in scales.items():
        full = []
        for place, row in enumerate(rows):
            part = [row[number - 1] for number in numbers]
            if None not in part:
                full.append(part)
                used[place] += 1
        spread = spread_of((sum(part) for part in full), len(numbers), BOUNDS)
        mean = spread.mean
        scored.append(UeqScale(key, spread, standardised_alpha(full), _verdict(mean), _levels(key, mean)))
    return tuple(scored), used


def _levels(key: str, mean: float | None) -> dict[str, str]:
    """The level by each benchmark that has this scale."""
    return {} if mean is None else {name: level_of(mean, cuts[key]) for name, cuts in BENCHMARKS.items() if key in cuts}


def _items(rows: Sequence[Sequence[int | None]], keys: Sequence[str]) -> tuple[UeqItem, ...]:
    columns = list(zip(*rows, strict=True)) or [()] * len(keys)
    return tuple(
        UeqItem(key, spread_of((x for x in column if x is not None), 1, BOUNDS))
        for key, column in zip(keys, columns, strict=True)
    )


def _verdict(mean: float | None) -> str | None:
    if mean is None:
        return None
    if abs(mean) < NEUTRAL:
        return "neutral"
    return "positive" if mean > 0 else "negative"
