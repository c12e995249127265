"""Answers collected elsewhere: from the rows of a table into a round.

`guess_mapping` suggests how a table is read, `found_values` and `found_countries` list what stands in the mapped
columns, `check_mapping` says what a mapping still lacks, `read_row` reads one row by it. A table is a head of
different names (`name_columns`) and rows of cells in the same order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass

from livinglab.domain.questionnaire.answers import accept_answer
from livinglab.domain.questionnaire.cells import column_counts, looks_unanswered, name_columns, parts_of
from livinglab.domain.questionnaire.cleaning import clean
from livinglab.domain.questionnaire.faults import Invalid
from livinglab.domain.questionnaire.guessing import guess_mapping
from livinglab.domain.questionnaire.kinds.kind import offers_not_applicable
from livinglab.domain.questionnaire.kinds.registry import kind_of
from livinglab.domain.questionnaire.mapping import NO_ANSWER, Mapping
from livinglab.domain.questionnaire.numbers import DECIMALS, NumberMarks
from livinglab.domain.questionnaire.structure import Item, Structure
from livinglab.domain.questionnaire.values import NOT_APPLICABLE, Value
from livinglab.domain.questionnaire.variables import all_variables, name_of, questions_with_several, variables_of

__all__ = [
    "NO_ANSWER", "Mapping", "RowResult", "check_mapping", "found_countries", "found_values", "guess_mapping",
    "name_columns", "read_row",
]  # fmt: skip

_USUAL_DECIMALS = 2
_SHOWN = 60
_LISTED = 5
_WHAT_IS_WRONG = {
    "not_a_number": "is not a number",
    "too_low": "is less than {limit}",
    "too_high": "is more than {limit}",
    "not_whole": "is not a whole number",
    "too_many_decimals": "has more than {decimals} digits after the decimal mark",
    "too_long": "is longer than {limit} characters",
    "not_an_option": "is none of the answers offered",
    "not_canonical": "means something that cannot be stored",
    "not_a_date": "is not a date such as 2026-11-29",
    "too_early": "is before {limit}",
    "too_late": "is after {limit}",
    "too_many_photos": "cannot come from a table",
}
_WHAT_TO_DO = {
    "too_long": "Shorten it in the file.",
    "not_an_option": "Say which answer it is, or that it means no answer.",
    "not_canonical": "Say again which answer it is.",
}
_CORRECT = "Correct it in the file, or say that it means no answer."


@dataclass(frozen=True)
class RowResult:
    """What a row holds. With any of the `problems`, whole sentences, it must not be stored."""

    market: str | None
    answers: dict[str, Value]
    problems: list[str]


def found_values(
    structure: Structure, mapping: Mapping, head: Sequence[str], rows: Sequence[Sequence[str]]
) -> dict[str, dict[str, int]]:
    """Item key to {value: number of rows} of what needs a meaning in the mapped columns.

    Where answers are listed that is every value (several choices in one cell are taken apart); for numbers and texts
    it is what cannot be read, what looks like no answer, and what the mapping already names.
    """
    found: dict[str, dict[str, int]] = {}
    for item in all_variables(structure):
        if item.key not in mapping.columns:
            continue
        counts: dict[str, int] = {}
        for cell, n in column_counts(head, rows, mapping.columns[item.key]).items():
            for part in _parts(item, mapping, cell):
                if _needs_meaning(item, mapping, part):
                    counts[part] = counts.get(part, 0) + n
        found[item.key] = counts
    return found


def found_countries(mapping: Mapping, head: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, int]:
    """Each value of the market's column and the number of its rows."""
    return {} if mapping.market_column is None else column_counts(head, rows, mapping.market_column)


def check_mapping(
    structure: Structure,
    mapping: Mapping,
    head: Sequence[str],
    countries: Collection[str],
    rows: Sequence[Sequence[str]] = (),
    texts: AnyMapping[str, str] | None = None,
) -> list[str]:
    """Sentences about what must be said first; empty when rows can be read.

    `countries` are the codes of the round's markets, `texts` name the questions. With `rows`, values without a
    meaning are found too; what is wrong in single rows is told by `read_row`.
    """
    return [
        *_market_sentences(mapping, head, countries, rows),
        *_column_sentences(structure, mapping, head, texts or {}),
        *_value_sentences(structure, mapping, head, rows, texts or {}),
    ]


