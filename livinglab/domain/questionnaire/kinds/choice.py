"""What the kinds have in common where answers are chosen from a list."""

from __future__ import annotations

from collections.abc import Mapping

from livinglab.domain.questionnaire.faults import Problem
from livinglab.domain.questionnaire.kinds.kind import bad_setting
from livinglab.domain.questionnaire.kinds.options import OptionsKind, options_of
from livinglab.domain.questionnaire.kinds.variables import variable
from livinglab.domain.questionnaire.structure import Item
from livinglab.domain.questionnaire.values import Value

SAY, LONGEST_SAID = "other", 200


class ChoiceKind(OptionsKind):
    """Setting `other`: the key of the option with a line to say what, “other, please say”.

    What is written there is a variable of its own, `<question>.other`, so that it is never taken for a choice.
    """

    settings = {"options": "options", "other": "option with a line to say what"}
    may_not_apply = True

    def check_settings(self, item: Item, name: str) -> list[Problem]:
        """Proper options; the one with a line is one of them."""
        problems = super().check_settings(item, name)
        if item.settings.get("other") not in (None, *options_of(item)):
            problems.append(bad_setting(self, item, name, "other", "one of the options"))
        return problems

    def variables(self, item: Item) -> tuple[Item, ...]:
        """The choice, and where there is a line, what was said there."""
        if other_of(item) is None:
            return (item,)
        return item, variable(item, SAY, "short_text", max_length=LONGEST_SAID)

    def part_words(self, variable: Item, texts: Mapping[str, str]) -> str:
        """The words of the option with the line."""
        question = variable.question
        return texts.get(f"option.{question.key}.{other_of(question)}", SAY)

    def settled(self, item: Item, answers: Mapping[str, Value]) -> dict[str, Value]:
        """Without what was said at an option that was not chosen."""
        chosen, said = answers.get(item.key, ()), f"{item.key}.{SAY}"
        other = other_of(item)
        holds = chosen == other or (not isinstance(chosen, str) and other in chosen)
        return {key: value for key, value in answers.items() if holds or key != said}


def other_of(item: Item) -> str | None:
    """The option with a line to say what; None where there is none."""
    other = item.settings.get("other")
    return other if isinstance(other, str) and other in options_of(item) else None
