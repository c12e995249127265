"""The draft as a whole: its sections and questions, its title and welcome, what was removed lately."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from livinglab.accounts.sessions import me
from livinglab.domain.questionnaire.publishing import problems
from livinglab.foundation.db import db
from livinglab.foundation.permissions import Policy, policy
from livinglab.questionnaires import drafts
from livinglab.questionnaires.drafts import Draft
from livinglab.questionnaires.forms.questionnaires import SectionTitleForm, WordsForm
from livinglab.questionnaires.outlines import outline_of
from livinglab.questionnaires.views.blueprint import blueprint
from livinglab.questionnaires.views.frames import CHANGED, draft_frame, open_draft

Page = str | tuple[str, int] | Response


def outline_page(draft: Draft, form: SectionTitleForm | None = None) -> str:
    """The page of all questions, with the form for a new section at its end."""
    if form is None:
        form = SectionTitleForm(formdata=None)
        form.seen.data = ",".join(section.key for section in draft.structure.sections)
    found = problems(draft.structure, draft.source)
    removed = [line for line in drafts.removals(draft.version) if drafts.can_come_back(draft.structure, line)]
    return render_template(
        "questionnaires/build.html",
        **draft_frame(draft, "questions", found),
        sections=outline_of(draft.structure, draft.source, found),
        whole_problems=[problem.sentence for problem in found if problem.where in drafts.WHOLE_KEYS],
        source=draft.source,
        source_language=draft.language,
        mark=draft.mark,
        form=form,
        removed=removed,
        just_removed=next((line for line in removed if str(line.id) == request.args.get("removed")), None),
    )


@blueprint.get("/<int:questionnaire_id>/build")
@policy(Policy.SIGNED_IN)
def build(questionnaire_id: int) -> Page:
    """All sections and questions."""
    return outline_page(open_draft(questionnaire_id))


@blueprint.get("/<int:questionnaire_id>/build/words")
@policy(Policy.SIGNED_IN)
def words(questionnaire_id: int) -> Page:
    """The form for title, welcome and thanks."""
    draft = open_draft(questionnaire_id)
    form = WordsForm(data={**draft.source, "stamp": drafts.stamp_of_words(draft)})
    return render_template("questionnaires/words.html", **draft_frame(draft), form=form, language_code=draft.language)


@blueprint.post("/<int:questionnaire_id>/build/words")
@policy(Policy.SIGNED_IN)
def write_words(questionnaire_id: int) -> Page:
    """Keep title, welcome and thanks."""
    draft = open_draft(questionnaire_id)
    form = WordsForm()
    status = 0
    if not form.validate():
        status = 422
    elif form.stamp.data != drafts.stamp_of_words(draft):
        flash(CHANGED, "warn")
        form.stamp.data, status = drafts.stamp_of_words(draft), 409
    if status:
        page = render_template(
            "questionnaires/words.html", **draft_frame(draft), form=form, language_code=draft.language
        )
        return page, status
    drafts.write_words(draft, {key: form[key].data or "" for key in drafts.WHOLE_KEYS}, by=me())
    db.session.commit()
    flash("Title and welcome are saved.", "good")
    return redirect(url_for(".build", questionnaire_id=questionnaire_id), 303)


@blueprint.post("/<int:questionnaire_id>/build/removed/<int:line_id>/put-back")
@policy(Policy.SIGNED_IN)
def put_back(questionnaire_id: int, line_id: int) -> Page:
    """Bring back a question or a section that was removed."""
    draft = open_draft(questionnaire_id)
    line = next((line for line in drafts.removals(draft.version) if line.id == line_id), None)
    if line is None:
        abort(404)
    anchor = drafts.put_back(draft, line, by=me())
    db.session.commit()
    flash(f"“{line.details['label']}” is back.", "good")
    return redirect(url_for(".build", questionnaire_id=questionnaire_id, _anchor=anchor), 303)
