"""Pairs of opposite words with points between them: a semantic differential."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from livinglab.domain.questionnaire.kinds.battery import BatteryKind
from livinglab.domain.questionnaire.kinds.rating import Rating, points_of
from livinglab.domain.questionnaire.kinds.variables import keys_at, variable
from livinglab.domain.questionnaire.structure import Item

USUAL = 7


class Between(Rating):
    """One pair: the points between two words, counted from 1 on the left. Always a variable of `opposites`."""

    name = "between"
    title = "Points between two words"
    offered = False
    only_variable = True

    def word_key(self, item: Item, value: str) -> str | None:
        """The word of an end; the points between have none."""
        ends = {"1": "low", str(points_of(item)): "high"}
        return f"{ends[value]}.{item.question.key}.{item.part}" if value in ends else None


class Opposites(BatteryKind):
    """Each pair is a variable of the kind `between`."""

    name = "opposites"
    title = "Pairs of opposite words"
    offered = False  # it comes with the instruments that need it

    def fresh(self) -> dict[str, Any]:
        """Seven points, no pair yet."""
        return {"rows": [], "points": USUAL}

    def answer_text_keys(self, item: Item) -> list[tuple[str, bool]]:
        """The two words of each pair."""
        return [(f"{end}.{item.key}.{row}", True) for row in keys_at(item, "rows") for end in ("low", "high")]

    def variables(self, item: Item) -> tuple[Item, ...]:
        """One for each pair."""
        points = points_of(item)
        return tuple(
            variable(item, row, "between", required=item.required, points=points) for row in keys_at(item, "rows")
        )

    def part_words(self, variable: Item, texts: Mapping[str, str]) -> str:
        """Both words."""
        place = f"{variable.question.key}.{variable.part}"
        return f"{texts.get(f'low.{place}', variable.part)} – {texts.get(f'high.{place}', '')}"
