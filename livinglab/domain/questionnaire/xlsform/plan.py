"""A questionnaire as rows of a form: what stands in each cell, and of which text it is made.

Every kind is written as what is nearest to it: a rating as one answer from a list, a matrix as a table, pairs of
opposite words and sets of best and worst as a group of lists. Where an answer “does not apply” cannot stand among the
others, a question of its own asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from livinglab.domain.questionnaire.conditions import Condition
from livinglab.domain.questionnaire.kinds.best_worst import BEST, WORST, sets_of
from livinglab.domain.questionnaire.kinds.choice import SAY, other_of
from livinglab.domain.questionnaire.kinds.kind import offers_not_applicable
from livinglab.domain.questionnaire.kinds.number import has_unit
from livinglab.domain.questionnaire.kinds.rating import points_of
from livinglab.domain.questionnaire.kinds.variables import keys_at
from livinglab.domain.questionnaire.structure import Item, Section, Structure
from livinglab.domain.questionnaire.variables import variables_of
from livinglab.domain.questionnaire.xlsform.formulas import (
    NOT_APPLICABLE_NAME,
    Formulas,
    both,
    name_of,
    quoted,
    with_names,
)

IF = "livinglab_if"  # a column of options: the number of the condition under which one is offered


@dataclass(frozen=True)
class Piece:
    """A part of the words in a cell: fixed ones, or those at a text key."""

    text: str
    is_key: bool = False


Words = tuple[Piece, ...]


@dataclass
class Row:
    """A row: cells that are the same in all languages, and words by column."""

    cells: dict[str, str]
    words: dict[str, Words] = field(default_factory=dict)


@dataclass
class Plan:
    """All rows of questions and of options."""

    survey: list[Row] = field(default_factory=list)
    choices: list[Row] = field(default_factory=list)


def of_key(key: str) -> Words:
    """The words at a text key, and nothing else."""
    return (Piece(key, is_key=True),)


def fixed(text: str) -> Words:
    """Words that are the same in all languages."""
    return (Piece(text),)


def words_in(words: Words, texts: Mapping[str, str]) -> str:
    """What stands in a cell, in one language; nothing where the texts have none of its words."""
    keys = [piece.text for piece in words if piece.is_key]
    if keys and not any(texts.get(key) for key in keys):
        return ""
    return "".join(with_names(texts.get(piece.text, "")) if piece.is_key else piece.text for piece in words)


def read_back(words: Words, text: str) -> dict[str, str] | None:
    """The texts of which a changed cell is made: {text key: words}; None where what is fixed was changed as well."""
    pattern = "".join("(.*)" if piece.is_key else re.escape(piece.text) for piece in words)
    found = re.fullmatch(pattern, text, re.DOTALL)
    keys = [piece.text for piece in words if piece.is_key]
    return None if found is None else {key: part.strip() for key, part in zip(keys, found.groups(), strict=True)}


def plan_of(structure: Structure, texts: Mapping[str, Mapping[str, str]]) -> Plan:
    """The rows of a questionnaire. `texts` by language decide only whether there are introductions."""
    return _Planner(structure, texts).plan


class _Planner:
    def __init__(self, structure: Structure, texts: Mapping[str, Mapping[str, str]]) -> None:
        self.plan = Plan()
        self._texts = texts.values()
        self._formulas = Formulas.of(structure)
        self._names = {item.key for item in structure.items()} | {name_of(key) for key in self._formulas.variables}
        self._listed: set[str] = set()
        self._note("livinglab_intro", "intro")
        for section in structure.sections:
            if section.items:
                self._section(section)
        self._note("livinglab_thanks", "thanks")

    def _section(self, section: Section) -> None:
        words = {"label": of_key(f"section.{section.key}.title")}
        self._begin(self._name(section.key), words, self._formulas.expression(section.show_if), "field-list")
        self._note(f"{section.key}_intro", f"section.{section.key}.intro")
        for item in section.items:
            self._item(item)
        self._row("end group", "")

    def _item(self, item: Item) -> None:
        first = len(self.plan.survey)
        write = _WRITERS.get(item.kind, _Planner._statement)
        write(self, item)
        if item.checks:
            self._checks(item, self.plan.survey[first:])

    def _row(self, kind: str, name: str, words: dict[str, Words] | None = None, **cells: str) -> Row:
        row = Row(
            {"type": kind} | ({"name": name} if name else {}) | {k: v for k, v in cells.items() if v}, words or {}
        )
        self.plan.survey.append(row)
        return row

    def _begin(self, name: str, words: dict[str, Words], relevant: str, appearance: str) -> None:
        self._row("begin group", name, words, relevant=relevant, appearance=appearance)

    def _note(self, name: str, key: str) -> None:
        if self._has(key):
            self._row("note", self._name(name), {"label": of_key(key)})

    def _has(self, key: str) -> bool:
        return any(texts.get(key) for texts in self._texts)

    def _name(self, name: str) -> str:
        """A name that nothing else has."""
        while name in self._names:
            name += "_"
        self._names.add(name)
        return name

    def _words(self, item: Item) -> dict[str, Words]:
        label = of_key(f"item.{item.key}.label")
        if item.kind == "number" and has_unit(item):
            label = (*label, Piece(" ("), Piece(f"unit.{item.key}", is_key=True), Piece(")"))
        return {"label": label, "hint": of_key(f"item.{item.key}.help")}

    def _question(
        self, item: Item, kind: str, constraint: str = "", appearance: str = "", choice_filter: str = ""
    ) -> None:
        """A question that is one row."""
        relevant = self._formulas.expression(item.show_if)
        apart = offers_not_applicable(item) and item.kind in ("number", "price", "date")
        required = "yes" if item.required else ""
        if apart and required:
            required = "${" + f"{item.key}_{NOT_APPLICABLE_NAME}" + "} = ''"
        self._row(
            kind, item.key, self._words(item), required=required, relevant=relevant, constraint=constraint,
            appearance=appearance, choice_filter=choice_filter,
        )  # fmt: skip
        if apart:
            self._option(NOT_APPLICABLE_NAME, NOT_APPLICABLE_NAME, of_key(NOT_APPLICABLE_NAME))
            name = f"{item.key}_{NOT_APPLICABLE_NAME}"
            words = {"label": of_key(NOT_APPLICABLE_NAME)}
            self._row(f"select_multiple {NOT_APPLICABLE_NAME}", name, words, relevant=relevant)

    def _option(self, listed: str, name: str, label: Words, condition: str = "") -> None:
        if listed == NOT_APPLICABLE_NAME and listed in self._listed:
            return
        self._listed.add(listed)
        self.plan.choices.append(
            Row({"list_name": listed, "name": name} | ({IF: condition} if condition else {}), {"label": label})
        )

    def _options(self, item: Item) -> str:
        """The options of a question as a list of its own; what filters them."""
        numbers: dict[Condition, int] = {}
        for option in keys_at(item, "options"):
            condition = item.option_if.get(option)
            number = str(numbers.setdefault(condition, len(numbers) + 1)) if condition else ""
            self._option(item.key, option, of_key(f"option.{item.key}.{option}"), number)
        if offers_not_applicable(item):
            self._option(item.key, NOT_APPLICABLE_NAME, of_key(NOT_APPLICABLE_NAME))
        if not numbers:
            return ""
        parts = [f"({IF} = '{n}' and {self._formulas.expression(one)})" for one, n in numbers.items()]
        return " or ".join([f"{IF} = ''", *parts])

    def _points(self, item: Item, listed: str, label: Callable[[int], Words], last: int, first: int = 1) -> None:
        for point in range(first, last + 1):
            self._option(listed, str(point), label(point))
        if offers_not_applicable(item):
            self._option(listed, NOT_APPLICABLE_NAME, of_key(NOT_APPLICABLE_NAME))

    def _choice(self, item: Item) -> None:
        several = item.kind == "several_choices"
        kind, alone = ("select_multiple", "") if several else ("select_one", "")
        if several and offers_not_applicable(item):
            alone = f"not(selected(., '{NOT_APPLICABLE_NAME}') and count-selected(.) > 1)"
        self._question(item, f"{kind} {item.key}", alone, choice_filter=self._options(item))
        other = other_of(item)
        if other is not None:
            chosen = f"selected(${{{item.key}}}, {quoted(other)})"
            words = {"label": of_key(f"option.{item.key}.{other}")}
            self._row("text", f"{item.key}_{SAY}", words, relevant=chosen)

    def _rating(self, item: Item) -> None:
        self._points(item, item.key, lambda n: of_key(f"point.{item.key}.{n}"), points_of(item))
        self._question(item, f"select_one {item.key}", appearance="likert")

    def _zero_to_ten(self, item: Item) -> None:
        def label(point: int) -> Words:
            end = {0: "low", 10: "high"}.get(point)
            number = Piece(str(point))
            if end is None:
                return (number,)
            return (Piece(f"{point} – "), Piece(f"end.{item.key}.{end}", is_key=True))

        self._points(item, item.key, label, 10, first=0)
        self._question(item, f"select_one {item.key}")

    def _group(self, item: Item, appearance: str, rows: Callable[[Item], None]) -> None:
        """A question of several rows, each of which is one of its variables."""
        self._begin(item.key, self._words(item), self._formulas.expression(item.show_if), appearance)
        for variable in variables_of(item):
            rows(variable)
        self._row("end group", "")

    def _variable(self, variable: Item, listed: str, label: Words, constraint: str = "") -> None:
        condition = variable.question.option_if.get(variable.part)
        self._row(
            f"select_one {listed}", name_of(variable.key), {"label": label}, constraint=constraint,
            required="yes" if variable.required else "", relevant=self._formulas.expression(condition),
        )  # fmt: skip

    def _matrix(self, item: Item) -> None:
        self._points(item, item.key, lambda n: of_key(f"point.{item.key}.{n}"), points_of(item))
        self._group(item, "table-list", lambda row: self._variable(row, item.key, of_key(f"row.{item.key}.{row.part}")))

    def _opposites(self, item: Item) -> None:
        last = points_of(item)

        def pair(variable: Item) -> None:
            low, high = (Piece(f"{end}.{item.key}.{variable.part}", is_key=True) for end in ("low", "high"))
            listed = name_of(variable.key)

            def label(point: int) -> Words:
                end = {1: low, last: high}.get(point)
                return (Piece(f"{point} – "), end) if end else (Piece(str(point)),)

            self._points(item, listed, label, last)
            self._variable(variable, listed, (low, Piece(" – "), high))

        self._group(item, "", pair)

    def _best_worst(self, item: Item) -> None:
        for number, options in enumerate(sets_of(item), 1):
            for option in options:
                self._option(f"{item.key}_{number}", option, of_key(f"option.{item.key}.{option}"))

        def choice(variable: Item) -> None:
            number, _, end = variable.part.partition("-")
            label = (Piece(f"{number}. "), Piece(f"{end}.{item.key}", is_key=True))
            best = f". != ${{{item.key}_{number}-{BEST}}}" if end == WORST else ""
            self._variable(variable, f"{item.key}_{number}", label, best)

        self._group(item, "", choice)

    def _ranking(self, item: Item) -> None:
        self._question(item, f"rank {item.key}", choice_filter=self._options(item))

    def _number(self, item: Item) -> None:
        whole = item.kind == "number" and not item.settings.get("decimals")
        least = "0" if item.kind == "price" else item.settings.get("minimum")
        most = item.settings.get("maximum")
        limits = both(f". >= {least}" if least is not None else "", f". <= {most}" if most is not None else "")
        self._question(item, "integer" if whole else "decimal", limits)

    def _date(self, item: Item) -> None:
        ends = [(item.settings.get("earliest"), ">="), (item.settings.get("latest"), "<=")]
        self._question(item, "date", both(*(f". {sign} date({quoted(str(day))})" for day, sign in ends if day)))

    def _text(self, item: Item) -> None:
        length = item.settings.get("max_length")
        limit = f"string-length(.) <= {length}" if length else ""
        self._question(item, "text", limit, "multiline" if item.kind == "long_text" else "")

    def _statement(self, item: Item) -> None:
        self._row("note", item.key, self._words(item), relevant=self._formulas.expression(item.show_if))

    def _hidden(self, item: Item) -> None:
        self._row("hidden", item.key, self._words(item))

    def _photo(self, item: Item) -> None:
        self._question(item, "image")

    def _checks(self, item: Item, rows: list[Row]) -> None:
        """Checks stand at the last row that is answered, beside what is a limit there already."""
        names = {item.key: item.key} | {name_of(variable.key): variable.key for variable in variables_of(item)}
        answered = [row for row in rows if row.cells.get("name") in names and not row.cells["type"].startswith("begin")]
        said = f"{item.key}_{SAY}"
        answered = [row for row in answered if row.cells["name"] != said or item.kind == "matrix"]
        if not answered or answered[-1].cells["type"] == "note":
            return
        row = answered[-1]
        own = names[row.cells["name"]]
        found = [self._formulas.expression(condition, own) for condition in item.checks.values()]
        row.cells["constraint"] = both(row.cells.get("constraint", ""), *found)
        pieces: list[Piece] = []
        for key in item.checks:
            pieces += [Piece(" / ")] if pieces else []
            pieces.append(Piece(f"check.{item.key}.{key}", is_key=True))
        row.words["constraint_message"] = tuple(pieces)


_WRITERS: Mapping[str, Callable[[_Planner, Item], None]] = {
    "single_choice": _Planner._choice, "several_choices": _Planner._choice, "rating": _Planner._rating,
    "zero_to_ten": _Planner._zero_to_ten, "matrix": _Planner._matrix, "opposites": _Planner._opposites,
    "best_worst": _Planner._best_worst, "ranking": _Planner._ranking, "number": _Planner._number,
    "price": _Planner._number, "date": _Planner._date, "short_text": _Planner._text, "long_text": _Planner._text,
    "statement": _Planner._statement, "hidden": _Planner._hidden, "photo": _Planner._photo,
}  # fmt: skip
