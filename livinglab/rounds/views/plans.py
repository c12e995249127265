"""Planning a round: its product, questionnaire, dates and decision rule."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from livinglab.accounts.sessions import me
from livinglab.foundation.addresses import number_in
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.foundation.permissions import Policy, policy
from livinglab.foundation.places import language_name
from livinglab.network.access import my_organisations, organisation_to_work_for
from livinglab.network.models import Organisation
from livinglab.products.access import product_to_view
from livinglab.products.actions import hold as hold_product
from livinglab.products.models import Product
from livinglab.products.queries import products_of
from livinglab.questionnaires.access import version_to_view
from livinglab.rounds import access, actions, queries, times
from livinglab.rounds.forms import PlanForm, RuleForm
from livinglab.rounds.models import Round
from livinglab.rounds.views import meanwhile, words
from livinglab.rounds.views.blueprint import Page, blueprint


@blueprint.get("/new")
@policy(Policy.SIGNED_IN)
def new() -> Page:
    """The form for a new round; before it the choice of a company, where there are several."""
    company = _company()
    if company is None:
        companies = my_organisations(me(), "member", "company")
        return render_template("rounds/choose_company.html", companies=companies)
    form = PlanForm(
        time_zone=times.usual_zone(company.country),
        product=request.args.get("product", 0, int),
        newest=str(queries.newest_id(me())),
    )
    return _new_page(company, form, *_offer(company, form))


@blueprint.post("/new")
@policy(Policy.SIGNED_IN)
def create() -> Page:
    """Make the round as a draft. A form sent twice makes one."""
    company = _company()
    if company is None:
        return redirect(url_for("rounds.new"), 303)
    form = PlanForm()
    offered = _offer(company, form)
    if not all(offered) or not form.validate():
        return _new_page(company, form, *offered), 422
    product, version = product_to_view(me(), form.product.data), version_to_view(me(), form.version.data)
    plan = {
        "name": form.name.data or "",
        "mode": form.mode.data,
        "minutes": form.minutes.data or 5,
        "time_zone": form.time_zone.data,
        **{name: form[name].data or "" for name in actions.RULE},
        **form.moments(),
    }
    hold_product(product)  # so that the same form, sent twice at once, is looked at one after the other
    newest = number_in(form.newest.data or "")
    parts = {"product_id": product.id, "version_id": version.id}
    there = queries.made_after(company.id, newest, plan | parts) if newest is not None else None
    if there is not None:
        return redirect(url_for("rounds.show", round_id=there), 303)
    try:
        round_ = actions.create_round(company, product, version, by=me(), **plan)
    except Refused as no:
        db.session.rollback()
        form.add_error("closes_at", *no.reasons)
        return _new_page(company, form, *offered), 422
    db.session.commit()
    flash("The round is saved as a draft. Add the markets next.", "good")
    return redirect(url_for("rounds.show", round_id=round_.id), 303)


@blueprint.get("/<int:round_id>/edit")
@policy(Policy.SIGNED_IN)
def edit(round_id: int) -> str:
    """The plan, as far as it may still change."""
    round_ = access.round_to_manage(me(), round_id)
    zone = round_.time_zone
    form = PlanForm(
        product=round_.product_id,
        version=round_.version_id,
        name=round_.name,
        opens_at=times.to_local(round_.opens_at, zone) if round_.opens_at else None,
        closes_at=times.to_local(round_.closes_at, zone) if round_.closes_at else None,
        time_zone=zone,
        minutes=round_.minutes,
        mode=round_.mode,
        stamp=meanwhile.stamp_of(round_, meanwhile.PLAN),
    )
    return _edit_page(round_, _narrowed(round_, form))


@blueprint.post("/<int:round_id>/edit")
@policy(Policy.SIGNED_IN)
def save(round_id: int) -> Page:
    """Change the plan, or show what somebody else has made of it meanwhile."""
    round_ = access.round_to_manage(me(), round_id)
    form = _narrowed(round_, PlanForm())
    if not form.validate():
        return _edit_page(round_, form), 422
    plan: dict[str, Any] = {"name": form.name.data, "time_zone": form.time_zone.data, "minutes": form.minutes.data}
    plan |= form.moments()
    if "product" in form:
        plan["product"] = product_to_view(me(), form.product.data)
        plan["version"] = version_to_view(me(), form.version.data)
        plan["mode"] = form.mode.data
    actions.hold(round_)
    if overtaken := meanwhile.overtaken(round_, meanwhile.PLAN, form, plan):
        return _edit_page(round_, form, overtaken), 409
    try:
        actions.change_plan(round_, me(), **plan)
    except Refused as no:
        db.session.rollback()
        form.form_errors.extend(no.reasons)
        return _edit_page(access.round_to_manage(me(), round_id), form), 422
    db.session.commit()
    flash("Saved.", "good")
    return redirect(url_for("rounds.show", round_id=round_id), 303)


@blueprint.get("/<int:round_id>/rule")
@policy(Policy.SIGNED_IN)
def edit_rule(round_id: int) -> str:
    """The decision rule."""
    round_ = access.round_to_manage(me(), round_id)
    known = {name: getattr(round_, name) for name in actions.RULE}
    return _rule_page(round_, RuleForm(**known, stamp=meanwhile.stamp_of(round_, actions.RULE)))


@blueprint.post("/<int:round_id>/rule")
@policy(Policy.SIGNED_IN)
def save_rule(round_id: int) -> Page:
    """Change the decision rule, which stays in the history; or show what somebody else has written meanwhile."""
    round_ = access.round_to_manage(me(), round_id)
    form = RuleForm()
    if not form.validate():
        return _rule_page(round_, form), 422
    rule = {name: form[name].data or "" for name in actions.RULE}
    actions.hold(round_)
    if overtaken := meanwhile.overtaken(round_, actions.RULE, form, rule):
        return _rule_page(round_, form, overtaken), 409
    try:
        actions.change_rule(round_, me(), **rule)
    except Refused as no:
        db.session.rollback()
        form.form_errors.extend(no.reasons)
        return _rule_page(access.round_to_manage(me(), round_id), form), 422
    db.session.commit()
    flash("The decision rule is saved.", "good")
    return redirect(url_for("rounds.show", round_id=round_id) + "#rule", 303)


def _company() -> Organisation | None:
    """The company a new round is for: the one in the address, else my only one; None when I must choose."""
    wanted = request.args.get("organisation", type=int)
    if wanted is not None:
        return organisation_to_work_for(me(), wanted, "company")
    companies = my_organisations(me(), "member", "company")
    if not companies:
        abort(403)
    return companies[0] if len(companies) == 1 else None


def _offer(company: Organisation, form: PlanForm, present: Round | None = None) -> tuple[list[Product], list[Any]]:
    """Fill the lists of a form; the products and versions on offer. What the round has stays, even if archived."""
    products, versions = products_of(company.id), queries.versions_to_ask(company.id)
    named = {str(product.id): product.name for product in products}
    asked = {str(version.version_id): _said(version) for version in versions}
    if present is not None:
        named.setdefault(str(present.product_id), f"{present.product.name} (archived)")
        asked.setdefault(str(present.version_id), f"{present.version.questionnaire.name} (archived)")
    form.product.choices = named if len(named) == 1 else {"0": "Choose a product", **named}
    form.version.choices = asked if len(asked) == 1 else {"0": "Choose a questionnaire", **asked}
    form.time_zone.choices = times.zone_choices(company.country)
    return products, versions


def _narrowed(round_: Round, form: PlanForm) -> PlanForm:
    """The form with only what may still change. The rule has a page of its own."""
    del form.enter_when, form.adapt_when, form.leave_when
    if round_.can_be_edited:
        _offer(round_.organisation, form, round_)
        return form
    del form.product, form.version, form.mode
    form.time_zone.choices = times.zone_choices(round_.organisation.country)
    if round_.state != "recruiting":
        del form.opens_at
    return form


def _said(version: queries.Askable) -> str:
    languages = ", ".join(language_name(language, "en") for language in version.languages) or "no complete language"
    return f"{version.name}, version {version.number} ({languages})"


def _new_page(company: Organisation, form: PlanForm, products: list[Product], versions: list[Any]) -> str:
    several = len(my_organisations(me(), "member", "company")) > 1
    return render_template(
        "rounds/new.html", form=form, company=company, several=several, products=products, versions=versions
    )


def _edit_page(round_: Round, form: PlanForm, overtaken: meanwhile.Rows = ()) -> str:
    return render_template("rounds/edit.html", round=round_, form=form, overtaken=overtaken)


def _rule_page(round_: Round, form: RuleForm, overtaken: meanwhile.Rows = ()) -> str:
    answers = queries.answers_of(round_)
    return render_template(
        "rounds/rule.html", round=round_, form=form, answers=answers, words=words, overtaken=overtaken
    )
