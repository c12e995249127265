"""A table of answers, what somebody said about how to read it, and what was taken from it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from livinglab.domain.questionnaire.cells import looks_unanswered, name_columns
from livinglab.domain.questionnaire.folding import fold

_MOST_SHOWN, _LONGEST = 30, 60
_MOST_GROUPS = 200
_MISSING = {"none", "nil", "null", "blank", "empty", "skip", "skipped", "nodata", "div0", "value", "ref", "novalue"}


class Unclear(Exception):
    """A table that can be read in several ways, or in none. The text says where, and what to do."""


@dataclass(frozen=True)
class Options:
    """What was said beside the table: the columns of the items, the column of groups, texts that stand for no answer,
    the coding of a UEQ, the decimal mark of prices."""

    columns: tuple[str, ...] | None = None
    by: str | None = None
    missing: tuple[str, ...] = ()
    coding: str | None = None
    decimal_mark: str | None = None


@dataclass(frozen=True)
class Table:
    """`head` has different names; every row has as many cells; `numbers` are those that a spreadsheet program shows."""

    head: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    numbers: Sequence[int]
    repeated: frozenset[str] = frozenset()  # names that stood several times in the file

    @classmethod
    def of(cls, head: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int]) -> Table:
        """From a file's cells. `Unclear` when a row has more cells than the head has names."""
        for row, number in zip(rows, numbers, strict=True):
            if len(row) > len(head):
                raise Unclear(
                    f"Row {number} has {len(row)} cells, but there are only {len(head)} column names. "
                    "Put texts that hold the separator into quotation marks, or give every column a name."
                )
        names = name_columns(head)
        return cls(tuple(names), rows, numbers, frozenset(name for name in head if list(head).count(name) > 1))

    def find(self, name: str) -> int:
        """The place of a column by its name; without regard to case and punctuation where that is one column only."""
        if name in self.repeated:
            raise Unclear(f"Several columns are called {quoted(name)}. Give them different names.")
        if name in self.head:
            return self.head.index(name)
        alike = [at for at, other in enumerate(self.head) if fold(other) == fold(name)] if fold(name) else []
        if len(alike) == 1:
            return alike[0]
        raise Unclear(f"There is no column {quoted(name)}. The columns are: {listed(self.head)}.")

    def find_all(self, names: Sequence[str]) -> list[int]:
        """The places of columns by name, each once; “first..last” stands for all from one to the other."""
        places: list[int] = []
        for name in names:
            first, dots, last = name.partition("..")
            if dots and first and last and name not in self.head:
                begin, end = self.find(first.strip()), self.find(last.strip())
                places += range(begin, end + 1) if begin <= end else range(begin, end - 1, -1)
            else:
                places.append(self.find(name))
        twice = [self.head[place] for place in places if places.count(place) > 1]
        if twice:
            raise Unclear(f"The column {quoted(twice[0])} is named twice. Name every column once.")
        return places

    def column(self, place: int) -> list[str]:
        """The cells of a column."""
        return [row[place] for row in self.rows]

    def is_blank(self, place: int) -> bool:
        """Whether nothing stands in a column."""
        return not any(row[place] for row in self.rows)

    def where(self, row: int, place: int) -> str:
        """Names a cell."""
        return f"row {self.numbers[row]}, column {quoted(self.head[place])}"


@dataclass(frozen=True)
class Taken:
    """Answers to be scored: a row (or set) each, the group and the number of the row it stands in.

    `columns` gives the column of each item, `how` the way it was found. `settings` are what scoring needs to know.
    """

    columns: Mapping[str, str]
    how: str
    rows: Sequence[Any]
    numbers: Sequence[int]
    groups: Sequence[str | None]
    notices: tuple[str, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    currencies: Sequence[frozenset[str]] | None = None  # those named in each row's prices
    people: Sequence[str] | None = None  # who answered each row, where that is known


def groups_of(table: Table, options: Options) -> list[str | None]:
    """The group of each row, None where the cell is empty or nothing was asked to be grouped."""
    if options.by is None:
        return [None] * len(table.rows)
    groups = [cell or None for cell in table.column(table.find(options.by))]
    different = len(set(groups))
    if different > _MOST_GROUPS:
        raise Unclear(
            f"Column {quoted(options.by)} has {different} different values, more than {_MOST_GROUPS}. Choose a column "
            "with groups for --by."
        )
    return groups


def is_missing(text: str, options: Options) -> bool:
    """Whether a cell holds no answer: nothing, what people write instead, or what `--missing` names."""
    if not text or looks_unanswered(text) or fold(text) in _MISSING:
        return True
    return text.casefold() in {one.strip().casefold() for one in options.missing}


def quoted(text: str) -> str:
    """A text from the file within a sentence, on one line and not too long."""
    short = re.sub(r"\s+", " ", text)
    return f"“{short if len(short) <= _LONGEST else short[: _LONGEST - 1] + '…'}”"


def listed(names: Sequence[str]) -> str:
    """Names from the file within a sentence."""
    shown = ", ".join(quoted(name)[1:-1] for name in names[:_MOST_SHOWN])
    return f"{shown} and {len(names) - _MOST_SHOWN} more" if len(names) > _MOST_SHOWN else shown
