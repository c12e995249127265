"""The rows of the sheet of questions as a tree: groups with what stands in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from livinglab.domain.questionnaire.findings import Findings, quoted
from livinglab.domain.questionnaire.xlsform.sheets import Line
from livinglab.domain.questionnaire.xlsform.types import Type, is_yes, type_of

MOST_ROWS, DEEPEST = 2_500, 12


@dataclass
class Question:
    """A row that asks or says something. `name` is as the form has it, `key` is ours once it has one."""

    line: Line
    type: Type
    name: str
    key: str = ""


@dataclass
class Group:
    """A group. The outermost one has no line."""

    line: Line | None = None
    name: str = ""
    key: str = ""
    parts: list[Question | Group] = field(default_factory=list)

    def questions(self) -> Iterator[Question]:
        """All that stand in it, at any depth, in their order."""
        for part in self.parts:
            if isinstance(part, Group):
                yield from part.questions()
            else:
                yield part


def outline_of(lines: list[Line], settings: dict[str, str], findings: Findings) -> Group:
    """The tree. What is no part of it is said: unknown types, groups without an end, rows without a name."""
    reader = _Reader(settings, findings)
    for number, line in enumerate(lines):
        if number >= MOST_ROWS:
            findings.refuse(line.place, f"only {MOST_ROWS:,} rows of questions are read. Split the form.")
            break
        reader.read(line)
    reader.end()
    return reader.whole


class _Reader:
    """Takes one row after the other."""

    def __init__(self, settings: dict[str, str], findings: Findings) -> None:
        self.whole = Group()
        self._settings, self._findings = settings, findings
        self._open = [self.whole]
        self._kinds = [""]
        self._names: list[dict[str, int]] = [{}]

    def read(self, line: Line) -> None:
        """The next row."""
        if is_yes(line["disabled"]):
            self._findings.say(line.place, f"{_title(line)} is disabled in the form and was left out.")
            return
        if not line["type"]:
            if line["name"] or line.words.get("label"):
                self._findings.refuse(line.place, f"{_title(line)} has no type. Write one, or empty the row.")
            return
        kind = type_of(line["type"])
        if kind.what == "unknown":
            known = "such as text, integer, decimal, date, note, select_one LIST or select_multiple LIST"
            self._findings.refuse(line.place, f"the type {quoted(line['type'])} is not known. Choose one {known}.")
        elif kind.what == "title":
            self._settings.setdefault("form_title", line["name"])
        elif kind.what == "begin":
            self._begin(line, kind)
        elif kind.what == "end":
            self._close(line, kind)
        else:
            self._question(line, kind)

    def end(self) -> None:
        """Say which groups were never ended."""
        for group in self._open[1:]:
            if group.line is not None:
                kind = quoted(group.line["type"])
                self._findings.refuse(group.line.place, f"{kind} {quoted(group.name)} never ends. Write its end below.")

    def _begin(self, line: Line, kind: Type) -> None:
        if kind.of == "repeat":
            self._findings.refuse(
                line.place,
                f"{_title(line)} is asked again and again, as often as people like, which is not possible here. "
                "Ask a fixed number of times, with a question for each.",
            )
        if not line["name"]:
            self._findings.refuse(line.place, f"{quoted(line['type'])} has no name. Write one in the column “name”.")
        group = Group(line, line["name"])
        self._name(line)
        if len(self._open) > DEEPEST:
            self._findings.refuse(line.place, f"more than {DEEPEST} groups stand within each other. Use fewer.")
            self._open.append(self._open[-1])
        else:
            self._open[-1].parts.append(group)
            self._open.append(group)
        self._kinds.append(kind.of)
        self._names.append({})

    def _close(self, line: Line, kind: Type) -> None:
        if len(self._open) == 1:
            self._findings.refuse(line.place, f"{quoted(line['type'])} ends what never began. Remove the row.")
            return
        if kind.of != self._kinds[-1]:
            began = self._open[-1].line
            row = began.place.row if began else 1
            self._findings.refuse(
                line.place,
                f"{quoted(line['type'])} does not end what began in row {row}. Write “end {self._kinds[-1]}”.",
            )
        for stack in (self._open, self._kinds, self._names):
            stack.pop()

    def _question(self, line: Line, kind: Type) -> None:
        name = line["name"]
        if not name and kind.what in ("note", "about", "nothing"):
            name = f"{kind.what} {line.place.row}"
        elif not name:
            self._findings.refuse(line.place, f"{_title(line)} has no name. Write one in the column “name”.")
            return
        elif kind.what != "nothing":
            self._name(line)
        if kind.what in ("one", "several", "rank") and not kind.of:
            self._findings.refuse(
                line.place, f"{quoted(line['type'])} does not say which list. Write the list's name behind it."
            )
            return
        self._open[-1].parts.append(Question(line, kind, name))

    def _name(self, line: Line) -> None:
        """Refuse a second thing with the same name in the same group."""
        name, names = line["name"], self._names[-1]
        if not name:
            return
        if name in names:
            self._findings.refuse(
                line.place,
                f"the name {quoted(name)} stands in row {names[name]} already. Give one of them another name.",
            )
        names.setdefault(name, line.place.row)


def _title(line: Line) -> str:
    """How people know a row."""
    words = next(iter(line.words.get("label", {}).values()), "")
    return quoted(line["name"] or words or line["type"])
