"""What every kind of question can do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from livinglab.domain.questionnaire.cleaning import is_blank
from livinglab.domain.questionnaire.faults import Invalid, Problem
from livinglab.domain.questionnaire.numbers import NumberMarks
from livinglab.domain.questionnaire.structure import Item
from livinglab.domain.questionnaire.values import Value

MAY_NOT_APPLY = "not_applicable"


class Kind(ABC):
    """One kind of question. It holds no state: everything about a question is in its `Item`.

    `measure` is what `figures.summary` makes of the counts. `settings` maps the name of each setting to the words
    people read for it. Only `several_choices` and `photo` have lists for values; all others have strings.

    A kind whose question has no variable, or several, says so in `variables`; then `read`, `accept` and `measure` are
    those of the variables' kinds. `offered`: whether authors can choose it for a question of their own.
    `only_variable`: whether no question is of this kind, only variables of one.
    `may_not_apply`: whether a question can offer the answer “does not apply” (setting `not_applicable`, 1).
    """

    name: ClassVar[str]
    title: ClassVar[str]
    measure: ClassVar[str]
    settings: ClassVar[Mapping[str, str]] = {}
    offered: ClassVar[bool] = True
    only_variable: ClassVar[bool] = False
    may_not_apply: ClassVar[bool] = False

    def fresh(self) -> dict[str, Any]:
        """The settings a new question begins with."""
        return {}

    def check(self, item: Item, name: str) -> list[Problem]:
        """What of the settings stops publishing; `name` is how people know the question."""
        where = f"item.{item.key}"
        known = {*self.settings, *([MAY_NOT_APPLY] if self.may_not_apply else [])}
        unknown = [setting for setting in item.settings if setting not in known]
        problems = [Problem("unknown_setting", where, {"setting": s, "name": name}) for s in unknown]
        if MAY_NOT_APPLY in known and item.settings.get(MAY_NOT_APPLY) not in (None, 0, 1):
            problems.append(bad_setting(self, item, name, MAY_NOT_APPLY, "either it is offered or not"))
        return problems + self.check_settings(item, name)

    def check_settings(self, item: Item, name: str) -> list[Problem]:
        """The part of `check` that differs from kind to kind."""
        return []

    def text_keys(self, item: Item) -> list[tuple[str, bool]]:
        """(text key, whether its words are required) of all words of the question, in reading order."""
        return [(f"item.{item.key}.label", True), (f"item.{item.key}.help", False), *self.answer_text_keys(item)]

    def answer_text_keys(self, item: Item) -> list[tuple[str, bool]]:
        """The part of `text_keys` that stands at the answers."""
        return []

    def variables(self, item: Item) -> tuple[Item, ...]:
        """What the answers to a question fill, in the order of an export."""
        return (item,)

    def part_words(self, variable: Item, texts: Mapping[str, str]) -> str:
        """The words by which a variable is told from the others of its question."""
        return variable.part

    def together(self, item: Item, answers: Mapping[str, Value]) -> dict[str, Invalid]:
        """What is wrong with answers that are right one by one: {key of a variable: what}."""
        return {}

    def settled(self, item: Item, answers: Mapping[str, Value]) -> dict[str, Value]:
        """The answers to a question without those that mean nothing beside the others."""
        return dict(answers)

    @abstractmethod
    def read(self, item: Item, typed: Sequence[str], marks: NumberMarks, decimals: int = 2) -> Value | None:
        """The stored form of what was typed, None when nothing was; `decimals` are those of the currency.

        Raises `Invalid`.
        """

    @abstractmethod
    def accept(self, item: Item, value: object) -> None:
        """Raise `Invalid` unless a value is exactly as `read` returns it."""

    def write(self, item: Item, value: Value, marks: NumberMarks) -> list[str]:
        """What fills the form again; `read` reads it back."""
        return [value] if isinstance(value, str) else list(value)

    def values(self, item: Item) -> list[str] | None:
        """All values that can be counted, in order; None where they cannot be listed."""
        return None

    def counted(self, item: Item, value: Value) -> list[str]:
        """The values one answer counts for, each at most 60 characters long."""
        return [value] if isinstance(value, str) else list(value)

    def word_key(self, item: Item, value: str) -> str | None:
        """The key of the words that stand for a value; None where the value speaks for itself."""
        return None


def offers_not_applicable(item: Item) -> bool:
    """Whether “does not apply” is one of the answers."""
    return bool(item.settings.get(MAY_NOT_APPLY))


def only(typed: Sequence[str]) -> str | None:
    """The one thing that was typed, None when nothing can be seen; raises `Invalid` when there are two."""
    given = list(dict.fromkeys(text for text in typed if not is_blank(text)))
    if len(given) > 1:
        raise Invalid("only_one")
    return given[0] if given else None


def bad_setting(kind: Kind, item: Item, name: str, setting: str, expected: str) -> Problem:
    """A setting that is not what it should be."""
    words = kind.settings.get(setting, setting)
    return Problem("bad_setting", f"item.{item.key}", {"setting": words, "name": name, "expected": expected})


def whole_number(value: object, least: int, most: int) -> int | None:
    """A setting that is a whole number between two ends, else None."""
    if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
        return value
    return None
