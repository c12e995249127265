"""Tables of Kano answers: for each feature a functional and a dysfunctional column."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from livinglab.domain.instruments.kano import category_of
from livinglab.domain.instruments.registry import Instrument
from livinglab.domain.instruments.scored import Answer
from livinglab.domain.instruments.tables import labels
from livinglab.domain.instruments.tables.choosing import BY_NAME, BY_ORDER, NAMED, candidates
from livinglab.domain.instruments.tables.points import Scale, check_range, check_readable, mostly, read_points
from livinglab.domain.instruments.tables.table import Options, Table, Taken, Unclear, groups_of, listed, quoted
from livinglab.domain.questionnaire.folding import fold

_SCALE = Scale(1, 5, labels.KANO)
_FEATURE_NAMES = {fold(name) for name in ("feature", "features", "funktion", "egenskap", "merkmal", "cecha")}
_APART = r"[\s_.:()\[\]/|-]"


def _words(dysfunctional: str, functional: str) -> re.Pattern[str]:
    """One of these words, standing by itself or before a number."""
    return re.compile(
        rf"(?:^|(?<={_APART}))(?:(?P<dys>{dysfunctional})|(?P<fun>{functional}))(?=$|{_APART}|\d)", re.IGNORECASE
    )


# The surest first.
_SIDES = (
    _words("dysfunctional(?:ly)?|dysfunktional|dysfunktionell", "functional(?:ly)?|funktional|funktionell"),
    re.compile(r"(?<=[a-z0-9])(?:(?P<dys>Dysfunctional|Dys|D)|(?P<fun>Functional|Func|Fun|F))$"),
    _words("dysfunc|dysf|dys", "func|funct|fun"),
    _words("negative|neg|without|absent", "positive|pos|with|present"),
    _words("d", "f"),
    re.compile(r"(?<=\d)(?:(?P<dys>d)|(?P<fun>f))$", re.IGNORECASE),
    re.compile(r"\(?(?:(?P<dys>[-−–])|(?P<fun>\+))\)?$"),
)


def read_kano(instrument: Instrument, table: Table, options: Options) -> Taken:
    """Pairs by their names (“light functional”, “light dysfunctional”), else two columns in this order."""
    features, places, how = _pairs(table, options)
    rows = read_points(table, places, _SCALE, options)
    check_readable(table, places, rows, "a Kano answer (like, must-be, neutral, live-with, dislike, or 1 to 5)")
    check_range(table, places, rows, _SCALE)
    _check_long(table, options, features)
    columns = {}
    for number, feature in enumerate(features):
        before = "" if len(features) == 1 else f"{feature}: "
        columns[f"{before}functional"] = table.head[places[2 * number]]
        columns[f"{before}dysfunctional"] = table.head[places[2 * number + 1]]
    notices = ["Answers were read as 1 like, 2 must-be, 3 neutral, 4 live-with, 5 dislike."]
    if options.by is not None and fold(options.by) in _FEATURE_NAMES:
        notices.append("The groups are features: what stands for all puts different features together.")
    if _looks_reversed(rows):
        notices.append(
            "More answers are reverse (R) than attractive, one-dimensional and must-be together. Is 1 really “like”, "
            "and functional really the question about having the feature?"
        )
    return Taken(
        columns, how, rows, table.numbers, groups_of(table, options), tuple(notices), {"features": tuple(features)}
    )


def _check_long(table: Table, options: Options, features: Sequence[str]) -> None:
    """`Unclear` where a row is an answer about one of several features, and nobody said that these are groups."""
    named = [name for name in table.head if fold(name) in _FEATURE_NAMES and name != options.by]
    if len(features) == 1 and named and len(set(table.column(table.head.index(named[0])))) > 1:
        raise Unclear(
            f"Column {quoted(named[0])} names several features. Say --by {named[0]} to score each of them, or keep the "
            "rows of one."
        )


def side_of(name: str) -> tuple[str, str] | None:
    """(what is left of the name, folded; “functional” or “dysfunctional”), or None where the name tells neither."""
    for pattern in _SIDES:
        found = list(pattern.finditer(name))
        sides = {"dysfunctional" if match["dys"] else "functional" for match in found}
        if len(sides) == 1:
            return fold(pattern.sub(" ", name)), sides.pop()
    return None


def _pairs(table: Table, options: Options) -> tuple[list[str], list[int], str]:
    """Names of features, places of functional and dysfunctional in turn, and how they were found."""
    free = table.find_all(options.columns) if options.columns is not None else candidates(table, options)
    told = _told_by_names(table, free)
    if told is not None and (options.columns is None or len(told) * 2 == len(free)):
        names = [_feature_name(table.head[fun], table.head[dys]) for fun, dys in told]
        names = names if len(set(names)) == len(names) else [f"{name} {n}" for n, name in enumerate(names, 1)]
        return names, [place for pair in told for place in pair], BY_NAME
    if options.columns is not None:
        if len(free) % 2 or not free:
            raise Unclear(f"--columns names {len(free)} columns. Name two per feature: functional, then dysfunctional.")
        return _numbered(len(free) // 2), free, NAMED
    places = free
    if len(places) != 2:
        rows = read_points(table, free, _SCALE, options) if table.rows else []
        places = [place for at, place in enumerate(free) if mostly((row[at] for row in rows), _SCALE.holds)]
    if len(places) == 2:
        return ["feature"], places, BY_ORDER
    raise Unclear(
        "It is not clear which columns are functional and dysfunctional. Call them “feature functional” and “feature "
        f"dysfunctional”, or name two per feature with --columns. The columns are: {listed(table.head)}."
    )


def _told_by_names(table: Table, places: Sequence[int]) -> list[tuple[int, int]] | None:
    """Functional and dysfunctional of each feature; None when no name tells. `Unclear` when half a pair is missing."""
    sides: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for place in places:
        told = side_of(table.head[place])
        if told is None:
            continue
        feature, side = told
        if side in sides[feature]:
            names = listed([table.head[sides[feature][side]], table.head[place]])
            raise Unclear(f"Two columns are the {side} question of one feature: {names}. Give them different names.")
        sides[feature][side] = place
    pairs = [(found["functional"], found["dysfunctional"]) for found in sides.values() if len(found) == 2]
    alone = [next(iter(found.values())) for found in sides.values() if len(found) == 1]
    if pairs and alone:
        raise Unclear(
            f"The column {quoted(table.head[alone[0]])} has no counterpart. Every feature needs a functional and a "
            "dysfunctional column; name those to be scored with --columns."
        )
    return sorted(pairs, key=min) or None


def _feature_name(functional: str, dysfunctional: str) -> str:
    """What both names share, as it is written in the first."""
    for pattern in _SIDES:
        if pattern.search(functional) and pattern.search(dysfunctional):
            name = re.sub(rf"^{_APART}+|{_APART}+$", "", pattern.sub("", functional))
            name = re.sub(r"\s+", " ", name)
            return f"feature {name}".strip() if not name or name.isdigit() else name
    return "feature"


def _numbered(count: int) -> list[str]:
    return ["feature"] if count == 1 else [f"feature {number}" for number in range(1, count + 1)]


def _looks_reversed(rows: Sequence[Sequence[Answer]]) -> bool:
    found = Counter(
        category_of(row[at], row[at + 1])  # type: ignore[arg-type]
        for row in rows
        for at in range(0, len(row), 2)
        if _SCALE.holds(row[at]) and _SCALE.holds(row[at + 1])
    )
    return found["R"] > found["A"] + found["O"] + found["M"]
