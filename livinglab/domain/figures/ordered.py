"""Answers in the order of their value, as whole numbers: exact like fractions, fast like integers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_DECIMAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?").fullmatch


@dataclass(frozen=True)
class Ordered:
    """The values somebody gave, lowest first, in steps of 1/`unit`; `counts[i]` people gave `values[i]`.

    `texts[i]` is the value as it was given.
    """

    texts: tuple[str, ...]
    values: tuple[int, ...]
    counts: tuple[int, ...]
    unit: int

    @classmethod
    def of(cls, counts: Mapping[str, int]) -> Ordered:
        """From decimal strings and counts. ValueError for a value that is no decimal and for a negative count."""
        if any(count < 0 for count in counts.values()):
            raise ValueError("a count is never negative")
        numbers, unit = whole_numbers(counts)
        given = sorted(row for row in zip(numbers, counts, counts.values(), strict=True) if row[2])
        values, texts, people = zip(*given, strict=True) if given else ((), (), ())
        return cls(texts, values, people, unit)

    @property
    def n(self) -> int:
        """How many people answered."""
        return sum(self.counts)


def whole_numbers(values: Iterable[str]) -> tuple[list[int], int]:
    """Decimal strings as whole numbers of 1/unit, in their own order, and the unit. ValueError for any other text."""
    parts = []
    for value in values:
        if not _DECIMAL(value):
            raise ValueError(f"no number: {value!r}")
        whole, _, fraction = value.partition(".")
        parts.append((whole, fraction))
    decimals = max((len(fraction) for _, fraction in parts), default=0)
    return [int(whole + fraction.ljust(decimals, "0")) for whole, fraction in parts], 10**decimals


def in_order(values: Sequence[str]) -> list[str]:
    """Decimal strings from lowest to highest."""
    numbers, _ = whole_numbers(values)
    return [values[place] for place in sorted(range(len(values)), key=numbers.__getitem__)]
