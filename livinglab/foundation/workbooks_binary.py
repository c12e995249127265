"""Workbooks of the format .xls ([MS-XLS], BIFF8, and BIFF5 of before 1997): records of bytes, one after the other."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from livinglab.foundation.refusals import Refused
from livinglab.foundation.workbooks_compound import SIGNATURE, workbook_stream
from livinglab.foundation.workbooks_numbers import PLAIN, format_kind, moment_text, number_text
from livinglab.foundation.workbooks_sheets import LONGEST_TEXT, SAVE_AGAIN, Gatherer, Sheet, Wanted, damaged

_BEGIN, _END, _CONTINUE = 0x0809, 0x000A, 0x003C
_PASSWORD, _CODE_PAGE, _FROM_1904, _SHEET, _FORMAT, _STYLE, _TEXTS = 0x2F, 0x42, 0x22, 0x85, 0x041E, 0xE0, 0xFC
_TEXT_NUMBER, _LABEL, _RICH_LABEL, _NUMBER, _PACKED, _PACKED_ROW = 0xFD, 0x0204, 0xD6, 0x0203, 0x027E, 0xBD
_BOOLEAN, _RESULT_TEXT = 0x0205, 0x0207
_FORMULAS = (0x0006, 0x0206, 0x0406)
_OLD_BEGINS = (0x0009, 0x0209, 0x0409)
_WORKSHEET = 0
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_HEAD = struct.Struct("<HH")
_PLACE = struct.Struct("<HHH")  # row, column, style
_CODE_PAGES = {1200: "utf-16-le", 32768: "mac_roman", 32769: "cp1252"}


@dataclass
class _Book:
    """What stands before the sheets."""

    is_new: bool = True  # BIFF8: texts are Unicode
    alphabet: str = "cp1252"
    from_1904: bool = False
    sheets: list[tuple[int, int, int, str]] = field(default_factory=list)  # where it begins, state, kind, name
    codes: dict[int, str] = field(default_factory=dict)  # formats by number
    styles: list[int] = field(default_factory=list)  # numbers of formats
    texts: list[str | None] = field(default_factory=list)


def read_binary(content: bytes, wanted: Wanted) -> list[Sheet]:
    """The sheets of a .xls. Raises `Refused`."""
    gatherer = Gatherer(wanted)
    stream = workbook_stream(content) if content.startswith(SIGNATURE) else content
    try:
        book = _read_book(stream, gatherer)
        kinds = {number: format_kind(number, book.codes.get(number)) for number in set(book.styles)}
        for begin, state, kind, name in book.sheets:
            if kind == _WORKSHEET and gatherer.begin(name, state != 0):
                cells = _Cells(gatherer, book, [kinds[number] for number in book.styles])
                cells.read(_records(stream, begin, gatherer))
                gatherer.end()
    except (struct.error, IndexError) as error:
        raise damaged(f"a part of {gatherer.place()} is shorter than it claims to be") from error
    return gatherer.sheets


def _records(stream: bytes, at: int, gatherer: Gatherer) -> Iterator[tuple[int, bytes]]:
    """The records of the book or of a sheet, without its first one and its end. Of charts within it nothing is told."""
    if at + 4 > len(stream) or _HEAD.unpack_from(stream, at)[0] != _BEGIN:
        raise damaged(f"{gatherer.place()} does not begin where it should")
    depth = 0
    last = len(stream) - 4
    unpack = _HEAD.unpack_from
    while at <= last:
        kind, length = unpack(stream, at)
        gatherer.steps -= 1
        if gatherer.steps < 0:
            raise gatherer.too_much()
        if kind == _BEGIN:
            depth += 1
        elif kind == _END:
            depth -= 1
            if depth == 0:
                return
        elif depth == 1:
            yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length
    raise damaged(f"{gatherer.place()} breaks off before its end")


def _read_book(stream: bytes, gatherer: Gatherer) -> _Book:
    book, texts = _Book(), []
    first = _HEAD.unpack_from(stream.ljust(8, b"\x00"))[0]
    version = struct.unpack_from("<H", stream.ljust(8, b"\x00"), 4)[0]
    if first in _OLD_BEGINS or (first == _BEGIN and version not in (0x0500, 0x0600)):
        raise Refused(f"The workbook is of a program of before 1993, which is too old. {SAVE_AGAIN}")
    book.is_new = version == 0x0600
    previous = 0
    for kind, data in _records(stream, 0, gatherer):
        if kind == _PASSWORD:
            raise Refused("The workbook is locked with a password. Save it without one, and try again.")
        if kind == _CODE_PAGE:
            book.alphabet = _alphabet(struct.unpack_from("<H", data)[0])
        elif kind == _FROM_1904:
            book.from_1904 = data[:1] == b"\x01"
        elif kind == _SHEET:
            begin, state, what = struct.unpack_from("<IBB", data)
            book.sheets.append((begin, state & 3, what, _text(data[6:], book, short=True) or ""))
        elif kind == _FORMAT:
            book.codes[struct.unpack_from("<H", data)[0]] = _text(data[2:], book, short=not book.is_new) or ""
        elif kind == _STYLE:
            book.styles.append(struct.unpack_from("<H", data, 2)[0])
        elif kind == _TEXTS or (kind == _CONTINUE and previous == _TEXTS):
            texts.append(data)
            kind = _TEXTS
        previous = kind
    if not book.sheets:
        raise damaged("it holds no sheet")
    if texts:
        book.texts = _Texts(texts, gatherer).read_all()
    return book


def _alphabet(number: int) -> str:
    """The alphabet of a code page; Western Europe's where the number says nothing."""
    name = _CODE_PAGES.get(number, f"cp{number}")
    try:
        b"".decode(name)
    except LookupError:
        return "cp1252"
    return name


