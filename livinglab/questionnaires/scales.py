"""Ready-made words for the points of a rating, in all languages of the answer pages."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources


@dataclass(frozen=True)
class Scale:
    """`words` by language, from the lowest point to the highest."""

    key: str
    name: str
    words: dict[str, list[str]]


@lru_cache
def scales() -> tuple[Scale, ...]:
    """All of them, in the order in which they are offered."""
    written = (resources.files("livinglab.questionnaires") / "scales.json").read_text(encoding="utf-8")
    return tuple(Scale(**entry) for entry in json.loads(written))


def scale_called(key: str) -> Scale | None:
    """The scale with a key."""
    return next((scale for scale in scales() if scale.key == key), None)


def scale_of(words: Sequence[str], language: str) -> Scale | None:
    """The scale that has exactly these words in a language, so that its other languages fit as well."""
    return next((scale for scale in scales() if scale.words.get(language) == list(words)), None)
