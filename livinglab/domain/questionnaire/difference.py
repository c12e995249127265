"""What changed from one version of a questionnaire to another, question by question.

Questions, sections, options and rows are known by their keys: with other words or at another place they are the same.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from livinglab.domain.questionnaire.editing import LISTS
from livinglab.domain.questionnaire.kinds.variables import keys_at
from livinglab.domain.questionnaire.structure import Item, Section, Structure
from livinglab.domain.questionnaire.texts import item_text_keys

Texts = Mapping[str, str]
WHOLE = ("title", "intro", "thanks")


@dataclass(frozen=True)
class Reworded:
    """A text that has other words; empty where there were or are none."""

    key: str
    before: str
    after: str


@dataclass(frozen=True)
class Changed:
    """One thing that both versions have, and how it differs. Nothing here means: it is the same.

    `added`, `removed` and `moved` are keys of options or rows; `settings` maps a setting to (before, after). `section`
    is (before, after) where it stands in another one. `is_moved` says that its place among its neighbours is another.
    """

    key: str
    words: list[Reworded] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    settings: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    section: tuple[str, str] | None = None
    is_moved: bool = False

    def __bool__(self) -> bool:
        return bool(
            self.words or self.added or self.removed or self.moved or self.settings or self.section or self.is_moved
        )


@dataclass(frozen=True)
class Difference:
    """All that differs. Questions and sections that only one version has are named by their keys."""

    whole: list[Reworded]
    added_sections: list[str]
    removed_sections: list[str]
    sections: list[Changed]
    added: list[str]
    removed: list[str]
    questions: list[Changed]

    def __bool__(self) -> bool:
        return any(vars(self).values())


def difference(before: Structure, old: Texts, after: Structure, new: Texts) -> Difference:
    """From `before` with the words `old` to `after` with the words `new`, in the order of the later version."""
    sections_before = {section.key: section for section in before.sections}
    sections_after = {section.key: section for section in after.sections}
    items_before = {item.key: item for item in before.items()}
    items_after = {item.key: item for item in after.items()}
    moved_sections = moved_keys(list(sections_before), list(sections_after))
    homes_before, homes_after = _homes(before), _homes(after)
    moved = {
        key
        for section in after.sections
        for key in moved_keys(
            [item.key for item in sections_before[section.key].items] if section.key in sections_before else [],
            [item.key for item in section.items],
        )
    }
    sections = [
        _section(sections_before[key], sections_after[key], old, new, is_moved=key in moved_sections)
        for key in sections_after
        if key in sections_before
    ]
    questions = [
        _question(items_before[key], items_after[key], old, new, (homes_before[key], homes_after[key]), key in moved)
        for key in items_after
        if key in items_before
    ]
    return Difference(
        whole=_reworded(WHOLE, old, new),
        added_sections=[key for key in sections_after if key not in sections_before],
        removed_sections=[key for key in sections_before if key not in sections_after],
        sections=[one for one in sections if one],
        added=[key for key in items_after if key not in items_before],
        removed=[key for key in items_before if key not in items_after],
        questions=[one for one in questions if one],
    )


def moved_keys(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """The fewest keys that must have moved, of those that are in both; in their new order.

    What stays is a longest common subsequence: one that is increasing among the old places.
    """
    places = {key: place for place, key in enumerate(before)}
    common = [key for key in after if key in places]
    ends: list[int] = []  # ends[n]: the index in `common` that ends the best increasing run of length n + 1
    previous: list[int] = []
    for index, key in enumerate(common):
        length = bisect_left([places[common[end]] for end in ends], places[key])
        previous.append(ends[length - 1] if length else -1)
        ends[length : length + 1] = [index]
    stays, at = set(), ends[-1] if ends else -1
    while at >= 0:
        stays.add(common[at])
        at = previous[at]
    return [key for key in common if key not in stays]


def _homes(structure: Structure) -> dict[str, str]:
    return {item.key: section.key for section in structure.sections for item in section.items}


def _section(before: Section, after: Section, old: Texts, new: Texts, *, is_moved: bool) -> Changed:
    keys = [f"section.{after.key}.title", f"section.{after.key}.intro"]
    return Changed(
        after.key,
        _reworded(keys, old, new),
        settings=_differing({"show_if": before.show_if}, {"show_if": after.show_if}),
        is_moved=is_moved,
    )


def _question(before: Item, after: Item, old: Texts, new: Texts, homes: tuple[str, str], is_moved: bool) -> Changed:
    keys = dict.fromkeys(key for item in (before, after) for key, _ in item_text_keys(item))
    listed_before = [key for setting in LISTS for key in keys_at(before, setting)]
    listed_after = [key for setting in LISTS for key in keys_at(after, setting)]
    gone_or_new = set(listed_before) ^ set(listed_after)
    words = [one for one in _reworded(keys, old, new) if one.key.rpartition(".")[2] not in gone_or_new]
    return Changed(
        after.key,
        words,
        added=[key for key in listed_after if key not in listed_before],
        removed=[key for key in listed_before if key not in listed_after],
        moved=moved_keys(listed_before, listed_after),
        settings=_differing(_settings(before), _settings(after)),
        section=homes if homes[0] != homes[1] else None,
        is_moved=is_moved and homes[0] == homes[1],
    )


def _settings(item: Item) -> dict[str, Any]:
    """Everything about a question but its place, its words and its lists."""
    own = {name: value for name, value in item.settings.items() if name not in LISTS}
    return {
        "kind": item.kind,
        "required": item.required,
        "show_if": item.show_if,
        "option_if": dict(item.option_if),
        "checks": dict(item.checks),
        **own,
    }


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    names = dict.fromkeys([*before, *after])
    pairs = {name: (before.get(name), after.get(name)) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _reworded(keys: Sequence[str] | Mapping[str, None], old: Texts, new: Texts) -> list[Reworded]:
    pairs = [Reworded(key, old.get(key, ""), new.get(key, "")) for key in keys]
    return [one for one in pairs if one.before != one.after]
