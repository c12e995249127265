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

from livinglab.foundation.errors import Refused
from livinglab.foundation.workbooks_numbers import PLAIN, format_kind, moment_text, number_text
from livinglab.foundation.workbooks_sheets import SAVE_AGAIN, Gatherer, Sheet, Wanted, damaged
from livinglab.foundation.workbooks_xml import Enough, Pieces, parse

_CHUNK = 65_536
_MAXIMUM_PARTS = 3_000
_NUMBER = re.compile(r"-?\d{1,400}(?:\.\d{0,400})?(?:[eE][-+]?\d{1,4})?")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{0,7})")
_LAST_ROW = 1_048_576
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
    kinds: list[str] = field(default_factory=list)  # of number formats, by style
    # UTF-8: one emoji would make each letter of a text four bytes wide. None: longer than a cell may be.
    texts: list[bytes | None] = field(default_factory=list)
    clean: dict[int, str] = field(default_factory=dict)  # those that were asked for


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
            raise damaged("The end of the file is missing, or it is no ZIP file as it should be") from error
        self.parts = {info.filename.replace("\\", "/").lstrip("/").lower(): info for info in self.file.infolist()}

    def chunks(self, name: str) -> Iterator[bytes]:
        """A file in pieces. Sizes that are claimed are not believed; what really comes out is counted."""
        info = self.parts.get(name.lower())
        if info is None:
            raise damaged(f"{self.gatherer.place()} should stand in the file “{name[:100]}”, which is missing")
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
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            links.by_id[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], path)

        parse(self.chunks(file), self.gatherer, {"Relationship": begin}, {})
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
        raise damaged("It holds no sheet")
    if (styles := links.first("styles")).lower() in package.parts:
        _read_styles(package, styles, book)
    if (texts := links.first("sharedStrings")).lower() in package.parts:
        _read_texts(package, texts, book)
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

    parse(package.chunks(name), package.gatherer, {"workbookPr": properties, "sheet": sheet}, {})


