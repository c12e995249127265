"""What the kinds with numbered points have in common."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from livinglab.domain.questionnaire.faults import Invalid
from livinglab.domain.questionnaire.kinds.kind import Kind, only
from livinglab.domain.questionnaire.numbers import NumberMarks
from livinglab.domain.questionnaire.structure import Item


class ScaleKind(Kind):
    """The value is the number of the chosen point, as text."""

    measure = "scale"

    @abstractmethod
    def values(self, item: Item) -> list[str]:
        """The points from lowest to highest."""

    def read(self, item: Item, typed: Sequence[str], marks: NumberMarks, decimals: int = 2) -> str | None:
        """The point chosen."""
        chosen = only(typed)
        if chosen is not None:
            self.accept(item, chosen)
        return chosen

    def accept(self, item: Item, value: object) -> None:
        """One of the points."""
        if not isinstance(value, str):
            raise Invalid("not_canonical")
        if value not in self.values(item):
            raise Invalid("not_an_option")
