"""The way of one person through a questionnaire: what is shown to whom, from the answers so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from livinglab.domain.questionnaire.conditions import Condition, criteria_in, holds
from livinglab.domain.questionnaire.kinds.variables import keys_at
from livinglab.domain.questionnaire.structure import Item, Section, Structure
from livinglab.domain.questionnaire.values import Value

_LISTS = ("options", "rows")


def walk(structure: Structure, answers: Mapping[str, Value]) -> Iterator[tuple[Section, Item, Item | None]]:
    """Each question with its section, in the order of reading, and as it is offered: None where it is not shown.

    Conditions look back only: put the answers to a question into `answers` before asking for the next one.
    """
    for section in structure.sections:
        shown = section.show_if is None or holds(section.show_if, answers)
        for question in section.items:
            yield section, question, as_offered(question, answers) if shown else None


def as_offered(question: Item, answers: Mapping[str, Value]) -> Item | None:
    """The question with the options or rows that are shown; None where it is not, or nothing is left to choose."""
    if question.show_if is not None and not holds(question.show_if, answers):
        return None
    if not question.option_if:
        return question
    hidden = hidden_options(question, answers)
    left = {
        setting: [key for key in keys_at(question, setting) if key not in hidden]
        for setting in _LISTS
        if setting in question.settings
    }
    if not all(left.values()):
        return None
    return replace(question, settings={**question.settings, **left}) if hidden else question


def hidden_options(question: Item, answers: Mapping[str, Value]) -> set[str]:
    """The options or rows that are not shown."""
    return {key for key, condition in question.option_if.items() if not holds(condition, answers)}


def conditions_of(question: Item) -> list[Condition]:
    """Everything that decides about a question or its options."""
    return [*([question.show_if] if question.show_if else []), *question.option_if.values()]


@lru_cache(maxsize=256)
def has_conditions(structure: Structure) -> bool:
    """Whether anything is shown only to some."""
    return any(section.show_if for section in structure.sections) or any(map(conditions_of, structure.items()))


@lru_cache(maxsize=1024)
def looked_at_in(section: Section) -> frozenset[str]:
    """The keys of the variables at which the conditions within a section look, its own included."""
    conditions = [one for question in section.items for one in conditions_of(question)]
    conditions += [one for question in section.items for one in question.checks.values()]
    conditions += [section.show_if] if section.show_if else []
    return frozenset(criterion.of for condition in conditions for criterion in criteria_in(condition))
