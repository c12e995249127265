"""The fast run tries a spread of what is long; where nothing may be skipped, all of it is tried.

`LIVINGLAB_NOTHING_MAY_BE_SKIPPED=1` says that nothing may: so it is before a change is let in.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

import pytest

T = TypeVar("T")

NOTHING_MAY_BE_SKIPPED = os.environ.get("LIVINGLAB_NOTHING_MAY_BE_SKIPPED", "") == "1"
at_full_length = pytest.mark.skipif(
    not NOTHING_MAY_BE_SKIPPED, reason="takes a second or more: it is done where nothing may be skipped"
)


def spread(things: Sequence[T], every: int, kind: Callable[[T], Hashable] | None = None) -> Sequence[T]:
    """Every second, third, … of a list in its order; with `kind` also the first of each kind. Or all of them."""
    if NOTHING_MAY_BE_SKIPPED:
        return things
    first = {kind(thing): number for number, thing in reversed(list(enumerate(things)))} if kind else {}
    chosen = {*range(0, len(things), every), *first.values()}
    return [things[number] for number in sorted(chosen)]


def examples(all_of_them: int) -> int:
    """How many made-up inputs are tried: all, or a quarter. They are other ones in each run."""
    return all_of_them if NOTHING_MAY_BE_SKIPPED else max(all_of_them // 4, 5)
