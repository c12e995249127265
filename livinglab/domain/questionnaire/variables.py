"""The variables of a questionnaire: what the answers to its questions fill, in the order of reading.

Most questions have one; a battery has one for each statement; a text between questions has none. Answers, counts,
exports and imports go by variables, so that a question can have any shape without them having to know.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from livinglab.domain.questionnaire.kinds.hidden import parameter_of
from livinglab.domain.questionnaire.kinds.registry import KINDS
from livinglab.domain.questionnaire.structure import Item, Section, Structure


@lru_cache(maxsize=4096)
def variables_of(question: Item) -> tuple[Item, ...]:
    """Those of one question; one of an unknown kind has itself."""
    kind = KINDS.get(question.kind)
    return kind.variables(question) if kind else (question,)


@lru_cache(maxsize=1024)
def variables_in(section: Section) -> tuple[Item, ...]:
    """Those of a section."""
    return tuple(variable for question in section.items for variable in variables_of(question))


@lru_cache(maxsize=256)
def all_variables(structure: Structure) -> tuple[Item, ...]:
    """All of them."""
    return tuple(variable for section in structure.sections for variable in variables_in(section))


@lru_cache(maxsize=256)
def questions_with_several(structure: Structure) -> tuple[Item, ...]:
    """The questions whose answers are looked at together, because they have several variables."""
    return tuple(question for question in structure.items() if len(variables_of(question)) > 1)


def question_numbers(structure: Structure) -> dict[str, int]:
    """The running number of each question that is asked, by its key: texts and values from the link have none."""
    asked = [item for item in structure.items() if is_asked(item)]
    return {item.key: number for number, item in enumerate(asked, 1)}


def shown_in(section: Section, numbers: Mapping[str, int]) -> list[tuple[Item, tuple[Item, ...], int | None]]:
    """(question, its variables, its number) of all that a tester can see in a section."""
    return [
        (question, variables_of(question), numbers.get(question.key))
        for question in section.items
        if question.kind != "hidden"
    ]


@lru_cache(maxsize=256)
def parameters_of(structure: Structure) -> dict[str, str]:
    """{name in the query of a link: key of the question that takes its value}."""
    return {parameter_of(question): question.key for question in structure.items() if question.kind == "hidden"}


def is_asked(question: Item) -> bool:
    """Whether a tester is asked it."""
    return question.kind not in ("statement", "hidden")


def name_of(variable: Item, texts: Mapping[str, str]) -> str:
    """The words of its question, and where that has several variables, those that tell it apart; keys without words."""
    question = variable.question
    label = texts.get(f"item.{question.key}.label", "").strip() or question.key
    if variable.within is None or question.kind not in KINDS:
        return label
    return f"{label} – {KINDS[question.kind].part_words(variable, texts)}"
