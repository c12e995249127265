"""The XML files inside a .xlsx, read in pieces: no entities, no deep nests, no endless words, counted as it goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from xml.parsers import expat

from livinglab.foundation.errors import Refused
from livinglab.foundation.workbooks_sheets import LONGEST_TEXT, Gatherer, damaged

Begin = Callable[[dict[str, str]], None]
End = Callable[[], None]

# Elements of other namespaces are extensions that say nothing about what stands in the cells. Some programs write none.
_NAMESPACES = {
    "",
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/package/2006/relationships",
}
_DEEPEST = 60
_NAMES = 5_000  # different names of elements and attributes; workbooks have some hundreds
# A tag that goes on for longer is read again from its start with each piece by the parser: that could take minutes.
_LONGEST_TAG = 200_000


class Enough(Exception):
    """What was looked for has been read; the rest of the file says nothing more."""


class Pieces:
    """Collects the text of an element while it is open; a text that is too long for a cell becomes None."""

    def __init__(self) -> None:
        self.parser: expat.XMLParserType | None = None
        self._texts: list[str] = []
        self._length = 0

    def clear(self) -> None:
        """Begin with nothing."""
        self._texts, self._length = [], 0

    def open(self, _attributes: dict[str, str]) -> None:
        """Collect from here on …"""
        assert self.parser is not None
        self.parser.CharacterDataHandler = self._add

    def close(self) -> None:
        """… to here."""
        assert self.parser is not None
        self.parser.CharacterDataHandler = None

    def _add(self, text: str) -> None:
        if self._length <= LONGEST_TEXT:
            self._texts.append(text)
        self._length += len(text)

    def text(self) -> str | None:
        """What was collected since it was cleared."""
        if self._length > LONGEST_TEXT:
            return None
        return "".join(self._texts)


def parse(
    chunks: Iterable[bytes],
    gatherer: Gatherer,
    begins: dict[str, Begin],
    ends: dict[str, End],
    pieces: Pieces | None = None,
) -> None:
    """Read a file, calling what belongs to the names of its elements. Raises `Refused` where it is no proper XML."""
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_entities
    parser.EntityDeclHandler = _refuse_entities
    parser.StartNamespaceDeclHandler = lambda *_: gatherer.step(50)  # each one is remembered for good
    _listen(parser, gatherer, begins, ends)
    if pieces is not None:
        pieces.parser = parser
    fed = 0
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - parser.CurrentByteIndex > _LONGEST_TAG or len(parser.intern) > _NAMES:
                raise damaged(f"{gatherer.place()} holds what no spreadsheet program writes")
        parser.Parse(b"", True)
    except Enough:
        return
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise damaged(f"{gatherer.place()} ends or breaks off where it should go on") from error
    finally:
        if pieces is not None:
            pieces.parser = None  # else the two would keep each other


def _refuse_entities(*_of_what: object) -> None:
    raise Refused(
        "The workbook holds declarations of XML entities, which no spreadsheet program writes and which can be used to "
        "do harm, so it was not read. Open it in a spreadsheet program, save it again as .xlsx, and try again."
    )


def _listen(parser: expat.XMLParserType, gatherer: Gatherer, begins: dict[str, Begin], ends: dict[str, End]) -> None:
    """Make the parser call what belongs to a name; names are looked at once, the same ones come a million times."""
    known_begins: dict[str, Begin | None] = {}
    known_ends: dict[str, End | None] = {}
    depth = 0

    def learn(name: str) -> None:
        namespace, _, local = name.rpartition("}")
        ours = namespace in _NAMESPACES
        known_begins[name] = begins.get(local) if ours else None
        known_ends[name] = ends.get(local) if ours else None

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if name not in known_begins:
            learn(name)
        if depth > _DEEPEST:
            raise damaged(f"{gatherer.place()} holds what no spreadsheet program writes")
        gatherer.steps -= 1 + len(attributes)
        if gatherer.steps < 0:
            raise gatherer.too_much()
        if (call := known_begins[name]) is not None:
            call(attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        if (call := known_ends[name]) is not None:
            call()

    parser.StartElementHandler = begin
    parser.EndElementHandler = end
