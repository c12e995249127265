"""The questions of a draft: choose a kind, write, copy, move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from livinglab.accounts.sessions import me
from livinglab.domain.questionnaire.kinds.registry import KINDS
from livinglab.domain.questionnaire.numbers import PLAIN, read_decimal
from livinglab.domain.questionnaire.structure import Item
from livinglab.domain.questionnaire.texts import tidy
from livinglab.foundation.addresses import number_in
from livinglab.foundation.db import db
from livinglab.foundation.permissions import Policy, policy
from livinglab.questionnaires import asking
from livinglab.questionnaires.asking import Asked
from livinglab.questionnaires.drafts import Draft
from livinglab.questionnaires.forms import EndsForm, NumberForm, QuestionForm, TextForm, choices_of, form_for
from livinglab.questionnaires.views import rows
from livinglab.questionnaires.views.blueprint import blueprint
from livinglab.questionnaires.views.frames import CHANGED, draft_frame, item_here, open_draft, section_here

Page = str | tuple[str, int] | Response
QUESTIONS = "/<int:questionnaire_id>/build/questions"


@dataclass
class Sheet:
    """The form of one question: its fields, its rows, and what is wrong with the rows together."""

    kind: str
    form: QuestionForm
    rows: list[rows.Row]
    rows_errors: list[str]

    @property
    def about(self) -> rows.RowsAbout | None:
        """How its rows are called and bounded."""
        return rows.about_rows(self.kind)

    def check(self) -> bool:
        """Whether it can be kept; writes what is wrong beside the fields and rows."""
        good = self.form.validate() and _ends_in_order(self.form)
        if self.about is not None:
            self.rows_errors = rows.check_rows(self.rows, self.about)
            good = good and not self.rows_errors and not any(row.error for row in self.rows)
        return good

    def asked(self) -> Asked:
        """The question as it was written."""
        words = {part: tidy(place, self.form[part].data or "") for part, place in _PLACES.items() if part in self.form}
        return Asked(words, bool(self.form.required.data), _settings(self.form), rows.answers_of(self.rows))


# {part of the form: a text key of its kind, for the limit and whether lines may break}
_PLACES = {"label": "item.x.label", "help": "item.x.help", "low": "end.x.low", "high": "end.x.high", "unit": "unit.x"}


def _settings(form: QuestionForm) -> dict[str, Any]:
    if isinstance(form, NumberForm):
        return {
            "minimum": read_decimal(form.minimum.data or "", PLAIN),
            "maximum": read_decimal(form.maximum.data or "", PLAIN),
            "decimals": form.decimals.data,
            "unit": 1 if tidy("unit.x", form.unit.data or "") else None,
        }
    return {"max_length": form.max_length.data} if isinstance(form, TextForm) else {}


def _ends_in_order(form: QuestionForm) -> bool:
    if not isinstance(form, NumberForm):
        return True
    settings = {name: value for name, value in _settings(form).items() if value is not None}
    wrong = KINDS["number"].check(Item("x", "number", settings=settings), "this question")
    if wrong:
        form.add_error("maximum", "Make the largest number allowed larger than the smallest.")
    return not wrong


def _sheet(draft: Draft, kind: str, values: dict[str, Any], answers: list[asking.Answer], section: str) -> Sheet:
    """The form with what was sent, else with `values`."""
    form = form_for(kind, **values, section=section)
    form.section.choices = choices_of(
        (one.key, draft.source.get(f"section.{one.key}.title", one.key)) for one in draft.structure.sections
    )
    about = rows.about_rows(kind)
    if about is None:
        return Sheet(kind, form, [], [])
    sent = request.method == "POST"
    return Sheet(kind, form, rows.typed_rows(request.form, about) if sent else rows.rows_of(answers, about), [])


def _question_page(draft: Draft, sheet: Sheet, key: str | None) -> str:
    return render_template(
        "questionnaires/question.html",
        **draft_frame(draft),
        form=sheet.form,
        rows=sheet.rows,
        rows_errors=sheet.rows_errors,
        about=sheet.about,
        kind=sheet.kind,
        kind_title=KINDS[sheet.kind].title,
        question_key=key,
        has_ends=isinstance(sheet.form, EndsForm),
        has_limits=isinstance(sheet.form, NumberForm),
        has_length=isinstance(sheet.form, TextForm),
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
    if kind not in KINDS:
        title = draft.source.get(f"section.{key}.title", key)
        return render_template(
            "questionnaires/kinds.html",
            **draft_frame(draft),
            kinds=list(KINDS.values()),
            section_key=key,
            section_title=title,
        )
    fresh = {**KINDS[kind].fresh(), "mark": str(draft.mark)}
    fresh.pop("unit", None)
    return _question_page(draft, _sheet(draft, kind, fresh, [], key), None)


@blueprint.post("/<int:questionnaire_id>/build/sections/<key>/new-question")
@policy(Policy.SIGNED_IN)
def add_question(questionnaire_id: int, key: str) -> Page:
    """A new question at the end of the section its form names. A form sent twice adds one."""
    draft = open_draft(questionnaire_id)
    section_here(draft, key)
    kind = request.args.get("kind", "")
    if kind not in KINDS:
        abort(400)
    sheet = _sheet(draft, kind, {}, [], key)
    if sheet.about is not None and rows.pressed(request.form):
        sheet.rows = rows.after_button(sheet.rows, request.form, sheet.about, draft.language)
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
    sheet = _sheet(draft, item.kind, values, list(asked.answers), asking.section_of(draft.structure, key))
    return _question_page(draft, sheet, key)


@blueprint.post(f"{QUESTIONS}/<key>")
@policy(Policy.SIGNED_IN)
def write_question(questionnaire_id: int, key: str) -> Page:
    """Keep a question as it was written, in the section that was chosen."""
    draft = open_draft(questionnaire_id)
    item = item_here(draft, key)
    sheet = _sheet(draft, item.kind, {}, [], asking.section_of(draft.structure, key))
    if sheet.about is not None and rows.pressed(request.form):
        sheet.rows = rows.after_button(sheet.rows, request.form, sheet.about, draft.language)
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
