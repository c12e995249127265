"""The sections of a draft: add, write, move, and the order of the questions in one."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from livinglab.accounts.sessions import me
from livinglab.foundation.db import db
from livinglab.foundation.permissions import Policy, policy
from livinglab.questionnaires import asking, drafts
from livinglab.questionnaires.drafts import Draft
from livinglab.questionnaires.forms.questionnaires import SectionForm, SectionTitleForm
from livinglab.questionnaires.views.blueprint import blueprint
from livinglab.questionnaires.views.frames import CHANGED, draft_frame, open_draft, section_here
from livinglab.questionnaires.views.outline import outline_page

Page = str | tuple[str, int] | Response


def _to_outline(questionnaire_id: int, anchor: str) -> Response:
    return redirect(url_for(".build", questionnaire_id=questionnaire_id, _anchor=anchor), 303)


@blueprint.post("/<int:questionnaire_id>/build/sections")
@policy(Policy.SIGNED_IN)
def add_section(questionnaire_id: int) -> Page:
    """A new section at the end. A form sent twice adds one."""
    draft = open_draft(questionnaire_id)
    form = SectionTitleForm()
    if not form.validate():
        return outline_page(draft, form), 422
    key = drafts.add_section(draft, form.title.data or "", (form.seen.data or "").split(","), by=me())
    db.session.commit()
    return _to_outline(questionnaire_id, f"section-{key}")


@blueprint.get("/<int:questionnaire_id>/build/sections/<key>")
@policy(Policy.SIGNED_IN)
def section(questionnaire_id: int, key: str) -> Page:
    """The form for a section's title and introduction."""
    draft = open_draft(questionnaire_id)
    section_here(draft, key)
    values = {part: draft.source.get(f"section.{key}.{part}", "") for part in ("title", "intro")}
    return _section_page(draft, key, SectionForm(data={**values, "stamp": drafts.stamp_of_section(draft, key)}))


@blueprint.post("/<int:questionnaire_id>/build/sections/<key>")
@policy(Policy.SIGNED_IN)
def write_section(questionnaire_id: int, key: str) -> Page:
    """Keep a section's title and introduction."""
    draft = open_draft(questionnaire_id)
    section_here(draft, key)
    form = SectionForm()
    if not form.validate():
        return _section_page(draft, key, form), 422
    if form.stamp.data != drafts.stamp_of_section(draft, key):
        flash(CHANGED, "warn")
        form.stamp.data = drafts.stamp_of_section(draft, key)
        return _section_page(draft, key, form), 409
    drafts.write_section(draft, key, form.title.data or "", form.intro.data or "", by=me())
    db.session.commit()
    flash("The section is saved.", "good")
    return _to_outline(questionnaire_id, f"section-{key}")


def _section_page(draft: Draft, key: str, form: SectionForm) -> str:
    return render_template(
        "questionnaires/section.html",
        **draft_frame(draft),
        form=form,
        section_key=key,
        language_code=draft.language,
    )


@blueprint.post("/<int:questionnaire_id>/build/order")
@policy(Policy.SIGNED_IN)
def order_sections(questionnaire_id: int) -> Page:
    """A section one place up or down."""
    draft = open_draft(questionnaire_id)
    key, step = _moved()
    section_here(draft, key)
    drafts.move_section(draft, key, step, by=me())
    db.session.commit()
    return _to_outline(questionnaire_id, f"section-{key}")


@blueprint.post("/<int:questionnaire_id>/build/sections/<key>/order")
@policy(Policy.SIGNED_IN)
def order_questions(questionnaire_id: int, key: str) -> Page:
    """The questions of a section in a new order, or one of them one place up or down."""
    draft = open_draft(questionnaire_id)
    section = section_here(draft, key)
    if "order" in request.form:
        asking.order_questions(draft, key, request.form["order"].split(","), by=me())
        anchor = f"section-{key}"
    else:
        question, step = _moved()
        if all(item.key != question for item in section.items):
            abort(404)
        asking.move_question(draft, question, step, by=me())
        anchor = f"question-{question}"
    db.session.commit()
    return _to_outline(questionnaire_id, anchor)


def _moved() -> tuple[str, int]:
    """(key, step) of a plain button."""
    if "up" in request.form:
        return request.form["up"], -1
    if "down" not in request.form:
        abort(400)
    return request.form["down"], 1
