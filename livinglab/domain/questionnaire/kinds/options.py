"""What the kinds with a list of options have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from livinglab.domain.questionnaire.faults import Problem
from livinglab.domain.questionnaire.kinds.kind import Kind, bad_setting
from livinglab.domain.questionnaire.structure import Item, is_key

LEAST_OPTIONS = 2


def options_of(item: Item) -> list[str]:
    """The keys of the options, in order; none where the setting is no list."""
    options = item.settings.get("options")
    return list(options) if isinstance(options, tuple) else []


class OptionsKind(Kind):
    """Setting `options`: the keys, in order. The words of each stand in the texts."""

    settings = {"options": "options"}

    def fresh(self) -> dict[str, Any]:
        """No option yet: their words come with them."""
        return {"options": []}

    def check_settings(self, item: Item, name: str) -> list[Problem]:
        """At least two different options with proper keys."""
        where, options = f"item.{item.key}", options_of(item)
        if "options" in item.settings and not isinstance(item.settings["options"], tuple):
            return [bad_setting(self, item, name, "options", "a list of options")]
        problems = [Problem("bad_key", where, {"key": option}) for option in options if not is_key(option)]
        problems += [Problem("duplicate_option", where, {"option": o, "name": name}) for o in options_twice(options)]
        if len(set(options)) < LEAST_OPTIONS:
            problems.append(Problem("too_few_options", where, {"name": name}))
        return problems

    def answer_text_keys(self, item: Item) -> list[tuple[str, bool]]:
        """The words of each option."""
        return [(f"option.{item.key}.{option}", True) for option in dict.fromkeys(options_of(item))]

    def values(self, item: Item) -> list[str] | None:
        """The keys of the options."""
        return options_of(item)

    def word_key(self, item: Item, value: str) -> str | None:
        """The words of the option."""
        return f"option.{item.question.key}.{value}"


def options_twice(options: Sequence[str]) -> list[str]:
    """Each key that is listed more than once."""
    return [option for option, times in Counter(options).items() if times > 1]
