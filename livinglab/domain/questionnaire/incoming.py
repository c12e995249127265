"""A questionnaire that comes in a file of any format, with what was found in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from livinglab.domain.questionnaire.conditions import Condition, Criterion, criteria_in
from livinglab.domain.questionnaire.findings import NO_PLACE, Finding, Findings, Place
from livinglab.domain.questionnaire.kinds.registry import KINDS
from livinglab.domain.questionnaire.languages import name_for
from livinglab.domain.questionnaire.publishing import problems
from livinglab.domain.questionnaire.route import conditions_of
from livinglab.domain.questionnaire.structure import Item, Section, Structure
from livinglab.domain.questionnaire.texts import text_keys
from livinglab.domain.questionnaire.variables import all_variables, variables_of

MOST_SECTIONS, MOST_QUESTIONS = 50, 200  # as many as people can build
MOST_TEXTS = 60_000  # text keys times languages
_MOST_ITEMS, _LONGEST_LIST, _MOST_LISTED, _LONGEST_WORD, _MOST_CRITERIA = 2_500, 1_000, 15_000, 1_000, 5_000
_MOST_MISSING = 20  # as many texts are named that a language lacks; then only their number is told
# What a draft may still lack. All else that stops publishing stops the import.
_LATER = ("photo_not_yet",)


@dataclass(frozen=True)
class Incoming:
    """What a file holds. With any finding that is refused it must not be stored."""

    structure: Structure = field(default_factory=Structure)
    texts: dict[str, dict[str, str]] = field(default_factory=dict, hash=False)
    source_language: str = "en"
    findings: list[Finding] = field(default_factory=list, hash=False)

    @property
    def ok(self) -> bool:
        """Whether it can be taken."""
        return not any(finding.refused for finding in self.findings)


def say_problems(
    structure: Structure,
    texts: Mapping[str, Mapping[str, str]],
    source: str,
    places: Mapping[str, Place],
    findings: Findings,
    first: Place = NO_PLACE,
) -> None:
    """Say what stops publishing, each with the place of its words: {text key, or `item.<key>`: place}, else `first`.

    What is wrong with the source language is refused. What only another language lacks can be mended later.
    """
    if len(text_keys(structure)) * len(texts) > MOST_TEXTS:
        said = (
            f"the form would need more than {MOST_TEXTS:,} texts in its {len(texts)} languages. Leave out some of them."
        )
        findings.refuse(first, said)
        return
    _refuse_too_much(structure, places, first, findings)
    found = problems(structure, texts.get(source, {}))
    for problem in found:
        place = _place_of(problem.where, places, first)
        if problem.code == "no_items" and findings.refused:
            continue
        if problem.code in _LATER:
            findings.say(place, problem.sentence)
        else:
            findings.refuse(place, problem.sentence)
    known = {(problem.code, problem.where) for problem in found}
    bare = _without_conditions(structure)
    for tag in texts:
        found = problems(bare, texts[tag]) if tag != source else []
        missing = [problem for problem in found if (problem.code, problem.where) not in known]
        for problem in missing[:_MOST_MISSING]:
            findings.say(_place_of(problem.where, places, first), f"in {name_for(tag)}: {problem.sentence}")
        if len(missing) > _MOST_MISSING:
            more = len(missing) - _MOST_MISSING
            findings.say(first, f"in {name_for(tag)} {more:,} more texts are missing. Translate them, or leave it out.")


def too_large(structure: Structure) -> bool:
    """Whether a structure from a file is so large that even to say what is wrong with it would take long."""
    items = list(structure.items())
    settings = [value for item in items for value in item.settings.values()]
    lists = [len(value) for value in settings if isinstance(value, tuple)]
    words = [part for value in settings for part in (value if isinstance(value, tuple) else (value,))]
    conditions = [one for item in items for one in (*conditions_of(item), *item.checks.values())]
    conditions += [section.show_if for section in structure.sections if section.show_if]
    return (
        max(len(items), len(structure.sections)) > _MOST_ITEMS
        or max(lists, default=0) > _LONGEST_LIST
        or sum(lists) > _MOST_LISTED
        or any(isinstance(word, str) and len(word) > _LONGEST_WORD for word in words)
        or _work_of(conditions, structure) > _MOST_CRITERIA
    )


def _work_of(conditions: list[Condition], structure: Structure) -> int:
    """How many answers are looked at. A place in an order counts for as many as there are places."""
    places = {one.key: len(KINDS["rank"].values(one) or ()) for one in all_variables(structure) if one.kind == "rank"}
    return sum(1 + places.get(one.of, 0) for condition in conditions for one in criteria_in(condition))


def _without_conditions(structure: Structure) -> Structure:
    """The same words and no conditions: what is wrong with those is the same in all languages."""
    return Structure(
        tuple(Section(section.key, tuple(map(_unconditional, section.items))) for section in structure.sections)
    )


def _unconditional(item: Item) -> Item:
    asked = [Criterion(variable.key, "answered", value=True) for variable in variables_of(item)[:1]]
    checks = {key: one for key in item.checks for one in asked}
    return replace(item, show_if=None, option_if={}, checks=checks)


def _refuse_too_much(structure: Structure, places: Mapping[str, Place], first: Place, findings: Findings) -> None:
    for section in structure.sections[MOST_SECTIONS : MOST_SECTIONS + 1]:
        place = _place_of(f"section.{section.key}", places, first)
        findings.refuse(
            place, f"a questionnaire can have {MOST_SECTIONS} sections, not {len(structure.sections)}. Split it."
        )
    items = list(structure.items())
    for item in items[MOST_QUESTIONS : MOST_QUESTIONS + 1]:
        place = _place_of(f"item.{item.key}", places, first)
        findings.refuse(place, f"a questionnaire can have {MOST_QUESTIONS} questions, not {len(items):,}. Split it.")


def _place_of(where: str, places: Mapping[str, Place], first: Place) -> Place:
    """The row from which something came."""
    beginning = ".".join(where.split(".")[:2])
    second = where.split(".")[1] if "." in where else ""
    for key in (where, f"{beginning}.label", f"{beginning}.title", f"item.{second}.label"):
        if key in places:
            return places[key]
    return first