def _text(data: bytes, book: _Book, short: bool = False) -> str | None:
    """A text with its length before it: of one byte if `short`, else of two."""
    begin = 1 if short else 2
    length = data[0] if short else struct.unpack_from("<H", data)[0]
    if length == 0:
        return ""
    if not book.is_new:
        return data[begin : begin + length].decode(book.alphabet, "replace")
    return _Texts([data[begin:]], None).read(length)


class _Texts:
    """Reads texts of Unicode that may go on in the next record, where their letters may have another width."""

    def __init__(self, parts: list[bytes], gatherer: Gatherer | None) -> None:
        self._parts, self._gatherer = parts, gatherer
        self._part = self._at = 0
        self._data = parts[0]

    def _next(self) -> bool:
        """Go on in the next record. Says whether there is one."""
        self._part += 1
        self._at = 0
        self._data = self._parts[self._part] if self._part < len(self._parts) else b""
        return self._part < len(self._parts)

    def _take(self, count: int) -> bytes:
        """So many bytes of numbers."""
        taken = self._data[self._at : self._at + count]
        self._at += count
        while len(taken) < count:
            if not self._next():
                raise IndexError
            self._at = count - len(taken)
            taken += self._data[: self._at]
        return taken

    def _skip(self, count: int) -> None:
        while count > len(self._data) - self._at:
            count -= max(len(self._data) - self._at, 0)
            if not self._next():
                raise IndexError
        self._at += count

    def read_all(self) -> list[str | None]:
        """The texts that the cells point at. How many there are is only believed as far as the records go."""
        assert self._gatherer is not None
        texts: list[str | None] = []
        _all, count = struct.unpack("<II", self._take(8))
        try:
            for _ in range(count):
                self._gatherer.step(2)
                texts.append(self.read(struct.unpack("<H", self._take(2))[0]))
        except IndexError:
            pass  # a cell that points at what is missing is refused with its place
        return texts

    def read(self, length: int) -> str | None:
        """A text of so many letters, with what stands about its looks behind it let go."""
        flags = self._take(1)[0]
        runs = struct.unpack("<H", self._take(2))[0] if flags & 8 else 0
        more = struct.unpack("<I", self._take(4))[0] if flags & 4 else 0
        text = self._letters(length, flags & 1)
        if runs or more:
            self._skip(4 * runs + more)
        return text if len(text) <= LONGEST_TEXT else None

    def _letters(self, length: int, wide: int) -> str:
        pieces: list[str] = []
        while True:
            piece = self._data[self._at : self._at + (length << wide)]
            self._at += len(piece)
            pieces.append(piece.decode("utf-16-le" if wide else "latin-1", "replace"))
            length -= len(piece) >> wide
            if length <= 0:
                return pieces[0] if len(pieces) == 1 else "".join(pieces)
            if not self._next():
                raise IndexError
            wide = self._take(1)[0] & 1  # said anew where a text goes on


