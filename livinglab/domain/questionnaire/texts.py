"""The words of a questionnaire in one language: a flat mapping from text key to string.

title, intro, thanks · section.<key>.title, .intro · item.<key>.label, .help · option.<item>.<option> ·
point.<item>.<n> · end.<item>.low, .high · row.<item>.<row> · low.<item>.<row> · high.<item>.<row> · best.<item> ·
worst.<item> · unit.<item> · check.<item>.<check>
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from livinglab.domain.questionnaire.cleaning import clean, is_blank
from livinglab.domain.questionnaire.kinds.registry import KINDS
from livinglab.domain.questionnaire.structure import Item, Structure
from livinglab.domain.questionnaire.values import NOT_APPLICABLE

_SEVERAL_LINES = ("intro", "thanks", "section.intro", "item.help")
_LIMITS = {
    "title": 200, "intro": 4000, "thanks": 2000, "section.title": 200, "section.intro": 2000,
    "item.label": 500, "item.help": 1000, "option": 200, "point": 100, "end": 100, "unit": 30,
    "row": 300, "low": 100, "high": 100, "best": 60, "worst": 60, "check": 300,
}  # fmt: skip
DOES_NOT_APPLY = "Does not apply"
_BREAKS = str.maketrans("\n\t", "  ")


class TextKey(NamedTuple):
    """Where words belong, and whether a questionnaire can be published without them."""

    key: str
    required: bool


def text_keys(structure: Structure) -> list[TextKey]:
    """All text keys, in reading order, each once."""
    found = dict(_each(structure))
    return [TextKey(key, required) for key, required in found.items()]


def item_text_keys(item: Item) -> list[tuple[str, bool]]:
    """(text key, required) of one question; of an unknown kind only what every question has."""
    if item.kind in KINDS:
        return [*KINDS[item.kind].text_keys(item), *((f"check.{item.key}.{key}", True) for key in item.checks)]
    return [(f"item.{item.key}.label", True), (f"item.{item.key}.help", False)]


def missing(structure: Structure, texts: Mapping[str, str]) -> list[str]:
    """The required text keys without words, in reading order."""
    return [key for key, required in text_keys(structure) if required and is_blank(texts.get(key, ""))]


def clean_texts(structure: Structure, texts: Mapping[str, object]) -> dict[str, str]:
    """Only texts the structure has a place for, cleaned, cut at `limit_of`; blank ones are left out."""
    kept = {key: tidy(key, texts[key]) for key, _ in text_keys(structure) if key in texts}
    return {key: text for key, text in kept.items() if not is_blank(text)}


def tidy(key: str, text: object) -> str:
    """One text as it is stored: cleaned, on one line unless `has_lines`, no longer than `limit_of`."""
    if not isinstance(text, str):
        return ""
    cleaned = clean(text)
    one_line = cleaned if has_lines(key) else cleaned.translate(_BREAKS)
    return one_line[: limit_of(key)].strip()


def limit_of(key: str) -> int:
    """How many characters the text may have; KeyError for no text key."""
    return _LIMITS[_place(key)]


def has_lines(key: str) -> bool:
    """Whether the text may have line breaks."""
    return _place(key) in _SEVERAL_LINES


def words_of(item: Item, value: str, texts: Mapping[str, str]) -> str:
    """A counted value as people read it: the words of an option or point, “10 – Very likely”, or the value."""
    if value == NOT_APPLICABLE:
        return DOES_NOT_APPLY
    kind = KINDS.get(item.kind)
    key = kind.word_key(item, value) if kind else None
    words = texts.get(key, "") if key else ""
    if not words:
        return value
    return f"{value} – {words}" if key and key.startswith(("end.", "low.", "high.")) else words


def _each(structure: Structure) -> Iterator[tuple[str, bool]]:
    yield "title", True
    yield "intro", False
    for section in structure.sections:
        yield f"section.{section.key}.title", True
        yield f"section.{section.key}.intro", False
        for item in section.items:
            yield from item_text_keys(item)
    yield "thanks", False


def _place(key: str) -> str:
    first, *rest = key.split(".")
    return f"{first}.{rest[-1]}" if first in ("section", "item") and rest else first
