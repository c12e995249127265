"""The way of one person through a questionnaire: what is shown to whom, from the answers so far."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from livinglab.domain.questionnaire.conditions import Condition, criteria_in, holds
from livinglab.domain.questionnaire.kinds.choice import other_of
from livinglab.domain.questionnaire.kinds.registry import KINDS
from livinglab.domain.questionnaire.kinds.variables import keys_at
from livinglab.domain.questionnaire.kinds.words import WordsKind
from livinglab.domain.questionnaire.structure import Item, Section, Structure
from livinglab.domain.questionnaire.values import Value
from livinglab.domain.questionnaire.variables import variables_in, variables_of

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


def _variable_for_browser(variable: Item) -> dict[str, Any]:
    """What tells whether something typed is an answer to it."""
    kind = KINDS[variable.kind]
    settings = {name: list(value) if isinstance(value, tuple) else value for name, value in variable.settings.items()}
    more: dict[str, Any] = {"most": kind.max_length(variable)} if isinstance(kind, WordsKind) else {}
    values = kind.values(variable)
    return {
        **settings,
        **more,
        **({} if values is None else {"values": values}),
        "key": variable.key,
        "kind": kind.name,
    }


def _looked_at(question: Item, wanted: Collection[str]) -> list[Item]:
    """The variables of a question at which others look. What was said at “other” holds only with that choice."""
    variables = variables_of(question)
    looks = any(variable.key in wanted for variable in variables)
    return [one for one in variables if one.key in wanted or (looks and one.key == question.key and other_of(question))]


def _listed(question: Item) -> list[str]:
    return [key for setting in _LISTS for key in keys_at(question, setting)]


def pages_shown(structure: Structure, shown: Collection[str]) -> list[int]:
    """The numbers of the pages, counted from 1, on which a tester sees any of the questions that are `shown`."""
    return [
        page
        for page, section in enumerate(structure.sections, 1)
        if any(question.key in shown and question.kind != "hidden" for question in section.items)
    ]


def more_may_come(structure: Structure, page: int) -> bool:
    """Whether what is entered on a page may lead to a later page that is not shown yet."""
    entered = {variable.key for variable in variables_in(structure.sections[page - 1])}
    return any(entered & looked_at_in(section) for section in structure.sections[page:])


def looked_at(structure: Structure) -> frozenset[str]:
    """The keys of all variables at which any condition looks."""
    return frozenset(key for section in structure.sections for key in looked_at_in(section))


def for_browser(section: Section, before: Mapping[str, Value]) -> dict[str, Any] | None:
    """What `static/js/conditions.js` needs to know of a page, as plain JSON; None where it has nothing to do.

    `before` are the answers so far; of those only what is not entered on this page is told. Each item: its conditions,
    and the variables that others look at, with what tells whether something typed is an answer.
    """
    wanted = looked_at_in(section)
    entered = {variable.key for variable in variables_in(section) if variable.kind != "hidden"}
    if not any(conditions_of(question) for question in section.items):
        return None
    return {
        "before": {key: value for key, value in before.items() if key in wanted - entered},
        "items": [
            {
                "key": question.key,
                **{name: value for name, value in question.to_json().items() if name in ("show_if", "option_if")},
                **({"all": _listed(question)} if question.option_if else {}),
                **({"other": other_of(question)} if other_of(question) else {}),
                "variables": [_variable_for_browser(variable) for variable in _looked_at(question, wanted & entered)],
            }
            for question in section.items
        ],
    }
