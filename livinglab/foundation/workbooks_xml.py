"""The XML files inside a .xlsx, read in pieces: no entities, no deep nests, no endless words, counted as it goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from xml.parsers import expat

from livinglab.foundation.refusals import Refused
from livinglab.foundation.workbooks_sheets import LONGEST_TEXT, Gatherer, damaged

# Elements of other namespaces are extensions that say nothing about what stands in the cells. Some programs write none.
_NAMESPACES = (
    "",
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main}",
    "http://purl.oclc.org/ooxml/spreadsheetml/main}",
    "http://schemas.openxmlformats.org/package/2006/relationships}",
)
_DEEPEST = 60
_NAMES = 5_000  # different names of elements and attributes; workbooks have some hundreds
# A tag that goes on for longer is read again from its start with each piece by the parser: that could take minutes.
_LONGEST_TAG = 200_000
_ODD = "holds what no spreadsheet program writes"
TOO_LONG = "x" * (LONGEST_TEXT + 1)  # stands for a text that is longer than a cell may hold


class Enough(Exception):
    """What was looked for has been read; the rest of the file says nothing more."""


def known(*names: str) -> dict[str, str]:
    """Short names of elements by how the parser tells them, in all namespaces that are ours."""
    return {namespace + name: name for namespace in _NAMESPACES for name in names}


class Listener:
    """Hears of the elements of a file. `pieces` are the texts since whoever listens cleared it."""

    def __init__(
        self,
        begins: Mapping[str, Callable[[dict[str, str]], None]] | None = None,
        ends: Mapping[str, Callable[[], None]] | None = None,
    ) -> None:
        self.pieces: list[str] = []
        self.is_done = False  # then the rest of the file is not read
        self._begins, self._ends = begins or {}, ends or {}
        self._names = known(*self._begins, *self._ends)
        self._depth = 0

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise damaged(f"an XML file inside {_ODD}")
        if call := self._begins.get(self._names.get(name, "")):
            call(attributes)

    def end(self, name: str) -> None:
        """An element ends."""
        self._depth -= 1
        if call := self._ends.get(self._names.get(name, "")):
            call()


def parse(chunks: Iterable[bytes], gatherer: Gatherer, listener: Listener) -> None:
    """Read a file, telling the listener its elements. Raises `Refused` where it is no proper XML."""
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_entities
    parser.EntityDeclHandler = _refuse_entities
    parser.StartNamespaceDeclHandler = lambda *_: gatherer.step(20)  # each one is remembered for good
    parser.StartElementHandler, parser.EndElementHandler = listener.begin, listener.end
    pieces = listener.pieces
    parser.CharacterDataHandler = pieces.append
    fed = 0
    try:
        for chunk in chunks:
            # Tags and attributes are what costs time. To count them here is a hundred times faster than one by one.
            gatherer.step(chunk.count(b"<") + chunk.count(b"=") // 2)
            parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - parser.CurrentByteIndex > _LONGEST_TAG or len(parser.intern) > _NAMES:
                raise damaged(f"{gatherer.place()} {_ODD}")
            if len(pieces) > 4 and sum(map(len, pieces)) > LONGEST_TEXT:
                pieces[:] = [TOO_LONG]
            if listener.is_done:
                return
        parser.Parse(b"", True)
    except Enough:
        return
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise damaged(f"{gatherer.place()} cannot be read any further") from error


def _refuse_entities(*_of_what: object) -> None:
    raise Refused(
        "The workbook holds declarations of XML entities, which no spreadsheet program writes and which can be used to "
        "do harm, so it was not read. Open it in a spreadsheet program, save it again as .xlsx, and try again."
    )


class Texts(Listener):
    """Hears the texts of a list of texts: of `si` elements, all of what stands in `t`, but not how it is spoken."""

    _NAMES = known("si", "t", "rPh")

    def __init__(self) -> None:
        super().__init__()
        # UTF-8: one emoji would make each letter of a text four bytes wide. None: longer than a cell may be.
        self.texts: list[bytes | None] = []
        self._parts: list[str] = []
        self._aside = False
        self._clear = self.pieces.clear

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """A text begins, or a part of it."""
        kind = self._NAMES.get(name)
        if kind == "t":
            self._clear()
        elif kind == "si":
            self._parts = []
        elif kind == "rPh":  # how Japanese words are spoken
            self._aside = True
        else:
            super().begin(name, attributes)

    def end(self, name: str) -> None:
        """A text ends, or a part of it."""
        kind = self._NAMES.get(name)
        if kind == "t":
            if not self._aside:
                self._parts.append("".join(self.pieces))
        elif kind == "si":
            text = "".join(self._parts)
            self.texts.append(text.encode("utf-8") if len(text) <= LONGEST_TEXT else None)
        elif kind == "rPh":
            self._aside = False
        else:
            super().end(name)
