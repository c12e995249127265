"""What the testers of the demo answer: drawn at random, always the same, with the habits of each market."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from livinglab.domain.questionnaire.structure import Structure


@dataclass(frozen=True)
class Habits:
    """How the people of a market lean. Weights are for 1…5; `price` is a centre and a spread in the currency."""

    overall: tuple[int, ...]
    ease: tuple[int, ...]
    intent: tuple[int, ...]
    recommend: tuple[float, float]
    minutes: float
    price: tuple[int, int, int]
    interests: tuple[int, ...]
    matters: tuple[int, ...]
    talk: float  # the share of people who write something in their own words


HABITS: Mapping[str, Habits] = {
    "SE": Habits((1, 2, 5, 14, 9), (0, 1, 3, 12, 16), (1, 3, 7, 12, 8), (8.0, 1.5), 4, (1290, 220, 10),
                 (60, 25, 80, 55, 50, 45, 3), (15, 30, 25, 6, 18, 6), 0.7),
    "DE": Habits((1, 3, 8, 16, 9), (1, 4, 9, 14, 9), (2, 5, 11, 12, 6), (7.2, 1.9), 9, (129, 26, 5),
                 (35, 45, 55, 70, 30, 40, 5), (22, 38, 10, 3, 12, 15), 0.8),
    "PL": Habits((1, 2, 6, 11, 7), (0, 2, 5, 11, 9), (4, 8, 8, 5, 2), (7.0, 2.2), 6, (420, 90, 10),
                 (40, 60, 60, 50, 45, 20, 4), (45, 25, 10, 5, 5, 10), 0.6),
    "FI": Habits((0, 1, 2, 3, 2), (0, 0, 1, 4, 3), (0, 1, 3, 3, 1), (8.1, 1.2), 3, (119, 20, 5),
                 (50, 20, 70, 60, 30, 50, 0), (15, 35, 25, 5, 15, 5), 0.8),
}  # fmt: skip


class Answering:
    """Draws answers to the ready questionnaire. `seed` makes the same people each time."""

    def __init__(self, structure: Structure, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311  a demo, not a secret
        self.structure = structure

    def _scale(self, weights: Sequence[int]) -> str:
        return str(self.chance.choices(range(1, 6), weights)[0])

    def _options(self, key: str) -> list[str]:
        return list(self.structure.item(key).settings["options"])

    def one(self, country: str, likes: Sequence[str], wishes: Sequence[str]) -> dict[str, Any]:
        """One person's answers in stored form."""
        habits, chance = HABITS[country], self.chance
        centre, spread, step = habits.price
        answers: dict[str, Any] = {
            "overall": self._scale(habits.overall),
            "ease-of-use": self._scale(habits.ease),
            "purchase-intent": self._scale(habits.intent),
            "recommend": str(min(10, max(0, round(chance.gauss(*habits.recommend))))),
        }
        if chance.random() < 0.93:
            answers["similar-product"] = chance.choices(self._options("similar-product"), (1, 2, 2, 6))[0]
        if chance.random() < 0.85:
            answers["time-to-start"] = str(max(1, round(chance.lognormvariate(0, 0.7) * habits.minutes)))
        likely = zip(self._options("interests"), habits.interests, strict=True)
        interests = [option for option, percent in likely if chance.random() * 100 < percent]
        if interests:
            answers["interests"] = interests
        answers["matters-most"] = chance.choices(self._options("matters-most"), habits.matters)[0]
        if chance.random() < 0.9:
            answers["fair-price"] = str(max(step, round(chance.gauss(centre, spread) / step) * step))
        if chance.random() < habits.talk:
            answers["best-thing"] = chance.choice(likes)
        if chance.random() < habits.talk * 0.6:
            answers["change"] = chance.choice(wishes)
        return answers
