"""Which columns hold the items: those that were named, those whose names tell, else those in whose order they stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from livinglab.domain.instruments.tables.naming import is_other, numbered
from livinglab.domain.instruments.tables.points import decimal_of
from livinglab.domain.instruments.tables.table import Options, Table, Unclear, listed
from livinglab.domain.questionnaire.folding import fold

NAMED, BY_NAME, BY_ORDER = "named with --columns", "told by their names", "taken in their order"
Plausible = Callable[[int], bool]
# Survey tools write the group of a score beside it.
_GROUP = re.compile(r"(?:group|category|segment)s?$", re.IGNORECASE)


@dataclass(frozen=True)
class Chosen:
    """Places of the columns in the order of the items, and how they were found."""

    places: list[int]
    how: str


def choose(table: Table, options: Options, count: int, names: Sequence[str], is_plausible: Plausible) -> Chosen:
    """The columns of `count` items. `names` are what the instrument is called in columns' names, `is_plausible` says
    whether the values of a column can be answers. `Unclear` where several choices are possible, or none."""
    if options.columns is not None:
        places = table.find_all(options.columns)
        if len(places) != count:
            raise Unclear(f"--columns names {len(places)} columns, but {count} items are needed, in their order.")
        return Chosen(places, NAMED)
    series = complete_series(table, options, count, names)
    if len(series) == 1:
        return Chosen(series[0], BY_NAME)
    if len(series) > 1:
        shown = " or ".join(listed([table.head[place] for place in places[:3]]) + ", …" for places in series[:4])
        raise Unclear(f"Several series of columns may be the {count} items: {shown}. Name them with --columns.")
    free = candidates(table, options)
    places = free if len(free) == count else [place for place in free if is_plausible(place)]
    if len(places) == count and _rising(table, places):
        return Chosen(places, BY_ORDER)
    what = f"{len(places)} of {len(table.head)} columns can be answers" if table.rows else f"there are {len(free)}"
    if len(places) == count:
        what = "their names carry numbers in another order"
    elif 2 * sum(decimal_of(re.sub(r" \(\d+\)$", "", name)) is not None for name in table.head) > len(table.head):
        what += ". The first row seems to hold answers: put a row of names above it"
    raise Unclear(
        f"It is not clear which columns are the {count} items: {what}. Name them in the order of the items, for "
        f"example --columns {_example(table, count)}. The columns are: {listed(table.head)}."
    )


def choose_one(table: Table, options: Options, parts: Sequence[str], is_plausible: Plausible) -> Chosen:
    """The column of an instrument with one question; `parts` are what its name may hold, folded, the surest first."""
    if options.columns is not None:
        places = table.find_all(options.columns)
        if len(places) != 1:
            raise Unclear(f"--columns names {len(places)} columns, but there is one question. Score one at a time.")
        return Chosen(places, NAMED)
    free = [place for place in range(len(table.head)) if not _is_taken(table, options, place)]
    named = [
        place
        for place in free
        if any(part in fold(table.head[place]) for part in parts) and not _GROUP.search(table.head[place])
    ]
    fitting = [place for place in named if is_plausible(place)]
    possible = [place for place in candidates(table, options, also_totals=False) if is_plausible(place)]
    fitting = fitting or named  # if none can be read, the right one is refused with its first cell
    surest = [place for place in fitting if parts[0] in fold(table.head[place])]
    exact = [place for place in fitting if fold(table.head[place]) in parts]
    for found in (fitting, exact, surest):
        if len(found) == 1:
            return Chosen(found, BY_NAME)
    if not fitting:
        if len(free) == 1:
            return Chosen(free, BY_ORDER)
        if len(possible) == 1:
            return Chosen(possible, BY_ORDER)
        fitting = possible
    shown = f"These may be it: {listed([table.head[p] for p in fitting])}" if fitting else "No column seems to hold it"
    raise Unclear(
        f"It is not clear which column holds the answers. {shown}. Name it with --columns. "
        f"The columns are: {listed(table.head)}."
    )


def candidates(table: Table, options: Options, *, also_totals: bool = True) -> list[int]:
    """Columns that may be items: not the groups, none that is called otherwise, none without a name."""
    return [
        place
        for place, name in enumerate(table.head)
        if not _is_taken(table, options, place)
        and not is_other(name, also_totals=also_totals)
        and name != f"column {place + 1}"
    ]


def complete_series(table: Table, options: Options, count: int, names: Sequence[str]) -> list[list[int]]:
    """Columns numbered 1 to `count`, or otherwise one after the other, with nothing more in their series.

    Where some carry a name of the instrument, the others do not matter.
    """
    found: list[tuple[str, list[int]]] = []
    for before, series in numbered(table.head):
        kept = {
            number: place
            for number, place in series.items()
            if not _is_taken(table, options, place) and not _is_second(table, place)
        }
        numbers = list(kept)
        places = list(kept.values())
        goes_on = len(numbers) == count > 1 and numbers[-1] - numbers[0] == count - 1
        if goes_on and places not in [one for _, one in found]:
            found.append((before, places))
    own = [places for before, places in found if any(name in before for name in names)]
    return own or [places for _, places in found]


def left_out(table: Table, options: Options, places: Sequence[int]) -> list[str]:
    """The names of columns that were not used."""
    return [
        name for place, name in enumerate(table.head) if place not in places and not _is_taken(table, options, place)
    ]


def _is_taken(table: Table, options: Options, place: int) -> bool:
    """Whether a column is that of the groups, or nothing but a separator at the end of every line."""
    if options.by is not None and table.find(options.by) == place:
        return True
    return table.head[place] == f"column {place + 1}" and table.is_blank(place)


def _is_second(table: Table, place: int) -> bool:
    """Whether the number in a name only says that the file has several columns of this name."""
    return re.sub(r" \(\d+\)$", "", table.head[place]) in table.repeated


def _rising(table: Table, places: Sequence[int]) -> bool:
    """Whether the numbers in names, where the columns are one series, rise in the order of the columns."""
    for _, series in numbered(table.head):
        if set(places) <= set(series.values()):
            order = [place for place in series.values() if place in places]
            return order == list(places)
    return True


def _example(table: Table, count: int) -> str:
    names = [name if name.replace("_", "").isalnum() else f'"{name}"' for name in table.head[: min(count, 3)]]
    return ",".join(names) + (",…" if count > 3 else "")
