"""What every scored instrument says first: how many people there are, how many count, and why the others do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

# A whole number is a point of a scale, None a missing answer, a text something that could not be read.
Answer = int | float | Decimal | str | None
Row = Sequence[Answer]
Excluded = Mapping[str, tuple[int, ...]]

MINIMUM_N = 10  # below it some figures are not shown
SMALL_BASE = 30  # below it every figure says that it rests on few

UNREADABLE, OFF_SCALE, EMPTY, INCOMPLETE = "unreadable", "off_scale", "empty", "incomplete"
SUSPICIOUS, NOT_IN_ORDER, NOT_SHOWN, SAME_TWICE = "suspicious", "not_in_order", "not_shown", "same_twice"
REASONS = {
    UNREADABLE: "an answer cannot be read",
    OFF_SCALE: "an answer is not on the scale",
    EMPTY: "nothing was answered",
    INCOMPLETE: "an answer is missing",
    SUSPICIOUS: "suspicious, left out as asked",
    NOT_IN_ORDER: "the prices do not rise from too cheap to too expensive",
    NOT_SHOWN: "best or worst was not among what was shown",
    SAME_TWICE: "the same thing is best and worst, or was shown twice",
}


@dataclass(frozen=True)
class Scored:
    """`n` rows of which `valid_n` count; `excluded` gives the places of the others, from 0, by reason."""

    n: int
    valid_n: int
    excluded: Excluded

    @property
    def small_base(self) -> bool:
        """Whether the figures rest on so few that it must be said."""
        return self.valid_n < SMALL_BASE


@dataclass(frozen=True)
class Sorted:
    """Rows that count, with their places, and the places of the others by reason."""

    places: tuple[int, ...]
    rows: tuple[Sequence[int], ...]
    excluded: Excluded


def sort_rows(rows: Sequence[Row], low: int, high: int, items: int, *, partly: bool = False) -> Sorted:
    """Tell complete rows of whole numbers from `low` to `high` from the others; with `partly` half-filled rows count.

    ValueError for a row that has not as many answers as there are items.
    """
    points = frozenset(range(low, high + 1))
    known = points | {None} if partly else points
    places: list[int] = []
    kept: list[Sequence[int]] = []
    excluded: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        if len(row) != items:
            raise ValueError(f"{items} answers make a row, not {len(row)}")
        if known.issuperset(row) and (not partly or row.count(None) < items):
            places.append(place)
            kept.append(tuple(None if answer is None else int(answer) for answer in row))  # type: ignore[misc]
        else:
            excluded.setdefault(fault_of(row, points), []).append(place)
    return Sorted(tuple(places), tuple(kept), in_fixed_order(excluded))


def fault_of(row: Row, points: frozenset[int]) -> str:
    """The reason why a row cannot count, the gravest first."""
    if any(isinstance(answer, str) for answer in row):
        return UNREADABLE
    if any(answer is not None and answer not in points for answer in row):
        return OFF_SCALE
    return EMPTY if all(answer is None for answer in row) else INCOMPLETE


def in_fixed_order(excluded: Mapping[str, Sequence[int]]) -> dict[str, tuple[int, ...]]:
    """Reasons in the order of `REASONS`, whichever row came first."""
    return {reason: tuple(excluded[reason]) for reason in REASONS if excluded.get(reason)}
