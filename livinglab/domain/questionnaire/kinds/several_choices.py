"""Any number of answers from a list."""

from __future__ import annotations

from collections.abc import Sequence

from livinglab.domain.questionnaire.cleaning import is_blank
from livinglab.domain.questionnaire.faults import Invalid
from livinglab.domain.questionnaire.kinds.choice import ChoiceKind
from livinglab.domain.questionnaire.kinds.options import options_of
from livinglab.domain.questionnaire.numbers import NumberMarks
from livinglab.domain.questionnaire.structure import Item


class SeveralChoices(ChoiceKind):
    """The value is the list of chosen options in the order of the question; nothing chosen is no answer."""

    name = "several_choices"
    title = "Several answers from a list"
    measure = "choices"

    def read(self, item: Item, typed: Sequence[str], marks: NumberMarks, decimals: int = 2) -> list[str] | None:
        """The options chosen, in the order of the question."""
        chosen = {text for text in typed if not is_blank(text)}
        options = options_of(item)
        if not chosen <= set(options):
            raise Invalid("not_an_option")
        return [option for option in options if option in chosen] or None

    def accept(self, item: Item, value: object) -> None:
        """At least one option, each once, in the order of the question."""
        if not isinstance(value, list) or not value or not all(isinstance(option, str) for option in value):
            raise Invalid("not_canonical")
        options = options_of(item)
        if not set(value) <= set(options):
            raise Invalid("not_an_option")
        if value != [option for option in options if option in value]:
            raise Invalid("not_canonical")
