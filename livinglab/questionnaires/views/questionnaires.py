"""The list of questionnaires, and what is done to one as a whole."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from livinglab.accounts.sessions import me
from livinglab.domain.questionnaire.starter import starter
from livinglab.domain.questionnaire.structure import Structure
from livinglab.foundation.addresses import number_in
from livinglab.foundation.db import db
from livinglab.foundation.paging import page_of, wanted_page
from livinglab.foundation.permissions import Policy, policy
from livinglab.foundation.places import language_choices, language_name
from livinglab.network import access as network
from livinglab.network.models import Organisation
from livinglab.questionnaires import access, actions, queries
from livinglab.questionnaires.forms.fields import choices_of
from livinglab.questionnaires.forms.questionnaires import NameForm, NewForm
from livinglab.questionnaires.views.blueprint import blueprint

Page = str | tuple[str, int] | Response


@blueprint.get("/")
@policy(Policy.SIGNED_IN)
def index() -> Page:
    """The questionnaires of my organisations; the archived ones behind a tab."""
    archived = request.args.get("archived") == "yes"
    page = page_of(queries.questionnaires_of(me(), archived=archived), wanted_page(), 24)
    other_count = queries.how_many(queries.questionnaires_of(me(), archived=not archived))
    return render_template(
        "questionnaires/index.html",
        page=page,
        lines=queries.questionnaire_lines(page.rows),
        archived=archived,
        count_in_use=other_count if archived else page.total,
        count_archived=page.total if archived else other_count,
        may_create=bool(network.my_organisations(me(), "member", "company")),
        several=len({row.organisation_id for row in page.rows}) > 1,
        page_url=lambda number: url_for(".index", archived="yes" if archived else None, page=number),
    )


def _new_form(companies: list[Organisation]) -> NewForm:
    form = NewForm()
    form.organisation.choices = choices_of((company.id, company.name) for company in companies)
    form.language.choices = choices_of(language_choices())
    return form


@blueprint.get("/new")
@policy(Policy.SIGNED_IN)
def new() -> Page:
    """The form for a new one; without a company to write for, what to do first."""
    companies = network.my_organisations(me(), "member", "company")
    form = _new_form(companies)
    form.start.data = "starter"
    form.newest.data = str(queries.newest_id(me()))
    return render_template("questionnaires/new.html", form=form, companies=companies)


@blueprint.post("/new")
@policy(Policy.SIGNED_IN)
def create() -> Page:
    """Write a new one: empty, or from the ready questionnaire. A form sent twice makes one."""
    companies = network.my_organisations(me(), "member", "company")
    form = _new_form(companies)
    wanted = number_in(request.form.get("organisation", ""))
    if wanted is not None:
        network.organisation_to_work_for(me(), wanted, "company")
    if not form.validate():
        return render_template("questionnaires/new.html", form=form, companies=companies), 422
    company = network.organisation_to_work_for(me(), form.organisation.data, "company")
    name, language = form.name.data or "", form.language.data
    newest = number_in(form.newest.data or "")
    there = queries.made_after(me(), company.id, name, newest) if newest is not None else None
    if there is not None:
        return redirect(url_for(".build", questionnaire_id=there), 303)
    if form.start.data == "starter":
        structure, texts = starter()
    else:
        structure, texts = Structure(), {language: {"title": name}}
    questionnaire = actions.create_questionnaire(company, name, language, structure, texts, by=me())
    db.session.commit()
    flash("The questionnaire is there. Nobody but your company sees it until you use it in a trial round.", "good")
    return redirect(url_for(".build", questionnaire_id=questionnaire.id), 303)


@blueprint.get("/<int:questionnaire_id>")
@policy(Policy.SIGNED_IN)
def show(questionnaire_id: int) -> Page:
    """Its versions, and what to do next."""
    questionnaire = access.questionnaire_to_view(me(), questionnaire_id)
    versions = queries.version_lines([questionnaire.id])[questionnaire.id]
    return render_template(
        "questionnaires/show.html",
        questionnaire=questionnaire,
        versions=versions,
        source_name=language_name(questionnaire.source_language),
        draft=next((line for line in versions if not line.version.is_published), None),
        published=next((line for line in versions if line.version.is_published), None),
        may_change=network.may(me(), questionnaire.organisation_id, "member"),
    )


@blueprint.get("/<int:questionnaire_id>/name")
@policy(Policy.SIGNED_IN)
def name(questionnaire_id: int) -> Page:
    """The form for another name."""
    questionnaire = access.questionnaire_to_manage(me(), questionnaire_id)
    return render_template("questionnaires/name.html", questionnaire=questionnaire, form=NameForm(obj=questionnaire))


@blueprint.post("/<int:questionnaire_id>/name")
@policy(Policy.SIGNED_IN)
def rename(questionnaire_id: int) -> Page:
    """Give it another name."""
    questionnaire = access.questionnaire_to_manage(me(), questionnaire_id)
    form = NameForm()
    if not form.validate():
        return render_template("questionnaires/name.html", questionnaire=questionnaire, form=form), 422
    actions.rename(questionnaire, form.name.data or "", by=me())
    db.session.commit()
    flash("The questionnaire has its new name.", "good")
    return redirect(url_for(".show", questionnaire_id=questionnaire_id), 303)


@blueprint.post("/<int:questionnaire_id>/archive")
@policy(Policy.SIGNED_IN)
def archive(questionnaire_id: int) -> Page:
    """Put it away."""
    questionnaire = access.questionnaire_to_manage(me(), questionnaire_id)
    actions.archive(questionnaire, by=me())
    db.session.commit()
    flash(f"“{questionnaire.name}” is archived. You find it behind the tab “Archived”.", "good")
    return redirect(url_for(".index"), 303)


@blueprint.post("/<int:questionnaire_id>/restore")
@policy(Policy.SIGNED_IN)
def restore(questionnaire_id: int) -> Page:
    """Take it out of the archive."""
    questionnaire = access.questionnaire_to_manage(me(), questionnaire_id)
    actions.restore(questionnaire, by=me())
    db.session.commit()
    flash("The questionnaire is back in use.", "good")
    return redirect(url_for(".show", questionnaire_id=questionnaire_id), 303)


@blueprint.post("/<int:questionnaire_id>/next")
@policy(Policy.SIGNED_IN)
def next_version(questionnaire_id: int) -> Page:
    """Make the next version from the newest, or go on with the draft there is."""
    questionnaire = access.questionnaire_to_manage(me(), questionnaire_id)
    draft = actions.next_version(questionnaire, by=me())
    db.session.commit()
    flash(f"This is the draft of version {draft.number}. Earlier versions and their answers stay as they are.", "good")
    return redirect(url_for(".build", questionnaire_id=questionnaire_id), 303)
