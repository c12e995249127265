"""Tables of MaxDiff answers: a row per thing shown, a row per set, or a row per person with several sets."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from livinglab.domain.instruments.maxdiff import ChoiceSet
from livinglab.domain.instruments.registry import Instrument
from livinglab.domain.instruments.tables.choosing import BY_NAME
from livinglab.domain.instruments.tables.naming import RESPONDENT
from livinglab.domain.instruments.tables.points import decimal_of
from livinglab.domain.instruments.tables.table import (
    Options,
    Table,
    Taken,
    Unclear,
    groups_of,
    is_missing,
    listed,
    quoted,
)
from livinglab.domain.questionnaire.folding import fold

_BEST = {fold(name) for name in ("best", "most", "most important", "best item", "bäst", "beste", "bestes",
                                 "most appealing", "best choice", "max")}  # fmt: skip
_WORST = {fold(name) for name in ("worst", "least", "least important", "worst item", "sämst", "schlechteste",
                                  "least appealing", "schlechtestes", "worst choice", "min")}  # fmt: skip
_SHOWN = {fold(name) for name in ("shown", "items", "shown items", "items shown", "alternatives", "options", "visade",
                                  "gezeigt")}  # fmt: skip
_ITEM = {fold(name) for name in ("item", "option", "alternative", "alt", "attribute", "position", "pos")}
_SET = {fold(name) for name in ("set", "task", "set number", "set id", "screen", "question", "choice set", "block",
                                "choice task")}  # fmt: skip
_YES = {"1", "yes", "y", "true", "x", "ja", "best", "worst", "✓", "1.0"}
_NO = {"0", "no", "n", "false", "nej", "nein", "-", "0.0"}
_OF_A_SET = re.compile(
    r"(?P<set>(?:set|task|q|screen|question|block|t|s)?[\s_.-]?\d+)[\s_.-]+(?P<role>[^\W\d_][^\d]*?)[\s_.-]?(?P<number>\d*)"
)
_ROLE_FIRST = re.compile(r"(?P<role>best|worst|most|least|shown)[\s_.-]?(?P<set>\d+)", re.IGNORECASE)


@dataclass
class _Columns:
    """The columns of one set."""

    best: int | None = None
    worst: int | None = None
    shown: int | None = None
    items: list[int] = field(default_factory=list)


def read_choices(instrument: Instrument, table: Table, options: Options) -> Taken:
    """Columns best and worst, with item (a row each), or shown, or item 1, item 2, … (a row per set)."""
    if options.columns is not None:
        table.find_all(options.columns)
        raise Unclear(
            "The columns of MaxDiff are told by their names, not by --columns. Call them respondent, set, item, best "
            "and worst."
        )
    sets = _sets_of_columns(table)
    one = sets.get("")
    if one is not None and (one.best is not None or one.worst is not None):
        item = _only(table, _ITEM, "item")
        item = one.shown if item is None else item
        if item is not None and not one.items and _is_flagged(table, one.best, one.worst):
            return _row_per_item(table, options, one, item)
        return _row_per_set(table, options, {"": one})
    complete = {name: found for name, found in sets.items() if found.best is not None or found.worst is not None}
    if complete:
        return _row_per_set(table, options, complete)
    raise Unclear(
        "There are no columns “best” and “worst”. Use one row per thing shown with respondent, set, item, best and "
        "worst (1 or 0), or one row per set with shown (“a; b; c”), best and worst. The columns are: "
        f"{listed(table.head)}."
    )


def _sets_of_columns(table: Table) -> dict[str, _Columns]:
    """Columns by the set that stands in their names; those without one belong to the set ''."""
    sets: defaultdict[str, _Columns] = defaultdict(_Columns)
    for place, name in enumerate(table.head):
        match = _OF_A_SET.fullmatch(name.casefold()) or _ROLE_FIRST.fullmatch(name)
        which, role = (fold(match["set"]), fold(match["role"])) if match else ("", fold(name))
        numbered = bool(match and match.groupdict().get("number"))
        if not match and (found := re.fullmatch(r"(.*?)[\s_.-]?(\d+)", name)) and fold(found[1]) in _ITEM:
            sets[""].items.append(place)
            continue
        _put(table, sets, which, role, numbered, place)
    return sets


def _put(table: Table, sets: dict[str, _Columns], which: str, role: str, numbered: bool, place: int) -> None:
    columns = sets[which]
    for names, attribute in ((_BEST, "best"), (_WORST, "worst"), (_SHOWN, "shown")):
        if role in names and not numbered:
            before = getattr(columns, attribute)
            if before is not None:
                raise Unclear(
                    f"Two columns may be {attribute}: {listed([table.head[before], table.head[place]])}. Rename one."
                )
            setattr(columns, attribute, place)
            return
    if which and role in _ITEM | _SHOWN:
        columns.items.append(place)


def _is_flagged(table: Table, *places: int | None) -> bool:
    """Whether columns hold marks (1, 0, yes, x) rather than names."""
    cells = {cell for place in places if place is not None for cell in set(table.column(place)) if cell}
    return all(_is_yes(cell) or cell.casefold() in _NO for cell in cells)


def _is_yes(cell: str) -> bool:
    return cell.casefold() in _YES


def _row_per_item(table: Table, options: Options, one: _Columns, item: int) -> Taken:
    person, task = _only(table, RESPONDENT, "respondent"), _only(table, _SET, "set")
    if task is None:
        raise Unclear("With a row per thing shown, a column “set” must tell which rows belong together.")
    groups = groups_of(table, options)
    rows: dict[object, list[int]] = {}
    flag = one.shown if one.shown != item else None  # of a list of all things, with a mark at those that were shown
    for at, row in enumerate(table.rows):
        if flag is not None and not _is_yes(row[flag]):
            continue
        key = ("" if person is None else row[person], row[task], groups[at])
        rows.setdefault(key, []).append(at)
    if rows and all(len(places) == 1 for places in rows.values()):
        same_person = "" if person is None else f" and the same name in {quoted(table.head[person])}"
        raise Unclear(
            "Every set would hold one thing only. Rows of one set need the same number in column "
            f"{quoted(table.head[task])}{same_person}."
        )
    sets = []
    for places in rows.values():
        shown = tuple(table.rows[at][item] for at in places)
        if not all(shown):
            at = next(at for at in places if not table.rows[at][item])
            raise Unclear(f"In {table.where(at, item)} no item is named. Every row needs the thing that was shown.")
        sets.append(ChoiceSet(shown, *(_flagged(table, places, item, flag) for flag in (one.best, one.worst))))
    columns = {"item": table.head[item], **_names(table, one), "set": table.head[task]}
    notices = []
    if person is None:
        notices.append("No column tells who answered: rows with the same set belong together.")
    else:
        columns = {"respondent": table.head[person], **columns}
    firsts = [places[0] for places in rows.values()]
    return Taken(
        columns, BY_NAME, sets, [table.numbers[at] for at in firsts], [groups[at] for at in firsts], tuple(notices),
        people=None if person is None else [table.rows[at][person] for at in firsts],
    )  # fmt: skip


def _flagged(table: Table, places: Sequence[int], item: int, flag: int | None) -> str | None:
    """The thing that is marked in a set. `Unclear` when several are."""
    if flag is None:
        return None
    marked = [at for at in places if _is_yes(table.rows[at][flag])]
    if len(marked) > 1:
        rows = " and ".join(str(table.numbers[at]) for at in marked[:3])
        raise Unclear(
            f"Rows {rows} of one set are both marked in column {quoted(table.head[flag])}. Mark one per set, or tell "
            "sets of different people apart with a column “respondent”."
        )
    return table.rows[marked[0]][item] if marked else None


def _row_per_set(table: Table, options: Options, sets: dict[str, _Columns]) -> Taken:
    person = _only(table, RESPONDENT, "respondent")
    groups = groups_of(table, options)
    taken, numbers, kept, people = [], [], [], []
    for at, row in enumerate(table.rows):
        for columns in sets.values():
            shown = _shown(row, columns, options)
            best, worst = (_chosen(row, place, shown, options) for place in (columns.best, columns.worst))
            taken.append(ChoiceSet(shown, best, worst))
            numbers.append(table.numbers[at])
            kept.append(groups[at])
            people.append(row[person] if person is not None else str(at))
    names = {
        f"{which} {role}".strip(): name
        for which, columns in sets.items()
        for role, name in _names(table, columns).items()
    }
    if person is not None:
        names = {"respondent": table.head[person], **names}
    if "" in sets and (task := _only(table, _SET, "set")) is not None:
        names["set"] = table.head[task]
    notices = []
    if any(one.shown is None for one in taken):
        taken = [ChoiceSet(None, one.best, one.worst) for one in taken]
        notices.append("What was shown is not in the file: there are counts, but no shares of shown.")
    return Taken(
        names,
        BY_NAME,
        taken,
        numbers,
        kept,
        tuple(notices),
        people=people if person is not None or len(sets) > 1 else None,
    )


def _shown(row: Sequence[str], columns: _Columns, options: Options) -> tuple[str, ...] | None:
    """What was shown; where it stands in one cell, the mark between is one that parts what was chosen."""
    if columns.items:
        return tuple(row[place] for place in columns.items if not is_missing(row[place], options))
    if columns.shown is None:
        return None
    cell = row[columns.shown]
    chosen = {fold(row[place]) for place in (columns.best, columns.worst) if place is not None and row[place]}
    split = [[part.strip() for part in cell.split(mark) if part.strip()] for mark in ";|\n,/" if mark in cell]
    parting = (parts for parts in split if chosen & {fold(part) for part in parts})
    return tuple(next(parting, split[0] if split else [cell] if cell else []))


def _chosen(row: Sequence[str], place: int | None, shown: tuple[str, ...] | None, options: Options) -> str | None:
    """The thing a cell names, as it is written where it was shown; a number may be its place among those shown."""
    if place is None or (is_missing(row[place], options) and row[place] not in (shown or ())):
        return None
    cell = row[place]
    if shown is None or cell in shown:
        return cell
    alike = [item for item in shown if fold(item) == fold(cell)]
    if len(alike) == 1:
        return alike[0]
    number = decimal_of(cell)
    if any(decimal_of(item) is not None for item in shown):  # numbers are names here
        return cell
    if number is not None and 1 <= number <= len(shown) and number == int(number):
        return shown[int(number) - 1]
    return cell


def _names(table: Table, columns: _Columns) -> dict[str, str]:
    found = {"best": columns.best, "worst": columns.worst, "shown": columns.shown}
    names = {role: table.head[place] for role, place in found.items() if place is not None}
    return names | {f"item {number}": table.head[place] for number, place in enumerate(columns.items, 1)}


def _only(table: Table, names: set[str], what: str) -> int | None:
    found = [place for place, name in enumerate(table.head) if fold(name) in names]
    exact = [place for place in found if fold(table.head[place]) in (what, f"{what}id")]
    if len(found) > 1 and len(exact) != 1:
        raise Unclear(
            f"Several columns may be the {what}: {listed([table.head[p] for p in found])}. Rename the others."
        )
    return exact[0] if len(exact) == 1 else found[0] if found else None
