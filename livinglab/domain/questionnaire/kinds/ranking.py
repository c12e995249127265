"""Things put in an order. Unlike ratings, an order is not bent by the habit of ticking high or low numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from livinglab.domain.questionnaire.faults import Invalid, Problem
from livinglab.domain.questionnaire.kinds.kind import bad_setting, whole_number
from livinglab.domain.questionnaire.kinds.options import OptionsKind, options_of
from livinglab.domain.questionnaire.kinds.scale import ScaleKind
from livinglab.domain.questionnaire.kinds.variables import ManifoldKind, keys_at, variable
from livinglab.domain.questionnaire.structure import Item
from livinglab.domain.questionnaire.values import Value


class Rank(ScaleKind):
    """The place of one thing, 1 for the first. Always a variable of `ranking`."""

    name = "rank"
    title = "A place in an order"
    measure = "rank"
    settings = {"places": "number of places"}
    offered = False
    only_variable = True

    def values(self, item: Item) -> list[str]:
        """From the first place to the last."""
        return [str(place) for place in range(1, (whole_number(item.settings.get("places"), 1, 1000) or 1) + 1)]


class Ranking(ManifoldKind, OptionsKind):
    """Settings `options`, and `places`: how many of them get one, all where it is missing.

    Each option is a variable of the kind `rank`. Whoever ranks at all ranks as many as there are places, without a gap.
    """

    name = "ranking"
    title = "Put in order"
    settings = {"options": "options", "places": "number of places"}

    def fresh(self) -> dict[str, Any]:
        """No option yet, and as many places as there will be."""
        return {"options": []}

    def check_settings(self, item: Item, name: str) -> list[Problem]:
        """Proper options, and not more places than there are."""
        places, most = item.settings.get("places"), len(options_of(item))
        problems = super().check_settings(item, name)
        if places is not None and not whole_number(places, 1, max(1, most)):
            problems.append(bad_setting(self, item, name, "places", f"a whole number from 1 to {max(1, most)}"))
        return problems

    def values(self, item: Item) -> None:
        """None of its own."""

    def variables(self, item: Item) -> tuple[Item, ...]:
        """One for each option."""
        return tuple(variable(item, option, "rank", places=places_of(item)) for option in keys_at(item, "options"))

    def part_words(self, variable: Item, texts: Mapping[str, str]) -> str:
        """The option."""
        return texts.get(f"option.{variable.question.key}.{variable.part}", variable.part)

    def together(self, item: Item, answers: Mapping[str, Value]) -> dict[str, Invalid]:
        """Each place once, and all of them or, where nothing must be answered, none."""
        given: dict[str, str] = {}
        wrong: dict[str, Invalid] = {}
        for key, place in answers.items():
            if isinstance(place, str) and given.setdefault(place, key) != key:
                wrong[key] = Invalid("same_place", place=place)
        if (answers or item.required) and not wrong:
            free = [str(place) for place in range(1, places_of(item) + 1) if str(place) not in given]
            left = [v.key for v in self.variables(item) if v.key not in answers]
            if free and left:
                wrong[left[0]] = Invalid("required" if not answers else "places_left", place=free[0])
        return wrong


def places_of(item: Item) -> int:
    """How many things get a place."""
    most = max(1, len(keys_at(item, "options")))
    return whole_number(item.settings.get("places"), 1, most) or most
