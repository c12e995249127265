"""A questionnaire as its authors see it: sections, questions, and in a line what each question offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from livinglab.domain.questionnaire.faults import Problem
from livinglab.domain.questionnaire.kinds.hidden import parameter_of
from livinglab.domain.questionnaire.kinds.number import bound_of, has_unit
from livinglab.domain.questionnaire.kinds.options import options_of
from livinglab.domain.questionnaire.kinds.rating import points_of
from livinglab.domain.questionnaire.kinds.registry import KINDS
from livinglab.domain.questionnaire.kinds.variables import keys_at
from livinglab.domain.questionnaire.kinds.words import WordsKind
from livinglab.domain.questionnaire.publishing import label_of, title_of
from livinglab.domain.questionnaire.structure import Item, Section, Structure
from livinglab.domain.questionnaire.variables import all_variables, question_numbers
from livinglab.questionnaires.saying import sentence_of

SHOWN_OPTIONS = 6


@dataclass(frozen=True)
class QuestionLine:
    """One question in the outline. `offers` says what can be answered; `problems` are sentences. `number` is that which
    testers see; what they are not asked has none. `shown_if` says who sees it, `more` what else depends on answers."""

    key: str
    number: int | None
    label: str
    kind: str
    kind_title: str
    required: bool
    offers: str
    shown_if: str = ""
    more: str = ""
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class SectionLine:
    """One section in the outline."""

    key: str
    title: str
    intro: str
    questions: list[QuestionLine]
    shown_if: str = ""
    problems: list[str] = field(default_factory=list)


def outline_of(structure: Structure, texts: Mapping[str, str], problems: Sequence[Problem] = ()) -> list[SectionLine]:
    """The whole questionnaire in one language, with what stops publishing beside its place."""
    places: dict[str, list[str]] = {}
    for problem in problems:
        places.setdefault(place_of(problem.where), []).append(problem.sentence)
    numbers = question_numbers(structure)
    known = {variable.key: variable for variable in all_variables(structure)}
    return [_section_line(section, texts, places, numbers, known) for section in structure.sections]


def place_of(where: str) -> str:
    """`item.<key>`, `section.<key>`, `whole` or "" (no place of its own) for where a problem is."""
    place, _, rest = where.partition(".")
    if place in ("title", "intro", "thanks"):
        return "whole"
    kind = "section" if place == "section" else "item"
    return f"{kind}.{rest.partition('.')[0]}" if rest else ""


def offers_of(item: Item, texts: Mapping[str, str]) -> str:
    """What a question can be answered with, in one line."""
    if item.kind in KINDS and "options" in KINDS[item.kind].settings:
        return _listed([texts.get(f"option.{item.key}.{option}", option) for option in options_of(item)])
    if item.kind == "matrix":
        rows = [texts.get(f"row.{item.key}.{row}", row) for row in keys_at(item, "rows")]
        return f"{_listed(rows)}; {_points(item, texts)}"
    if item.kind == "opposites":
        ends = [[texts.get(f"{end}.{item.key}.{row}", "") for end in ("low", "high")] for row in keys_at(item, "rows")]
        return _listed([f"{low} – {high}" for low, high in ends])
    if item.kind == "rating":
        return _points(item, texts)
    if item.kind == "zero_to_ten":
        low, high = (texts.get(f"end.{item.key}.{end}", "") for end in ("low", "high"))
        return f"0 = {low} … 10 = {high}"
    if item.kind == "number":
        return _range(item, texts)
    if item.kind == "date":
        return " to ".join(str(item.settings[end]) for end in ("earliest", "latest") if item.settings.get(end))
    if item.kind == "hidden":
        return f"?{parameter_of(item)}=…"
    kind = KINDS.get(item.kind)
    return f"Up to {kind.max_length(item):,} characters" if isinstance(kind, WordsKind) else ""


def _listed(words: Sequence[str]) -> str:
    more = f" · and {len(words) - SHOWN_OPTIONS} more" if len(words) > SHOWN_OPTIONS else ""
    return " · ".join(words[:SHOWN_OPTIONS]) + more


def _points(item: Item, texts: Mapping[str, str]) -> str:
    points = points_of(item)
    low, high = (texts.get(f"point.{item.key}.{point}", "") for point in (1, points))
    return f"{points} points: {low} … {high}"


def _range(item: Item, texts: Mapping[str, str]) -> str:
    least, most = bound_of(item, "minimum"), bound_of(item, "maximum")
    unit = f" {texts.get(f'unit.{item.key}', '')}" if has_unit(item) else ""
    if least is not None and most is not None:
        return f"From {least} to {most}{unit}"
    if least is not None or most is not None:
        return f"{least} or more{unit}" if least is not None else f"{most} or less{unit}"
    return f"Any number{unit and ' of'}{unit}"


def _more(item: Item) -> str:
    counted = []
    if item.option_if:
        counted.append(
            f"{len(item.option_if)} {'answer is' if len(item.option_if) == 1 else 'answers are'} not for everybody"
        )
    if item.checks:
        counted.append(f"{len(item.checks)} {'check' if len(item.checks) == 1 else 'checks'}")
    return " · ".join(counted)


def _section_line(
    section: Section,
    texts: Mapping[str, str],
    places: Mapping[str, list[str]],
    numbers: Mapping[str, int],
    known: Mapping[str, Item],
) -> SectionLine:
    questions = [
        QuestionLine(
            item.key,
            numbers.get(item.key),
            label_of(item, texts),
            item.kind,
            KINDS[item.kind].title if item.kind in KINDS else item.kind,
            item.required,
            offers_of(item, texts),
            sentence_of(item.show_if, known, texts) if item.show_if else "",
            _more(item),
            places.get(f"item.{item.key}", []),
        )
        for item in section.items
    ]
    return SectionLine(
        section.key,
        title_of(section, texts),
        texts.get(f"section.{section.key}.intro", ""),
        questions,
        sentence_of(section.show_if, known, texts) if section.show_if else "",
        places.get(f"section.{section.key}", []),
    )