def _read_styles(package: _Package, name: str, book: _Book) -> None:
    """Which styles show their number as a day or a time."""
    codes: dict[int, str] = {}
    inside = ""

    def enter(which: str) -> None:
        nonlocal inside
        inside = which

    def number_format(attributes: dict[str, str]) -> None:
        if inside == "formats":
            codes[_whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")

    def style(attributes: dict[str, str]) -> None:
        if inside == "styles":
            number = _whole(attributes.get("numFmtId"))
            book.kinds.append(kinds.setdefault(number, format_kind(number, codes.get(number))))

    def leave() -> None:
        raise Enough  # differences for conditions come behind

    kinds: dict[int, str] = {}
    begins = {
        "numFmts": lambda _: enter("formats"),
        "cellXfs": lambda _: enter("styles"),
        "numFmt": number_format,
        "xf": style,
    }
    parse(package.chunks(name), package.gatherer, begins, {"numFmts": lambda: enter(""), "cellXfs": leave})


def _read_texts(package: _Package, name: str, book: _Book) -> None:
    """The texts that cells point at, each kept once."""
    pieces = Pieces()
    spoken = _Spoken(pieces)

    def end() -> None:
        text = pieces.text()
        book.texts.append(None if text is None else text.encode("utf-8"))

    begins = {"si": lambda _: pieces.clear(), **spoken.begins}
    parse(package.chunks(name), package.gatherer, begins, {"si": end, **spoken.ends}, pieces)


class _Spoken:
    """Takes the texts of `t` elements, also in parts of many colours, but not how Japanese words are spoken."""

    def __init__(self, pieces: Pieces) -> None:
        self._pieces, self._aside = pieces, False
        self.begins = {"t": self._begin, "rPh": lambda _: self._set_aside(True)}
        self.ends = {"t": pieces.close, "rPh": lambda: self._set_aside(False)}

    def _set_aside(self, aside: bool) -> None:
        self._aside = aside

    def _begin(self, attributes: dict[str, str]) -> None:
        if not self._aside:
            self._pieces.open(attributes)


class _SheetReader:
    """Reads the cells of one sheet."""

    def __init__(self, gatherer: Gatherer, book: _Book) -> None:
        self._gatherer, self._book = gatherer, book
        self._pieces = Pieces()
        self._cells: list[str] = []
        self._row = self._column = 0
        self._row_is_told = self._in_row = self._in_cell = self._has_formula = self._has_value = False
        self._type = self._style = ""
        self._columns: dict[str, int] = {}

    def read(self, chunks: Iterator[bytes]) -> None:
        """Read a sheet to its end, or to where only blank rows come."""
        spoken = _Spoken(self._pieces)
        begins = {"row": self._begin_row, "c": self._begin_cell, "v": self._begin_value, "f": self._begin_formula}
        ends = {"row": self._end_row, "c": self._end_cell, "v": self._pieces.close, "sheetData": self._end_of_data}
        parse(chunks, self._gatherer, begins | spoken.begins, ends | spoken.ends, self._pieces)
        self._gatherer.row_number = 0

    def _end_of_data(self) -> None:
        raise Enough

    def _broken(self, what: str = "is written in a way that no spreadsheet program does") -> Refused:
        return self._gatherer.refused(self._column, what, SAVE_AGAIN)

    def _begin_row(self, attributes: dict[str, str]) -> None:
        told = attributes.get("r")
        number = self._row + 1 if told is None else _whole(told)
        self._gatherer.row_number, self._column = max(number, 0), 0
        if self._in_row or not self._row < number <= _LAST_ROW:
            raise self._broken("comes twice, in another row, or not in its turn")
        self._row, self._row_is_told = number, told is not None
        self._in_row, self._cells = True, []

    def _end_row(self) -> None:
        self._in_row = False
        if not self._gatherer.row(self._cells):
            raise Enough

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        column = self._column + 1 if reference is None else self._column_of(reference)
        if self._in_cell or not self._in_row or column <= self._column:
            raise self._broken("holds cells twice, within each other, or not in their turn")
        self._column = column
        self._in_cell, self._has_formula, self._has_value = True, False, False
        self._type, self._style = attributes.get("t", "n"), attributes.get("s", "")
        self._pieces.clear()

    def _column_of(self, reference: str) -> int:
        """The column of a cell, from 1. It also tells the row, where that does not do so itself."""
        letters = reference.rstrip("0123456789")
        column = self._columns.get(letters, 0)
        if not column:
            found = _CELL.fullmatch(reference)
            if not found:
                raise self._broken(f"holds a cell with the address “{reference[:20]}”")
            for letter in found[1].upper():
                column = column * 26 + ord(letter) - 64
            self._columns[letters] = column
        if not self._row_is_told:
            self._row_is_told = True
            number = int(reference[len(letters) :][:8] or self._row)
            if not self._row <= number <= _LAST_ROW:
                raise self._broken(f"holds a cell with the address “{reference[:20]}”")
            self._row = self._gatherer.row_number = number
        return column

    def _begin_formula(self, _attributes: dict[str, str]) -> None:
        self._has_formula = True

    def _begin_value(self, attributes: dict[str, str]) -> None:
        if self._type != "inlineStr":
            self._has_value = True
            self._pieces.open(attributes)

    def _end_cell(self) -> None:
        self._in_cell = False
        text = self._shown(self._pieces.text())
        if text:
            self._gatherer.check_column(self._column)
            missing = self._column - 1 - len(self._cells)
            if missing:
                self._cells.extend([""] * missing)
            self._cells.append(text)
        elif self._has_formula and self._type != "str":
            self._gatherer.formula_without_result(self._column)

    def _shown(self, written: str | None) -> str:
        """What a person sees in the cell, from what is written in the file."""
        kind = self._type
        if kind == "s" and self._has_value:
            return self._shared(written or "")
        text = self._gatherer.text(written, self._column)
        if not text or kind in ("str", "inlineStr", "e"):
            return self._gatherer.text(_unescaped(text), self._column) if "_x" in text else text
        if kind == "b":
            return {"1": "TRUE", "true": "TRUE", "0": "FALSE", "false": "FALSE"}.get(text, text)
        if kind == "d":
            return text.removesuffix("T00:00:00")
        if not _NUMBER.fullmatch(text):
            return text  # not for us to repair: it is shown as it is
        return self._number(text)

    def _number(self, text: str) -> str:
        kinds, style = self._book.kinds, self._style
        number = _whole(style)
        kind = kinds[number] if 0 <= number < len(kinds) else PLAIN
        if kind == PLAIN and text.isdecimal() and len(text) < 15 and (text[0] != "0" or text == "0"):
            return text  # most numbers are
        value = float(text)
        if math.isinf(value):
            return text
        return moment_text(value, kind, self._book.from_1904) if kind else number_text(value)

    def _shared(self, written: str) -> str:
        """The text that a cell points at."""
        number = _whole(written)
        text = self._book.clean.get(number)
        if text is None:
            if not 0 <= number < len(self._book.texts):
                raise self._broken(f"points at text number “{written[:20]}”, which is not in the workbook")
            packed = self._book.texts[number]
            text = None if packed is None else _unescaped(packed.decode("utf-8"))
            text = self._book.clean[number] = self._gatherer.text(text, self._column)
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
