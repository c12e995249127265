"""A questionnaire that comes in a file of any format, with what was found in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from livinglab.domain.questionnaire.findings import Finding, Findings, Place
from livinglab.domain.questionnaire.languages import name_for
from livinglab.domain.questionnaire.publishing import problems
from livinglab.domain.questionnaire.structure import Structure
from livinglab.domain.questionnaire.texts import text_keys

MOST_SECTIONS, MOST_QUESTIONS = 50, 200  # as many as people can build
MOST_TEXTS = 60_000  # text keys times languages
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
) -> None:
    """Say what stops publishing, each with the place of its words: {text key, or `item.<key>`: place}.

    What is wrong with the source language is refused. What only another language lacks can be mended later.
    """
    first = Place(next(iter(places.values()), Place("", 0)).sheet, 1)
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
    for tag in texts:
        found = problems(structure, texts[tag]) if tag != source else []
        missing = [problem for problem in found if (problem.code, problem.where) not in known]
        for problem in missing[:_MOST_MISSING]:
            findings.say(_place_of(problem.where, places, first), f"in {name_for(tag)}: {problem.sentence}")
        if len(missing) > _MOST_MISSING:
            more = len(missing) - _MOST_MISSING
            findings.say(first, f"in {name_for(tag)} {more:,} more texts are missing. Translate them, or leave it out.")


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
