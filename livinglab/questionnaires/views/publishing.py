"""Check a draft, and freeze it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from livinglab.accounts.sessions import me
from livinglab.domain.questionnaire.craft import Advice, advice, minutes
from livinglab.domain.questionnaire.faults import Problem
from livinglab.domain.questionnaire.publishing import label_of, problems
from livinglab.domain.questionnaire.variables import question_numbers
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.foundation.permissions import Policy, policy
from livinglab.questionnaires import access, actions
from livinglab.questionnaires.drafts import Draft
from livinglab.questionnaires.outlines import place_of
from livinglab.questionnaires.translating import progress_in
from livinglab.questionnaires.views.blueprint import blueprint
from livinglab.questionnaires.views.frames import draft_frame, open_draft

Page = str | tuple[str, int] | Response


@blueprint.get("/<int:questionnaire_id>/publish")
@policy(Policy.SIGNED_IN)
def publishing(questionnaire_id: int) -> Page:
    """Everything that stops it, as links to the place; otherwise what publishing means, and the button."""
    return _page(open_draft(questionnaire_id))


def _page(draft: Draft) -> str:
    found = problems(draft.structure, draft.source)
    return render_template(
        "questionnaires/publish.html",
        **draft_frame(draft, "publish", found),
        problems=[(problem.sentence, _url_of(draft, problem)) for problem in found],
        progress=progress_in(draft.structure, draft.language, list(draft.rows.values())),
        questions=len(question_numbers(draft.structure)),
        sections=len(draft.structure.sections),
        minutes=minutes(draft.structure, draft.source),
        source_language=draft.language,
        advice=[_advised(draft, one) for one in advice(draft.structure, draft.source, draft.language)],
    )


def _advised(draft: Draft, one: Advice) -> tuple[str, str, str]:
    """(name of a question or nothing, sentence, address where it can be changed)."""
    if not one.key:
        return "", one.sentence, ""
    place = {"questionnaire_id": draft.version.questionnaire_id, "key": one.key}
    return label_of(draft.structure.item(one.key), draft.source), one.sentence, url_for(".question", **place)


def _url_of(draft: Draft, problem: Problem) -> str:
    """The page where a problem is solved."""
    place: dict[str, Any] = {"questionnaire_id": draft.version.questionnaire_id}
    kind, _, key = place_of(problem.where).partition(".")
    if kind == "whole":
        return url_for(".words", **place, _anchor=problem.where)
    if kind == "item":
        return url_for(".question", **place, key=key)
    if problem.code == "empty_section_title":
        return url_for(".section", **place, key=key)
    return url_for(".build", **place, _anchor=f"section-{key}" if key else "new-section")


@blueprint.post("/<int:questionnaire_id>/publish")
@policy(Policy.SIGNED_IN)
def publish(questionnaire_id: int) -> Page:
    """Freeze the draft. Sent twice, the second one finds it done."""
    version = access.draft_or_newest(me(), questionnaire_id)
    try:
        actions.publish(version, by=me())
    except Refused:
        return _page(Draft(version)), 422
    db.session.commit()
    flash(f"Version {version.number} is published. You can now use it in a trial round.", "good")
    return redirect(url_for(".show", questionnaire_id=questionnaire_id), 303)