def read_row(
    structure: Structure,
    mapping: Mapping,
    row: AnyMapping[str, str],
    marks: NumberMarks | None,
    countries: Collection[str],
    decimals: AnyMapping[str, int] | None = None,
) -> RowResult:
    """Read a row: column to cell. Empty cells are not answered.

    `marks` are those of the numbers in the table (None: those of the mapping), `countries` the codes of the round's
    markets, `decimals` those of each market's currency (else 2).
    """
    problems: list[str] = []
    market = _read_market(mapping, row, countries, problems)
    digits = (decimals or {}).get(market or "", _USUAL_DECIMALS)
    answers: dict[str, Value] = {}
    for item in all_variables(structure):
        column = mapping.columns.get(item.key)
        if column is None:
            if item.required:
                problems.append(f"No column answers the question “{item.key}”. Say which one does.")
            continue
        cell = clean(row.get(column, ""))
        try:
            value = _read_cell(item, mapping, cell, marks or mapping.marks, digits)
        except _Refused as refused:
            problems.append(_sentence(column, refused.part, refused.invalid))
            continue
        if value is not None:
            answers[item.key] = value
        elif item.required:
            problems.append(_unanswered(column, cell))
    for question in questions_with_several(structure):
        kind = kind_of(question)
        given = {v.key: answers.pop(v.key) for v in variables_of(question) if v.key in answers}
        for key, invalid in kind.together(question, given).items():
            problems.append(_together(mapping.columns.get(key), row, key, invalid))
        answers |= kind.settled(question, given)
    return RowResult(market, answers, problems)


class _Refused(Exception):
    """A part of a cell cannot be taken."""

    def __init__(self, part: str, invalid: Invalid) -> None:
        super().__init__(part)
        self.part, self.invalid = part, invalid


def _meaning(item: Item, mapping: Mapping, part: str) -> str | None:
    """What a value was said to mean; a key or point means itself. None when nothing was said."""
    said = mapping.values.get(item.key, {})
    if part in said:
        return said[part]
    if part == NOT_APPLICABLE:
        return part if offers_not_applicable(item) else None
    return part if part in (kind_of(item).values(item) or ()) else None


def _parts(item: Item, mapping: Mapping, cell: str) -> list[str]:
    if kind_of(item).measure != "choices":
        return [cell]
    return parts_of(cell, lambda part: _meaning(item, mapping, part) is not None)


def _needs_meaning(item: Item, mapping: Mapping, part: str) -> bool:
    kind = kind_of(item)
    if kind.values(item) is not None or part in mapping.values.get(item.key, {}) or looks_unanswered(part):
        return True
    try:
        kind.read(item, [part], mapping.marks, DECIMALS)
    except Invalid:
        return True
    return False


def _read_cell(item: Item, mapping: Mapping, cell: str, marks: NumberMarks, decimals: int) -> Value | None:
    """The stored form of a cell; None when it is empty or means no answer."""
    kind = kind_of(item)
    if not cell:
        return None
    listed = kind.values(item)
    if listed is None and _meaning(item, mapping, cell) is None:
        try:
            return kind.read(item, [cell], marks, decimals)
        except Invalid as invalid:
            raise _Refused(cell, invalid) from invalid
    meant: list[str] = []
    for part in _parts(item, mapping, cell):
        value = _meaning(item, mapping, part)
        if value is None:
            raise _Refused(part, Invalid("not_an_option"))
        if value == NOT_APPLICABLE and offers_not_applicable(item):
            return NOT_APPLICABLE
        if value != NO_ANSWER:
            try:
                kind.accept(item, [value] if kind.measure == "choices" else value)
            except Invalid as invalid:
                raise _Refused(part, invalid) from invalid
            meant.append(value)
    if kind.measure == "choices":
        return [value for value in listed or () if value in meant] or None
    return meant[0] if meant else None


def _read_market(
    mapping: Mapping, row: AnyMapping[str, str], countries: Collection[str], problems: list[str]
) -> str | None:
    column = mapping.market_column
    if column is None:
        problems.append("No column says which country the row is from. Say which one does.")
        return None
    cell = clean(row.get(column, ""))
    if not cell:
        problems.append(f"Column “{column}” is empty. Write the country, or remove the row.")
        return None
    code = _country(mapping, cell, countries)
    if code is None:
        problems.append(f"Column “{column}”: “{_short(cell)}” is no country known here. Say which country it is.")
    elif code not in countries:
        problems.append(
            f"Column “{column}”: “{_short(cell)}” ({code}) is no market of the round. "
            "Add this market to the round, or remove the row."
        )
        return None
    return code


