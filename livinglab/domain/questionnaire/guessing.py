"""A first suggestion how a table of answers is read. Where something is not clear, it suggests nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from collections.abc import Mapping as AnyMapping

from livinglab.domain.questionnaire.cells import column_counts, looks_unanswered, parts_of
from livinglab.domain.questionnaire.faults import Invalid
from livinglab.domain.questionnaire.folding import fold
from livinglab.domain.questionnaire.kinds.registry import KINDS
from livinglab.domain.questionnaire.mapping import NO_ANSWER, Mapping
from livinglab.domain.questionnaire.numbers import PLAIN, read_decimal
from livinglab.domain.questionnaire.structure import Item, Structure
from livinglab.domain.questionnaire.variables import all_variables, name_of

Texts = AnyMapping[str, AnyMapping[str, str]]
CountryOf = Callable[[str], str | None]

_MARKET_NAMES = {
    "country", "countries", "countrycode", "countryname", "countryofresidence", "cntry", "market", "nation", "land",
    "marknad", "landkod", "markt", "staat", "kraj", "rynek", "maa", "markkina", "pays", "pais", "paese",
}  # fmt: skip
_MOST_COUNTRIES = 300
_NUMBER_BEFORE = re.compile(r"^\W*q?\d+\W+", re.IGNORECASE)
_NUMERIC = re.compile(r"[-+−]?[0-9]+([.,][0-9]+)*")
_POINT_RANGE = range(12)


def guess_mapping(
    structure: Structure,
    texts: Texts,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    country_of: CountryOf,
    countries: Collection[str] = (),
) -> Mapping:
    """Suggest a mapping from names and values, compared without case, accents and punctuation.

    `texts` are those of the version by language, `head` has different names, `country_of` turns words into a country
    code or None, `countries` are the codes of the round's markets where they are known.
    """
    columns = _columns(structure, texts, head)
    counts = {key: column_counts(head, rows, column) for key, column in columns.items()}
    values = {
        item.key: found
        for item in all_variables(structure)
        if item.key in counts and (found := _values(item, texts, counts[item.key]))
    }
    market = _market_column(head, rows, country_of, countries)
    found = column_counts(head, rows, market) if market is not None else {}
    known = {raw: code for raw in found if (code := country_of(raw)) is not None}
    amounts = [
        raw
        for item in all_variables(structure)
        if item.key in counts and item.kind in KINDS and KINDS[item.kind].measure == "amount"
        for raw in counts[item.key]
    ]
    return Mapping(market, columns, values, known, guess_decimal_mark(amounts))


def guess_decimal_mark(numbers: Iterable[str]) -> str:
    """“.” or “,”; empty when there are numbers like 1.500 and nothing tells how much that is."""
    seen = {".": 0, ",": 0}
    unclear = 0
    for number in numbers:
        marks = [c for c in number if c in ".,"]
        if not marks or not any(map(str.isdigit, number)):
            continue
        before, _, after = number.rpartition(marks[-1])
        if marks.count(marks[-1]) > 1:
            seen["," if marks[-1] == "." else "."] += 1
        elif len(marks) > 1 or not _could_be_thousands(before, after):
            seen[marks[-1]] += 1
        else:
            unclear += 1
    if unclear and bool(seen["."]) == bool(seen[","]):
        return ""
    return "," if seen[","] > seen["."] else "."


def _could_be_thousands(before: str, after: str) -> bool:
    digits = before.lstrip("+-− ")
    return len(after.rstrip()) == 3 and 1 <= len(digits) <= 3 and digits[0] != "0"


def _columns(structure: Structure, texts: Texts, head: Sequence[str]) -> dict[str, str]:
    """Item keys to columns: the surest way of comparing first, and only where one meets one."""
    found: dict[str, str] = {}
    for compare in (_by_key, _by_folded_key, _by_label, _by_label_without_number):
        pairs = [
            (item.key, column)
            for item in all_variables(structure)
            if item.key not in found
            for column in head
            if column not in found.values() and compare(item, column, texts)
        ]
        items, columns = [key for key, _ in pairs], [column for _, column in pairs]
        found |= {key: column for key, column in pairs if items.count(key) == 1 and columns.count(column) == 1}
    return {item.key: found[item.key] for item in all_variables(structure) if item.key in found}


def _by_key(item: Item, column: str, texts: Texts) -> bool:
    return column == item.key


def _by_folded_key(item: Item, column: str, texts: Texts) -> bool:
    return fold(column) == fold(item.key)


def _by_label(item: Item, column: str, texts: Texts) -> bool:
    folded = fold(column)
    if item.within is None:
        return bool(folded) and any(fold(label) == folded for label in _all(texts, f"item.{item.key}.label"))
    return bool(folded) and any(fold(name_of(item, words)) == folded for words in texts.values())


def _by_label_without_number(item: Item, column: str, texts: Texts) -> bool:
    shortened = _NUMBER_BEFORE.sub("", column, count=1)
    return shortened != column and (_by_folded_key(item, shortened, texts) or _by_label(item, shortened, texts))


def _values(item: Item, texts: Texts, counts: AnyMapping[str, int]) -> dict[str, str]:
    """What values of a column mean: answers where they are listed, else only what stands for no answer."""
    kind = KINDS.get(item.kind)
    listed = kind.values(item) if kind else None
    if kind is None or listed is None:
        return {raw: NO_ANSWER for raw in counts if looks_unanswered(raw)}
    names = _names(item, listed, texts)
    points = _points(listed, counts) if kind.measure == "scale" else {}

    def meaning(raw: str) -> str | None:
        return (
            points.get(raw) or names.get(raw.casefold()) or (names.get(f"~{folded}") if (folded := fold(raw)) else None)
        )

    cells = list(counts)
    if kind.measure == "choices":
        split = (parts_of(cell, lambda part: meaning(part) is not None or looks_unanswered(part)) for cell in cells)
        cells = list(dict.fromkeys(part for parts in split for part in parts))
    found: dict[str, str] = {}
    for cell in cells:
        value = meaning(cell)
        if value is not None:
            found[cell] = value
        elif looks_unanswered(cell):
            found[cell] = NO_ANSWER
    return found


def _names(item: Item, listed: Sequence[str], texts: Texts) -> dict[str, str]:
    """Everything that names one answer and no other: as it stands in small letters, and folded after a “~”."""
    kind = KINDS[item.kind]
    meant: defaultdict[str, set[str]] = defaultdict(set)
    for value in listed:
        key = kind.word_key(item, value)
        words = _all(texts, key) if key else []
        names = [*words, *(f"{value} {word}" for word in words)] if kind.measure == "scale" else [value, *words]
        for name in names:
            meant[name.strip().casefold()].add(value)
            if folded := fold(name):
                meant[f"~{folded}"].add(value)
    return {name: next(iter(values)) for name, values in meant.items() if len(values) == 1}


def _points(listed: Sequence[str], counts: AnyMapping[str, int]) -> dict[str, str]:
    """Numbers as points of a scale; none when the column seems to count its points in another way."""
    numbers = {raw: number for raw in counts if (number := _number(raw)) is not None}
    beyond = {str(point) for point in _POINT_RANGE} - set(listed)
    if beyond & set(numbers.values()):
        return {}
    return {raw: number for raw, number in numbers.items() if number in listed}


def _number(raw: str) -> str | None:
    try:
        return read_decimal(raw, PLAIN) if _NUMERIC.fullmatch(raw) else None
    except Invalid:
        return None


def _market_column(
    head: Sequence[str], rows: Sequence[Sequence[str]], country_of: CountryOf, countries: Collection[str]
) -> str | None:
    """The column that is called a country; else the one whose values are all countries."""
    codes: dict[str, list[str | None]] = {}
    for position, column in enumerate(head):
        values = _few_values(rows, position)
        if values is not None:
            codes[column] = [country_of(value) for value in values if not looks_unanswered(value)]
            if fold(column) not in _MARKET_NAMES and not _all_countries(values, codes[column]):
                del codes[column]
    named = [column for column in codes if fold(column) in _MARKET_NAMES]
    return _best(named, codes, countries) if named else _best(list(codes), codes, countries)


def _few_values(rows: Sequence[Sequence[str]], position: int) -> list[str] | None:
    """The different values of a column; None when there are more than there are countries."""
    found: dict[str, None] = {}
    for row in rows:
        if position < len(row) and row[position].strip():
            found[row[position].strip()] = None
            if len(found) > _MOST_COUNTRIES:
                return None
    return list(found)


def _all_countries(values: Sequence[str], codes: Sequence[str | None]) -> bool:
    """“no” alone may be Norway, or the answer to a question."""
    return bool(codes) and None not in codes and (len(set(codes)) > 1 or any(len(value) > 3 for value in values))


def _best(
    candidates: Sequence[str], codes: AnyMapping[str, Sequence[str | None]], countries: Collection[str]
) -> str | None:
    """The only candidate, or the only one with a market of the round."""
    if len(candidates) == 1:
        return candidates[0]
    fitting = [column for column in candidates if set(codes[column]) & set(countries)]
    return fitting[0] if len(fitting) == 1 else None


def _all(texts: Texts, key: str) -> list[str]:
    """The words of a key in every language that has them."""
    return [words for language in texts.values() if (words := language.get(key))]
