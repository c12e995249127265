"""Conditions in words, for their authors."""

from __future__ import annotations

from collections.abc import Mapping

from livinglab.domain.questionnaire.conditions import Condition, Criterion, Together
from livinglab.domain.questionnaire.kinds.kind import offers_not_applicable
from livinglab.domain.questionnaire.kinds.registry import kind_of
from livinglab.domain.questionnaire.structure import Item
from livinglab.domain.questionnaire.texts import words_of
from livinglab.domain.questionnaire.values import NOT_APPLICABLE
from livinglab.domain.questionnaire.variables import name_of

Words = Mapping[str, str]


def parts_of(condition: Condition | None) -> tuple[str, list[Condition]]:
    """("all" or "any", the criteria) of a condition as a page shows it: one line each, however deep it is below."""
    if condition is None:
        return "all", []
    if isinstance(condition, Together) and condition.how in ("all", "any"):
        return condition.how, list(condition.parts)
    return "all", [condition]


def sentence_of(condition: Condition, known: Mapping[str, Item], texts: Words) -> str:
    """The whole condition in one line, without brackets around it."""
    how, parts = parts_of(condition)
    return (" and " if how == "all" else " or ").join(in_words(part, known, texts) for part in parts)


def in_words(condition: Condition, known: Mapping[str, Item], texts: Words) -> str:
    """A condition as a sentence without its end: “Where?” is “On the web” or “In a shop”."""
    if isinstance(condition, Together):
        if condition.how == "not":
            part = condition.parts[0]
            if isinstance(part, Criterion):
                return _criterion_in_words(part, known, texts, negated=True)
            return f"not ({in_words(part, known, texts)})"
        word = " and " if condition.how == "all" else " or "
        return "(" + word.join(in_words(part, known, texts) for part in condition.parts) + ")"
    return _criterion_in_words(condition, known, texts, negated=False)


def _criterion_in_words(criterion: Criterion, known: Mapping[str, Item], texts: Words, *, negated: bool) -> str:
    variable = known.get(criterion.of)
    name = f"“{name_of(variable, texts) if variable else criterion.of}”"
    if criterion.how == "answered":
        return f"{name} was {'not ' if negated else ''}answered"
    values = criterion.value if isinstance(criterion.value, tuple) else (str(criterion.value),)
    said = [f"“{words_of(variable, value, texts) if variable else value}”" for value in values]
    if criterion.how in ("more", "less"):
        is_date = variable is not None and kind_of(variable).measure == "date"
        word = {"more": "later than" if is_date else "more than", "less": "before" if is_date else "less than"}
        return f"{name} is {'not ' if negated else ''}{word[criterion.how]} {values[0]}"
    return f"{name} is {'not ' if negated else ''}{' or '.join(said)}"


def answers_to(variable: Item, texts: Words) -> list[tuple[str, str]] | None:
    """(value, words) of the answers a criterion can name; None where they cannot be listed."""
    values = kind_of(variable).values(variable)
    if values is None:
        return None
    beside = [NOT_APPLICABLE] if offers_not_applicable(variable) else []
    return [(value, words_of(variable, value, texts)) for value in [*values, *beside]]
