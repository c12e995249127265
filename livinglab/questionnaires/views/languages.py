"""The words of a version in other languages: how far each is, and the page to write one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from livinglab.accounts.sessions import me
from livinglab.domain.questionnaire.cleaning import clean, is_blank
from livinglab.domain.questionnaire.kinds.registry import KINDS
from livinglab.domain.questionnaire.kinds.variables import keys_at
from livinglab.domain.questionnaire.publishing import problems, title_of
from livinglab.domain.questionnaire.structure import Structure
from livinglab.domain.questionnaire.texts import has_lines, item_text_keys, limit_of, text_keys, tidy
from livinglab.domain.questionnaire.translation import STATES, pipes_differ, stale_keys
from livinglab.domain.questionnaire.variables import question_numbers
from livinglab.foundation.db import db
from livinglab.foundation.permissions import Policy, policy
from livinglab.foundation.places import direction, language_choices, language_name
from livinglab.network import access as network
from livinglab.questionnaires import access, queries, translating
from livinglab.questionnaires.drafts import Draft
from livinglab.questionnaires.models import QuestionnaireVersion
from livinglab.questionnaires.views.blueprint import blueprint
from livinglab.questionnaires.views.frames import draft_frame

Page = str | tuple[str, int] | Response
LONG = 60


@dataclass
class TextLine:
    """One text to translate: the source beside the input. `stamp` is the mark of what the person saw when the form
    opened, `now` what somebody else saved there in the meantime."""

    key: str
    what: str
    source: str
    value: str
    required: bool
    lines: bool
    stamp: str
    error: str = ""
    now: str = ""
    is_stale: bool = False


@dataclass
class TextGroup:
    """The texts that belong together: of the whole, of a section, of a question."""

    title: str
    is_section: bool = False
    is_question: bool = False
    lines: list[TextLine] = field(default_factory=list)


def _frame(version: QuestionnaireVersion, current: str) -> dict[str, Any]:
    """Around pages of a version: the tabs of a draft, for who may change it, or nothing."""
    may_change = network.may(me(), version.questionnaire.organisation_id, "member")
    archived = version.questionnaire.archived_at is not None
    may_write = may_change and not archived
    if may_write and not version.is_published:
        return {**draft_frame(Draft(version), current), "may_change": True}
    return {
        "questionnaire": version.questionnaire,
        "version": version,
        "tab_entries": [],
        "may_change": may_write,
    }


@blueprint.get("/versions/<int:version_id>/languages")
@policy(Policy.SIGNED_IN)
def languages(version_id: int) -> Page:
    """Every language and how far it is; a language to add."""
    version = access.version_to_view(me(), version_id)
    progress = translating.progress_of(version)
    return render_template(
        "questionnaires/languages.html",
        **_frame(version, "languages"),
        progress=progress,
        source_name=language_name(version.questionnaire.source_language),
        to_add=translating.languages_to_add(progress),
    )


@blueprint.get("/versions/<int:version_id>/translate")
@policy(Policy.SIGNED_IN)
def choose_language(version_id: int) -> Page:
    """From the list of languages to add to the page that writes one."""
    version = access.version_to_change(me(), version_id)
    return redirect(url_for(".translation", version_id=version.id, language=request.args.get("language", "")), 303)


def _texts_here(version: QuestionnaireVersion, language: str) -> dict[str, queries.Texts]:
    """The words of all languages; 404 unless this is one to translate into."""
    texts = queries.texts_by_language(version.id)
    known = {code for code, _ in language_choices()} | set(texts)
    if language not in known or language == version.questionnaire.source_language:
        abort(404)
    return texts


@blueprint.get("/versions/<int:version_id>/languages/<language>")
@policy(Policy.SIGNED_IN)
def translation(version_id: int, language: str) -> Page:
    """Each text of the source with an input beside it."""
    version = access.version_to_change(me(), version_id)
    texts = _texts_here(version, language)
    return _page(version, language, _groups(version, texts, texts.get(language, {}), {}))


@blueprint.post("/versions/<int:version_id>/languages/<language>")
@policy(Policy.SIGNED_IN)
def translate(version_id: int, language: str) -> Page:
    """Keep the words. What is wrong or was changed by somebody else is shown beside what was typed."""
    version = access.version_to_change(me(), version_id)
    queries.hold(version)
    texts = _texts_here(version, language)
    kept = texts.get(language, {})
    typed, seen = _typed(version, kept)
    groups = _groups(version, texts, {**kept, **typed}, seen)
    if _wrong(groups, translating.words_that_must_stay(version, language)):
        return _page(version, language, groups), 422
    if _changed_meanwhile(groups, kept):
        flash(
            f"Somebody saved {language_name(language)} while you were writing. What you typed is below and is not "
            "saved yet; where you both wrote the same text, theirs stands under yours. "
            "Save again to let yours replace theirs.",
            "warn",
        )
        return _page(version, language, groups), 409
    still_right = [key.removeprefix("k.") for key in request.form if key.startswith("k.")]
    changed = translating.save_words(version, language, typed, by=me(), still_right=still_right)
    db.session.commit()
    flash(_outcome(version, language) if changed else "Nothing was changed.", "good" if changed else "info")
    if "stay" in request.form:
        return redirect(url_for(".translation", version_id=version_id, language=language), 303)
    return redirect(url_for(".languages", version_id=version_id), 303)


def _typed(version: QuestionnaireVersion, kept: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """({text key: words}, {text key: stamp}) of the texts this person changed, and of what they saw there."""
    typed, seen = {}, {}
    for key, _ in text_keys(queries.structure_of(version)):
        words, was = request.form.get(f"t.{key}"), request.form.get(f"s.{key}", "")
        if words is not None and translating.stamp_of_text(_as_kept(key, words)) != was:
            typed[key], seen[key] = words, was
    return typed, seen


def _as_kept(key: str, words: str) -> str:
    """Words as they would be stored, were they short enough."""
    return tidy(key, words) if len(words) <= limit_of(key) else clean(words)


def _changed_meanwhile(groups: list[TextGroup], kept: Mapping[str, str]) -> bool:
    """Write beside each text that somebody else changed as well what stands there now."""
    for group in groups:
        for line in group.lines:
            there = kept.get(line.key, "")
            if line.stamp != translating.stamp_of_text(there):
                line.stamp = translating.stamp_of_text(there)
                if _as_kept(line.key, line.value) != there:
                    line.now = there or "nothing"
    return any(line.now for group in groups for line in group.lines)


def _outcome(version: QuestionnaireVersion, language: str) -> str:
    name = language_name(language)
    mine = next(one for one in translating.progress_of(version) if one.language == language)
    if version.is_published:
        return f"{name} is saved as revision {mine.revision}. Whoever opens the form from now on reads these words."
    return f"{name} is saved: {mine.done} of {mine.wanted} texts."


@blueprint.post("/versions/<int:version_id>/languages/<language>/state")
@policy(Policy.SIGNED_IN)
def set_language_state(version_id: int, language: str) -> Page:
    """Say that the words are reviewed or approved, or take that back."""
    version = access.version_to_change(me(), version_id)
    if language not in queries.texts_by_language(version.id):
        abort(404)
    state = request.form.get("state", "")
    if state not in STATES:
        abort(400)
    translating.set_state(version, language, state, by=me())
    db.session.commit()
    said = {"draft": "a draft again", "reviewed": "reviewed", "approved": "approved"}[state]
    flash(f"{language_name(language)} is {said}.", "good")
    return redirect(url_for(".languages", version_id=version_id), 303)


@blueprint.post("/versions/<int:version_id>/languages/<language>/remove")
@policy(Policy.SIGNED_IN)
def remove_language(version_id: int, language: str) -> Page:
    """A draft without a language."""
    version = access.version_to_change(me(), version_id)
    if language not in queries.texts_by_language(version.id):
        abort(404)
    translating.remove_language(version, language, by=me())
    db.session.commit()
    flash(f"{language_name(language)} is removed.", "good")
    return redirect(url_for(".languages", version_id=version_id), 303)


def _page(version: QuestionnaireVersion, language: str, groups: list[TextGroup]) -> str:
    progress = translating.progress_of(version)
    mine = next((one for one in progress if one.language == language), None)
    row = queries.newest_text(version.id, language)
    source = queries.texts_by_language(version.id)[version.questionnaire.source_language]
    stale = set(stale_keys(row.texts, row.source_marks, source)) if row else set()
    for line in (line for group in groups for line in group.lines):
        line.is_stale = line.key in stale
    values = {line.key: line.value for group in groups for line in group.lines}
    alike = [p.sentence for p in problems(queries.structure_of(version), values) if p.code == "same_words"]
    return render_template(
        "questionnaires/translate.html",
        questionnaire=version.questionnaire,
        version=version,
        language_code=language,
        language_title=language_name(language),
        language_direction=direction(language),
        source_code=version.questionnaire.source_language,
        source_name=language_name(version.questionnaire.source_language),
        source_direction=direction(version.questionnaire.source_language),
        groups=groups,
        stale=[line for group in groups for line in group.lines if line.is_stale],
        first_empty=next((line.key for group in groups for line in group.lines if is_blank(line.value)), None),
        alike=alike,
        errors=[line for group in groups for line in group.lines if line.error],
        done=mine.done if mine else 0,
        wanted=progress[0].wanted,
    )


def _wrong(groups: list[TextGroup], must_stay: set[str]) -> bool:
    """Write what is wrong beside the texts."""
    for group in groups:
        for line in group.lines:
            words = clean(line.value)
            if len(words) > limit_of(line.key):
                line.error = f"Shorten this to {limit_of(line.key):,} characters; it has {len(words):,}."
            elif words and pipes_differ(words, line.source):
                line.error = "Take in the same answers as the source does: what stands in ${…}."
            elif line.key in must_stay and is_blank(words):
                line.error = "Testers may be reading this now. Write other words, or put these back."
    return any(line.error for group in groups for line in group.lines)


def _groups(
    version: QuestionnaireVersion,
    texts: Mapping[str, Mapping[str, str]],
    values: Mapping[str, str],
    seen: Mapping[str, str],
) -> list[TextGroup]:
    """All texts in reading order, grouped as testers see them. What the source leaves out is left out.

    `seen` are the stamps of what a sent form was opened with; where there is none, `values` is what they see.
    """
    structure = queries.structure_of(version)
    source = texts.get(version.questionnaire.source_language, {})
    required = dict(text_keys(structure))

    def line(key: str, what: str) -> list[TextLine]:
        words, value = source.get(key, ""), values.get(key, "")
        if not required[key] and is_blank(words) and is_blank(value):
            return []
        long = has_lines(key) or len(words) > LONG or len(value) > LONG
        stamp = seen.get(key, translating.stamp_of_text(value))
        return [TextLine(key, what, words, value, required[key], long, stamp)]

    groups = [TextGroup("Title and welcome", lines=line("title", "Title") + line("intro", "Welcome"))]
    numbers = question_numbers(structure)
    for section in structure.sections:
        place = f"section.{section.key}"
        head = line(f"{place}.title", "Section title") + line(f"{place}.intro", "Introduction")
        groups.append(TextGroup(title_of(section, source), True, False, head))
        for item in section.items:
            found = [one for key, _ in item_text_keys(item) for one in line(key, _what(structure, key))]
            name = f"Question {numbers[item.key]}" if item.key in numbers else KINDS[item.kind].title
            groups.append(TextGroup(name, False, True, found))
    groups.append(TextGroup("At the end", lines=line("thanks", "Thanks")))
    return [group for group in groups if group.lines]


# {place of a text: (setting that lists its key, how it is called)}
_LISTED = {
    "option": ("options", "Option"),
    "row": ("rows", "Statement"),
    "low": ("rows", "Left word"),
    "high": ("rows", "Right word"),
}


def _what(structure: Structure, key: str) -> str:
    """How a text of a question is called."""
    place, _, rest = key.partition(".")
    last = rest.rpartition(".")[2]
    if place == "item":
        return "Question" if last == "label" else "Help"
    if place in _LISTED:
        setting, name = _LISTED[place]
        return f"{name} {keys_at(structure.item(rest.rpartition('.')[0]), setting).index(last) + 1}"
    if place == "end":
        return "Words at 0" if last == "low" else "Words at 10"
    if place == "point":
        return f"Point {last}"
    return {"best": "Words above the best", "worst": "Words above the worst"}.get(place, "Unit")
