"""Answers: read from a form, checked before they are stored, hashed, counted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from livinglab.domain.questionnaire.faults import Invalid
from livinglab.domain.questionnaire.kinds.kind import Value
from livinglab.domain.questionnaire.kinds.registry import kind_of
from livinglab.domain.questionnaire.numbers import NumberMarks
from livinglab.domain.questionnaire.structure import Structure


@dataclass(frozen=True)
class Reading:
    """What a form held: answers that can be stored, what is wrong with the others, and all as it was typed.

    All three go by item key. An item that was not answered is in none of `answers`; it is in `problems` if required.
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

    `typed` maps item keys to the raw strings; what belongs to no item is ignored. `decimals` are those of the
    market's currency.
    """
    reading = Reading({}, {}, {})
    for item in structure.items() if section is None else structure.section(section).items:
        raw = list(typed.get(item.key, ()))
        if raw:
            reading.typed[item.key] = raw
        try:
            value = kind_of(item).read(item, raw, marks, decimals)
            if value is None and item.required:
                raise Invalid("required")
        except Invalid as invalid:
            reading.problems[item.key] = invalid
        else:
            if value is not None:
                reading.answers[item.key] = value
    return reading


def check_answers(structure: Structure, answers: Mapping[str, object]) -> None:
    """Raise `Invalid`, with the item key as param `item`, unless these are complete answers in stored form."""
    items = {item.key: item for item in structure.items()}
    for key in answers:
        if key not in items:
            raise Invalid("unknown_item", item=key)
    for key, item in items.items():
        if key in answers:
            try:
                kind_of(item).accept(item, answers[key])
            except Invalid as invalid:
                raise Invalid(invalid.code, **{**invalid.params, "item": key}) from invalid
        elif item.required:
            raise Invalid("required", item=key)


def write_answers(structure: Structure, answers: Mapping[str, Value], marks: NumberMarks) -> dict[str, list[str]]:
    """Stored answers as they fill the form again: item key to raw strings."""
    return {
        item.key: kind_of(item).write(item, answers[item.key], marks)
        for item in structure.items()
        if item.key in answers
    }


def payload_hash(answers: Mapping[str, object], /, **context: object) -> str:
    """SHA-256 in hex of answers together with what they were given to, such as version and language.

    The order of keys makes no difference, everything else does. Values are plain JSON, else TypeError.
    """
    canonical = json.dumps([dict(answers), context], sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def counts_of(structure: Structure, answers: Mapping[str, Value]) -> list[tuple[str, str]]:
    """What one response adds one to: the response ("", ""), each answered item (key, ""), each value (key, value)."""
    counted = [("", "")]
    for item in structure.items():
        if item.key in answers:
            counted.append((item.key, ""))
            counted += [(item.key, value) for value in kind_of(item).counted(item, answers[item.key])]
    return counted
