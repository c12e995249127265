"""Whether a translation still says what its source says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from livinglab.domain.questionnaire.cleaning import is_blank
from livinglab.domain.questionnaire.pipes import pipes_in

STATES = ("draft", "reviewed", "approved")


def mark_of(words: str) -> str:
    """What is remembered of the source a text was translated from."""
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def stale_keys(texts: Mapping[str, str], marks: Mapping[str, str], source: Mapping[str, str]) -> list[str]:
    """The keys of the texts whose source has changed since they were translated, in the order of `texts`.

    `marks` are what `mark_of` gave for the sources back then. A text without a mark has the source it always had.
    """
    return [
        key
        for key, words in texts.items()
        if not is_blank(words) and key in marks and marks[key] != mark_of(source.get(key, ""))
    ]


def marks_after_source_change(
    marks: Mapping[str, str], texts: Mapping[str, str], before: Mapping[str, str], after: Mapping[str, str]
) -> dict[str, str]:
    """The marks of a language whose source changes from `before` to `after`: what was translated from the old words
    remembers them. With the old words back, it is fresh again."""
    changed = [key for key in texts if before.get(key, "") != after.get(key, "") and not is_blank(before.get(key, ""))]
    return {**{key: mark_of(before[key]) for key in changed}, **{k: m for k, m in marks.items() if k in texts}}


def marks_after_translating(
    marks: Mapping[str, str], keys: Iterable[str], texts: Mapping[str, str], source: Mapping[str, str]
) -> dict[str, str]:
    """The marks after the texts at some keys were written, or found to be still right."""
    fresh = {key: mark_of(source.get(key, "")) for key in keys if key in texts}
    return {key: mark for key, mark in {**marks, **fresh}.items() if key in texts}


def pipes_differ(text: str, source: str) -> bool:
    """Whether a translation takes in other answers than its source does."""
    return sorted(pipes_in(text)) != sorted(pipes_in(source))
