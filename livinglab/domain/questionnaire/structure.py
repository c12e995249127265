"""The bones of a questionnaire: sections of items with stable keys. No words in it: those are texts, per language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from livinglab.domain.questionnaire.conditions import Condition, condition_from
from livinglab.domain.questionnaire.faults import Invalid

KEY_LENGTH = 60
MOST_CONDITIONS = 200  # of one question: one for each option
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_KEY = re.compile(r"[a-z][a-z0-9-]{0,59}")
_OWN_FIELDS = ("key", "kind", "required", "show_if", "option_if", "checks")
# Letters that Unicode does not take apart into a base letter and an accent.
_LETTERS = str.maketrans({
    "ß": "ss", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŧ": "t",
    "ŋ": "n", "ĸ": "k", "ſ": "s", "ə": "e", "&": " and ", "’": "", "'": "",
})  # fmt: skip


def is_key(text: object) -> bool:
    """Whether a value may be the key of a section, an item or an option."""
    return isinstance(text, str) and _KEY.fullmatch(text) is not None


def new_key(label: str, taken: Collection[str], otherwise: str = "item") -> str:
    """A readable key made of a label, unlike all that are `taken`; `otherwise` where no Latin letter can begin it."""
    plain = unicodedata.normalize("NFKD", label.lower().translate(_LETTERS)).lower()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if not slug:
        slug = otherwise
    elif not slug[0].isalpha():
        slug = f"{otherwise}-{slug}"
    base = _shortened(slug, KEY_LENGTH)
    key, number = base, 1
    while key in taken:
        number += 1
        suffix = f"-{number}"
        key = _shortened(base, KEY_LENGTH - len(suffix)) + suffix
    return key


def _shortened(slug: str, length: int) -> str:
    """A slug cut between words where that leaves at least half of it."""
    if len(slug) <= length:
        return slug
    between = slug.rfind("-", 0, length + 1)
    return slug[: between if between >= length // 2 else length].rstrip("-")


@dataclass(frozen=True)
class Item:
    """One question. What its `settings` mean is up to its kind.

    It is shown where `show_if` holds, and each of its options or rows where `option_if` has nothing against it. Answers
    must meet all `checks`; when one does not hold, the words at `check.<question>.<its key>` say so.

    A variable of a question, that is: what one answer fills, is an item as well, `within` the question. Its key is that
    of the question, a dot, and the `part`: `ease.install` is one statement of the battery `ease`.
    """

    key: str
    kind: str
    required: bool = False
    settings: Mapping[str, Any] = field(default_factory=dict, hash=False)
    within: Item | None = None
    show_if: Condition | None = None
    option_if: Mapping[str, Condition] = field(default_factory=dict, hash=False)
    checks: Mapping[str, Condition] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        clash = set(self.settings) & set(_OWN_FIELDS)
        if clash:
            raise ValueError(f"settings of an item cannot be called {sorted(clash)}")
        frozen = {name: _frozen(value) for name, value in sorted(self.settings.items())}
        object.__setattr__(self, "settings", MappingProxyType(frozen))
        object.__setattr__(self, "option_if", MappingProxyType(dict(sorted(self.option_if.items()))))
        object.__setattr__(self, "checks", MappingProxyType(dict(sorted(self.checks.items()))))

    @property
    def question(self) -> Item:
        """The question it belongs to: itself, but for the variables of a question that has several."""
        return self.within or self

    @property
    def part(self) -> str:
        """What tells a variable from the others of its question; empty for a question."""
        return self.key.partition(".")[2]

    @classmethod
    def from_json(cls, data: object, where: str = "item") -> Item:
        """Read what `to_json` wrote; anything else is `Invalid`."""
        if not isinstance(data, dict) or not all(isinstance(name, str) for name in data):
            raise Invalid("malformed", where=where)
        kind, required = data.get("kind"), data.get("required", False)
        if not isinstance(kind, str):
            raise Invalid("malformed", where=f"{where}.kind")
        if not isinstance(required, bool):
            raise Invalid("malformed", where=f"{where}.required")
        settings = {name: value for name, value in data.items() if name not in _OWN_FIELDS}
        for name, value in settings.items():
            if not _is_setting(value):
                raise Invalid("malformed", where=f"{where}.{name}")
        return cls(
            _read_key(data.get("key"), f"{where}.key"),
            kind,
            required,
            settings,
            show_if=_read_condition(data, where),
            option_if=_read_conditions(data.get("option_if", {}), f"{where}.option_if"),
            checks=_read_conditions(data.get("checks", {}), f"{where}.checks"),
        )

    def to_json(self) -> dict[str, Any]:
        """As plain JSON: own fields first, then the settings by name."""
        settings = {name: list(value) if isinstance(value, tuple) else value for name, value in self.settings.items()}
        found: dict[str, Any] = {"key": self.key, "kind": self.kind, "required": self.required}
        if self.show_if:
            found["show_if"] = self.show_if.to_json()
        for name, conditions in (("option_if", self.option_if), ("checks", self.checks)):
            if conditions:
                found[name] = {key: condition.to_json() for key, condition in conditions.items()}
        return found | settings


@dataclass(frozen=True)
class Section:
    """Items that stand on one page; it is shown where `show_if` holds."""

    key: str
    items: tuple[Item, ...] = ()
    show_if: Condition | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "items", tuple(self.items))

    @classmethod
    def from_json(cls, data: object, where: str = "section") -> Section:
        """Read what `to_json` wrote; anything else is `Invalid`."""
        if not isinstance(data, dict) or set(data) - {"show_if"} != {"key", "items"}:
            raise Invalid("malformed", where=where)
        if not isinstance(data["items"], list):
            raise Invalid("malformed", where=f"{where}.items")
        items = tuple(Item.from_json(item, f"{where}.items[{i}]") for i, item in enumerate(data["items"]))
        return cls(_read_key(data["key"], f"{where}.key"), items, _read_condition(data, where))

    def to_json(self) -> dict[str, Any]:
        """As plain JSON."""
        found: dict[str, Any] = {"key": self.key, "items": [item.to_json() for item in self.items]}
        return found | ({"show_if": self.show_if.to_json()} if self.show_if else {})


@dataclass(frozen=True)
class Structure:
    """All sections, in the order of reading."""

    sections: tuple[Section, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "sections", tuple(self.sections))

    @classmethod
    def from_json(cls, data: object) -> Structure:
        """Read what `to_json` wrote; anything else is `Invalid`. Whether it can be published is another question."""
        if not isinstance(data, dict) or set(data) != {"sections"} or not isinstance(data["sections"], list):
            raise Invalid("malformed", where="sections")
        return cls(tuple(Section.from_json(s, f"sections[{i}]") for i, s in enumerate(data["sections"])))

    def to_json(self) -> dict[str, Any]:
        """As plain JSON, always the same for the same structure."""
        return {"sections": [section.to_json() for section in self.sections]}

    def items(self) -> Iterator[Item]:
        """All items, in the order of reading."""
        for section in self.sections:
            yield from section.items

    def item(self, key: str) -> Item:
        """The item with a key; KeyError when there is none."""
        for item in self.items():
            if item.key == key:
                return item
        raise KeyError(key)

    def section(self, key: str) -> Section:
        """The section with a key; KeyError when there is none."""
        for section in self.sections:
            if section.key == key:
                return section
        raise KeyError(key)


def _frozen(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _is_setting(value: object) -> bool:
    if isinstance(value, list):
        return all(isinstance(part, str) for part in value)
    return value is None or isinstance(value, (str, int))


def _read_condition(data: Mapping[str, Any], where: str) -> Condition | None:
    return condition_from(data["show_if"], f"{where}.show_if") if "show_if" in data else None


def _read_conditions(data: object, where: str) -> dict[str, Condition]:
    if not isinstance(data, dict) or len(data) > MOST_CONDITIONS or not all(_NAME.fullmatch(key) for key in data):
        raise Invalid("malformed", where=where)
    return {key: condition_from(condition, f"{where}.{key}") for key, condition in data.items()}


def _read_key(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise Invalid("malformed", where=where)
    if not is_key(value):
        raise Invalid("bad_key", key=value)
    return value
