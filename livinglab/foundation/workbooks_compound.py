"""Compound files ([MS-CFB]): the small file system in which the programs of before 2007 keep their documents."""

from __future__ import annotations

import struct
import sys
from array import array

from livinglab.foundation.refusals import Refused
from livinglab.foundation.workbooks_sheets import SAVE_AGAIN, damaged

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_SECTOR = 0xFFFFFFFA  # all numbers from here on are marks: free, end of chain, …
_NO_ENTRY = 0xFFFFFFFF
_MAXIMUM_ENTRIES = 5_000
_STREAM, _ROOT = 2, 5
_CIRCLE = "its table of sectors leads in a circle or out of the file"
_HEADER = struct.Struct("<30xHH14xI4xII4xI")
# What else is kept in such files, by the name of a stream.
_OTHERS = {
    "worddocument": "a text document (.doc)",
    "powerpoint document": "a presentation (.ppt)",
    "__properties_version1.0": "a mail (.msg)",
}


class CompoundFile:
    """Finds the streams of a compound file. Chains that lead in a circle, or out of the file, are refused."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        head = content[:512].ljust(512, b"\x00")
        shift, small_shift, first_entry, cutoff, small, more = _HEADER.unpack_from(head)
        if shift not in (9, 12) or small_shift != 6:
            raise damaged("its first page is not as it should be")
        self._shift, self._cutoff = shift, cutoff
        self._sectors = (len(content) >> shift) + 1
        self._table = self._read_table(more)
        entries = self._chain_bytes(first_entry)
        self._entries = [
            entries[at : at + 128] for at in range(0, min(len(entries), 128 * _MAXIMUM_ENTRIES) - 127, 128)
        ]
        self._small_table: array[int] | None = None
        self._first_small = small
        self._by_name = self._names()

    def _sector(self, number: int) -> bytes:
        begin = (number + 1) << self._shift
        return self._content[begin : begin + (1 << self._shift)]

    def _read_table(self, more: int) -> array[int]:
        """The table that says of each sector which one comes behind it."""
        numbers = _numbers(self._content[76:512])
        while more < _LAST_SECTOR:
            page = _numbers(self._sector(more))
            if not page or len(numbers) > self._sectors + len(page):
                raise damaged(_CIRCLE)
            more = page.pop()
            numbers.extend(page)
        places = [number for number in numbers if number < _LAST_SECTOR]
        if len(set(places)) != len(places):
            raise damaged(_CIRCLE)
        return _numbers(b"".join(map(self._sector, places)))[: self._sectors]

    def _chain(self, first: int, table: array[int]) -> list[int]:
        """The numbers of sectors from a first one on. A chain cannot be longer than its table."""
        chain: list[int] = []
        number, length = first, len(table)
        while number < _LAST_SECTOR:
            if number >= length or len(chain) > length:
                raise damaged(_CIRCLE)
            chain.append(number)
            number = table[number]
        return chain

    def _chain_bytes(self, first: int) -> bytes:
        chain = self._chain(first, self._table)
        if len(chain) > self._sectors:
            raise damaged(_CIRCLE)
        return b"".join(map(self._sector, chain))

    def _names(self) -> dict[str, tuple[int, int]]:
        """The streams of the outermost folder: first sector and size by name in small letters."""
        if not self._entries or self._entries[0][66] != _ROOT:
            raise damaged("its table of contents is missing")
        names: dict[str, tuple[int, int]] = {}
        open_, seen = [struct.unpack_from("<I", self._entries[0], 76)[0]], set()
        while open_:
            number = open_.pop()
            if number in seen or number >= len(self._entries):
                continue
            seen.add(number)
            entry = self._entries[number]
            length, kind, left, right = struct.unpack_from("<HBxII", entry, 64)
            name = entry[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace").lower()
            first, size = struct.unpack_from("<II", entry, 116)
            if kind == _STREAM:
                names.setdefault(name, (first, size))
            else:
                names.setdefault(name, (_NO_ENTRY, 0))
            open_ += [left, right]
        return names

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def stream(self, name: str) -> bytes:
        """What a stream holds; at most as much as it claims to."""
        first, size = self._by_name[name]
        if size >= self._cutoff:
            return self._chain_bytes(first)[:size]
        if self._small_table is None:
            self._small_table = _numbers(self._chain_bytes(self._first_small))[: len(self._content) >> 6]
        whole = self._chain_bytes(struct.unpack_from("<I", self._entries[0], 116)[0])
        chain = self._chain(first, self._small_table)
        return b"".join(whole[number << 6 : (number + 1) << 6] for number in chain)[:size]


def _numbers(packed: bytes) -> array[int]:
    """Unsigned numbers of four bytes; what is too short for one is let go."""
    numbers = array("I")
    numbers.frombytes(packed[: len(packed) & ~3])
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def workbook_stream(content: bytes) -> bytes:
    """The stream with the workbook in a compound file. Raises `Refused` with what else it is when there is none."""
    file = CompoundFile(content)
    for name in ("workbook", "book"):
        if name in file:
            return file.stream(name)
    if "encryptedpackage" in file:
        raise Refused("The workbook is locked with a password. Save it without one, and try again.")
    what = next((what for name, what in _OTHERS.items() if name in file), "a file of an older office program")
    raise Refused(f"This is {what}, no workbook is in it. {SAVE_AGAIN}")