def _country(mapping: Mapping, cell: str, countries: Collection[str]) -> str | None:
    return mapping.countries.get(cell) or (cell.upper() if cell.upper() in countries else None)


def _market_sentences(
    mapping: Mapping, head: Sequence[str], countries: Collection[str], rows: Sequence[Sequence[str]]
) -> Iterator[str]:
    column = mapping.market_column
    if column is None:
        yield "Say which column tells the country of a row."
        return
    if column not in head:
        yield f"Choose another column for the country: the table has no column “{column}”."
        return
    found = {raw: _country(mapping, raw, countries) for raw in found_countries(mapping, head, rows)}
    unknown = [raw for raw, code in found.items() if code is None]
    if unknown:
        yield f"Say which countries these values of column “{column}” are: {_list(unknown)}."
    beyond = [raw for raw, code in found.items() if code is not None and code not in countries]
    if beyond:
        yield (
            f"These values of column “{column}” are no markets of the round: {_list(beyond)}. "
            "Add the markets to the round, or remove the rows."
        )


def _column_sentences(
    structure: Structure, mapping: Mapping, head: Sequence[str], texts: AnyMapping[str, str]
) -> Iterator[str]:
    items = {item.key: item for item in all_variables(structure)}
    if not any(key in items for key in mapping.columns):
        yield "Say for at least one question which column holds its answers."
    for key, column in mapping.columns.items():
        if key not in items:
            yield f"Leave out “{key}”: the questionnaire has no such question."
        elif column not in head:
            yield f"Choose another column for “{name_of(items[key], texts)}”: the table has no column “{column}”."
    for column in dict.fromkeys(mapping.columns.values()):
        shared = [name_of(items[k], texts) for k, c in mapping.columns.items() if c == column and k in items]
        if len(shared) > 1:
            yield f"Column “{column}” cannot answer several questions. Choose one of them: {_list(shared)}."
    for item in items.values():
        if item.required and item.key not in mapping.columns:
            yield f"Say which column answers “{name_of(item, texts)}”: this question must be answered."


def _value_sentences(
    structure: Structure,
    mapping: Mapping,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    texts: AnyMapping[str, str],
) -> Iterator[str]:
    found = found_values(structure, mapping, head, rows)
    for item in all_variables(structure):
        column, kind, name = mapping.columns.get(item.key), kind_of(item), name_of(item, texts)
        if column is None:
            continue
        for raw, value in mapping.values.get(item.key, {}).items():
            if not _can_mean(item, value):
                yield f"Say again what “{_short(raw)}” of column “{column}” means: “{name}” has no answer “{value}”."
        if kind.values(item) is not None:
            unknown = [raw for raw in found[item.key] if _meaning(item, mapping, raw) is None]
            if unknown:
                yield (
                    f"Say which answers of “{name}” these values of column “{column}” are, "
                    f"or that they mean no answer: {_list(unknown)}."
                )
        elif kind.measure == "amount" and not mapping.decimal_mark:
            yield f"Say which mark stands before the decimals in column “{column}”: a point or a comma."


def _can_mean(item: Item, value: str) -> bool:
    kind = kind_of(item)
    try:
        if value != NO_ANSWER:
            accept_answer(item, [value] if kind.measure == "choices" and value != NOT_APPLICABLE else value)
    except Invalid:
        return False
    return True


def _sentence(column: str, part: str, invalid: Invalid) -> str:
    wrong = _WHAT_IS_WRONG[invalid.code].format_map(invalid.params)
    return f"Column “{column}”: “{_short(part)}” {wrong}. {_WHAT_TO_DO.get(invalid.code, _CORRECT)}"


def _together(column: str | None, row: AnyMapping[str, str], key: str, invalid: Invalid) -> str:
    if column is None:
        return f"No column answers “{key}”. {invalid.sentence}"
    return (
        f"Column “{column}”: “{_short(clean(row.get(column, '')))}” does not fit the other answers. {invalid.sentence}"
    )


def _unanswered(column: str, cell: str) -> str:
    if cell:
        return f"Column “{column}”: “{_short(cell)}” means no answer, but this question must be answered."
    return f"Column “{column}” is empty. Fill it in, or remove the row: this question must be answered."


def _list(values: Sequence[str]) -> str:
    shown = ", ".join(f"“{_short(value)}”" for value in values[:_LISTED])
    return shown if len(values) <= _LISTED else f"{shown} and {len(values) - _LISTED} more"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1].rstrip() + "…"
