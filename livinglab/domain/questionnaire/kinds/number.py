"""A typed number, with or without a unit."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from livinglab.domain.questionnaire.faults import Problem
from livinglab.domain.questionnaire.kinds.amount import AmountKind, check_bounds, check_canonical, check_decimals
from livinglab.domain.questionnaire.kinds.kind import bad_setting, only, whole_number
from livinglab.domain.questionnaire.numbers import DECIMALS, PLAIN, NumberMarks, is_canonical, read_decimal
from livinglab.domain.questionnaire.structure import Item


def bound_of(item: Item, setting: str) -> str | None:
    """The `minimum` or `maximum`; None where there is none."""
    value = item.settings.get(setting)
    return value if isinstance(value, str) and is_canonical(value) else None


def has_unit(item: Item) -> bool:
    """Whether words for a unit stand beside the number."""
    return bool(item.settings.get("unit"))


def _decimals_of(item: Item) -> int:
    return whole_number(item.settings.get("decimals"), 0, DECIMALS) or 0


class Number(AmountKind):
    """Settings `minimum` and `maximum` (canonical numbers or None), `decimals` (0 to 6, else 0), `unit` (1 or 0)."""

    name = "number"
    title = "A number, such as minutes or pieces"
    settings = {
        "minimum": "smallest number",
        "maximum": "largest number",
        "decimals": "digits after the decimal mark",
        "unit": "unit",
    }

    def fresh(self) -> dict[str, Any]:
        """Whole numbers from 0."""
        return {"minimum": "0", "decimals": 0}

    def check_settings(self, item: Item, name: str) -> list[Problem]:
        """Each setting by itself, then the two ends together."""
        given, problems = item.settings, []
        for setting in ("minimum", "maximum"):
            if given.get(setting) is not None and not is_canonical(given[setting]):
                problems.append(bad_setting(self, item, name, setting, "a number such as 12.5"))
        if given.get("decimals") is not None and whole_number(given["decimals"], 0, DECIMALS) is None:
            problems.append(bad_setting(self, item, name, "decimals", f"a whole number from 0 to {DECIMALS}"))
        if given.get("unit") not in (None, 0, 1):
            problems.append(bad_setting(self, item, name, "unit", "either there is one or not"))
        least, most = bound_of(item, "minimum"), bound_of(item, "maximum")
        if least is not None and most is not None and Fraction(least) > Fraction(most):
            params = {"name": name, "minimum": least, "maximum": most}
            problems.append(Problem("minimum_above_maximum", f"item.{item.key}", params))
        return problems

    def answer_text_keys(self, item: Item) -> list[tuple[str, bool]]:
        """The unit, where there is one."""
        return [(f"unit.{item.key}", True)] if has_unit(item) else []

    def read(self, item: Item, typed: Sequence[str], marks: NumberMarks, decimals: int = 2) -> str | None:
        """The number typed, in canonical form."""
        text = only(typed)
        number = None if text is None else read_decimal(text, marks)
        if number is not None:
            self._check(item, number, marks)
        return number

    def accept(self, item: Item, value: object) -> None:
        """A canonical number between the ends."""
        self._check(item, check_canonical(value), PLAIN)

    def _check(self, item: Item, number: str, marks: NumberMarks) -> None:
        check_bounds(number, bound_of(item, "minimum"), bound_of(item, "maximum"), marks)
        check_decimals(number, _decimals_of(item))
