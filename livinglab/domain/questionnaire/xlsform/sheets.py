"""The sheets of a form: which rows of a workbook are questions, options and settings, under which heads.

Heads are written in many ways, of which all that are in use are known: “list name” and “list_name”, “caption” and
“label”, “label::Svenska (sv)” and “label:Svenska (sv)”, capitals, “bind:relevant”, “media::image::English (en)”.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from livinglab.domain.questionnaire.cleaning import clean
from livinglab.domain.questionnaire.findings import Findings, Place, quoted

SURVEY, CHOICES, SETTINGS, OWN = "survey", "choices", "settings", "livinglab"
_ELSEWHERE = ("external_choices", "osm", "entities", "columns", "cascades")
WORDS = (
    "label",
    "hint",
    "guidance_hint",
    "constraint_message",
    "required_message",
    "image",
    "audio",
    "video",
    "big_image",
)
_SPELLINGS = {
    "command": "type", "tag": "name", "value": "name", "caption": "label", "relevance": "relevant",
    "constraining_message": "constraint_message", "constraintmsg": "constraint_message",
    "constraint_msg": "constraint_message", "jr:constraintmsg": "constraint_message",
    "requiredmsg": "required_message", "jr:requiredmsg": "required_message", "readonly": "read_only",
    "calculate": "calculation", "count": "repeat_count", "jr:count": "repeat_count", "listname": "list_name",
    "required_msg": "required_message", "picture": "image",
}  # fmt: skip
_SURVEY = frozenset((
    "type", "name", *WORDS, "required", "relevant", "constraint", "calculation", "choice_filter", "default",
    "read_only", "appearance", "parameters", "repeat_count", "disabled", "trigger", "save_to",
))  # fmt: skip
_CHOICES = frozenset(("list_name", "name", *WORDS[:1], *WORDS[5:]))
_SETTINGS = {"set_form_title": "form_title", "title": "form_title", "set_form_id": "form_id", "id_string": "form_id"}
_WRAPPERS = ("bind", "control", "body", "media")
_LONGEST_HEAD = 300
Table = Sequence[tuple[int, Sequence[str]]]


@dataclass
class Line:
    """A row: what stands in known columns, words by the language in the head ("" where it names none), other columns.

    `other` goes by the head in small letters: filters of choices look there.
    """

    place: Place
    cells: dict[str, str] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    other: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, column: str) -> str:
        """What stands in a column; empty where nothing does."""
        return self.cells.get(column, "")


@dataclass
class Sheets:
    """The lines of a form. `heads` are the languages that heads name, in their order; `plain`: some label has none.

    `own` is the sheet that forms written here have.
    """

    survey: list[Line]
    choices: list[Line]
    settings: dict[str, str]
    places: dict[str, Place]
    heads: list[str]
    plain: bool
    own: tuple[str, Table] | None = None
    unknown: dict[str, Place] = field(default_factory=dict)  # heads of other columns of options


def is_wanted(name: str) -> bool:
    """Whether a sheet of this name belongs to a form."""
    return _folded(name) in (SURVEY, CHOICES, SETTINGS, OWN)


def read_sheets(book: Sequence[tuple[str, Table]], findings: Findings) -> Sheets | None:
    """Find the sheets; None when there is no form at all. `book` are names of sheets with their numbered rows."""
    found: dict[str, tuple[str, Table]] = {}
    for name, table in book:
        known = _folded(name)
        if known in found:
            findings.refuse(Place(name, 1), f"two sheets are called {quoted(known)}. Rename or remove one of them.")
        elif is_wanted(name):
            found[known] = name, table
        elif known in _ELSEWHERE:
            findings.say(Place(name, 1), "this sheet means nothing here and was left out.")
    if SURVEY not in found and len(book) == 1 and not is_wanted(book[0][0]):
        found[SURVEY] = book[0]  # the only sheet can be called anything
    if SURVEY not in found:
        names = ", ".join(quoted(name) for name, _ in book[:10]) or "none"
        findings.refuse(
            Place(book[0][0] if book else SURVEY, 1),
            f"there is no sheet “survey” with the questions; the sheets are: {names}. Rename the one that has them.",
        )
        return None
    survey = _Reader(*found[SURVEY], _SURVEY, "type", findings).lines()
    if survey is None:
        return None
    options = _Reader(*found.get(CHOICES, (CHOICES, [])), _CHOICES, "list_name", findings)
    choices = options.lines() or []
    settings, places = _settings(*found.get(SETTINGS, (SETTINGS, [])), findings)
    heads = dict.fromkeys(
        language for line in (*survey, *choices) for words in line.words.values() for language in words
    )
    plain = any("" in line.words.get("label", ()) for line in (*survey, *choices))
    return Sheets(
        survey, choices, settings, places, [head for head in heads if head], plain, found.get(OWN), options.unknown
    )


def _settings(name: str, table: Table, findings: Findings) -> tuple[dict[str, str], dict[str, Place]]:
    rows = [(number, cells) for number, cells in table if any(map(str.strip, cells))]
    settings: dict[str, str] = {}
    places: dict[str, Place] = {}
    if len(rows) > 1:
        place = Place(name, rows[1][0])
        for head, cell in zip(rows[0][1], rows[1][1], strict=False):
            if clean(cell):
                key = _slug(clean(head[:_LONGEST_HEAD]))
                settings.setdefault(_SETTINGS.get(key, key), clean(cell))
                places.setdefault(_SETTINGS.get(key, key), place)
    for number, _ in rows[2:]:
        findings.say(Place(name, number), "only the first row of settings counts; this one was left out.")
    return settings, places


class _Reader:
    """Reads one sheet by its head."""

    def __init__(self, name: str, table: Table, known: frozenset[str], needed: str, findings: Findings) -> None:
        self._name, self._known, self._needed, self._findings = name, known, needed, findings
        self._rows = [(number, cells) for number, cells in table if any(cells)]
        self.unknown: dict[str, Place] = {}
        self._nameless: set[int] = set()

    def lines(self) -> list[Line] | None:
        """The filled rows under the head; None when there is no head, which is said."""
        if not self._rows:
            if self._needed == "type":
                self._findings.refuse(Place(self._name, 1), "the sheet is empty. Write the questions there.")
                return None
            return []
        number, head = self._rows[0]
        columns = self._columns(Place(self._name, number), head)
        if self._needed not in (column for column, _, _ in columns):
            self._findings.refuse(
                Place(self._name, number),
                f"the first row does not name a column “{self._needed}”. Write the names of the columns there.",
            )
            return None
        return [line for number, cells in self._rows[1:] if (line := self._line(number, cells, columns))]

    def _columns(self, place: Place, head: Sequence[str]) -> list[tuple[str, str, str]]:
        """(known column or "", language, head in small letters) of each; what is wrong with the head is said."""
        columns: list[tuple[str, str, str]] = []
        numbers: dict[str, int] = {}
        for number, cell in enumerate(head, 1):
            text = seen(clean(cell[:_LONGEST_HEAD]))
            folded = " ".join(text.casefold().split())
            if folded and folded in numbers:
                self._findings.refuse(
                    place,
                    f"columns {numbers[folded]} and {number} have the same name {quoted(text)}. "
                    "Remove one of them, or name its language.",
                )
            numbers.setdefault(folded, number)
            column, language = _column(text, self._known)
            if text and not column and self._needed == "type":
                self._findings.say(place, f"the column {quoted(text)} means nothing here and was left out.")
            elif text and not column:
                self.unknown[folded] = place
            columns.append((column, language, folded))
        return columns

    def _line(self, number: int, cells: Sequence[str], columns: list[tuple[str, str, str]]) -> Line | None:
        line = Line(Place(self._name, number))
        for position, cell in enumerate(cells):
            text = clean(cell)
            if not text:
                continue
            column, language, head = columns[position] if position < len(columns) else ("", "", "")
            if not head:
                if position not in self._nameless:
                    said = f"column {position + 1} has no name: what stands in it, as in row {number}, was left out."
                    self._findings.say(Place(self._name, self._rows[0][0]), said)
                self._nameless.add(position)
            elif not column:
                line.other[head] = text
            else:
                self._fill(line, column, language, text)
                line.other[head] = text
        return line if line.cells or line.words else None

    def _fill(self, line: Line, column: str, language: str, text: str) -> None:
        place = line.words.setdefault(column, {}) if column in WORDS else line.cells
        name = language if column in WORDS else column
        text = text if column in WORDS else seen(text)
        if text and place.setdefault(name, text) != text:
            self._findings.refuse(line.place, f"two columns for “{column}” say different things. Empty one of them.")


def _column(text: str, known: frozenset[str]) -> tuple[str, str]:
    """(known column or "", language) of a head."""
    parts = [part.strip() for part in text.split("::" if "::" in text else ":")]
    while len(parts) > 1 and _slug(parts[0]) in (*_WRAPPERS, "jr"):
        parts.pop(0)
    name = _slug(parts[0])
    name = _SPELLINGS.get(name, name)
    language = " ".join(parts[1:]) if name in WORDS else ""
    return (name, language) if name in known and (name in WORDS or len(parts) == 1) else ("", "")


def seen(text: str) -> str:
    """Without marks that nobody sees, such as those that turn the direction of writing: they come with copied text."""
    if text.isascii():
        return text
    return "".join(letter for letter in text if unicodedata.category(letter) != "Cf").strip()


def _slug(text: str) -> str:
    return re.sub(r"[\s_-]+", "_", text.strip().casefold())


def _folded(name: str) -> str:
    return re.sub(r"[\s_-]+", "_", name[:100].strip().casefold())
