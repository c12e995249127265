"""What changed from one version to the next, in the words people gave their questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template

from livinglab.accounts.sessions import me
from livinglab.domain.questionnaire.conditions import Criterion, Together
from livinglab.domain.questionnaire.difference import Changed, Difference, Reworded, difference
from livinglab.domain.questionnaire.kinds.registry import KINDS
from livinglab.domain.questionnaire.publishing import label_of, title_of
from livinglab.domain.questionnaire.structure import Item, Structure
from livinglab.domain.questionnaire.variables import all_variables
from livinglab.foundation.permissions import Policy, policy
from livinglab.foundation.places import language_name
from livinglab.questionnaires import access, queries
from livinglab.questionnaires.saying import sentence_of
from livinglab.questionnaires.views.blueprint import blueprint

_OWN = {
    "kind": "kind",
    "required": "must be answered",
    "show_if": "shown only if",
    "option_if": "answers that are not for everybody",
    "checks": "checks",
    "not_applicable": "“Does not apply” is offered",
}


@dataclass(frozen=True)
class Side:
    """One version as the page needs it."""

    structure: Structure
    texts: Mapping[str, str]

    def name(self, key: str) -> str:
        """A question, or a section, by its words."""
        for section in self.structure.sections:
            if section.key == key:
                return title_of(section, self.texts)
        return label_of(self.structure.item(key), self.texts)


@dataclass(frozen=True)
class ChangedLine:
    """One thing that changed: its name, sentences, and texts with the words before and after."""

    name: str
    sentences: list[str]
    words: list[Reworded]


@blueprint.get("/versions/<int:version_id>/changes")
@policy(Policy.SIGNED_IN)
def changes(version_id: int) -> str:
    """The difference to the version before; for the first one there is none."""
    version = access.version_to_view(me(), version_id)
    earlier = queries.version_before(version)
    found: list[ChangedLine] = []
    elsewhere: list[tuple[str, int]] = []
    if earlier is not None:
        source = version.questionnaire.source_language
        old, new = queries.texts_by_language(earlier.id), queries.texts_by_language(version.id)
        before = Side(queries.structure_of(earlier), old.get(source, {}))
        after = Side(queries.structure_of(version), new.get(source, {}))
        found = list(_lines(difference(before.structure, before.texts, after.structure, after.texts), before, after))
        elsewhere = [
            (language_name(language), changed)
            for language in new
            if language != source and (changed := _changed_texts(old.get(language, {}), new[language]))
        ]
    return render_template(
        "questionnaires/changes.html",
        questionnaire=version.questionnaire,
        version=version,
        earlier=earlier,
        lines=found,
        elsewhere=elsewhere,
        source_language=version.questionnaire.source_language,
    )


def _changed_texts(old: Mapping[str, str], new: Mapping[str, str]) -> int:
    return sum(1 for key in {*old, *new} if old.get(key, "") != new.get(key, ""))


def _lines(found: Difference, before: Side, after: Side) -> Iterator[ChangedLine]:
    """From the whole to the single questions."""
    if found.whole:
        yield ChangedLine("Title, welcome and thanks", [], found.whole)
    for key in found.removed_sections:
        yield ChangedLine(before.name(key), ["This section was removed."], [])
    for key in found.added_sections:
        yield ChangedLine(after.name(key), ["This section is new."], [])
    for key in found.removed:
        yield ChangedLine(before.name(key), ["This question was removed."], [])
    for key in found.added:
        yield ChangedLine(after.name(key), ["This question is new."], [])
    for changed in [*found.sections, *found.questions]:
        yield ChangedLine(after.name(changed.key), list(_sentences(changed, before, after)), changed.words)


def _sentences(changed: Changed, before: Side, after: Side) -> Iterator[str]:
    if changed.section:
        yield f"It moved from the section “{before.name(changed.section[0])}” to “{after.name(changed.section[1])}”."
    if changed.is_moved:
        yield "It stands at another place."
    for keys, side, what in ((changed.added, after, "is new"), (changed.removed, before, "was removed")):
        for key in keys:
            yield f"“{_option(side, changed.key, key)}” {what}."
    if changed.moved:
        yield "The answers stand in another order."
    for setting, (was, now) in changed.settings.items():
        if setting == "other":
            was, now = (_option(side, changed.key, key) if key else None for side, key in ((before, was), (after, now)))
        if setting != "sets":
            yield f"{_named(changed.key, after, setting)}: {_said(was, before)} → {_said(now, after)}."


def _option(side: Side, question: str, key: str) -> str:
    places = (f"{place}.{question}.{key}" for place in ("option", "row", "low"))
    return next((side.texts[place] for place in places if place in side.texts), key)


def _named(key: str, side: Side, setting: str) -> str:
    """What a setting is called, with a capital letter."""
    known = {**_OWN}
    if any(item.key == key for item in side.structure.items()):
        known |= KINDS[side.structure.item(key).kind].settings
    return known.get(setting, setting).capitalize()


def _said(value: Any, side: Side) -> str:
    """A setting's value in words."""
    if isinstance(value, Criterion | Together):
        known: dict[str, Item] = {variable.key: variable for variable in all_variables(side.structure)}
        return sentence_of(value, known, side.texts)
    if isinstance(value, Mapping):
        return str(len(value))
    if value is None or value is False:
        return "no" if value is False else "none"
    if value is True:
        return "yes"
    if isinstance(value, str) and value in KINDS:
        return f"“{KINDS[value].title}”"
    return str(value)
