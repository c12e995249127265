"""A version exactly as a tester will see it. Answers can be tried; nothing is stored."""

from __future__ import annotations

import json
from typing import Any

from flask import abort, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from livinglab.accounts.sessions import me
from livinglab.domain.questionnaire.answers import read_answers
from livinglab.domain.questionnaire.pipes import pipes_in
from livinglab.domain.questionnaire.route import for_browser, hidden_options, looked_at, more_may_come, pages_shown
from livinglab.domain.questionnaire.structure import Structure
from livinglab.domain.questionnaire.texts import missing
from livinglab.domain.questionnaire.variables import name_of, question_numbers, shown_in, variables_in
from livinglab.feedback.sheet import Sheet, marks_of
from livinglab.feedback.wording import sentences
from livinglab.foundation.languages import speak
from livinglab.foundation.permissions import Policy, policy
from livinglab.foundation.places import language_name
from livinglab.network import access as network
from livinglab.questionnaires import access, queries
from livinglab.questionnaires.models import QuestionnaireText, QuestionnaireVersion
from livinglab.questionnaires.views.blueprint import blueprint

Page = str | tuple[str, int] | Response
CURRENCY = "EUR"
TRIED, MOST_TRIED = "tried", 1500  # letters: with all else a cookie holds 4,093


def _common(version: QuestionnaireVersion, structure: Structure) -> dict[str, Any]:
    """Words, languages and the way back; the page speaks the language that is asked for."""
    texts = queries.texts_by_language(version.id)
    source = version.questionnaire.source_language
    language = request.args.get("language", source)
    if language not in texts:
        abort(404)
    speak(language)
    place = {**(request.view_args or {})}
    endpoint = {"try_page": ".preview_page"}.get((request.endpoint or "").rpartition(".")[2], request.endpoint or "")
    return {
        "version": version,
        "questionnaire": version.questionnaire,
        "words": {**texts[source], **texts[language]},
        "words_language": language,
        "missing": 0 if language == source else len(missing(structure, texts[language])),
        "source_name": language_name(source),
        "choices": [
            {
                "code": code,
                "name": _own_name(code),
                "url": url_for(endpoint, **place, language=code),
                "current": code == language,
            }
            for code in texts
        ],
        "pages": len(structure.sections),
        "back_url": _way_back(version),
    }


def _way_back(version: QuestionnaireVersion) -> str:
    """To the outline for who is writing it, at the section they look at; else to the questionnaire."""
    questionnaire = version.questionnaire
    writing = not version.is_published and questionnaire.archived_at is None
    if not writing or not network.may(me(), questionnaire.organisation_id, "member"):
        return url_for(".show", questionnaire_id=questionnaire.id)
    page, sections = (request.view_args or {}).get("page", 0), queries.structure_of(version).sections
    anchor = f"section-{sections[page - 1].key}" if 1 <= page <= len(sections) else None
    return url_for(".build", questionnaire_id=questionnaire.id, _anchor=anchor)


def _own_name(code: str) -> str:
    name = language_name(code, code)
    return name[:1].upper() + name[1:]


@blueprint.get("/versions/<int:version_id>/preview")
@policy(Policy.SIGNED_IN)
def preview(version_id: int) -> Page:
    """What stands before the first question."""
    version = access.version_to_view(me(), version_id)
    structure = queries.structure_of(version)
    return render_template(
        "questionnaires/preview_start.html",
        **_common(version, structure),
        questions=len(question_numbers(structure)),
    )


@blueprint.get("/versions/<int:version_id>/preview/<int:page>")
@policy(Policy.SIGNED_IN)
def preview_page(version_id: int, page: int) -> Page:
    """One section, as a page of the form."""
    version = access.version_to_view(me(), version_id)
    return _section_page(version, page, {}, {})


