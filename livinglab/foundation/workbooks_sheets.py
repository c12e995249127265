"""What a workbook of any format is read to: sheets of rows of texts, and how much is read before it is refused."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

from livinglab.foundation.refusals import Refused
from livinglab.foundation.texts import clean

MAXIMUM_ROWS, MAXIMUM_COLUMNS = 50_000, 1_024
LONGEST_TEXT = 32_767  # letters in a cell: no spreadsheet program keeps more
# Behind so many blank rows nothing is read: some programs write a million of them because a column has a colour.
BLANK_ROWS = 250
# What the sheets of one workbook may hold together. It is counted, not timed, so that a file that is read on one day is
# read on every day. Measured: the worst file within these takes well under a second and 100 MB.
INFLATED_BYTES, STEPS, PLACES, LETTERS = 32_000_000, 600_000, 2_000_000, 5_000_000
MAXIMUM_SHEETS = 250
SAVE_AGAIN = "Open it in a spreadsheet program, save it again as .xlsx, and try again."
_TOO_MUCH = "Copy what is needed into a new workbook, without formats of empty cells, and try again."


@dataclass(frozen=True, slots=True)
class Row:
    """A row with something in it. `number` is what programs show beside it; `cells` end with a filled one."""

    number: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its filled rows from top to bottom. `notices` are sentences on what could not be read as it is."""

    name: str
    rows: list[Row] = field(default_factory=list)
    hidden: bool = False
    notices: list[str] = field(default_factory=list)


def every_sheet(_name: str) -> bool:
    """Whether a sheet is wanted, for who wants all of them."""
    return True


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be read: sheets whose name `is_wanted`, of at most so many filled rows and so many columns each."""

    rows: int = MAXIMUM_ROWS
    columns: int = MAXIMUM_COLUMNS
    is_wanted: Callable[[str], bool] = every_sheet


def letters_of(column: int) -> str:
    """The letters over a column that is counted from 1: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def damaged(what: str = "") -> Refused:
    """The refusal of a file in which something is broken; `what` is a sentence that says where, or empty."""
    return Refused(f"The workbook is damaged{f': {what}' if what else ''}. {SAVE_AGAIN}")


class Gatherer:
    """Takes the rows of one sheet after the other, and refuses with sheet and row what is more than may be read."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.sheets: list[Sheet] = []
        self.row_number = 0
        self.steps = STEPS
        self._bytes, self._places, self._letters = INFLATED_BYTES, PLACES, LETTERS
        self._to_clean = LETTERS
        self._last_filled = self._steps_then = 0
        self._without_result: list[str] = []

    def begin(self, name: str, hidden: bool) -> bool:
        """Begin a sheet. Says whether its rows are wanted."""
        if len(self.sheets) >= MAXIMUM_SHEETS:
            raise Refused(f"The workbook has more than {MAXIMUM_SHEETS} sheets. {_TOO_MUCH}")
        self.sheets.append(Sheet(clean(name[:200])[:100] or f"sheet {len(self.sheets) + 1}", hidden=hidden))
        self.row_number = self._last_filled = 0
        self._steps_then, self._without_result = self.steps, []
        return self.wanted.is_wanted(self.sheets[-1].name)

    def place(self, column: int = 0) -> str:
        """Where in the workbook we are, to begin a sentence with."""
        if not self.sheets:
            return "it"
        place = f"sheet “{self.sheets[-1].name}”"
        if self.row_number:
            place += f", cell {letters_of(column)}{self.row_number}" if column else f", row {self.row_number}"
        return place

    def refused(self, column: int, what: str, advice: str) -> Refused:
        """A refusal that begins with the place: `what` goes on behind it, `advice` is a sentence of its own."""
        place = self.place(column)
        return Refused(f"{place[0].upper()}{place[1:]} {what}. {advice}")

    def inflated(self, count: int) -> None:
        """Count bytes that came out of the file."""
        self._bytes -= count
        if self._bytes < 0:
            raise self.too_much()

    def step(self, count: int = 1) -> None:
        """Count pieces of the file that were looked at."""
        self.steps -= count
        if self.steps < 0:
            raise self.too_much()

    def too_much(self) -> Refused:
        """The refusal of a workbook that holds more than a person can have written."""
        where = f" It was read up to {self.place()}." if self.sheets else ""
        return Refused(f"The workbook holds too much to be read, also in cells that look empty.{where} {_TOO_MUCH}")

    def check_column(self, column: int) -> None:
        """Refuse something that stands too far to the right."""
        if column > self.wanted.columns:
            raise self.refused(
                column,
                f"stands to the right of column {letters_of(self.wanted.columns)}, the last one that is read",
                "Delete the columns that are not needed, and try again.",
            )

    def text(self, text: str | None, column: int) -> str:
        """A text of a cell as it is kept; None stands for one that is too long."""
        if text is None or len(text) > LONGEST_TEXT:
            raise self.refused(column, f"holds more than {LONGEST_TEXT:,} letters", "Shorten it, and try again.")
        if text.isascii() and text.isprintable():
            return text.strip()
        # Letters that must be put together with their marks take thirty times as long.
        self._to_clean -= len(text) if unicodedata.is_normalized("NFC", text) else 10 * len(text)
        if self._to_clean < 0:
            raise self.too_much()
        return clean(text)

    def formula_without_result(self, column: int) -> None:
        """Remember that the result of a formula was never saved."""
        self._without_result.append(f"{letters_of(column)}{self.row_number}")

    def row(self, cells: list[str]) -> bool:
        """Take the row `row_number`, whose last cell is filled; no cells when it is blank. Says whether to go on."""
        number = self.row_number
        if number - self._last_filled > BLANK_ROWS:
            return False
        if not cells:
            # Rows that are blank and as wide as a sheet can be: a third of all that may be read is enough of them.
            return self._steps_then - self.steps < STEPS // 3
        rows = self.sheets[-1].rows
        if len(rows) >= self.wanted.rows:
            place = f"Sheet “{self.sheets[-1].name}” has more than {self.wanted.rows:,} filled rows, at row {number}"
            raise Refused(f"{place}. Split it and bring the parts one after the other.")
        self._places -= len(cells) + 8
        self._letters -= sum(map(len, cells))
        if self._places < 0 or self._letters < 0:
            raise self.too_much()
        rows.append(Row(number, cells))
        self._last_filled, self._steps_then = number, self.steps
        return True

    def left_out(self, number: int = 0) -> None:
        """Tell that something stands behind many blank rows, from row `number` on if that is known."""
        sheet = self.sheets[-1]
        where = f"from row {number} on" if number else "further down"
        sheet.notices.append(
            f"Sheet “{sheet.name}” was read up to row {self._last_filled}: behind it come very many blank rows. "
            f"What stands {where} was left out. Move it up if it is needed."
        )

    def end(self) -> None:
        """End a sheet: say what could not be read of it."""
        if cells := self._without_result:
            more = f" (and {len(cells) - 1} more cells)" if len(cells) > 1 else ""
            self.sheets[-1].notices.append(
                f"Sheet “{self.sheets[-1].name}”, cell {cells[0]}{more}: the result of the formula was never saved, so "
                "it was read as empty. Open the workbook in a spreadsheet program, save it, and try again."
            )
