"""How a rule says no. It stands apart from the pages that tell it, so that a command need not load those."""

from __future__ import annotations


class Refused(Exception):
    """A rule says no. `reasons` are whole sentences that say what to do."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = list(reasons)