@blueprint.post("/versions/<int:version_id>/preview/<int:page>")
@policy(Policy.SIGNED_IN)
def try_page(version_id: int, page: int) -> Page:
    """Check what was tried, as for a tester, and go on; nothing is stored."""
    version = access.version_to_view(me(), version_id)
    structure = queries.structure_of(version)
    section = _section(structure, page)
    language = request.args.get("language", version.questionnaire.source_language)
    typed = {variable.key: request.form.getlist(f"a.{variable.key}") for variable in variables_in(section)}
    _remember(version, structure, typed)
    reading = read_answers(structure, _tried(version) | typed, marks_of(language), section=section.key)
    if reading.problems:
        return _section_page(version, page, typed, reading.problems), 422
    later = [one for one in _way(version, structure, language) if one > page]
    if later:
        return redirect(url_for(".preview_page", version_id=version_id, page=later[0], language=language), 303)
    return redirect(url_for(".preview_end", version_id=version_id, language=language), 303)


@blueprint.get("/versions/<int:version_id>/preview/end")
@policy(Policy.SIGNED_IN)
def preview_end(version_id: int) -> Page:
    """What stands after the last question."""
    version = access.version_to_view(me(), version_id)
    return render_template("questionnaires/preview_end.html", **_common(version, queries.structure_of(version)))


def _tried(version: QuestionnaireVersion) -> dict[str, list[str]]:
    """What was tried before in this browser, of what decides about later pages or stands in their texts."""
    kept = session.get(TRIED)
    return dict(kept[1]) if isinstance(kept, list) and kept[0] == version.id else {}


def _remember(version: QuestionnaireVersion, structure: Structure, typed: dict[str, list[str]]) -> None:
    """A cookie has room for little: only what is looked at later, and of texts the beginning."""
    wanted = looked_at(structure) | {pipe for words in texts_of(version).values() for pipe in pipes_in(words)}
    found = {key: [text[:60] for text in raw] for key, raw in typed.items() if key in wanted}
    if wanted:
        kept = _tried(version) | found
        while len(json.dumps(kept)) > MOST_TRIED:
            del kept[next(iter(kept))]
        session[TRIED] = [version.id, kept]


def texts_of(version: QuestionnaireVersion) -> dict[str, str]:
    """The words in the source language."""
    return queries.texts_by_language(version.id)[version.questionnaire.source_language]


def _way(version: QuestionnaireVersion, structure: Structure, language: str) -> list[int]:
    return pages_shown(structure, read_answers(structure, _tried(version), marks_of(language)).shown)


def _section(structure: Structure, page: int) -> Any:
    if not 1 <= page <= len(structure.sections):
        abort(404)
    return structure.sections[page - 1]


def _section_page(version: QuestionnaireVersion, page: int, typed: dict[str, list[str]], problems: Any) -> str:
    structure = queries.structure_of(version)
    section = _section(structure, page)
    common = _common(version, structure)
    reading = read_answers(structure, _tried(version) | typed, marks_of(common["words_language"]))
    sheet = Sheet(structure, QuestionnaireText(language=common["words_language"], texts=common["words"]), (), CURRENCY)
    words = sheet.words_on(page, reading.answers)
    way = pages_shown(structure, reading.shown)
    return render_template(
        "questionnaires/preview_page.html",
        **{**common, "words": words, "pages": max(1, len(way))},
        shown=reading.shown,
        without={question.key: hidden_options(question, reading.answers) for question in section.items},
        route=for_browser(section, reading.answers),
        marks=marks_of(sheet.language),
        decimals=sheet.decimals,
        page=page,
        place=sum(1 for earlier in way if earlier < page) + 1,
        is_last=not any(later > page for later in way) and not more_may_come(structure, page),
        before=max((earlier for earlier in way if earlier < page), default=0),
        section_title=words.get(f"section.{section.key}.title", section.key),
        section_intro=words.get(f"section.{section.key}.intro", ""),
        questions=shown_in(section, sheet.numbers),
        typed=typed,
        problems=sentences(problems, words),
        names={variable.key: name_of(variable, words) for variable in variables_in(section)},
        currency=sheet.currency,
    )