class _Cells:
    """Reads the cells of one sheet."""

    def __init__(self, gatherer: Gatherer, book: _Book, kinds: list[str]) -> None:
        self._gatherer, self._book, self._kinds = gatherer, book, kinds
        self._rows: dict[int, dict[int, str]] = {}
        self._awaited: tuple[int, int] | None = None  # the cell of a formula whose text comes in the next record
        self._clean: dict[int, str] = {}

    def read(self, records: Iterator[tuple[int, bytes]]) -> None:
        """Read a sheet to its end, and hand on its rows in their order."""
        parts: list[bytes] = []
        for kind, data in records:
            if kind == _CONTINUE and parts:
                parts.append(data)
                continue
            if parts:
                self._result(parts)
                parts = []
            if kind == _RESULT_TEXT and self._awaited is not None:
                parts = [data]
            else:
                self._cell(kind, data)
        if parts:
            self._result(parts)
        for row in sorted(self._rows):
            cells, self._gatherer.row_number = self._rows[row], row + 1
            if not self._gatherer.row([cells.get(column, "") for column in range(max(cells) + 1)]):
                self._gatherer.left_out(row + 1)
                break
        self._gatherer.row_number = 0

    def _cell(self, kind: int, data: bytes) -> None:
        if kind == _TEXT_NUMBER:
            row, column, _style, number = struct.unpack_from("<HHHI", data)
            self._shared(row, column, number)
        elif kind == _NUMBER:
            row, column, style, value = struct.unpack_from("<HHHd", data)
            self._put(row, column, style, value)
        elif kind == _PACKED:
            row, column, style, packed = struct.unpack_from("<HHHI", data)
            self._put(row, column, style, _unpacked(packed))
        elif kind == _PACKED_ROW:
            row, column = struct.unpack_from("<HH", data)
            numbers = list(struct.iter_unpack("<HI", data[4 : 4 + (len(data) - 6) // 6 * 6]))
            self._gatherer.step(len(numbers))
            for style, packed in numbers:
                self._put(row, column, style, _unpacked(packed))
                column += 1
        elif kind in (_LABEL, _RICH_LABEL):
            row, column, _style = _PLACE.unpack_from(data)
            self._keep(row, column, _text(data[6:], self._book))
        elif kind == _BOOLEAN:
            row, column, _style, value, is_error = struct.unpack_from("<HHHBB", data)
            self._keep(row, column, _error(value) if is_error else _boolean(value))
        elif kind in _FORMULAS:
            self._formula(data)

    def _formula(self, data: bytes) -> None:
        """The result of a formula: a number, or what it is instead when its last two bytes are set."""
        row, column, style = _PLACE.unpack_from(data)
        result = data[6:14]
        if result[6:8] != b"\xff\xff":
            self._put(row, column, style, struct.unpack("<d", result)[0])
        elif result[0] == 0:
            self._awaited = row, column
        elif result[0] in (1, 2):
            self._keep(row, column, _boolean(result[2]) if result[0] == 1 else _error(result[2]))

    def _result(self, parts: list[bytes]) -> None:
        """The text of the formula before."""
        assert self._awaited is not None
        (row, column), self._awaited = self._awaited, None
        if self._book.is_new:
            length = struct.unpack_from("<H", parts[0])[0]
            text = _Texts([parts[0][2:], *parts[1:]], None).read(length) if length else ""
        else:
            text = _text(b"".join(parts), self._book)
        self._keep(row, column, text)

    def _put(self, row: int, column: int, style: int, value: float) -> None:
        kind = self._kinds[style] if style < len(self._kinds) else PLAIN
        self._keep(row, column, moment_text(value, kind, self._book.from_1904) if kind else number_text(value))

    def _shared(self, row: int, column: int, number: int) -> None:
        self._gatherer.row_number = row + 1
        if number >= len(self._book.texts):
            what = f"points at text number {number}, which is not in the workbook"
            raise self._gatherer.refused(column + 1, what, SAVE_AGAIN)
        text = self._clean.get(number)
        if text is None:
            text = self._clean[number] = self._gatherer.text(self._book.texts[number], column + 1)
        self._place(row, column, text)

    def _keep(self, row: int, column: int, text: str | None) -> None:
        self._gatherer.row_number = row + 1
        self._place(row, column, self._gatherer.text(text, column + 1))

    def _place(self, row: int, column: int, text: str) -> None:
        if text:
            self._gatherer.check_column(column + 1)
            self._gatherer.step(4)  # it stays in memory until its row has its turn
            self._rows.setdefault(row, {})[column] = text


def _unpacked(packed: int) -> float:
    """A number of 30 bits with two that say how it is meant: whole, or the front of a float; perhaps in hundredths."""
    if packed & 2:
        value = float((packed - (1 << 32) if packed >> 31 else packed) >> 2)
    else:
        value = struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))[0]
    return value / 100 if packed & 1 else value


def _boolean(value: int) -> str:
    return "TRUE" if value else "FALSE"


def _error(value: int) -> str:
    return _ERRORS.get(value, "#N/A")
