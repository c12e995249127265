"""The lists of options, as the sheet “choices” has them."""

from __future__ import annotations

from dataclasses import dataclass, field

from livinglab.domain.questionnaire.findings import Findings, Place, quoted
from livinglab.domain.questionnaire.structure import KEY_LENGTH, is_key, new_key
from livinglab.domain.questionnaire.xlsform.sheets import Line

MOST_OPTIONS = 1_000


@dataclass
class Option:
    """One option: its name in the form, our key, its row."""

    name: str
    key: str
    line: Line


@dataclass
class OptionList:
    """The options of a list, in order."""

    name: str
    place: Place
    options: list[Option] = field(default_factory=list)
    used: bool = False


class Keys:
    """Keys that say what names in the form say, all different. A name that is a key already stays as it is."""

    def __init__(self, otherwise: str) -> None:
        self._otherwise = otherwise
        self._taken: set[str] = set()
        self._numbers: dict[str, int] = {}

    def take(self, name: str) -> str:
        """The key for the next name. Names that are alike are numbered, in a moment however many they are."""
        base = key = name if is_key(name) else new_key(name[:300], (), self._otherwise)
        while key in self._taken:
            number = self._numbers[base] = self._numbers.get(base, 1) + 1
            key = f"{base[: KEY_LENGTH - len(str(number)) - 1].rstrip('-')}-{number}"
        self._taken.add(key)
        return key


def lists_of(lines: list[Line], findings: Findings) -> dict[str, OptionList]:
    """The lists by name. Rows without a list are refused; what else is wrong counts once a question uses the list."""
    lists: dict[str, OptionList] = {}
    for line in lines:
        name = line["list_name"]
        if not name:
            if line["name"] or line.words:
                findings.refuse(line.place, "the option belongs to no list. Write the list's name in “list_name”.")
            continue
        lists.setdefault(name, OptionList(name, line.place)).options.append(Option(line["name"], "", line))
    for found in lists.values():
        keys = Keys("option")
        for option in found.options[:MOST_OPTIONS]:
            # a list has its keys whoever uses it, so that they are the same everywhere
            option.key = keys.take(option.name) if option.name else ""
    return lists


def check_list(found: OptionList, findings: Findings) -> None:
    """Say once what is wrong with a list that a question uses."""
    if found.used:
        return
    found.used = True
    seen: dict[str, int] = {}
    if len(found.options) > MOST_OPTIONS:
        findings.refuse(
            found.options[MOST_OPTIONS].line.place,
            f"the list {quoted(found.name)} has more than {MOST_OPTIONS:,} options. Nobody can look through them: "
            "ask for a text instead, or in two steps.",
        )
    for option in found.options[:MOST_OPTIONS]:
        line = option.line
        if not option.name:
            findings.refuse(line.place, f"an option of {quoted(found.name)} has no name. Write one in “name”.")
        elif option.name in seen:
            findings.refuse(
                line.place,
                f"the list {quoted(found.name)} has {quoted(option.name)} in row {seen[option.name]} already. "
                "Give one of them another name.",
            )
        seen.setdefault(option.name, line.place.row)
        for medium in ("image", "audio", "video", "big_image"):
            for file in line.words.get(medium, {}).values():
                findings.say(line.place, f"the file {quoted(file)} of the option was left out: options are words here.")


def say_unused(lists: dict[str, OptionList], findings: Findings) -> None:
    """Name the lists that no question uses."""
    for found in lists.values():
        if not found.used:
            findings.say(found.place, f"no question uses the list {quoted(found.name)}; it was left out.")
