"""A price in the currency of the market."""

from __future__ import annotations

from collections.abc import Sequence

from livinglab.domain.questionnaire.kinds.amount import AmountKind, check_bounds, check_canonical, check_decimals
from livinglab.domain.questionnaire.kinds.kind import only
from livinglab.domain.questionnaire.numbers import DECIMALS, PLAIN, NumberMarks, read_decimal
from livinglab.domain.questionnaire.structure import Item

LEAST = "0"


class Price(AmountKind):
    """Without settings: the currency and its decimals belong to the market."""

    name = "price"
    title = "A price in the currency of the market"

    def read(self, item: Item, typed: Sequence[str], marks: NumberMarks, decimals: int = 2) -> str | None:
        """The price typed, with at most as many decimals as the currency has."""
        text = only(typed)
        price = None if text is None else read_decimal(text, marks)
        if price is not None:
            check_bounds(price, LEAST, None, marks)
            check_decimals(price, decimals)
        return price

    def accept(self, item: Item, value: object) -> None:
        """A canonical number that is not negative."""
        price = check_canonical(value)
        check_bounds(price, LEAST, None, PLAIN)
        check_decimals(price, DECIMALS)
