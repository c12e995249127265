"""Questionnaires of every kind with all that can be said about questions, for writing and reading them back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from livinglab.domain.questionnaire.structure import Structure
from livinglab.domain.questionnaire.texts import text_keys

ITEMS: list[dict[str, Any]] = [
    {"key": "shop", "kind": "single_choice", "options": ["town", "web", "other"], "other": "other",
     "not_applicable": 1},
    {"key": "tools", "kind": "several_choices", "options": ["saw", "axe", "other"], "other": "other", "required": True},
    {"key": "parts", "kind": "several_choices", "options": ["a", "b"], "not_applicable": 1},
    {"key": "age", "kind": "number", "minimum": "0", "maximum": "120", "decimals": 0, "unit": 1, "required": True,
     "not_applicable": 1, "checks": {"1": {"not": {"of": "age", "is": "13"}}, "odd": {"of": "age", "more": "-1"}}},
    {"key": "weight", "kind": "number", "decimals": 2, "checks": {"1": {"of": "weight", "more": "0"}}},
    {"key": "price", "kind": "price", "show_if": {"of": "shop", "in": ["town", "web"]}},
    {"key": "bought", "kind": "date", "earliest": "2020-01-01", "latest": "2026-12-31", "not_applicable": 1},
    {"key": "word", "kind": "short_text", "max_length": 20},
    {"key": "story", "kind": "long_text", "show_if": {"any": [
         {"of": "bought", "more": "2024-02-29"},
                                                            {"of": "bought", "is": "~"},
         {"of": "word", "is": "it's"}]}},
    {"key": "ease", "kind": "matrix", "rows": ["set-up", "daily", "other"], "points": 5, "not_applicable": 1,
     "required": True, "option_if": {"daily": {"of": "shop", "answered": True}},
     "checks": {"1": {"not": {"all": [{"of": "ease.set-up", "is": "1"}, {"of": "ease.daily", "more": "3"}]}}}},
    {"key": "feel", "kind": "opposites", "rows": ["dull", "slow"], "points": 7},
    {"key": "order", "kind": "ranking", "options": ["price", "looks", "size"], "places": 2},
    {"key": "most", "kind": "best_worst", "options": ["a", "b", "c", "d"], "sets": ["a b c", "b c d", "a c d"]},
    {"key": "liking", "kind": "rating", "points": 3, "show_if": {"of": "order.price", "less": "2"}},
    {"key": "recommend", "kind": "zero_to_ten", "not_applicable": 1,
     "show_if": {"not": {"of": "most.1-best", "is": "a"}}},
    {"key": "which", "kind": "single_choice", "options": ["x", "y", "z"],
     "option_if": {"x": {"of": "tools", "is": "saw"}, "y": {"of": "tools", "is": "saw"},
                   "z": {"of": "ease.daily", "is": "~"}}},
    {"key": "words", "kind": "statement", "show_if": {"all": [{"of": "tools", "in": ["saw", "axe"]},
                                                            {"not": {"of": "recommend", "less": "7"}}]}},
    {"key": "seen", "kind": "photo", "most": 2},
    {"key": "source", "kind": "hidden", "parameter": "utm_source"},
]  # fmt: skip


def everything() -> tuple[Structure, dict[str, dict[str, str]]]:
    """A questionnaire with every kind of question and of condition, in two languages."""
    items = [{"required": False} | item for item in ITEMS]
    structure = Structure.from_json({
        "sections": [
            {"key": "first", "items": items[:9]},
            {"key": "shop", "items": items[9:], "show_if": {"of": "age", "more": "17"}},
        ]
    })  # fmt: skip
    texts = {tag: words_for(structure, tag) for tag in ("en", "sv")}
    texts["en"]["section.shop.title"] = "You bought it ${shop}, and ${ease.daily} is not asked yet"
    texts["en"]["section.shop.title"] = "You bought it ${shop}: ${shop.other}"
    return structure, texts


def words_for(structure: Structure, tag: str) -> dict[str, str]:
    """Words at every text key, all different."""
    return {key: f"{tag} words at {key}" for key, _ in text_keys(structure)}


def book_of(sheets: dict[str, list[list[str]]], without: Iterable[str] = ()) -> list[tuple[str, Any]]:
    """Sheets as they come from a workbook."""
    return [(name, list(enumerate(rows, 1))) for name, rows in sheets.items() if name not in without]
