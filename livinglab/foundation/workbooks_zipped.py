"""Workbooks of the format .xlsx (ECMA-376, Office Open XML): a ZIP file of XML files."""

from __future__ import annotations

import io
import math
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from livinglab.foundation.refusals import Refused
from livinglab.foundation.workbooks_numbers import PLAIN, format_kind, moment_text, number_text
from livinglab.foundation.workbooks_sheets import SAVE_AGAIN, Gatherer, Sheet, Wanted, damaged
from livinglab.foundation.workbooks_xml import Enough, Listener, Texts, known, parse

_CHUNK = 65_536
_MAXIMUM_PARTS = 3_000
_NUMBER = re.compile(r"-?\d{1,400}(?:\.\d{0,400})?(?:[eE][-+]?\d{1,4})?")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{0,7})")
_FILLED = re.compile(rb"<(?:\w+:)?[vt][ >]")
_CHUNKS_AHEAD = 150
_LAST_ROW = 1_048_576
_DIGITS = "0123456789"
_OUTSIDE, _IN_ROW, _IN_CELL = range(3)
_MAXIMUM_LINKS, _LONGEST_NAME = 5_000, 500
_LOCKED = "The workbook is locked with a password. Save it without one, and try again."
# Other things that are ZIP files too, by a file that they hold.
_OTHERS = (
    ("xl/workbook.bin", "an Excel binary workbook (.xlsb)"),
    ("word/document.xml", "a text document (.docx)"),
    ("ppt/presentation.xml", "a presentation (.pptx)"),
    ("index/document.iwa", "an Apple Numbers document"),
    ("content.xml", "an OpenDocument file (as .ods is)"),
)


@dataclass
class _Links:
    """The parts that a part points at: by id (kind, name), and the first of each kind."""

    by_id: dict[str, tuple[str, str]] = field(default_factory=dict)

    def first(self, kind: str) -> str:
        return next((name for its_kind, name in self.by_id.values() if its_kind == kind), "")


@dataclass
class _Book:
    """What stands in the workbook about its sheets, and what its cells point at."""

    from_1904: bool = False
    sheets: list[tuple[str, bool, str]] = field(default_factory=list)  # name, hidden, id of the link
    kinds: dict[str, str] = field(default_factory=dict)  # what a number with a style is, when it is not plain
    texts: list[bytes | None] = field(default_factory=list)
    clean: dict[str, str] = field(default_factory=dict)  # those that were asked for, by their number


class _Package:
    """The files inside the ZIP file, found in whichever letters their names are written."""

    def __init__(self, content: bytes, gatherer: Gatherer) -> None:
        self.gatherer = gatherer
        # Before anything is made of them: each entry would take half a kilobyte of memory.
        if content.count(b"PK\x01\x02") > _MAXIMUM_PARTS:
            raise Refused(f"The workbook is made of more than {_MAXIMUM_PARTS:,} files. {SAVE_AGAIN}")
        try:
            self.file = zipfile.ZipFile(io.BytesIO(content))
        except Exception as error:  # zipfile lets out more kinds than it says
            raise damaged("the end of the file is missing, or it is not packed as it should be") from error
        self.parts = {info.filename.replace("\\", "/").lstrip("/").lower(): info for info in self.file.infolist()}

    def chunks(self, name: str) -> Iterator[bytes]:
        """A file in pieces. Sizes that are claimed are not believed; what really comes out is counted."""
        info = self.parts.get(name.lower())
        if info is None:
            raise damaged(f"{self.gatherer.place()} is missing: it should stand in the file “{name[:100]}” inside")
        if info.flag_bits & 1:
            raise Refused(_LOCKED)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise damaged(f"the file “{name[:100]}” inside is packed in a way that workbooks are not")
        try:
            with self.file.open(info) as stream:
                while chunk := stream.read(_CHUNK):
                    self.gatherer.inflated(len(chunk))
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, OverflowError) as error:
            raise damaged(f"the file “{name[:100]}” inside cannot be unpacked") from error

    def links(self, name: str) -> _Links:
        """What a part points at; nothing when it does not say."""
        folder, base = posixpath.split(name)
        links, file = _Links(), posixpath.join(folder, "_rels", f"{base}.rels")
        if file.lower() not in self.parts:
            return links

        def begin(attributes: dict[str, str]) -> None:
            if attributes.get("TargetMode", "").lower() == "external":
                return
            target = attributes.get("Target", "").replace("\\", "/")
            if len(target) > _LONGEST_NAME or len(links.by_id) >= _MAXIMUM_LINKS:
                raise damaged(f"the file “{file[:100]}” inside holds what no spreadsheet program writes")
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            links.by_id[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], path)

        parse(self.chunks(file), self.gatherer, Listener({"Relationship": begin}))
        return links


