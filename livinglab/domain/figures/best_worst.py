"""Best–worst scaling (MaxDiff) from counts: how often a thing was chosen as the best and as the worst of its sets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class BestWorstFigure:
    """One thing. `shown`: how often somebody who answered saw it; `score` is (best − worst) / shown, from −1 to 1.

    `score` is None when nobody saw it.
    """

    key: str
    best: int
    worst: int
    shown: int

    @property
    def score(self) -> float | None:
        """The simple counting score (Finn & Louviere 1992)."""
        return (self.best - self.worst) / self.shown if self.shown else None


def best_worst_figures(
    sets: Sequence[tuple[Sequence[str], Mapping[str, int], Mapping[str, int]]],
) -> list[BestWorstFigure]:
    """The figures of all things, in the order in which the sets first show them.

    Each set is (the things it shows, how many people chose each as the best, as the worst). Who answered a set chose
    in it a best and a worst, so it was seen as often as somebody chose. ValueError when the two differ.
    """
    best: dict[str, int] = {}
    worst: dict[str, int] = {}
    shown: dict[str, int] = {}
    for keys, chosen_best, chosen_worst in sets:
        people = sum(chosen_best.values())
        if people != sum(chosen_worst.values()):
            raise ValueError("in each set as many choose a best as a worst")
        for key in keys:
            best[key] = best.get(key, 0) + chosen_best.get(key, 0)
            worst[key] = worst.get(key, 0) + chosen_worst.get(key, 0)
            shown[key] = shown.get(key, 0) + people
    return [BestWorstFigure(key, best[key], worst[key], shown[key]) for key in shown]
