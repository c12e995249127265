"""Eleven points from 0 to 10 with words at both ends."""

from __future__ import annotations

from livinglab.domain.questionnaire.kinds.scale import ScaleKind
from livinglab.domain.questionnaire.structure import Item

_POINTS = [str(point) for point in range(11)]


class ZeroToTen(ScaleKind):
    """Without settings: fewer points or other numbers would be another question."""

    name = "zero_to_ten"
    title = "From 0 to 10"
    may_not_apply = True

    def answer_text_keys(self, item: Item) -> list[tuple[str, bool]]:
        """The words at both ends."""
        return [(f"end.{item.key}.low", True), (f"end.{item.key}.high", True)]

    def values(self, item: Item) -> list[str]:
        """0 to 10."""
        return list(_POINTS)

    def word_key(self, item: Item, value: str) -> str | None:
        """The words of an end; the points between have none."""
        return {"0": f"end.{item.key}.low", "10": f"end.{item.key}.high"}.get(value)