def read_zipped(content: bytes, wanted: Wanted) -> list[Sheet]:
    """The sheets of a .xlsx (or .xlsm: what it would do is not looked at). Raises `Refused`."""
    gatherer = Gatherer(wanted)
    package = _Package(content, gatherer)
    main = package.links("").first("officeDocument") or "xl/workbook.xml"
    _refuse_others(package, main)
    links = package.links(main)
    book = _Book()
    _read_book(package, main, book)
    if not book.sheets:
        raise damaged("it holds no sheet")
    if (styles := links.first("styles")).lower() in package.parts:
        _read_styles(package, styles, book)
    if (texts := links.first("sharedStrings")).lower() in package.parts:
        listener = Texts()
        parse(package.chunks(texts), gatherer, listener)
        book.texts = listener.texts
    for name, hidden, link in book.sheets:
        kind, part = links.by_id.get(link, ("worksheet", ""))
        if kind != "worksheet":
            continue  # a chart that fills a sheet
        if gatherer.begin(name, hidden):
            _SheetReader(gatherer, book).read(package.chunks(part))
            gatherer.end()
    return gatherer.sheets


def _refuse_others(package: _Package, main: str) -> None:
    for name, what in _OTHERS:
        if (name in package.parts and main.lower() not in package.parts) or main.lower() == name:
            raise Refused(f"This is {what}, not a workbook as .xlsx. {SAVE_AGAIN}")
    if main.lower() not in package.parts:
        if "encryptedpackage" in package.parts:
            raise Refused(_LOCKED)
        raise Refused(f"This is a ZIP file, but no workbook is in it. {SAVE_AGAIN}")


def _read_book(package: _Package, name: str, book: _Book) -> None:
    def properties(attributes: dict[str, str]) -> None:
        book.from_1904 = attributes.get("date1904", "").lower() in ("1", "true", "on")

    def sheet(attributes: dict[str, str]) -> None:
        link = next((value for key, value in attributes.items() if key.rpartition("}")[2] == "id"), "")
        book.sheets.append((attributes.get("name", ""), attributes.get("state", "visible") != "visible", link))

    parse(package.chunks(name), package.gatherer, Listener({"workbookPr": properties, "sheet": sheet}))


