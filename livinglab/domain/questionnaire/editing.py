"""Changes to a questionnaire that is being written: a structure in, the changed structure out.

Words that come with a change are returned apart, to be merged into the texts of the language they were typed in. After
something was removed, pass the texts of every language through `clean_texts`.

`taken` are all keys that ever had a meaning (`keys_in` of every structure there was), so that none comes back with
another one; the keys of the structure itself count without being named. All functions raise KeyError for what is not
there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from livinglab.domain.questionnaire.conditions import renamed
from livinglab.domain.questionnaire.kinds.options import options_of
from livinglab.domain.questionnaire.kinds.registry import KINDS
from livinglab.domain.questionnaire.kinds.variables import keys_at
from livinglab.domain.questionnaire.structure import Item, Section, Structure, new_key
from livinglab.domain.questionnaire.texts import tidy

_T = TypeVar("_T")
# {setting with keys of its own: where their words are}
LISTS = {"options": "option", "rows": "row"}


@dataclass(frozen=True)
class Added:
    """The structure with one more section, item or option, its `key`, and its words by text key."""

    structure: Structure
    key: str
    words: dict[str, str] = field(default_factory=dict, hash=False)


def keys_in(structure: Structure) -> list[str]:
    """What must be remembered as taken: `<item>` for each question, `<item>.<key>` for each option or row, sorted."""
    items = list(structure.items())
    listed = {f"{item.key}.{key}" for item in items for setting in LISTS for key in keys_at(item, setting)}
    return sorted({item.key for item in items} | listed)


def add_section(structure: Structure, title: str, taken: Collection[str] = ()) -> Added:
    """A new section at the end."""
    used = {section.key for section in structure.sections} | set(taken)
    key = new_key(title, used, "section")
    sections = (*structure.sections, Section(key))
    return Added(Structure(sections), key, _words({f"section.{key}.title": title}))


def rename_section(structure: Structure, key: str, title: str) -> Added:
    """Another title; the key stays."""
    structure.section(key)
    return Added(structure, key, {f"section.{key}.title": tidy(f"section.{key}.title", title)})


def remove_section(structure: Structure, key: str) -> Structure:
    """Without a section and its questions."""
    structure.section(key)
    return Structure(tuple(section for section in structure.sections if section.key != key))


def move_section(structure: Structure, key: str, position: int) -> Structure:
    """A section at another position, counted from 0; beyond an end means at that end."""
    section = structure.section(key)
    others = [other for other in structure.sections if other.key != key]
    return Structure(_inserted(others, section, position))


def reorder_sections(structure: Structure, keys: Sequence[str]) -> Structure:
    """The sections in the order of `keys`; those not named follow, unknown names are ignored."""
    return Structure(_ordered({section.key: section for section in structure.sections}, keys))


def add_item(structure: Structure, section_key: str, kind: str, label: str, taken: Collection[str] = ()) -> Added:
    """A new question at the end of a section, with the settings its kind begins with."""
    structure.section(section_key)
    key = new_key(label, {item.key for item in structure.items()} | set(taken))
    item = Item(key, kind, settings=KINDS[kind].fresh())
    changed = _with_items(structure, section_key, lambda items: (*items, item))
    return Added(changed, key, _words({f"item.{key}.label": label}))


def change_item(
    structure: Structure, key: str, settings: Mapping[str, Any] | None = None, required: bool | None = None
) -> Structure:
    """Other settings, or whether it must be answered. Settings not named stay; one that is None is removed.

    An option or row that goes takes its condition along. What the settings mean is checked by the kind's `check`, not
    here: a half-finished question may be kept.
    """
    item = structure.item(key)
    merged = {name: value for name, value in {**item.settings, **(settings or {})}.items() if value is not None}
    changed = replace(item, settings=merged, required=item.required if required is None else required)
    if settings and settings.keys() & LISTS.keys():
        there = {key for setting in LISTS for key in keys_at(changed, setting)}
        changed = replace(changed, option_if={key: one for key, one in item.option_if.items() if key in there})
    return _with_item(structure, changed)


def copy_conditions(structure: Structure, of: str, to: str) -> Structure:
    """Show one question when another is shown, and check its answers in the same way."""
    item = structure.item(of)
    checks = {key: renamed(check, of, to) for key, check in item.checks.items()}
    copy = replace(structure.item(to), show_if=item.show_if, option_if=dict(item.option_if), checks=checks)
    return _with_item(structure, copy)


def remove_item(structure: Structure, key: str) -> Structure:
    """Without a question."""
    structure.item(key)
    return Structure(
        tuple(Section(s.key, tuple(item for item in s.items if item.key != key)) for s in structure.sections)
    )


def move_item(structure: Structure, key: str, to_section: str, position: int) -> Structure:
    """A question at a position of a section, counted from 0; beyond an end means at that end."""
    item = structure.item(key)
    structure.section(to_section)
    return _with_items(remove_item(structure, key), to_section, lambda items: _inserted(items, item, position))


def reorder_items(structure: Structure, section: str, keys: Sequence[str]) -> Structure:
    """The questions of a section in the order of `keys`; those not named follow, unknown names are ignored."""
    found = {item.key: item for item in structure.section(section).items}
    return _with_items(structure, section, lambda _: _ordered(found, keys))


def add_option(
    structure: Structure, item_key: str, words: str, taken: Collection[str] = (), setting: str = "options"
) -> Added:
    """A new option, or row, at the end. Of `taken`, only those of this question count: `<item>.<key>`."""
    item = structure.item(item_key)
    there = keys_at(item, setting)
    used = {name.removeprefix(f"{item_key}.") for name in taken if name.startswith(f"{item_key}.")}
    key = new_key(words, used | {key for other in LISTS for key in keys_at(item, other)}, LISTS[setting])
    changed = change_item(structure, item_key, {setting: [*there, key]})
    return Added(changed, key, _words({f"{LISTS[setting]}.{item_key}.{key}": words}))


def remove_option(structure: Structure, item_key: str, option: str) -> Structure:
    """Without an option; KeyError when the question has no such one."""
    options = options_of(structure.item(item_key))
    if option not in options:
        raise KeyError(option)
    return change_item(structure, item_key, {"options": [other for other in options if other != option]})


def reorder_options(structure: Structure, item_key: str, options: Sequence[str]) -> Structure:
    """The options in another order; those not named follow, unknown names are ignored."""
    found = {option: option for option in options_of(structure.item(item_key))}
    return change_item(structure, item_key, {"options": list(_ordered(found, options))})


def _with_items(
    structure: Structure, section_key: str, change: Callable[[tuple[Item, ...]], Iterable[Item]]
) -> Structure:
    """The structure with other questions in one section."""
    return Structure(
        tuple(Section(s.key, tuple(change(s.items))) if s.key == section_key else s for s in structure.sections)
    )


def _with_item(structure: Structure, changed: Item) -> Structure:
    """The structure with one question exchanged for another of the same key."""
    return Structure(
        tuple(
            Section(s.key, tuple(changed if item.key == changed.key else item for item in s.items))
            for s in structure.sections
        )
    )


def _inserted(others: Sequence[_T], thing: _T, position: int) -> tuple[_T, ...]:
    place = max(0, position)
    return (*others[:place], thing, *others[place:])


def _ordered(found: Mapping[str, _T], keys: Sequence[str]) -> tuple[_T, ...]:
    named = [key for key in dict.fromkeys(keys) if key in found]
    return tuple(found[key] for key in [*named, *(key for key in found if key not in named)])


def _words(texts: Mapping[str, str]) -> dict[str, str]:
    tidied = {key: tidy(key, text) for key, text in texts.items()}
    return {key: text for key, text in tidied.items() if text}
