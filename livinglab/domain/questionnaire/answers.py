"""Answers: read from a form, checked before they are stored, hashed, counted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from livinglab.domain.questionnaire.cleaning import is_blank
from livinglab.domain.questionnaire.faults import Invalid
from livinglab.domain.questionnaire.kinds.kind import NOT_APPLICABLE, Value, offers_not_applicable
from livinglab.domain.questionnaire.kinds.registry import kind_of
from livinglab.domain.questionnaire.numbers import NumberMarks
from livinglab.domain.questionnaire.structure import Item, Structure
from livinglab.domain.questionnaire.variables import all_variables, variables_of


@dataclass(frozen=True)
class Reading:
    """What a form held: answers that can be stored, what is wrong with the others, and all as it was typed.

    All three go by the keys of variables. What was not answered is not in `answers`; it is in `problems` if required.
    """

    answers: dict[str, Value]
    problems: dict[str, Invalid]
    typed: dict[str, list[str]]


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
    reading = Reading({}, {}, {})
    for question in structure.items() if section is None else structure.section(section).items:
        answers: dict[str, Value] = {}
        problems: dict[str, Invalid] = {}
        for variable in variables_of(question):
            raw = list(typed.get(variable.key, ()))
            if raw:
                reading.typed[variable.key] = raw
            try:
                value = read_answer(variable, raw, marks, decimals)
                if value is None and variable.required:
                    raise Invalid("required")
            except Invalid as invalid:
                problems[variable.key] = invalid
            else:
                if value is not None:
                    answers[variable.key] = value
        kind = kind_of(question)
        reading.problems.update(problems or kind.together(question, answers))
        reading.answers.update(kind.settled(question, answers))
    return reading


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
    variables = {variable.key: variable for variable in all_variables(structure)}
    for key in answers:
        if key not in variables:
            raise Invalid("unknown_item", item=key)
    for key, variable in variables.items():
        if key in answers:
            try:
                accept_answer(variable, answers[key])
            except Invalid as invalid:
                raise Invalid(invalid.code, **{**invalid.params, "item": key}) from invalid
        elif variable.required:
            raise Invalid("required", item=key)
    for question in structure.items():
        given: dict[str, Any] = {v.key: answers[v.key] for v in variables_of(question) if v.key in answers}
        kind = kind_of(question)
        for key, invalid in kind.together(question, given).items():
            raise Invalid(invalid.code, **{**invalid.params, "item": key})
        for key in given.keys() - kind.settled(question, given).keys():
            raise Invalid("not_canonical", item=key)


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