def _read_styles(package: _Package, name: str, book: _Book) -> None:
    """Which styles show their number as a day or a time."""
    codes: dict[int, str] = {}
    kinds: dict[int, str] = {}
    inside, styles = "", 0

    def enter(which: str) -> None:
        nonlocal inside
        inside = which

    def number_format(attributes: dict[str, str]) -> None:
        if inside == "formats":
            codes[_whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")

    def style(attributes: dict[str, str]) -> None:
        nonlocal styles
        if inside == "styles":
            number = _whole(attributes.get("numFmtId"))
            if number not in kinds:
                package.gatherer.step(100)
                kinds[number] = format_kind(number, codes.get(number))
            if kinds[number]:
                book.kinds[str(styles)] = kinds[number]
            styles += 1

    def leave() -> None:
        raise Enough  # differences for conditions come behind

    begins = {
        "numFmts": lambda _: enter("formats"),
        "cellXfs": lambda _: enter("styles"),
        "numFmt": number_format,
        "xf": style,
    }
    ends = {"numFmts": lambda: enter(""), "cellXfs": leave}
    parse(package.chunks(name), package.gatherer, Listener(begins, ends))


class _SheetReader(Listener):
    """Hears the cells of one sheet. What comes for each of them a hundred thousand times is written to be fast."""

    _NAMES = known("row", "c", "v", "t", "rPh", "f", "sheetData")

    def __init__(self, gatherer: Gatherer, book: _Book) -> None:
        super().__init__()
        self._gatherer, self._book = gatherer, book
        self._clear, self._last_column = self.pieces.clear, gatherer.wanted.columns
        self._cells: list[str] = []
        self._row = self._column = 0
        self._state = _OUTSIDE
        self._is_told = self._row_is_told = self._has_formula = self._aside = False
        self._attributes: dict[str, str] = {}
        self._value: str | None = None  # what stands in the cell, if anything does
        self._columns: dict[str, int] = {}

    def read(self, chunks: Iterator[bytes]) -> None:
        """Read a sheet to its end, or to where only blank rows come."""
        parse(chunks, self._gatherer, self)
        if self.is_done and not self._is_told and self._goes_on(chunks):
            self._gatherer.left_out()
        self._gatherer.row_number = 0

    def _is_behind(self) -> None:
        """A row behind very many blank ones: what is in it is not read, but that there is something is told."""
        self.is_done = True
        if self._cells:
            self._is_told = True
            self._gatherer.left_out(self._row)
            raise Enough

    def _goes_on(self, chunks: Iterator[bytes]) -> bool:
        """Whether a cell is filled in what was not read, as far as that can be seen in a moment."""
        for chunk in islice(chunks, _CHUNKS_AHEAD):
            self._gatherer.inflated(-len(chunk))
            if _FILLED.search(chunk):
                return True
        return False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """A row, a cell or a part of one begins."""
        kind = self._NAMES.get(name)
        if kind == "c":
            reference = attributes.get("r")
            if reference is None:
                column = self._column + 1
            else:
                column = self._columns.get(reference.rstrip(_DIGITS), 0)
                if not column or not self._row_is_told:
                    column = self._column_of(reference)
            is_next, self._column = column > self._column, column
            if self._state != _IN_ROW or not is_next:
                raise self._broken("holds cells twice, within each other, or not in their turn")
            self._state = _IN_CELL
            self._attributes, self._value, self._has_formula = attributes, None, False
        elif kind == "v" or kind == "t":
            self._clear()
        elif kind == "row":
            self._begin_row(attributes)
        elif kind == "f":
            self._has_formula = True
        elif kind == "rPh":
            self._aside = True
        else:
            super().begin(name, attributes)

    def end(self, name: str) -> None:
        """A row, a cell or a part of one ends."""
        kind = self._NAMES.get(name)
        if kind == "v":
            self._value = "".join(self.pieces)
        elif kind == "c":
            self._state = _IN_ROW
            if self._value is not None or self._has_formula:
                self._end_cell()
        elif kind == "t":
            if not self._aside:
                self._value = (self._value or "") + "".join(self.pieces)
        elif kind == "row":
            self._state = _OUTSIDE
            if self.is_done or not self._gatherer.row(self._cells):
                self._is_behind()
        elif kind == "sheetData":
            raise Enough
        elif kind == "rPh":
            self._aside = False
        elif kind is None:
            super().end(name)

    def _broken(self, what: str) -> Refused:
        return self._gatherer.refused(self._column, what, SAVE_AGAIN)

    def _begin_row(self, attributes: dict[str, str]) -> None:
        told = attributes.get("r")
        number = self._row + 1 if told is None else _whole(told)
        self._gatherer.row_number, self._column = max(number, 0), 0
        if self._state != _OUTSIDE or not self._row < number <= _LAST_ROW:
            raise self._broken("comes twice, in another row, or not in its turn")
        self._row, self._row_is_told = number, told is not None
        self._state, self._cells = _IN_ROW, []

    def _column_of(self, reference: str) -> int:
        """The column of a cell, from 1. It also tells the row, where that does not do so itself."""
        found = _CELL.fullmatch(reference)
        if not found:
            raise self._broken(f"holds a cell with the address “{reference[:20]}”")
        column = 0
        for letter in found[1].upper():
            column = column * 26 + ord(letter) - 64
        self._columns[reference.rstrip(_DIGITS)] = column
        if not self._row_is_told:
            self._row_is_told = True
            number = int(found[2] or self._row)
            if not self._row <= number <= _LAST_ROW:
                raise self._broken(f"holds a cell with the address “{reference[:20]}”")
            self._row = self._gatherer.row_number = number
        return column

    def _end_cell(self) -> None:
        written, column = self._value or "", self._column
        kind = self._attributes.get("t", "n")
        if kind == "s" and written:
            text = self._book.clean.get(written)
            if text is None:
                text = self._shared(written)
        elif kind == "n" and written.isdecimal() and len(written) < 15 and "s" not in self._attributes:
            text = str(int(written))
        else:
            text = self._shown(kind, written)
        if text:
            if column > self._last_column:
                self._gatherer.check_column(column)
            missing = column - 1 - len(self._cells)
            if missing:
                self._cells.extend([""] * missing)
            self._cells.append(text)
        elif self._has_formula and kind != "str":
            self._gatherer.formula_without_result(column)

    def _shown(self, kind: str, written: str) -> str:
        """What a person sees in the cell, from what is written in the file."""
        if kind in ("str", "inlineStr"):
            return self._gatherer.text(_unescaped(written), self._column)
        self._gatherer.step(3)  # it takes longer than to take a text that is there already
        text = self._gatherer.text(written, self._column)
        if kind == "b":
            return {"1": "TRUE", "true": "TRUE", "0": "FALSE", "false": "FALSE"}.get(text, text)
        if kind == "d":
            return text.removesuffix("T00:00:00")
        if kind != "n" or not _NUMBER.fullmatch(text):
            return text  # not for us to repair: it is shown as it is
        value = float(text)
        if math.isinf(value):
            return text
        how = self._book.kinds.get(self._attributes.get("s", ""), PLAIN)
        return moment_text(value, how, self._book.from_1904) if how else number_text(value)

    def _shared(self, written: str) -> str:
        """The text that a cell points at."""
        number = _whole(written)
        if not 0 <= number < len(self._book.texts):
            raise self._broken(f"points at text number “{written[:20]}”, which is not in the workbook")
        packed = self._book.texts[number]
        text = None if packed is None else _unescaped(packed.decode("utf-8"))
        text = self._book.clean[written] = self._gatherer.text(text, self._column)
        return text


def _whole(text: str | None) -> int:
    """A whole number of at most nine figures; -1 for everything else."""
    return int(text) if text and len(text := text.strip()) < 10 and text.isascii() and text.isdecimal() else -1


def _unescaped(text: str) -> str:
    """A text with what XML cannot hold: a carriage return is _x000D_, and such a word itself _x005F_x000D_."""
    if "_x" not in text:
        return text
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
