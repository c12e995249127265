"""The questions of a draft: choose a kind, write, copy, move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from livinglab.accounts.sessions import me
from livinglab.domain.questionnaire.kinds.registry import KINDS
from livinglab.domain.questionnaire.texts import tidy
from livinglab.foundation.addresses import number_in
from livinglab.foundation.db import db
from livinglab.foundation.permissions import Policy, policy
from livinglab.questionnaires import asking
from livinglab.questionnaires.asking import Asked
from livinglab.questionnaires.drafts import Draft
from livinglab.questionnaires.forms.fields import choices_of
from livinglab.questionnaires.forms.questions import QuestionForm, form_for
from livinglab.questionnaires.views import rows
from livinglab.questionnaires.views.blueprint import blueprint
from livinglab.questionnaires.views.frames import CHANGED, draft_frame, item_here, open_draft, section_here

Page = str | tuple[str, int] | Response
OFFERED = {name for name, kind in KINDS.items() if kind.offered}
QUESTIONS = "/<int:questionnaire_id>/build/questions"


@dataclass
class Sheet:
    """The form of one question: its fields, and its lists of rows: options, points, statements."""

    kind: str
    form: QuestionForm
    lists: list[rows.RowList]

    def check(self) -> bool:
        """Whether it can be kept; writes what is wrong beside the fields and rows."""
        good = self.form.validate()
        for one in self.lists:
            good = one.check() and good
        return good

    def press(self, language: str) -> bool:
        """Whether a button within the rows was pressed, not the one that saves; then the rows are as it says."""
        found = [one.press(request.form, language) for one in self.lists]
        return any(found)

    def asked(self) -> Asked:
        """The question as it was written."""
        words = {part: tidy(place, self.form[part].data or "") for part, place in _PLACES.items() if part in self.form}
        required = "required" in self.form and bool(self.form.required.data)
        answers = {one.about.setting: one.answers() for one in self.lists}
        return Asked(words, required, self.form.settings(), answers, "other" in self.form and self.form["other"].data)


# {part of the form: a text key of its kind, for the limit and whether lines may break}
_PLACES = {
    "label": "item.x.label", "help": "item.x.help", "low": "end.x.low", "high": "end.x.high", "unit": "unit.x",
    "best": "best.x", "worst": "worst.x",
}  # fmt: skip


def _sheet(draft: Draft, kind: str, values: dict[str, Any], answers: Mapping[str, Any], section: str) -> Sheet:
    """The form with what was sent, else with `values`."""
    form = form_for(kind, **values, section=section)
    form.section.choices = choices_of(
        (one.key, draft.source.get(f"section.{one.key}.title", one.key)) for one in draft.structure.sections
    )
    sent = request.form if request.method == "POST" else None
    return Sheet(kind, form, [rows.RowList.of(about, sent, answers) for about in rows.about_rows(kind)])


def _question_page(draft: Draft, sheet: Sheet, key: str | None) -> str:
    return render_template(
        "questionnaires/question.html",
        **draft_frame(draft),
        form=sheet.form,
        lists=sheet.lists,
        kind=sheet.kind,
        kind_title=KINDS[sheet.kind].title,
        question_key=key,
        has_scales=any(one.about.scales for one in sheet.lists),
        language_code=draft.language,
        published_before=draft.version.number > 1,
    )


@blueprint.get("/<int:questionnaire_id>/build/sections/<key>/new-question")
@policy(Policy.SIGNED_IN)
def new_question(questionnaire_id: int, key: str) -> Page:
    """The kinds to choose from; with a kind, its empty form."""
    draft = open_draft(questionnaire_id)
    section_here(draft, key)
    kind = request.args.get("kind", "")
    if kind not in OFFERED:
        title = draft.source.get(f"section.{key}.title", key)
        return render_template(
            "questionnaires/kinds.html",
            **draft_frame(draft),
            kinds=[one for one in KINDS.values() if one.offered],
            section_key=key,
            section_title=title,
        )
    fresh = {**KINDS[kind].fresh(), "mark": str(draft.mark)}
    fresh.pop("unit", None)
    return _question_page(draft, _sheet(draft, kind, fresh, {}, key), None)


@blueprint.post("/<int:questionnaire_id>/build/sections/<key>/new-question")
@policy(Policy.SIGNED_IN)
def add_question(questionnaire_id: int, key: str) -> Page:
    """A new question at the end of the section its form names. A form sent twice adds one."""
    draft = open_draft(questionnaire_id)
    section_here(draft, key)
    kind = request.args.get("kind", "")
    if kind not in OFFERED:
        abort(400)
    sheet = _sheet(draft, kind, {}, {}, key)
    if sheet.press(draft.language):
        return _question_page(draft, sheet, None)
    if not sheet.check():
        return _question_page(draft, sheet, None), 422
    mark = number_in(sheet.form.mark.data or "")
    section = sheet.form.section.data
    new = asking.add_question(draft, section, kind, sheet.asked(), draft.mark if mark is None else mark, by=me())
    db.session.commit()
    if "another" in request.form:
        flash("The question is added. Choose the kind of the next one.", "good")
        return redirect(url_for(".new_question", questionnaire_id=questionnaire_id, key=section), 303)
    flash("The question is added.", "good")
    return _to_question(questionnaire_id, new)


@blueprint.get(f"{QUESTIONS}/<key>")
@policy(Policy.SIGNED_IN)
def question(questionnaire_id: int, key: str) -> Page:
    """The form of a question."""
    draft = open_draft(questionnaire_id)
    item = item_here(draft, key)
    asked = asking.asked(draft, key)
    values = {**asked.settings, **asked.words, "required": asked.required}
    values["stamp"] = asking.stamp_of_question(draft, key)
    sheet = _sheet(draft, item.kind, values, asked.answers, asking.section_of(draft.structure, key))
    return _question_page(draft, sheet, key)


@blueprint.post(f"{QUESTIONS}/<key>")
@policy(Policy.SIGNED_IN)
def write_question(questionnaire_id: int, key: str) -> Page:
    """Keep a question as it was written, in the section that was chosen."""
    draft = open_draft(questionnaire_id)
    item = item_here(draft, key)
    sheet = _sheet(draft, item.kind, {}, {}, asking.section_of(draft.structure, key))
    if sheet.press(draft.language):
        return _question_page(draft, sheet, key)
    if not sheet.check():
        return _question_page(draft, sheet, key), 422
    if sheet.form.stamp.data != asking.stamp_of_question(draft, key):
        flash(CHANGED, "warn")
        sheet.form.stamp.data = asking.stamp_of_question(draft, key)
        return _question_page(draft, sheet, key), 409
    asking.write_question(draft, key, sheet.form.section.data, sheet.asked(), by=me())
    db.session.commit()
    flash("The question is saved.", "good")
    return _to_question(questionnaire_id, key)


@blueprint.post(f"{QUESTIONS}/<key>/required")
@policy(Policy.SIGNED_IN)
def set_required(questionnaire_id: int, key: str) -> Page:
    """Whether testers must answer it."""
    draft = open_draft(questionnaire_id)
    item_here(draft, key)
    wanted = request.form.get("required")
    if wanted not in ("yes", "no"):
        abort(400)
    asking.set_required(draft, key, wanted == "yes", by=me())
    db.session.commit()
    return _to_question(questionnaire_id, key)


@blueprint.post(f"{QUESTIONS}/<key>/duplicate")
@policy(Policy.SIGNED_IN)
def duplicate_question(questionnaire_id: int, key: str) -> Page:
    """The same question once more, below it; then its form, to change what differs."""
    draft = open_draft(questionnaire_id)
    item_here(draft, key)
    mark = number_in(request.form.get("mark", ""))
    copy = asking.duplicate_question(draft, key, draft.mark if mark is None else mark, by=me())
    db.session.commit()
    flash("This is the copy. Change what differs.", "good")
    return redirect(url_for(".question", questionnaire_id=questionnaire_id, key=copy), 303)


@blueprint.post(f"{QUESTIONS}/<key>/move")
@policy(Policy.SIGNED_IN)
def move_question(questionnaire_id: int, key: str) -> Page:
    """To the end of another section."""
    draft = open_draft(questionnaire_id)
    item_here(draft, key)
    section = section_here(draft, request.form.get("to", ""))
    asking.move_question_to(draft, key, section.key, by=me())
    db.session.commit()
    return _to_question(questionnaire_id, key)


def _to_question(questionnaire_id: int, key: str) -> Response:
    return redirect(url_for(".build", questionnaire_id=questionnaire_id, _anchor=f"question-{key}"), 303)
