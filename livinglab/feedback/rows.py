"""The rows of a table of answers, read for one round: who they are, what they say, which are refused and why."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import select

from livinglab.domain.questionnaire.answers import payload_hash
from livinglab.domain.questionnaire.columns import (
    Mapping,
    RowResult,
    check_mapping,
    guess_mapping,
    name_columns,
    read_row,
)
from livinglab.domain.questionnaire.folding import fold
from livinglab.domain.questionnaire.structure import Structure
from livinglab.domain.questionnaire.values import Value
from livinglab.feedback.models import Response
from livinglab.foundation.db import db
from livinglab.foundation.places import country_from_words, currency_decimals
from livinglab.foundation.tables import read_table
from livinglab.questionnaires.queries import structure_of, texts_by_language
from livinglab.rounds.models import Round

KEYS_AT_ONCE = 500  # stays far below the number of parameters a statement may have
REMEMBERED = 50_000  # different rows whose meaning is kept in mind while reading a table
# A column that no table has: every row is from one country. Cells hold no control characters, and neither do names.
ALL_ROWS, EVERY = "\x1fall rows", "*"
TOO_WIDE = (
    "This row has more cells than the head has columns. "
    "Perhaps a text holds a separator: put that text between quotation marks."
)
# What people call a column that tells people apart, in the languages of our clusters.
PERSON_NAMES = {
    fold(name)
    for name in (
        "id", "ID number", "case id", "person", "person id", "respondent", "respondent id", "respondent number",
        "response id", "participant", "participant id", "tester", "number", "no", "no.", "nr", "uuid",
        "nummer", "löpnummer", "svarsid", "deltagare", "Teilnehmer", "laufende Nummer", "numer", "lp", "tunnus",
        "numero",
    )
}  # fmt: skip
OTHERWISE = "This row came in before with other answers. Take that import back first, or leave the row out."


@dataclass(frozen=True)
class Table:
    """A file as it was read: `head` of different names, `rows` of as many cells (more, where a row is broken), and
    their `numbers` in a spreadsheet program. `notice` says how its letters were read where it did not tell."""

    head: list[str]
    rows: list[list[str]]
    numbers: list[int]
    notice: str

    @property
    def sound(self) -> list[list[str]]:
        """The rows in which it is known which cell belongs to which column."""
        return [row for row in self.rows if len(row) <= len(self.head)]


@dataclass(frozen=True)
class CheckedRow:
    """One row: stored under `key` with `content` as its hash, unless there are `problems` (whole sentences)."""

    number: int
    market_id: int | None
    answers: dict[str, Value]
    key: str
    content: str
    problems: list[str]


@dataclass
class Preview:
    """What an import would do. `coming_in` counts by country; `refused` are (row number, sentences)."""

    total: int = 0
    coming_in: Counter[str] = field(default_factory=Counter)
    known: int = 0
    refused: list[tuple[int, list[str]]] = field(default_factory=list)

    @property
    def added(self) -> int:
        """How many rows would come in."""
        return sum(self.coming_in.values())

    def reasons(self, most: int = 10) -> list[tuple[str, int]]:
        """The most frequent reasons and the number of rows each stops."""
        return Counter(problem for _, problems in self.refused for problem in problems).most_common(most)


def table_of(content: bytes) -> Table:
    """Read a CSV file; raises `Refused` with a sentence when it is no table or has no rows."""
    read = read_table(content)
    return Table(name_columns(read.head), read.rows, read.numbers, read.notice)


@dataclass(frozen=True)
class Target:
    """What of a round the reading of rows needs, so that no row asks the database."""

    round_id: int
    version_id: int
    structure: Structure
    markets: dict[str, int]
    decimals: dict[str, int]

    @classmethod
    def of(cls, round_: Round) -> Target:
        """The round as it is now."""
        return cls(
            round_.id,
            round_.version_id,
            structure_of(round_.version),
            {market.country: market.id for market in round_.markets},
            {market.country: currency_decimals(market.currency) for market in round_.markets},
        )


def guess(round_: Round, table: Table) -> Mapping:
    """A first suggestion how the table is read; for a round in one market all rows may be from there."""
    countries = [market.country for market in round_.markets]
    texts = texts_by_language(round_.version_id)
    found = guess_mapping(structure_of(round_.version), texts, table.head, table.sound, country_from_words, countries)
    found = replace(found, person_column=_person_column(found, table))
    return all_from(countries[0], found) if found.market_column is None and len(countries) == 1 else found


def _person_column(mapping: Mapping, table: Table) -> str | None:
    """The column that is called so and holds something else in each row, if no question is answered there."""
    answers = {mapping.market_column, *mapping.columns.values()}
    for at, name in enumerate(table.head):
        if name not in answers and fold(name) in PERSON_NAMES:
            cells = [row[at] for row in table.sound]
            if all(cells) and len(set(cells)) == len(cells):
                return name
    return None


def all_from(country: str, mapping: Mapping) -> Mapping:
    """The mapping for a table whose rows are all from one country."""
    return replace(mapping, market_column=ALL_ROWS, countries={EVERY: country})


def lacking(round_: Round, mapping: Mapping, table: Table, *, values: bool = True) -> list[str]:
    """Sentences about what the mapping still lacks; without `values` only what stops every row."""
    texts = texts_by_language(round_.version_id)
    words = texts.get("en") or next(iter(texts.values()), {})
    countries = [market.country for market in round_.markets]
    rows = table.sound if values else ()
    found = check_mapping(structure_of(round_.version), mapping, [*table.head, ALL_ROWS], countries, rows, words)
    if mapping.person_column is not None and mapping.person_column not in table.head:
        found.append(
            f"Choose another column that tells people apart: the table has no column “{mapping.person_column}”."
        )
    return found


def keys_of(round_id: int, table: Table) -> Iterator[str]:
    """The key of each row: made of all its cells, whatever their order, and of its number among equal rows.

    So equal rows of different people both count, and the same file is known again, also with its columns in another
    order, with another separator, another encoding, or empty columns beside it. A column that tells people apart is
    one of the cells: rows of two people never have one key then.
    """
    names = [fold(name) or name for name in table.head]
    order = sorted(range(len(names)), key=lambda at: names[at])
    seen: Counter[str] = Counter()
    for row in table.rows:
        # Cells were cleaned of control characters, so that these two can stand between them.
        cells = "\x1e".join([f"{names[at]}\x1f{row[at]}" for at in order if row[at]] + row[len(names) :])
        seen[cells] += 1
        yield hashlib.sha256(f"{round_id}\x1e{seen[cells]}\x1e{cells}".encode()).hexdigest()


def checked(target: Target, mapping: Mapping, table: Table) -> Iterator[CheckedRow]:
    """Every row of the table, read and checked, in order. Nothing is asked of the database."""
    read, twice = _reader(target, mapping, table), _people_checker(mapping, table)
    for number, row, key in zip(table.numbers, table.rows, keys_of(target.round_id, table), strict=True):
        found, content = read(row)
        # In a row that is too wide nobody knows which cell belongs to which column.
        problems = [TOO_WIDE] if len(row) > len(table.head) else [*found.problems, *twice(number, row)]
        yield CheckedRow(number, target.markets.get(found.market or ""), found.answers, key, content, problems)


def _people_checker(mapping: Mapping, table: Table) -> Callable[[int, Sequence[str]], list[str]]:
    """Called with every row in order, says what is wrong with the cell that tells people apart."""
    column = mapping.person_column
    if column is None or column not in table.head:
        return lambda number, row: []
    at = table.head.index(column)
    rows_of: dict[str, int] = {}

    def check(number: int, row: Sequence[str]) -> list[str]:
        if not row[at]:
            return [f"Column “{column}” is empty, but it tells people apart. Write there who the row is from."]
        first = rows_of.setdefault(row[at], number)
        if first == number:
            return []
        return [
            f"Column “{column}”: the same stands in row {first}. Something else must stand there for each person: "
            "correct it, or say that this column does not tell people apart."
        ]

    return check


def _reader(target: Target, mapping: Mapping, table: Table) -> Callable[[Sequence[str]], tuple[RowResult, str]]:
    """Read a row: what it says, and the hash of it. What was read once is remembered: most tables hold few
    different rows of choices."""
    columns = [name for name in (mapping.market_column, *mapping.columns.values()) if name is not None]
    names = [name for name in dict.fromkeys(columns) if name in table.head]
    places = [table.head.index(name) for name in names]
    known: dict[tuple[str, ...], tuple[RowResult, str]] = {}

    def read(row: Sequence[str]) -> tuple[RowResult, str]:
        cells = tuple([row[at] for at in places])
        remembered = known.get(cells)
        if remembered is not None:
            return remembered
        named = {ALL_ROWS: EVERY, **dict(zip(names, cells, strict=True))}
        found = read_row(target.structure, mapping, named, None, target.markets, target.decimals)
        content = payload_hash(found.answers, market=found.market, version=target.version_id)
        if len(known) < REMEMBERED:
            known[cells] = found, content
        return found, content

    return read


def stored_content(round_id: int, keys: Sequence[str]) -> dict[str, str]:
    """{key: hash of its content} of those keys that the round holds already."""
    found: dict[str, str] = {}
    for begin in range(0, len(keys), KEYS_AT_ONCE):
        rows = db.session.execute(
            select(Response.submission_key, Response.payload_hash).where(
                Response.round_id == round_id, Response.submission_key.in_(keys[begin : begin + KEYS_AT_ONCE])
            )
        )
        found |= {row.submission_key: row.payload_hash for row in rows}
    return found


def with_what_is_stored(rows: Sequence[CheckedRow], stored: dict[str, str]) -> Iterator[tuple[CheckedRow, bool]]:
    """(row, whether it is there already). One that is there with other answers has that as its problem."""
    for row in rows:
        if row.problems or row.key not in stored:
            yield row, False
        elif stored[row.key] == row.content:
            yield row, True
        else:
            yield CheckedRow(row.number, row.market_id, row.answers, row.key, row.content, [OTHERWISE]), False


def preview(round_: Round, mapping: Mapping, table: Table) -> Preview:
    """What an import would do now."""
    target = Target.of(round_)
    countries = {market_id: country for country, market_id in target.markets.items()}
    found = Preview(total=len(table.rows))
    rows = list(checked(target, mapping, table))
    stored = stored_content(round_.id, [row.key for row in rows])
    for row, is_known in with_what_is_stored(rows, stored):
        if row.problems or row.market_id is None:
            found.refused.append((row.number, row.problems))
        elif is_known:
            found.known += 1
        else:
            found.coming_in[countries[row.market_id]] += 1
    return found
