"""Answers: read from a form, checked before they are stored, hashed, counted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from livinglab.domain.questionnaire.cleaning import is_blank
from livinglab.domain.questionnaire.conditions import holds
from livinglab.domain.questionnaire.faults import Invalid
from livinglab.domain.questionnaire.kinds.kind import offers_not_applicable
from livinglab.domain.questionnaire.kinds.registry import kind_of
from livinglab.domain.questionnaire.numbers import NumberMarks
from livinglab.domain.questionnaire.route import has_conditions, hidden_options, walk
from livinglab.domain.questionnaire.structure import Item, Structure
from livinglab.domain.questionnaire.values import NOT_APPLICABLE, Value
from livinglab.domain.questionnaire.variables import all_variables, variables_of


@dataclass(frozen=True)
class Reading:
    """What a form held: answers that can be stored, what is wrong with the others, and all as it was typed.

    These go by the keys of variables. What was not answered is not in `answers`; it is in `problems` if required.
    `shown` are the keys of the questions that the answers before them lead to.
    """

    answers: dict[str, Value]
    problems: dict[str, Invalid]
    typed: dict[str, list[str]]
    shown: set[str]


def read_answers(
    structure: Structure,
    typed: Mapping[str, Sequence[str]],
    marks: NumberMarks,
    decimals: int = 2,
    section: str | None = None,
) -> Reading:
    """Read a form, or only the page of one `section` (KeyError when there is none).

    `typed` maps the keys of variables to the raw strings; what belongs to none is ignored. `decimals` are those of the
    market's currency.
    """
    reading = Reading({}, {}, {}, set())
    if section is not None and not has_conditions(structure):
        structure = Structure((structure.section(section),))  # nothing else has a say in it
    so_far: dict[str, Value] = {}
    passed = False
    for part, asked, offered in walk(structure, so_far):
        passed = passed or part.key == section
        if section is not None and passed and part.key != section:
            break
        answers, problems = _read_question(asked, offered, typed, marks, decimals, so_far)
        so_far |= answers
        if section is None or part.key == section:
            _note(reading, asked, offered, typed, answers, problems)
    if section is not None:
        structure.section(section)
    return reading


def _read_question(
    asked: Item,
    offered: Item | None,
    typed: Mapping[str, Sequence[str]],
    marks: NumberMarks,
    decimals: int,
    so_far: Mapping[str, Value],
) -> tuple[dict[str, Value], dict[str, Invalid]]:
    """The answers to one question, and what is wrong. What was typed where nothing is shown counts as nothing."""
    answers: dict[str, Value] = {}
    problems: dict[str, Invalid] = {}
    if offered is None:
        return answers, problems
    hidden = set() if offered is asked else hidden_options(asked, so_far)
    for variable in variables_of(offered):
        raw = [text for text in typed.get(variable.key, ()) if text not in hidden]
        try:
            value = read_answer(variable, raw, marks, decimals)
            if value is None and variable.required:
                raise Invalid("required")
        except Invalid as invalid:
            problems[variable.key] = invalid
        else:
            if value is not None:
                answers[variable.key] = value
    kind = kind_of(offered)
    problems = problems or kind.together(offered, answers)
    answers = kind.settled(offered, answers)
    return answers, problems or _checked(offered, answers, so_far)


def _checked(question: Item, answers: Mapping[str, Value], so_far: Mapping[str, Value]) -> dict[str, Invalid]:
    """The first check of a question that its answers do not meet; without an answer there is nothing to check."""
    for key, condition in question.checks.items() if answers else ():
        if not holds(condition, {**so_far, **answers}):
            return {next(iter(answers)): Invalid("check", text=f"check.{question.key}.{key}")}
    return {}


def _note(
    reading: Reading,
    asked: Item,
    offered: Item | None,
    typed: Mapping[str, Sequence[str]],
    answers: Mapping[str, Value],
    problems: Mapping[str, Invalid],
) -> None:
    reading.typed.update({v.key: list(typed[v.key]) for v in variables_of(asked) if typed.get(v.key)})
    reading.answers.update(answers)
    reading.problems.update(problems)
    if offered is not None:
        reading.shown.add(asked.key)


def read_answer(variable: Item, raw: Sequence[str], marks: NumberMarks, decimals: int = 2) -> Value | None:
    """The stored form of what was typed for one variable, None when nothing was. Raises `Invalid`."""
    if offers_not_applicable(variable) and NOT_APPLICABLE in raw:
        if any(text != NOT_APPLICABLE and not is_blank(text) for text in raw):
            raise Invalid("only_one")
        return NOT_APPLICABLE
    return kind_of(variable).read(variable, raw, marks, decimals)


def accept_answer(variable: Item, value: object) -> None:
    """Raise `Invalid` unless a value is exactly as `read_answer` returns it."""
    if value != NOT_APPLICABLE or not offers_not_applicable(variable):
        kind_of(variable).accept(variable, value)


def check_answers(structure: Structure, answers: Mapping[str, object]) -> None:
    """Raise `Invalid`, with the variable's key as param `item`, unless these are complete answers in stored form."""
    known = {variable.key for variable in all_variables(structure)}
    for key in answers:
        if key not in known:
            raise Invalid("unknown_item", item=key)
    so_far: dict[str, Any] = {}
    for _, asked, offered in walk(structure, so_far):
        given = {v.key: answers[v.key] for v in variables_of(asked) if v.key in answers}
        for key, invalid in _wrong(offered, given, so_far):
            raise Invalid(invalid.code, **{**invalid.params, "item": key}) from invalid
        so_far |= given


