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
    if _or_equal(condition):
        return "all", [condition]
    if isinstance(condition, Together) and condition.how in ("all", "any"):
        return condition.how, list(condition.parts)
    return "all", [condition]


def sentence_of(condition: Condition, known: Mapping[str, Item], texts: Words) -> str:
    """The whole condition in one line, without brackets around it."""
    how, parts = parts_of(condition)
    return (" and " if how == "all" else " or ").join(in_words(part, known, texts) for part in parts)


def _or_equal(condition: Condition) -> Criterion | None:
    """The first criterion of “more than 18, or 18”, which people read as one thing."""
    if not isinstance(condition, Together) or condition.how != "any" or len(condition.parts) != 2:
        return None
    first, second = condition.parts
    if not isinstance(first, Criterion) or not isinstance(second, Criterion) or first.how not in ("more", "less"):
        return None
    return first if second == Criterion(first.of, "is", first.value) else None


def in_words(condition: Condition, known: Mapping[str, Item], texts: Words) -> str:
    """A condition as a sentence without its end: “Where?” is “On the web” or “In a shop”."""
    both = _or_equal(condition)
    if both is not None:
        more = {"more": "at least", "less": "at most"}
        variable = known.get(both.of)
        name = name_of(variable, texts) if variable else both.of
        return f"“{name}” is {more[both.how]} {both.value}"
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
