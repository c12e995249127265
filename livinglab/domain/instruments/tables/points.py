"""Cells as points of a scale: numbers, words, or both (“5 - Strongly agree”)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from livinglab.domain.instruments.scored import Answer
from livinglab.domain.instruments.tables.labels import Family, fitting
from livinglab.domain.instruments.tables.table import Options, Table, Unclear, is_missing, quoted
from livinglab.domain.questionnaire.faults import Invalid
from livinglab.domain.questionnaire.folding import fold
from livinglab.domain.questionnaire.numbers import PLAIN, read_decimal

_NUMBER = r"[-+−–]?\d{1,15}(?:[.,]\d{1,6})?"
_FIRST = re.compile(rf"\(?({_NUMBER})\)?(?:\s*[-–—:.)=|]\s*|\s+)(\D.*)", re.DOTALL)
_LAST = re.compile(rf"(.*\D)(?:\s*[-–—:=|]\s*|\s+|\s*\()({_NUMBER})\)?", re.DOTALL)
_PLAIN = re.compile(_NUMBER)
_TURNED_MARKS = re.compile(r"\s*[-–—:.)=|]")


@dataclass(frozen=True)
class Cell:
    """What a cell says: a number, a word, both, or neither (then there is no answer)."""

    number: Decimal | None = None
    word: str = ""
    is_sure: bool = True  # a number that is parted from its word by a mark


@dataclass(frozen=True)
class Scale:
    """The ends of a scale, and the families of words for its points."""

    low: int
    high: int
    families: tuple[Family, ...] = ()

    @property
    def words(self) -> str:
        """For a sentence."""
        return f"from {self.low} to {self.high}"

    def holds(self, value: Answer) -> bool:
        """Whether a value is a point of the scale."""
        return isinstance(value, int) and self.low <= value <= self.high


def parse(text: str, options: Options) -> Cell:
    """Take a cell apart."""
    if is_missing(text, options):
        return Cell()
    number = decimal_of(text)
    if number is not None:
        return Cell() if any(decimal_of(one.strip()) == number for one in options.missing) else Cell(number)
    if (found := _FIRST.fullmatch(text)) and (number := decimal_of(found[1])) is not None:
        return Cell(
            number, found[2], bool(_TURNED_MARKS.match(text[found.end(1) :].removeprefix(")"))) or text[0] == "("
        )
    if (found := _LAST.fullmatch(text)) and (number := decimal_of(found[2])) is not None:
        return Cell(number, found[1], text.endswith(")") or bool(re.search(r"[-–—:=|]\s*\S+$", text)))
    return Cell(word=text)


def decimal_of(text: str) -> Decimal | None:
    """A number in whichever way it is written; None for anything else."""
    if not _PLAIN.fullmatch(text):
        return None
    try:
        canonical = read_decimal(text, PLAIN)
    except Invalid:
        return None
    return None if canonical is None else Decimal(canonical)


def read_points(table: Table, places: Sequence[int], scale: Scale, options: Options) -> list[list[Answer]]:
    """The answers of all rows in some columns. A text that cannot be read stays a text; a number beyond the scale a
    number. `Unclear` when words belong to several scales, or say another point than the number beside them.
    """
    cells = {text: parse(text, options) for place in places for text in set(table.column(place))}
    family = _family_of(cells.values(), scale)
    values = {text: _value(text, cell, family) for text, cell in cells.items()}
    rows: list[list[Answer]] = [[values[row[place]] for place in places] for row in table.rows]
    torn = {text for text, cell in cells.items() if _says_two_things(cell, family)}
    if torn:
        at, place = next((at, place) for at, row in enumerate(table.rows) for place in places if row[place] in torn)
        text = table.rows[at][place]
        raise Unclear(
            f"In {table.where(at, place)}, {quoted(text)} says {cells[text].number} and a word for "
            f"{(family or {})[fold(cells[text].word)]}: the scale runs the other way, or is another one. Turn or "
            f"recode it so that answers run {scale.words}."
        )
    return rows


def mostly(values: Iterable[Answer], is_good: Callable[[Answer], bool]) -> bool:
    """Whether more than half of the answers that were given are good, and there are some."""
    given = [value for value in values if value is not None]
    return bool(given) and 2 * sum(map(is_good, given)) > len(given)


def check_readable(table: Table, places: Sequence[int], rows: Sequence[Sequence[Answer]], what: str) -> None:
    """`Unclear` where half of a column's answers or more cannot be read: it is another column, or in other words."""
    for at, place in enumerate(places):
        if any(row[at] is not None for row in rows) and not mostly(
            (row[at] for row in rows), lambda value: not isinstance(value, str)
        ):
            row = next(number for number, row in enumerate(rows) if isinstance(row[at], str))
            raise Unclear(
                f"In {table.where(row, place)}, {quoted(table.rows[row][place])} cannot be read as {what}, and most of "
                "this column cannot. Name the right columns with --columns, or write the answers as numbers."
            )


def check_range(table: Table, places: Sequence[int], rows: Sequence[Sequence[Answer]], scale: Scale) -> None:
    """`Unclear` where numbers look like those of another scale; a few beyond are mistakes, which are counted.

    Another scale: more than a tenth of the answers, and three at least, lie beyond; or all fit one that begins at 0
    or has 0 in its middle.
    """
    given = [value for row in rows for value in row if isinstance(value, int | float)]
    beyond = [value for value in given if not scale.holds(value)]
    if not beyond:
        return
    lowest, highest, half = min(given), max(given), (scale.high - scale.low) / 2
    from_zero = scale.low == 1 and lowest == 0 and highest < scale.high
    centred = scale.low == 1 and lowest < 0 and lowest >= -half and highest <= half
    often = len(beyond) >= 3 and 10 * len(beyond) > len(given)
    if not (from_zero or centred or often):
        return
    at, place = next(
        (at, place)
        for at, row in enumerate(rows)
        for place, value in zip(places, row, strict=True)
        if isinstance(value, int | float) and not scale.holds(value)
    )
    raise Unclear(
        f"Answers {scale.words} are expected, but in {table.where(at, place)} stands "
        f"{quoted(table.rows[at][place])}, and the answers run from {lowest:g} to {highest:g} ({len(beyond)} of "
        f"{len(given)} are beyond). Recode them, leave them empty, or say with --missing which stand for no answer."
    )


def _family_of(cells: Iterable[Cell], scale: Scale) -> Family | None:
    words = frozenset(fold(cell.word) for cell in cells if cell.word)
    known = sorted(word for word in words if any(word in family for family in scale.families))
    if not known:
        return None
    found = fitting(scale.families, words)
    if len({tuple(family[word] for word in known) for family in found}) != 1:
        raise Unclear(
            f"The words for answers do not belong to one scale {scale.words}: {', '.join(known)}. "
            "Write the answers as numbers."
        )
    return found[0]


def _value(text: str, cell: Cell, family: Family | None) -> Answer:
    point = (family or {}).get(fold(cell.word)) if cell.word else None
    if cell.number is not None and (not cell.word or cell.is_sure or point is not None):
        whole = int(cell.number)
        return whole if whole == cell.number else float(cell.number)
    if cell.number is None and not cell.word:
        return None
    return text if point is None or cell.number is not None else point


def _says_two_things(cell: Cell, family: Family | None) -> bool:
    point = (family or {}).get(fold(cell.word)) if cell.word else None
    return point is not None and cell.number is not None and cell.number != point
