"""Tables of Gabor–Granger answers: a column per price, or a row per person and price."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from livinglab.domain.instruments.registry import Instrument
from livinglab.domain.instruments.scored import Answer
from livinglab.domain.instruments.tables import labels
from livinglab.domain.instruments.tables.amounts import currencies_in, read_amounts
from livinglab.domain.instruments.tables.choosing import BY_NAME, NAMED
from livinglab.domain.instruments.tables.four_prices import currencies_of, price_rows
from livinglab.domain.instruments.tables.naming import RESPONDENT
from livinglab.domain.instruments.tables.points import Scale, check_range, check_readable, parse, read_points
from livinglab.domain.instruments.tables.table import Options, Table, Taken, Unclear, groups_of, listed, quoted
from livinglab.domain.questionnaire.folding import fold

_YES = {fold(word) for word in ("yes", "y", "true", "accept", "accepted", "accepts", "buy", "would buy", "ja", "tak",
                                "kyllä", "oui", "si", "sí", "t", "i would buy", "köper", "kaufe")}  # fmt: skip
_NO = {fold(word) for word in ("no", "n", "false", "reject", "rejected", "refuse", "refused", "not buy", "nej", "nein",
                               "would not buy", "nie", "ei", "non", "f", "i would not buy", "köper inte")}  # fmt: skip
_INTENT = Scale(1, 5, labels.INTENT)
_ACCEPTING = 4  # of five points the highest two accept
_PRICE_NAMES = {fold(name) for name in ("price", "price point", "price shown", "shown price", "pris", "preis", "cena",
                                        "hinta", "amount")}  # fmt: skip
_ACCEPT_NAMES = {fold(name) for name in (
    "accept", "accepted", "accepts", "acceptance", "buy", "would buy", "buys", "purchase", "purchased", "answer",
    "response", "choice", "yes", "intent", "intention", "purchase intent", "willing", "köp", "köper", "kauf", "kaufen",
    "accepterar", "akzeptiert",
)}  # fmt: skip
_ROW_NAMES = {"id", "responseid", "case", "caseid"}  # they may count rows instead of people
_BEFORE_PRICE = re.compile(r"(price|preis|pris|at|for|für|zu|till|för|p)(?:[\s_:.-]+|(?=\d|\W))", re.IGNORECASE)
_ASKED = re.compile(
    r"\b(?:at|for|für|zu|till|för|price of|price is|om)\s+"
    r"(?P<amount>[€$£]?\s?\d[\d.,]*(?:\s?(?:[€$£]|[^\W\d_]{2,4}\b))?)",
    re.IGNORECASE,
)


def read_demand(instrument: Instrument, table: Table, options: Options) -> Taken:
    """Columns `price` and `accept`, else every column whose name is a price."""
    if options.columns is not None:
        places = table.find_all(options.columns)
        if len(places) == 2 and None in _prices_of([table.head[place] for place in places], options):
            return _long(table, options, places[0], places[1], NAMED)
        return _wide(table, options, places, NAMED)
    price, accept = _named(table, _PRICE_NAMES), _named(table, _ACCEPT_NAMES)
    if len(price) == len(accept) == 1:
        return _long(table, options, price[0], accept[0], BY_NAME)
    by = None if options.by is None else table.find(options.by)
    prices = _prices_of(table.head, options)
    places = [place for place, value in enumerate(prices) if value is not None and place != by]
    if len(places) < 2:
        raise Unclear(
            "It is not clear which columns are prices. Give each price a column with the price as its name, or two "
            f"columns “price” and “accept” with a row per answer. The columns are: {listed(table.head)}."
        )
    return _wide(table, options, places, BY_NAME)


def _wide(table: Table, options: Options, places: Sequence[int], how: str) -> Taken:
    """A row per person, a column per price."""
    names = [table.head[place] for place in places]
    prices = _prices_of(names, options)
    for name, price in zip(names, prices, strict=True):
        if price is None or price < 0:
            raise Unclear(f"The column {quoted(name)} is not named by a price. Name it like 9.99 or price 9.99.")
    if len(set(prices)) < len(prices):
        raise Unclear(f"One price has two columns: {listed(names)}. Keep one of them, or name those to use.")
    only_counted = all(name.casefold().startswith("p") for name in names)
    if how != NAMED and only_counted and prices == [Decimal(n) for n in range(1, len(prices) + 1)]:
        raise Unclear(
            f"The names {listed(names)} may count the prices instead of naming them. Give each column its price as its "
            "name, for example 9.99."
        )
    rows, notices = accepting(table, places, options)
    amounts = read_amounts(names, options)
    currencies = currencies_in(names, amounts)
    columns = {f"price {price}": name for price, name in zip(prices, names, strict=True)}
    said = currencies_of(table, (), {})
    return Taken(
        columns, how, rows, table.numbers, groups_of(table, options), tuple(notices), {"prices": tuple(prices)},
        [currencies | one for one in said],
    )  # fmt: skip


def _long(table: Table, options: Options, price: int, accept: int, how: str) -> Taken:
    """A row per person and price. Rows of one person become one; without a column of persons each stands alone."""
    found, amounts = price_rows(table, [price], options)
    check_readable(table, [price], found, "a price")
    for at, row in enumerate(found):
        if not isinstance(row[0], Decimal) or row[0] < 0:
            raise Unclear(f"In {table.where(at, price)} stands {quoted(table.rows[at][price])}, which is no price.")
    given, notices = accepting(table, [accept], options)
    prices = sorted({row[0] for row in found})  # type: ignore[type-var]
    place_of = {value: place for place, value in enumerate(prices)}
    persons = [place for place in _named(table, RESPONDENT) if table.head[place] != options.by]
    surest = [place for place in persons if fold(table.head[place]) not in _ROW_NAMES]
    person = next((found[0] for found in (persons, surest) if len(found) == 1), None)
    if person is None and persons:
        raise Unclear(
            f"Several columns may tell who answered: {listed([table.head[p] for p in persons])}. Rename others."
        )
    groups, said = groups_of(table, options), currencies_of(table, [price], amounts)
    rows: dict[object, list[Answer]] = {}
    numbers, kept, currencies = [], [], []
    for at, (row, answer) in enumerate(zip(found, given, strict=True)):
        who = at if person is None or not table.rows[at][person] else (table.rows[at][person], groups[at])
        if who not in rows:
            rows[who] = [None] * len(prices)
            numbers.append(table.numbers[at])
            kept.append(groups[at])
            currencies.append(said[at])
        place = place_of[row[0]]  # type: ignore[index]
        if rows[who][place] is not None:
            raise Unclear(
                f"In row {table.numbers[at]}, {quoted(table.rows[at][person or 0])} answers a second time about the "
                f"price {row[0]}. Keep one answer per person and price."
            )
        rows[who][place] = answer[0]
    columns = {"price": table.head[price], "accept": table.head[accept]}
    if person is not None:
        columns["respondent"] = table.head[person]
    else:
        notices.append("No column tells who answered: every row counts as a person of its own.")
    return Taken(
        columns, how, list(rows.values()), numbers, kept, tuple(notices), {"prices": tuple(prices)}, currencies
    )


def accepting(table: Table, places: Sequence[int], options: Options) -> tuple[list[list[Answer]], list[str]]:
    """Answers as 1 (accepts) or 0, and what to say about them: yes and no, 1 and 0, or five points of intent.

    `Unclear` where 1 may be the best or the worst answer.
    """
    cells = {text: parse(text, options) for place in places for text in set(table.column(place))}
    numbers = {cell.number for cell in cells.values() if cell.number is not None}
    words = {fold(cell.word) for cell in cells.values() if cell.word and cell.number is None}
    if words & (_YES | _NO) or (numbers and 0 in numbers) or not (numbers or words):
        return _yes_no(table, places, options), []
    if numbers and max(numbers) <= 2:
        raise Unclear(
            f"The answers are {' and '.join(str(n) for n in sorted(numbers))}: is 1 yes, or the lowest of five points? "
            "Write yes and no, or 1 and 0."
        )
    rows = read_points(table, places, _INTENT, options)
    check_readable(table, places, rows, "yes, no, 1, 0 or an intent from 1 to 5")
    check_range(table, places, rows, _INTENT)
    known = {value: int(value >= _ACCEPTING) for value in range(1, 6)}
    taken = [[known.get(value, value) if isinstance(value, int) else value for value in row] for row in rows]
    return taken, ["Answers are an intent from 1 to 5: 4 and 5 count as accepting the price."]


def _yes_no(table: Table, places: Sequence[int], options: Options) -> list[list[Answer]]:
    values: dict[str, Answer] = {}
    for text in {text for place in places for text in set(table.column(place))}:
        cell = parse(text, options)
        word = fold(cell.word)
        if cell.number is not None and not cell.word:
            values[text] = int(cell.number) if cell.number == int(cell.number) else float(cell.number)
        elif not cell.word:
            values[text] = None
        else:
            values[text] = 1 if word in _YES else 0 if word in _NO else text
    rows: list[list[Answer]] = [[values[row[place]] for place in places] for row in table.rows]
    check_readable(table, places, rows, "yes, no, 1, 0 or an intent from 1 to 5")
    check_range(table, places, rows, Scale(0, 1))
    return rows


def _prices_of(names: Iterable[str], options: Options) -> list[Decimal | None]:
    """The price each column is named by, None for other names."""
    bare = [_bare(name) for name in names]
    amounts = read_amounts(bare, options)
    return [amounts[name].value if name in amounts else None for name in bare]


def _bare(name: str) -> str:
    """The price within a column's name: behind “price”, or in “Would you buy it at 5 EUR?”."""
    asked = list(_ASKED.finditer(name))
    if len(asked) == 1 and len(name) > len(asked[0]["amount"]):
        return asked[0]["amount"].rstrip(" .,?")
    return _BEFORE_PRICE.sub("", name, count=1) if _BEFORE_PRICE.match(name) else name


def _named(table: Table, names: set[str]) -> list[int]:
    return [place for place, name in enumerate(table.head) if fold(name) in names]