def _wrong(offered: Item | None, given: dict[str, Any], so_far: Mapping[str, Value]) -> Iterator[tuple[str, Invalid]]:
    """What stops the answers to one question from being stored."""
    variables = {} if offered is None else {variable.key: variable for variable in variables_of(offered)}
    for key in given.keys() - variables.keys():
        yield key, Invalid("not_asked")
    for key, variable in variables.items():
        try:
            if key in given:
                accept_answer(variable, given[key])
            elif variable.required:
                yield key, Invalid("required")
        except Invalid as invalid:
            yield key, invalid
    if offered is not None:
        kind = kind_of(offered)
        yield from kind.together(offered, given).items()
        for key in given.keys() - kind.settled(offered, given).keys():
            yield key, Invalid("not_canonical")
        yield from _checked(offered, given, so_far).items()


def write_answers(structure: Structure, answers: Mapping[str, Value], marks: NumberMarks) -> dict[str, list[str]]:
    """Stored answers as they fill the form again: keys of variables to raw strings."""
    return {
        variable.key: write_answer(variable, answers[variable.key], marks)
        for variable in all_variables(structure)
        if variable.key in answers
    }


def write_answer(variable: Item, value: Value, marks: NumberMarks) -> list[str]:
    """What fills the form again; `read_answer` reads it back."""
    return [NOT_APPLICABLE] if value == NOT_APPLICABLE else kind_of(variable).write(variable, value, marks)


def payload_hash(answers: Mapping[str, object], /, **context: object) -> str:
    """SHA-256 in hex of answers together with what they were given to, such as version and language.

    The order of keys makes no difference, everything else does. Values are plain JSON, else TypeError.
    """
    canonical = json.dumps([dict(answers), context], sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def counts_of(structure: Structure, answers: Mapping[str, Value]) -> list[tuple[str, str]]:
    """What one response adds one to: the response ("", ""), each answered variable (key, ""), each value (key, value).

    “Does not apply” is counted by itself, (key, NOT_APPLICABLE), and not among those who answered.
    """
    counted = [("", "")]
    for variable in all_variables(structure):
        value = answers.get(variable.key)
        if value == NOT_APPLICABLE:
            counted.append((variable.key, NOT_APPLICABLE))
        elif value is not None:
            counted.append((variable.key, ""))
            counted += [(variable.key, one) for one in kind_of(variable).counted(variable, value)]
    return counted
