"""What conditions, checks and texts say about other questions, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from livinglab.domain.questionnaire.conditions import Condition, Criterion, criteria_in, is_day
from livinglab.domain.questionnaire.faults import Problem
from livinglab.domain.questionnaire.kinds.kind import offers_not_applicable
from livinglab.domain.questionnaire.kinds.registry import KINDS
from livinglab.domain.questionnaire.kinds.variables import keys_at
from livinglab.domain.questionnaire.numbers import is_canonical
from livinglab.domain.questionnaire.pipes import pipes_in
from livinglab.domain.questionnaire.structure import Item, Structure
from livinglab.domain.questionnaire.texts import item_text_keys
from livinglab.domain.questionnaire.values import NOT_APPLICABLE
from livinglab.domain.questionnaire.variables import all_variables, name_of, variables_of

_COMPARED = ("scale", "rank", "amount", "date")


def reference_problems(structure: Structure, texts: Mapping[str, str]) -> Iterator[Problem]:
    """Each reference to what is not there, comes later, or cannot be compared so. A cycle always has one that looks
    forward, so there is no other way to see one."""
    known = {variable.key: variable for variable in all_variables(structure)}
    before: set[str] = set()
    for section in structure.sections:
        where, pages = f"section.{section.key}", frozenset(before)
        if section.show_if:
            yield from _wrong(section.show_if, where, _title(section.key, texts), known, before, texts)
        yield from _pipes([f"{where}.title", f"{where}.intro"], where, _title(section.key, texts), known, pages, texts)
        for question in section.items:
            yield from _of_question(question, known, before, pages, texts)
            before |= {variable.key for variable in variables_of(question)}


def _of_question(
    question: Item,
    known: Mapping[str, Item],
    before: set[str],
    pages: frozenset[str],
    texts: Mapping[str, str],
) -> Iterator[Problem]:
    where, name = f"item.{question.key}", texts.get(f"item.{question.key}.label", "") or question.key
    if question.show_if:
        yield from _wrong(question.show_if, where, name, known, before, texts)
    listed = [*keys_at(question, "options"), *keys_at(question, "rows")]
    for key, condition in question.option_if.items():
        if key not in listed or question.kind == "best_worst":
            yield Problem("condition_without_option", where, {"name": name, "option": key})
        yield from _wrong(condition, where, name, known, before, texts)
    own = before | {variable.key for variable in variables_of(question)}
    for condition in question.checks.values():
        yield from _wrong(condition, where, name, known, own, texts)
    yield from _pipes([key for key, _ in item_text_keys(question)], where, name, known, pages, texts)


def _wrong(
    condition: Condition,
    where: str,
    name: str,
    known: Mapping[str, Item],
    before: set[str],
    texts: Mapping[str, str],
) -> Iterator[Problem]:
    for criterion in criteria_in(condition):
        variable = known.get(criterion.of)
        if variable is None:
            yield Problem("condition_unknown", where, {"name": name, "other": criterion.of})
        elif criterion.of not in before:
            yield Problem("condition_forward", where, {"name": name, "other": name_of(variable, texts)})
        elif not _fits(criterion, variable):
            yield Problem("condition_value", where, {"name": name, "other": name_of(variable, texts)})


def _fits(criterion: Criterion, variable: Item) -> bool:
    """Whether the answer could ever be so."""
    kind = KINDS.get(variable.kind)
    if kind is None:
        return False
    if criterion.how in ("more", "less"):
        limit = str(criterion.value)
        return kind.measure in _COMPARED and (is_day(limit) if kind.measure == "date" else is_canonical(limit))
    values = kind.values(variable)
    if criterion.how == "answered" or values is None:
        return True
    wanted = criterion.value if isinstance(criterion.value, tuple) else (str(criterion.value),)
    possible = {*values, *([NOT_APPLICABLE] if offers_not_applicable(variable) else [])}
    return all(value in possible for value in wanted)


def _pipes(
    keys: list[str],
    where: str,
    name: str,
    known: Mapping[str, Item],
    pages: frozenset[str],
    texts: Mapping[str, str],
) -> Iterator[Problem]:
    for pipe in dict.fromkeys(pipe for key in keys for pipe in pipes_in(texts.get(key, ""))):
        if pipe not in known:
            yield Problem("pipe_unknown", where, {"name": name, "other": pipe})
        elif pipe not in pages:
            yield Problem("pipe_forward", where, {"name": name, "other": name_of(known[pipe], texts)})


def _title(key: str, texts: Mapping[str, str]) -> str:
    return texts.get(f"section.{key}.title", "") or key


def looked_at_by_others(structure: Structure, key: str) -> list[str]:
    """The keys of the questions and sections whose conditions look at a question: what its removal would break."""
    found = []
    for section in structure.sections:
        if section.show_if and _looks_at(section.show_if, key):
            found.append(section.key)
        for question in section.items:
            conditions = [*question.option_if.values(), *question.checks.values()]
            conditions += [question.show_if] if question.show_if else []
            if question.key != key and any(_looks_at(condition, key) for condition in conditions):
                found.append(question.key)
    return found


def _looks_at(condition: Condition, key: str) -> bool:
    return any(criterion.of.partition(".")[0] == key for criterion in criteria_in(condition))
