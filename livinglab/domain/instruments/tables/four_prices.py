"""Tables of the price sensitivity meter: four prices per person."""

from __future__ import annotations

import re
from collections.abc import Sequence

from livinglab.domain.instruments.registry import Instrument
from livinglab.domain.instruments.scored import Answer
from livinglab.domain.instruments.tables.amounts import Amount, currencies_in, currency_of, read_amounts
from livinglab.domain.instruments.tables.choosing import BY_NAME, BY_ORDER, NAMED, Chosen, candidates
from livinglab.domain.instruments.tables.points import check_readable, mostly
from livinglab.domain.instruments.tables.table import Options, Table, Taken, Unclear, groups_of, is_missing, listed
from livinglab.domain.questionnaire.folding import fold

_TOO = r"(?:too|zu|for|alltfor|so|far|viel|za)"
_LOW = r"(?:cheap|inexpensive|low|billig|billigt|gunstig|preiswert|tani|tanio|bargain)"
_HIGH = r"(?:expensive|high|pricey|dear|teuer|dyr|dyrt|drogi|drogo)"
# Tried in this order on names in small letters, words apart by one space; “expensive” is in “inexpensive”.
_ROLES = (
    (
        "too-cheap",
        re.compile(rf"\b{_TOO} ?(?:much )?{_LOW}|\b(?:vw|psm|p)? ?(?:tc|toocheap)\b|quality|qualitat|kvalitet"),
    ),
    ("too-expensive", re.compile(rf"\b{_TOO} ?(?:much )?{_HIGH}|\b(?:te|tooexpensive)\b")),
    ("cheap", re.compile(rf"\b{_LOW}|great buy|good value|good deal|\bvalue\b")),
    ("expensive", re.compile(rf"\b{_HIGH}")),
)
_SHORT = ("tc", "c", "e", "te")
_CURRENCY_NAMES = {fold(name) for name in ("currency", "valuta", "währung", "waluta", "valuutta")}


def read_four_prices(instrument: Instrument, table: Table, options: Options) -> Taken:
    """The four columns by their names in any order, else in the order too cheap, cheap, expensive, too expensive."""
    chosen = _choose(instrument, table, options)
    rows, amounts = price_rows(table, chosen.places, options)
    check_readable(table, chosen.places, rows, "a price")
    return Taken(
        {item: table.head[place] for item, place in zip(instrument.items, chosen.places, strict=True)},
        chosen.how,
        rows,
        table.numbers,
        groups_of(table, options),
        currencies=currencies_of(table, chosen.places, amounts),
    )


def price_rows(table: Table, places: Sequence[int], options: Options) -> tuple[list[list[Answer]], dict[str, Amount]]:
    """The prices of all rows in some columns: a number, None for no answer, a text that cannot be read."""
    texts = {text for place in places for text in set(table.column(place))}
    missing = {text for text in texts if is_missing(text, options)}
    amounts = read_amounts(sorted(texts - missing), options)
    values: dict[str, Answer] = {
        text: None if text in missing else amounts[text].value if text in amounts else text for text in texts
    }
    return [[values[row[place]] for place in places] for row in table.rows], amounts


def currencies_of(table: Table, places: Sequence[int], amounts: dict[str, Amount]) -> list[frozenset[str]]:
    """The currencies of each row: those beside its prices, and what a column called “currency” says."""
    named = [place for place, name in enumerate(table.head) if fold(name) in _CURRENCY_NAMES]
    found = []
    for row in table.rows:
        said = {currency_of(row[place]) or row[place] for place in named if row[place]}
        found.append(currencies_in((row[place] for place in places), amounts) | frozenset(said))
    return found


def role_of(name: str) -> str | None:
    """Which of the four questions a column's name tells; None when it tells none."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    words = " ".join(fold(word) for word in re.split(r"[\W_]+", spaced) if word)
    return next((role for role, pattern in _ROLES if pattern.search(words)), None)


def _choose(instrument: Instrument, table: Table, options: Options) -> Chosen:
    named = options.columns is not None
    free = table.find_all(options.columns) if options.columns is not None else candidates(table, options)
    if named and len(free) != len(instrument.items):
        raise Unclear(
            f"--columns names {len(free)} columns, but there are four questions: {', '.join(instrument.items)}."
        )
    short = {table.head[place].casefold(): place for place in free}
    if set(_SHORT) <= set(short):
        return Chosen([short[name] for name in _SHORT], BY_NAME)
    roles = {place: role for place in free if (role := role_of(table.head[place])) is not None}
    if sorted(roles.values()) == sorted(instrument.items):
        by_role = {role: place for place, role in roles.items()}
        return Chosen([by_role[item] for item in instrument.items], BY_NAME)
    places = free
    if not named and len(places) != len(instrument.items):
        rows, _ = price_rows(table, free, options)
        places = [
            place
            for at, place in enumerate(free)
            if mostly((row[at] for row in rows), lambda value: not isinstance(value, str))
        ]
    if len(places) == len(instrument.items) and (named or not roles):
        return Chosen(places, NAMED if named else BY_ORDER)
    raise Unclear(
        "It is not clear which columns are the four prices. Call them “too cheap”, “cheap”, “expensive” and “too "
        f"expensive”, or name them in this order with --columns. The columns are: {listed(table.head)}."
    )
