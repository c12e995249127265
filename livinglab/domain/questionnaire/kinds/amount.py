"""What the kinds with typed numbers have in common."""

from __future__ import annotations

from decimal import Decimal

from livinglab.domain.questionnaire.faults import Invalid
from livinglab.domain.questionnaire.kinds.kind import Kind
from livinglab.domain.questionnaire.numbers import NumberMarks, decimals_of, is_canonical
from livinglab.domain.questionnaire.structure import Item
from livinglab.domain.questionnaire.values import Value


class AmountKind(Kind):
    """The value is a number in its canonical form."""

    measure = "amount"
    may_not_apply = True

    def write(self, item: Item, value: Value, marks: NumberMarks) -> list[str]:
        """With the decimal mark of the language."""
        return [marks.write(value)] if isinstance(value, str) else list(value)


def check_bounds(number: str, least: str | None, most: str | None, marks: NumberMarks) -> None:
    """Raise `Invalid` when a canonical number lies beyond canonical ends."""
    if least is not None and Decimal(number) < Decimal(least):
        raise Invalid("too_low", limit=marks.write(least))
    if most is not None and Decimal(number) > Decimal(most):
        raise Invalid("too_high", limit=marks.write(most))


def check_decimals(number: str, decimals: int) -> None:
    """Raise `Invalid` when a canonical number has more digits behind the mark than allowed."""
    if decimals_of(number) > decimals:
        raise Invalid("too_many_decimals", decimals=decimals) if decimals else Invalid("not_whole")


def check_canonical(value: object) -> str:
    """The value, when it is a number in its stored form; else `Invalid`."""
    if not isinstance(value, str) or not is_canonical(value):
        raise Invalid("not_canonical")
    return value
