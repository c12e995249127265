"""Whether items that are asked the other way round were turned before: then they no longer run against the others."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import combinations

import numpy as np

from livinglab.domain.instruments.scored import Answer

_LEAST_ROWS, _MUCH = 10, 0.1


def fits_better_turned(
    rows: Sequence[Sequence[Answer]], turned: Collection[int], scales: Sequence[Sequence[int]]
) -> bool | None:
    """Whether items agree better within their scales when those at `turned` (places from 0) are turned than when not.

    Measured by the mean correlation of two items, one to be turned and one not. None when fewer than ten rows are
    complete or nothing speaks clearly for either.
    """
    full = [row for row in rows if all(isinstance(value, int) for value in row)]
    pairs = [(a, b) for scale in scales for a, b in combinations(scale, 2) if (a in turned) != (b in turned)]
    if len(full) < _LEAST_ROWS or not pairs:
        return None
    table = np.array(full, dtype=float)
    table -= table.mean(axis=0)
    sizes = np.sqrt((table**2).sum(axis=0))
    known = [(table[:, a] @ table[:, b]) / (sizes[a] * sizes[b]) for a, b in pairs if sizes[a] and sizes[b]]
    if not known or abs(mean := float(np.mean(known))) < _MUCH:
        return None
    return mean < 0
