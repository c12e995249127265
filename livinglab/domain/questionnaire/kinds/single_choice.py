"""One answer from a list."""

from __future__ import annotations

from collections.abc import Sequence

from livinglab.domain.questionnaire.faults import Invalid
from livinglab.domain.questionnaire.kinds.choice import ChoiceKind
from livinglab.domain.questionnaire.kinds.kind import only
from livinglab.domain.questionnaire.kinds.options import options_of
from livinglab.domain.questionnaire.numbers import NumberMarks
from livinglab.domain.questionnaire.structure import Item


class SingleChoice(ChoiceKind):
    """The value is the key of the chosen option."""

    name = "single_choice"
    title = "One answer from a list"
    measure = "choice"

    def read(self, item: Item, typed: Sequence[str], marks: NumberMarks, decimals: int = 2) -> str | None:
        """The option chosen."""
        chosen = only(typed)
        if chosen is not None:
            self.accept(item, chosen)
        return chosen

    def accept(self, item: Item, value: object) -> None:
        """One of the options."""
        if not isinstance(value, str):
            raise Invalid("not_canonical")
        if value not in options_of(item):
            raise Invalid("not_an_option")
