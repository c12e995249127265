"""MaxDiff: of a few things shown together, which is best and which is worst? It resists styles of answering."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from livinglab.domain.instruments.scored import EMPTY, NOT_SHOWN, SAME_TWICE, Scored, in_fixed_order

ITEMS: tuple[str, ...] = ()  # what was shown differs from set to set


@dataclass(frozen=True)
class ChoiceSet:
    """What was `shown` (None when that is not known), and which of it is `best` and `worst`; None when not answered."""

    shown: tuple[str, ...] | None
    best: str | None
    worst: str | None


@dataclass(frozen=True)
class MaxDiffItem:
    """One thing: how often it was shown in sets that count, best and worst, and best − worst.

    `best_share` is best per time shown in a set whose best was answered, `worst_share` likewise, `score` their
    difference from −1 to 1; all None when it is not known what was shown.
    """

    item: str
    shown: int | None
    best: int
    worst: int
    best_minus_worst: int
    best_share: float | None
    worst_share: float | None
    score: float | None


@dataclass(frozen=True)
class MaxDiff(Scored):
    """Everything that was shown, from the best score to the worst. `n` and `valid_n` count sets, not people.

    `best_missing` and `worst_missing` are sets that count but lack one of the two answers: it stays missing.
    """

    items: tuple[MaxDiffItem, ...]
    best_missing: int
    worst_missing: int


def score(sets: Sequence[ChoiceSet]) -> MaxDiff:
    """Counts and shares of shown (counting analysis, Finn & Louviere 1992)."""
    excluded: dict[str, list[int]] = {}
    kept: list[ChoiceSet] = []
    for place, one in enumerate(sets):
        fault = _fault(one)
        if fault:
            excluded.setdefault(fault, []).append(place)
        else:
            kept.append(one)
    best = Counter(one.best for one in kept if one.best is not None)
    worst = Counter(one.worst for one in kept if one.worst is not None)
    shown, shown_best, shown_worst = Counter[str](), Counter[str](), Counter[str]()
    for one in kept:
        shown.update(one.shown or ())
        shown_best.update(one.shown or () if one.best is not None else ())
        shown_worst.update(one.shown or () if one.worst is not None else ())
    is_known = all(one.shown is not None for one in kept)
    items = [
        _item(item, shown[item], best[item], worst[item], shown_best[item], shown_worst[item], is_known)
        for item in {*best, *worst, *shown}
    ]
    return MaxDiff(
        n=len(sets),
        valid_n=len(kept),
        excluded=in_fixed_order(excluded),
        items=tuple(sorted(items, key=lambda one: (_down(one.score), -one.best_minus_worst, one.item))),
        best_missing=sum(one.best is None for one in kept),
        worst_missing=sum(one.worst is None for one in kept),
    )


def _fault(one: ChoiceSet) -> str | None:
    if one.best is None and one.worst is None:
        return EMPTY
    if one.best == one.worst or (one.shown is not None and len(set(one.shown)) < len(one.shown)):
        return SAME_TWICE
    if one.shown is not None and not {one.best, one.worst} - {None} <= set(one.shown):
        return NOT_SHOWN
    return None


def _item(
    item: str, shown: int, best: int, worst: int, shown_best: int, shown_worst: int, is_known: bool
) -> MaxDiffItem:
    best_share = best / shown_best if is_known and shown_best else None
    worst_share = worst / shown_worst if is_known and shown_worst else None
    both = None if best_share is None or worst_share is None else best_share - worst_share
    return MaxDiffItem(item, shown if is_known else None, best, worst, best - worst, best_share, worst_share, both)


def _down(score: float | None) -> float:
    """Sorts the highest score first, unknown ones last."""
    return 2.0 if score is None else -score
