"""Kano: per feature, how people feel when it is there (functional) and when it is not (dysfunctional)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from livinglab.domain.instruments.scored import Excluded, Row, Scored, fault_of, in_fixed_order

ITEMS = ("functional", "dysfunctional")
ANSWERS = ("like", "must-be", "neutral", "live-with", "dislike")
POINTS = (1, 5)  # 1 like … 5 dislike
CATEGORIES = {
    "A": "attractive", "O": "one-dimensional", "M": "must-be", "I": "indifferent", "R": "reverse", "Q": "questionable",
}  # fmt: skip
# Rows: functional, columns: dysfunctional, both in the order of ANSWERS.
TABLE = ("QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ")
_STRONGER_FIRST = "MOAIRQ"  # of equally frequent categories the first one stands
_GRAVEST_FIRST = ("unreadable", "off_scale", "incomplete", "empty")


@dataclass(frozen=True)
class KanoFeature:
    """One feature: how many fell into each category, the most frequent one, and the two coefficients.

    `better` runs from 0 to 1: how much satisfaction its presence adds; `worse` from −1 to 0: how much its absence
    takes. Both are None when nobody is A, O, M or I.
    """

    feature: str
    n: int
    valid_n: int
    excluded: Excluded
    counts: Mapping[str, int]
    category: str | None
    better: float | None
    worse: float | None


@dataclass(frozen=True)
class Kano(Scored):
    """All features; a row counts when it answers both questions about one of them at least."""

    features: tuple[KanoFeature, ...]


def category_of(functional: int, dysfunctional: int) -> str:
    """The letter of two answers from 1 (like) to 5 (dislike)."""
    return TABLE[functional - 1][dysfunctional - 1]


def score(rows: Sequence[Row], features: Sequence[str] = ("feature",)) -> Kano:
    """Rows hold functional and dysfunctional of the first feature, then of the next, each from 1 (like) to 5 (dislike).

    ValueError for a row that has not two answers per feature.
    """
    if any(len(row) != 2 * len(features) for row in rows):
        raise ValueError(f"{2 * len(features)} answers make a row")
    points = frozenset(range(POINTS[0], POINTS[1] + 1))
    scored: list[KanoFeature] = []
    faults: list[list[str]] = [[] for _ in rows]
    valid = [False] * len(rows)
    for number, feature in enumerate(features):
        found: Counter[str] = Counter()
        excluded: dict[str, list[int]] = {}
        for place, row in enumerate(rows):
            pair = row[2 * number : 2 * number + 2]
            if points.issuperset(pair):
                found[category_of(*pair)] += 1  # type: ignore[arg-type]
                valid[place] = True
            else:
                fault = fault_of(pair, points)
                excluded.setdefault(fault, []).append(place)
                faults[place].append(fault)
        scored.append(of_counts(feature, found, len(rows), in_fixed_order(excluded)))
    without: dict[str, list[int]] = {}
    for place, counts in enumerate(valid):
        if not counts:
            without.setdefault(next(fault for fault in _GRAVEST_FIRST if fault in faults[place]), []).append(place)
    return Kano(len(rows), sum(valid), in_fixed_order(without), tuple(scored))


def of_counts(feature: str, counts: Mapping[str, int], n: int, excluded: Excluded) -> KanoFeature:
    """A feature from how many fell into each category (Kano 1984; coefficients Berger et al. 1993)."""
    a, o, m, i = (counts.get(letter, 0) for letter in "AOMI")
    telling = a + o + m + i
    most = max(_STRONGER_FIRST, key=lambda letter: counts.get(letter, 0))
    return KanoFeature(
        feature=feature,
        n=n,
        valid_n=sum(counts.values()),
        excluded=excluded,
        counts={letter: counts.get(letter, 0) for letter in CATEGORIES},
        category=most if counts.get(most, 0) else None,
        better=(a + o) / telling if telling else None,
        worse=0.0 - (o + m) / telling if telling else None,
    )
