"""Mean and spread of scores that are whole numbers of a fraction, and how well the items of a scale agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from livinglab.domain.figures.intervals import mean_of
from livinglab.domain.figures.ordered import Ordered


@dataclass(frozen=True)
class Spread:
    """Mean, standard deviation and 95 % interval (Student's t, cut at the ends of the scale) of `n` people.

    Without people there is no mean; one person has no spread and so no interval.
    """

    n: int
    mean: float | None = None
    sd: float | None = None
    low: float | None = None
    high: float | None = None


def spread_of(values: Iterable[int], unit: int, bounds: tuple[float, float]) -> Spread:
    """The spread of scores that are given as whole numbers of 1/`unit`; exact until the last step."""
    counts = sorted(Counter(values).items())
    numbers = Ordered(
        tuple(str(value) for value, _ in counts), tuple(v for v, _ in counts), tuple(c for _, c in counts), unit
    )
    mean = mean_of(numbers, bounds)
    return Spread(0) if mean is None else Spread(mean.n, mean.mean, mean.sd, mean.low, mean.high)


def standardised_alpha(rows: Sequence[Sequence[int]]) -> float | None:
    """Cronbach's alpha from the mean correlation r̄ of the k items, k·r̄ / (1 + (k − 1)·r̄), as the UEQ's own tool does.

    None for one item, fewer than two people, an item that everybody answered alike.
    """
    products = _products(rows)
    if products is None or any(products[i][i] == 0 for i in range(len(products))):
        return None
    k = len(products)
    pairs = [(i, j) for i in range(k) for j in range(i + 1, k)]
    mean = sum(products[i][j] / sqrt(products[i][i] * products[j][j]) for i, j in pairs) / len(pairs)
    below = 1 + (k - 1) * mean
    return k * mean / below if below > 1e-12 else None


def cronbach_alpha(rows: Sequence[Sequence[int]]) -> float | None:
    """Cronbach's alpha from variances, k/(k − 1) · (1 − Σ s²ᵢ / s²) (Cronbach 1951).

    None for one item, fewer than two people, sums that do not vary.
    """
    products = _products(rows)
    if products is None:
        return None
    k = len(products)
    whole = sum(map(sum, products))
    return k / (k - 1) * (1 - sum(products[i][i] for i in range(k)) / whole) if whole else None


def _products(rows: Sequence[Sequence[int]]) -> list[list[int]] | None:
    """n·Σxy − Σx·Σy of each pair of items: covariances times n·(n − 1), as exact whole numbers."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return None
    table = np.array(rows, dtype=np.int64)
    sums = table.sum(axis=0)
    return (len(rows) * (table.T @ table) - np.outer(sums, sums)).tolist()
