"""What every kind of question can do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from livinglab.domain.questionnaire.cleaning import is_blank
from livinglab.domain.questionnaire.faults import Invalid, Problem
from livinglab.domain.questionnaire.numbers import NumberMarks
from livinglab.domain.questionnaire.structure import Item

Value = str | list[str]


class Kind(ABC):
    """One kind of question. It holds no state: everything about a question is in its `Item`.

    `measure` is what `figures.summary` makes of the counts. `settings` maps the name of each setting to the words
    people read for it. Only `several_choices` has lists for values; all others have strings.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    measure: ClassVar[str]
    settings: ClassVar[Mapping[str, str]] = {}

    def fresh(self) -> dict[str, Any]:
        """The settings a new question begins with."""
        return {}

    def check(self, item: Item, name: str) -> list[Problem]:
        """What of the settings stops publishing; `name` is how people know the question."""
        where = f"item.{item.key}"
        unknown = [setting for setting in item.settings if setting not in self.settings]
        problems = [Problem("unknown_setting", where, {"setting": s, "name": name}) for s in unknown]
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
