"""Conditions: when a question, an option or a section is shown, and what answers must fit together.

Written as JSON, the smallest things are criteria for one variable's answer: {"of": key, …} with one of

    "is": value         that is the answer; of several choices, it is among them; "~" means “does not apply”
    "in": [value, …]    one of these is
    "more": number      greater; a date such as 2026-11-29 is later
    "less": number      smaller; earlier
    "answered": true    there is an answer, and not “does not apply”

They are put together by {"all": […]}, {"any": […]} and {"not": …}. What is not answered is, is in, is more and is less
than nothing. `static/js/conditions.js` evaluates the same JSON; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from livinglab.domain.questionnaire.faults import Invalid
from livinglab.domain.questionnaire.numbers import is_canonical
from livinglab.domain.questionnaire.values import NOT_APPLICABLE, Value

HOWS = ("is", "in", "more", "less", "answered")
DEEPEST, MOST_PARTS = 6, 50


@dataclass(frozen=True)
class Criterion:
    """One answer, looked at in one way. `value` is a string; a tuple of strings for `in`; True for `answered`."""

    of: str
    how: str
    value: str | tuple[str, ...] | bool

    def to_json(self) -> dict[str, Any]:
        """As plain JSON."""
        return {"of": self.of, self.how: list(self.value) if isinstance(self.value, tuple) else self.value}


@dataclass(frozen=True)
class Together:
    """`all`, `any`, or `not` (of exactly one) of its `parts`."""

    how: str
    parts: tuple[Condition, ...]

    def to_json(self) -> dict[str, Any]:
        """As plain JSON."""
        parts = [part.to_json() for part in self.parts]
        return {"not": parts[0]} if self.how == "not" else {self.how: parts}


Condition = Criterion | Together


def condition_from(data: object, where: str = "condition", deep: int = 0) -> Condition:
    """Read what `to_json` wrote; anything else is `Invalid`."""
    if not isinstance(data, dict) or deep > DEEPEST:
        raise Invalid("malformed", where=where)
    if "of" in data:
        return _criterion_from(data, where)
    how = next(iter(data), "")
    if len(data) != 1 or how not in ("all", "any", "not"):
        raise Invalid("malformed", where=where)
    if how == "not":
        return Together("not", (condition_from(data["not"], f"{where}.not", deep + 1),))
    parts = data[how]
    if not isinstance(parts, list) or not 1 <= len(parts) <= MOST_PARTS:
        raise Invalid("malformed", where=f"{where}.{how}")
    return Together(how, tuple(condition_from(part, f"{where}.{how}[{i}]", deep + 1) for i, part in enumerate(parts)))


def _criterion_from(data: Mapping[str, Any], where: str) -> Criterion:
    how = next((name for name in data if name != "of"), "")
    of, value = data["of"], data.get(how)
    if len(data) != 2 or how not in HOWS or not isinstance(of, str):
        raise Invalid("malformed", where=where)
    if how == "answered":
        good = value is True
    elif how == "in":
        good = isinstance(value, list) and 1 <= len(value) <= MOST_PARTS and all(isinstance(v, str) for v in value)
    else:
        good = isinstance(value, str)
    if not good:
        raise Invalid("malformed", where=f"{where}.{how}")
    return Criterion(of, how, tuple(value) if isinstance(value, list) else value)  # type: ignore[arg-type]


def criteria_in(condition: Condition) -> Iterator[Criterion]:
    """Every criterion, from left to right."""
    if isinstance(condition, Criterion):
        yield condition
    else:
        for part in condition.parts:
            yield from criteria_in(part)


def renamed(condition: Condition, question: str, new: str) -> Condition:
    """The same condition, where what it says about one question is said about another."""
    if isinstance(condition, Together):
        return Together(condition.how, tuple(renamed(part, question, new) for part in condition.parts))
    key, dot, part = condition.of.partition(".")
    return Criterion(f"{new}{dot}{part}", condition.how, condition.value) if key == question else condition


def holds(condition: Condition, answers: Mapping[str, Value]) -> bool:
    """Whether it holds for answers in stored form, by the keys of variables."""
    if isinstance(condition, Together):
        results = (holds(part, answers) for part in condition.parts)
        if condition.how == "not":
            return not next(results)
        return all(results) if condition.how == "all" else any(results)
    return _passes(condition, answers.get(condition.of))


def _passes(criterion: Criterion, answer: Value | None) -> bool:
    if answer is None or (criterion.how == "answered" and answer == NOT_APPLICABLE):
        return False
    given = [answer] if isinstance(answer, str) else answer
    if criterion.how == "answered":
        return True
    if criterion.how == "is":
        return criterion.value in given
    if isinstance(criterion.value, tuple):
        return any(value in given for value in criterion.value)
    return len(given) == 1 and _compares(criterion.how, given[0], str(criterion.value))


def _compares(how: str, answer: str, limit: str) -> bool:
    """Numbers with numbers, days with days; anything else is neither more nor less."""
    if is_canonical(answer) and is_canonical(limit):
        return Decimal(answer) > Decimal(limit) if how == "more" else Decimal(answer) < Decimal(limit)
    if is_day(answer) and is_day(limit):
        return answer > limit if how == "more" else answer < limit
    return False


def is_day(text: str) -> bool:
    """Whether a text is a day as it is stored."""
    try:
        return len(text) == 10 and date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
