"""The form in which somebody says how a table is read: what it shows, and what came back."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import dataclass, replace

from livinglab.domain.questionnaire.columns import (
    NO_ANSWER,
    Mapping,
    found_countries,
    found_values,
    guess_mapping,
)
from livinglab.domain.questionnaire.kinds.kind import offers_not_applicable
from livinglab.domain.questionnaire.kinds.registry import kind_of
from livinglab.domain.questionnaire.structure import Item
from livinglab.domain.questionnaire.texts import words_of
from livinglab.domain.questionnaire.values import NOT_APPLICABLE
from livinglab.domain.questionnaire.variables import all_variables, name_of
from livinglab.feedback.rows import ALL_ROWS, EVERY, Table, all_from
from livinglab.foundation.addresses import number_in
from livinglab.foundation.places import country_codes, country_from_words, country_name
from livinglab.questionnaires.queries import structure_of, texts_by_language
from livinglab.rounds.models import Round

SHOWN = 100  # values of one column; a column with more answers was probably not meant
ALL, UNSAID, NOTHING, MEANS = "all", "", "-", "="
Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class ValueRow:
    """A value that stands in a column, in `n` rows, and what it was said to mean."""

    field: str
    raw: str
    n: int
    chosen: str


@dataclass(frozen=True)
class ColumnRow:
    """A question and its column; `values` need a meaning, of which `more` are not shown."""

    field: str
    label: str
    required: bool
    chosen: str
    values: list[ValueRow]
    meanings: Choices
    more: int


@dataclass(frozen=True)
class MappingForm:
    """All that the page shows."""

    columns: Choices
    market: str
    markets: Choices
    all_from: str
    countries: list[ValueRow]
    meanings: Choices
    mark: str
    has_amounts: bool
    person: str
    questions: list[ColumnRow]


def form_for(round_: Round, mapping: Mapping, table: Table) -> MappingForm:
    """The form as the mapping stands."""
    structure, texts = structure_of(round_.version), _texts(round_)
    found = found_values(structure, mapping, table.head, table.sound)
    markets = [(market.country, country_name(market.country)) for market in round_.markets]
    questions = [_column_row(item, mapping, table, found.get(item.key, {}), texts) for item in all_variables(structure)]
    everywhere = mapping.market_column == ALL_ROWS
    return MappingForm(
        columns=[(str(at), name) for at, name in enumerate(table.head)],
        market=ALL if everywhere else _place(table, mapping.market_column),
        markets=markets,
        all_from=mapping.countries.get(EVERY, "") if everywhere else "",
        countries=[
            ValueRow(f"k.{at}", raw, n, mapping.countries.get(raw, ""))
            for at, (raw, n) in enumerate(_shown(found_countries(mapping, table.head, table.sound)))
        ],
        meanings=_country_meanings(markets, mapping),
        mark=mapping.decimal_mark,
        has_amounts=any(
            kind_of(item).measure == "amount" for item in all_variables(structure) if item.key in mapping.columns
        ),
        person=_place(table, mapping.person_column),
        questions=questions,
    )


def _shown(found: AnyMapping[str, int]) -> list[tuple[str, int]]:
    """The values that are shown: numbers by size, then words by the alphabet. Fields are numbered in this order."""
    return sorted(found.items(), key=_order)[:SHOWN]


def _order(entry: tuple[str, int]) -> tuple[int, int, str, str]:
    raw = entry[0]
    is_number = raw.isascii() and raw.isdigit() and len(raw) < 10
    return (0, int(raw), "", raw) if is_number else (1, 0, raw.casefold(), raw)


def _country_meanings(markets: Choices, mapping: Mapping) -> Choices:
    """The markets of the round; and the other countries that were found, so that nothing is hidden."""
    inside = dict(markets)
    outside = sorted(set(mapping.countries.values()) - set(inside))
    return [
        (UNSAID, "Not said yet: the row is refused"),
        *markets,
        *((code, f"{country_name(code)}: no market of this round, the row is refused") for code in outside),
    ]


def _texts(round_: Round) -> dict[str, str]:
    texts = texts_by_language(round_.version_id)
    return texts.get("en") or next(iter(texts.values()), {})


def _place(table: Table, column: str | None) -> str:
    return str(table.head.index(column)) if column is not None and column in table.head else UNSAID


def _column_row(
    item: Item, mapping: Mapping, table: Table, found: AnyMapping[str, int], texts: AnyMapping[str, str]
) -> ColumnRow:
    listed = kind_of(item).values(item)
    said = mapping.values.get(item.key, {})

    def chosen(raw: str) -> str:
        if raw in said:
            return NOTHING if said[raw] == NO_ANSWER else MEANS + said[raw]
        return MEANS + raw if listed is not None and raw in listed else UNSAID

    meanings = [(UNSAID, "Not said yet: the row is refused" if listed is not None else "As it stands")]
    meanings += [(MEANS + value, words_of(item, value, texts)) for value in _answers_of(item)]
    meanings.append((NOTHING, "No answer"))
    return ColumnRow(
        field=f"c.{item.key}",
        label=name_of(item, texts),
        required=item.required,
        chosen=_place(table, mapping.columns.get(item.key)),
        values=[ValueRow(f"v.{item.key}.{at}", raw, n, chosen(raw)) for at, (raw, n) in enumerate(_shown(found))],
        meanings=meanings,
        more=max(0, len(found) - SHOWN),
    )


def _answers_of(item: Item) -> list[str]:
    """What a value can be said to mean."""
    return [*(kind_of(item).values(item) or ()), *([NOT_APPLICABLE] if offers_not_applicable(item) else ())]


def mapping_from(round_: Round, before: Mapping, table: Table, sent: AnyMapping[str, str]) -> Mapping:
    """The mapping that was sent. What stands in a column that was chosen only now is guessed."""
    structure = structure_of(round_.version)
    found = found_values(structure, before, table.head, table.sound)
    columns = {
        item.key: column
        for item in all_variables(structure)
        if (column := _column(table, sent.get(f"c.{item.key}", ""))) is not None
    }
    guessed = _guessed(round_, columns, table)
    variables = {variable.key: variable for variable in all_variables(structure)}
    values = {}
    for key, column in columns.items():
        if before.columns.get(key) == column:
            values[key] = _values(key, variables[key], before, found.get(key, {}), sent)
        else:
            values[key] = dict(guessed.values.get(key, {}))
    mark = sent.get("mark", before.decimal_mark)
    if mark not in (".", ","):
        mark = guessed.decimal_mark if columns else ""
    mapping = Mapping(None, columns, values, {}, mark, _column(table, sent.get("person", "")))
    if sent.get("market") == ALL and sent.get("all_from") in {market.country for market in round_.markets}:
        return all_from(sent["all_from"], mapping)
    market = _column(table, sent.get("market", ""))
    return replace(mapping, market_column=market, countries=_countries(before, market, table, sent))


def _column(table: Table, sent: str) -> str | None:
    at = number_in(sent)
    return table.head[at] if at is not None and at < len(table.head) else None


def _values(
    key: str, item: Item, before: Mapping, found: AnyMapping[str, int], sent: AnyMapping[str, str]
) -> dict[str, str]:
    said = dict(before.values.get(key, {}))
    allowed = set(_answers_of(item))
    for at, (raw, _) in enumerate(_shown(found)):
        chosen = sent.get(f"v.{key}.{at}")
        if chosen == UNSAID:
            said.pop(raw, None)
        elif chosen == NOTHING:
            said[raw] = NO_ANSWER
        elif chosen is not None and chosen.removeprefix(MEANS) in allowed:
            said[raw] = chosen.removeprefix(MEANS)
    return said


def _countries(before: Mapping, market: str | None, table: Table, sent: AnyMapping[str, str]) -> dict[str, str]:
    found = found_countries(replace(before, market_column=market), table.head, table.sound)
    known = {raw: code for raw in found if (code := country_from_words(raw)) is not None}
    if market is None or before.market_column != market:
        return known
    said = dict(before.countries)
    for at, (raw, _) in enumerate(_shown(found)):
        chosen = sent.get(f"k.{at}")
        if chosen in country_codes():
            said[raw] = chosen
        elif chosen == UNSAID:
            said.pop(raw, None)
    return said


def _guessed(round_: Round, columns: AnyMapping[str, str], table: Table) -> Mapping:
    """What the values of these columns may mean: the columns are given the names of their questions, then guessed."""
    names: Sequence[str] = [f"\x1f{at}" for at in range(len(table.head))]
    named = list(names)
    for key, column in columns.items():
        named[table.head.index(column)] = key
    texts = texts_by_language(round_.version_id)
    return guess_mapping(structure_of(round_.version), texts, named, table.sound, country_from_words)
