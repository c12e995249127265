"""Questionnaires that come from other programs: all of what can be asked here, and a list of what cannot."""

from __future__ import annotations

from pathlib import PurePath

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from livinglab.accounts.sessions import me
from livinglab.domain.questionnaire.document import written
from livinglab.domain.questionnaire.incoming import Incoming
from livinglab.domain.questionnaire.variables import question_numbers
from livinglab.domain.questionnaire.xlsform.writing import to_rows
from livinglab.foundation.addresses import number_in
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.foundation.permissions import Policy, policy
from livinglab.foundation.texts import clean, file_name
from livinglab.foundation.workbooks import WORKBOOK_BYTES
from livinglab.foundation.workbooks_writing import write_workbook
from livinglab.network import access as network
from livinglab.network.models import Organisation
from livinglab.questionnaires import access, actions, queries
from livinglab.questionnaires.files import read_file
from livinglab.questionnaires.forms.fields import choices_of
from livinglab.questionnaires.forms.questionnaires import FileForm
from livinglab.questionnaires.models import QuestionnaireVersion
from livinglab.questionnaires.views.blueprint import blueprint

Page = str | tuple[str, int] | Response
LONGEST_NAME = 120


def _form(companies: list[Organisation]) -> FileForm:
    form = FileForm()
    form.organisation.choices = choices_of((company.id, company.name) for company in companies)
    return form


@blueprint.get("/from-file")
@policy(Policy.SIGNED_IN)
def from_file() -> Page:
    """The form for a file."""
    companies = network.my_organisations(me(), "member", "company")
    form = _form(companies)
    form.newest.data = str(queries.newest_id(me()))
    return render_template("questionnaires/from_file.html", form=form, companies=companies, refused=[], left_out=[])


@blueprint.post("/from-file")
@policy(Policy.SIGNED_IN)
def bring_file() -> Page:
    """A draft made of a file; or everything that stops it, with sheet and row. A form sent twice makes one."""
    companies = network.my_organisations(me(), "member", "company")
    form = _form(companies)
    wanted = number_in(request.form.get("organisation", ""))
    if wanted is not None:
        network.organisation_to_work_for(me(), wanted, "company")
    found = Incoming()
    if form.validate():
        try:
            content = form.file.data.read(WORKBOOK_BYTES + 1)
            found = read_file(content, _name_of(form))
        except Refused as refused:
            form.add_error("file", *refused.reasons)
        else:
            if found.ok:
                return _bring(form, found)
    listed = [(one.message, one.refused) for one in found.findings]
    return render_template(
        "questionnaires/from_file.html",
        form=form,
        companies=companies,
        refused=[message for message, refused in listed if refused],
        left_out=[message for message, refused in listed if not refused],
    ), 422


def _name_of(form: FileForm) -> str:
    """What was typed, else the name of the file."""
    typed = clean(form.name.data or "").strip()
    return (typed or clean(PurePath(form.file.data.filename or "").stem).strip() or "Questionnaire")[:LONGEST_NAME]


def _bring(form: FileForm, found: Incoming) -> Response:
    company = network.organisation_to_work_for(me(), form.organisation.data, "company")
    newest, name = number_in(form.newest.data or ""), _name_of(form)
    there = queries.made_after(me(), company.id, name, newest) if newest is not None else None
    if there is not None:
        return redirect(url_for(".build", questionnaire_id=there), 303)
    made = actions.create_questionnaire(company, name, found.source_language, found.structure, found.texts, by=me())
    left_out = [finding.message for finding in found.findings]
    actions.note_what_was_left_out(made, form.file.data.filename or "", left_out, by=me())
    db.session.commit()
    asked = len(question_numbers(found.structure))
    flash(f"{'1 question is' if asked == 1 else f'{asked} questions are'} there. Nobody has seen them yet.", "good")
    endpoint = ".left_out" if left_out else ".build"
    return redirect(url_for(endpoint, questionnaire_id=made.id), 303)


@blueprint.get("/<int:questionnaire_id>/left-out")
@policy(Policy.SIGNED_IN)
def left_out(questionnaire_id: int) -> Page:
    """What of the file could not come along."""
    questionnaire = access.questionnaire_to_view(me(), questionnaire_id)
    line = queries.line_about_its_file(questionnaire)
    if line is None:
        abort(404)
    return render_template(
        "questionnaires/left_out.html",
        questionnaire=questionnaire,
        file_name=line.details["file"],
        messages=line.details["left_out"],
        may_change=network.may(me(), questionnaire.organisation_id, "member"),
    )


@blueprint.get("/versions/<int:version_id>/form.xlsx")
@policy(Policy.SIGNED_IN)
def as_xlsform(version_id: int) -> Response:
    """A version as a workbook of XLSForm, with all its languages: for other programs, and to come back the same."""
    version = access.version_to_view(me(), version_id)
    texts = queries.texts_by_language(version.id)
    rows = to_rows(queries.structure_of(version), texts, version.questionnaire.source_language)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _sent(write_workbook(rows), kind, version, "xlsx")


@blueprint.get("/versions/<int:version_id>/questionnaire.json")
@policy(Policy.SIGNED_IN)
def as_json(version_id: int) -> Response:
    """A version as a file of this program."""
    version = access.version_to_view(me(), version_id)
    texts = queries.texts_by_language(version.id)
    text = written(queries.structure_of(version), texts, version.questionnaire.source_language)
    return _sent(text.encode(), "application/json", version, "json")


def _sent(content: bytes, kind: str, version: QuestionnaireVersion, ending: str) -> Response:
    name = file_name(f"{version.questionnaire.name} {version.number}.{ending}")
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, content_type=kind, headers=headers)
