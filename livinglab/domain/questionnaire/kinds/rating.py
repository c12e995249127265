"""A scale where words stand at every point."""

from __future__ import annotations

from typing import Any

from livinglab.domain.questionnaire.faults import Problem
from livinglab.domain.questionnaire.kinds.kind import bad_setting, whole_number
from livinglab.domain.questionnaire.kinds.scale import ScaleKind
from livinglab.domain.questionnaire.structure import Item

FEWEST, MOST, USUAL = 2, 11, 5
_POINTS = [str(point) for point in range(1, MOST + 1)]


def points_of(item: Item) -> int:
    """How many points there are; the usual number where the setting is missing or wrong."""
    return whole_number(item.settings.get("points"), FEWEST, MOST) or USUAL


class Rating(ScaleKind):
    """Setting `points`: 2 to 11, counted from 1."""

    name = "rating"
    title = "Rating with words at every point"
    settings = {"points": "number of points"}
    may_not_apply = True

    def fresh(self) -> dict[str, Any]:
        """Five points."""
        return {"points": USUAL}

    def check_settings(self, item: Item, name: str) -> list[Problem]:
        """A number of points that can be shown."""
        if "points" not in item.settings or whole_number(item.settings["points"], FEWEST, MOST):
            return []
        return [bad_setting(self, item, name, "points", f"a whole number from {FEWEST} to {MOST}")]

    def answer_text_keys(self, item: Item) -> list[tuple[str, bool]]:
        """The words of every point: half-labelled scales are read differently from country to country."""
        return [(f"point.{item.key}.{point}", True) for point in self.values(item)]

    def values(self, item: Item) -> list[str]:
        """The points from 1 upwards."""
        return _POINTS[: points_of(item)]

    def word_key(self, item: Item, value: str) -> str | None:
        """The words of the point."""
        return f"point.{item.question.key}.{value}"
