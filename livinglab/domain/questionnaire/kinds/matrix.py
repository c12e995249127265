"""A battery of statements, each rated on the same scale with words at every point."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from livinglab.domain.questionnaire.kinds.battery import BatteryKind
from livinglab.domain.questionnaire.kinds.rating import USUAL, points_of
from livinglab.domain.questionnaire.kinds.variables import keys_at, variable
from livinglab.domain.questionnaire.structure import Item


class Matrix(BatteryKind):
    """Each statement is a variable of the kind `rating`; the words of the points are those of the question."""

    name = "matrix"
    title = "Several statements on one scale"
    may_not_apply = True

    def fresh(self) -> dict[str, Any]:
        """Five points, no statement yet: their words come with them."""
        return {"rows": [], "points": USUAL}

    def answer_text_keys(self, item: Item) -> list[tuple[str, bool]]:
        """The statements, then the words of every point."""
        rows = [(f"row.{item.key}.{row}", True) for row in keys_at(item, "rows")]
        return rows + [(f"point.{item.key}.{point}", True) for point in range(1, points_of(item) + 1)]

    def variables(self, item: Item) -> tuple[Item, ...]:
        """One for each statement."""
        points = points_of(item)
        return tuple(
            variable(item, row, "rating", required=item.required, points=points) for row in keys_at(item, "rows")
        )

    def part_words(self, variable: Item, texts: Mapping[str, str]) -> str:
        """The statement."""
        return texts.get(f"row.{variable.question.key}.{variable.part}", variable.part)
