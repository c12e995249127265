"""How far a market is: answers against its quota, with the number from which figures are shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class QuotaBar:
    """`filled` and `mark` (the minimum) in per cent of the bar; there is no mark where it says nothing.

    `state` is few (under the minimum), enough (figures are shown) or full (the quota is reached).
    """

    answers: int
    quota: int
    minimum_n: int
    filled: float
    mark: float | None
    state: str


def quota_bar(answers: int, quota: int, minimum_n: int = 1) -> QuotaBar:
    """The bar of one market. ValueError for negative answers and a quota of nobody."""
    if answers < 0 or quota < 1:
        raise ValueError(f"{answers} of {quota} is no progress")
    filled = round(100 * min(answers, quota) / quota, 3)
    mark = round(100 * minimum_n / quota, 3) if 1 < minimum_n < quota else None
    state = "full" if answers >= quota else "enough" if answers >= minimum_n else "few"
    return QuotaBar(answers, quota, minimum_n, filled, mark, state)
