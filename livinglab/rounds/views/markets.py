"""The markets of a round, and the clusters that are asked for them."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from livinglab.accounts.sessions import me
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.foundation.permissions import Policy, policy
from livinglab.foundation.places import country_codes, country_name, language_name
from livinglab.questionnaires.queries import languages_of
from livinglab.rounds import access, actions, queries
from livinglab.rounds.forms import ClustersForm, MarketForm
from livinglab.rounds.models import Round, RoundMarket
from livinglab.rounds.views import words
from livinglab.rounds.views.blueprint import Page, blueprint
from livinglab.rounds.views.showing import market_rows, rights_of


@blueprint.get("/<int:round_id>/markets/new")
@policy(Policy.SIGNED_IN)
def new_market(round_id: int) -> str:
    """The form for one more country."""
    round_ = access.round_to_manage(me(), round_id)
    wanted = request.args.get("country", "")
    form = MarketForm(country=wanted if wanted in country_codes() else "")
    form.offer_everything(with_usual=True)
    return render_template("rounds/new_market.html", round=round_, form=form)


@blueprint.post("/<int:round_id>/markets/new")
@policy(Policy.SIGNED_IN)
def add_market(round_id: int) -> Page:
    """Add the country."""
    round_ = access.round_to_manage(me(), round_id)
    form = MarketForm()
    form.offer_everything(with_usual=True)
    if not form.validate():
        return render_template("rounds/new_market.html", round=round_, form=form), 422
    try:
        market = actions.add_market(
            round_,
            form.country.data,
            me(),
            language=form.language.data or None,
            quota=form.quota.data or 1,
            minimum_n=form.minimum_n.data or 1,
            currency=form.currency.data or None,
        )
    except Refused as no:
        db.session.rollback()
        form.form_errors.extend(no.reasons)
        return render_template("rounds/new_market.html", round=access.round_to_manage(me(), round_id), form=form), 422
    db.session.commit()
    flash(f"{country_name(market.country)} is added. Ask clusters there to bring testers.", "good")
    _warn_about_words(market)
    return redirect(url_for("rounds.show_market", round_id=round_id, market_id=market.id), 303)


@blueprint.post("/<int:round_id>/markets/wished")
@policy(Policy.SIGNED_IN)
def add_wished_markets(round_id: int) -> Page:
    """Add the countries the product is meant for, as far as they are not there and need no choice."""
    round_ = access.round_to_manage(me(), round_id)
    there = {market.country for market in queries.markets_of(round_.id)}
    kept_out = []
    for wish in round_.product.markets:
        if wish.country in there:
            continue
        try:
            _warn_about_words(actions.add_market(round_, wish.country, me()))
        except Refused as no:
            kept_out += no.reasons
    db.session.commit()
    for reason in kept_out:
        flash(reason, "warn")
    return redirect(url_for("rounds.show", round_id=round_id), 303)


@blueprint.get("/<int:round_id>/markets/<int:market_id>")
@policy(Policy.SIGNED_IN)
def show_market(round_id: int, market_id: int) -> str:
    """How far a market is, and the clusters there."""
    market = access.market_to_view(me(), round_id, market_id)
    form = ClustersForm()
    return render_template("rounds/show_market.html", **_shown(market, form))


@blueprint.post("/<int:round_id>/markets/<int:market_id>/ask")
@policy(Policy.SIGNED_IN)
def ask(round_id: int, market_id: int) -> Page:
    """Ask the chosen clusters to recruit."""
    market = access.market_to_manage(me(), round_id, market_id)
    form = ClustersForm()
    shown = _shown(market, form)
    if shown["asks"] and _leave_out_asked(market, form):
        return redirect(url_for("rounds.show_market", round_id=round_id, market_id=market_id), 303)
    if not form.validate():
        return render_template("rounds/show_market.html", **shown), 422
    chosen = [cluster for cluster in queries.clusters_to_ask(market) if cluster.id in (form.clusters.data or [])]
    try:
        for cluster in chosen:
            actions.ask_cluster(market, cluster, me())
    except Refused as no:
        db.session.rollback()
        form.form_errors.extend(no.reasons)
        market = access.market_to_view(me(), round_id, market_id)
        return render_template("rounds/show_market.html", **_shown(market, form)), 409
    draft = market.round.state == "draft"
    db.session.commit()
    names = ", ".join(cluster.name for cluster in chosen)
    flash(f"{names}: asked when you start recruiting." if draft else f"Asked by mail: {names}.", "good")
    return redirect(url_for("rounds.show_market", round_id=round_id, market_id=market_id), 303)


@blueprint.get("/<int:round_id>/markets/<int:market_id>/edit")
@policy(Policy.SIGNED_IN)
def edit_market(round_id: int, market_id: int) -> str:
    """The market, as far as it may still change."""
    market = access.market_to_manage(me(), round_id, market_id)
    form = MarketForm(
        country=market.country,
        language=market.language,
        currency=market.currency,
        quota=market.quota,
        minimum_n=market.minimum_n,
    )
    return _edit_page(market, _narrowed(market.round, form))


@blueprint.post("/<int:round_id>/markets/<int:market_id>/edit")
@policy(Policy.SIGNED_IN)
def save_market(round_id: int, market_id: int) -> Page:
    """Change the market."""
    market = access.market_to_manage(me(), round_id, market_id)
    form = _narrowed(market.round, MarketForm())
    if not form.validate():
        return _edit_page(market, form), 422
    new = {field.name: field.data for field in form if field.name != "csrf_token"}
    try:
        actions.change_market(market, me(), **new)
    except Refused as no:
        db.session.rollback()
        form.form_errors.extend(no.reasons)
        return _edit_page(access.market_to_manage(me(), round_id, market_id), form), 422
    db.session.commit()
    flash("Saved.", "good")
    _warn_about_words(market)
    return redirect(url_for("rounds.show_market", round_id=round_id, market_id=market_id), 303)


@blueprint.post("/<int:round_id>/markets/<int:market_id>/remove")
@policy(Policy.SIGNED_IN)
def remove_market(round_id: int, market_id: int) -> Page:
    """Take a country out of a draft."""
    market = access.market_to_manage(me(), round_id, market_id)
    name = country_name(market.country)
    actions.remove_market(market, me())
    db.session.commit()
    flash(f"{name} is removed.", "good")
    return redirect(url_for("rounds.show", round_id=round_id), 303)


@blueprint.post("/<int:round_id>/requests/<int:request_id>/withdraw")
@policy(Policy.SIGNED_IN)
def withdraw_request(round_id: int, request_id: int) -> Page:
    """Ask a cluster no longer."""
    asked = access.request_of_round(me(), round_id, request_id)
    actions.withdraw_request(asked, me())
    db.session.commit()
    flash(f"{asked.organisation.name} is not asked any more.", "good")
    return redirect(url_for("rounds.show_market", round_id=round_id, market_id=asked.market_id), 303)


def _leave_out_asked(market: RoundMarket, form: ClustersForm) -> bool:
    """Say which of the chosen clusters are asked already; whether that leaves nobody to be asked."""
    named = {r.organisation_id: r.organisation.name for r in market.requests if r.state in ("asked", "accepted")}
    chosen = form.clusters.data or []
    there = [named[cluster] for cluster in chosen if cluster in named]
    form.clusters.data = [cluster for cluster in chosen if cluster not in named]
    if there:
        planned = "in the plan" if market.round.can_be_edited else "asked"
        flash(f"{', '.join(there)}: {planned} already.", "info")
    return bool(there) and not form.clusters.data


def _shown(market: RoundMarket, form: ClustersForm) -> dict[str, Any]:
    round_ = market.round
    rights = rights_of(me(), round_)
    open_ = round_.state in ("draft", "recruiting", "running")
    clusters = queries.clusters_to_ask(market) if rights.change and open_ else []
    form.clusters.choices = {str(c.id): f"{c.name} ({country_name(c.country)})" for c in clusters}
    markets = queries.markets_of(round_.id)
    rows = market_rows(round_, markets, queries.facts_of(round_, markets))
    return {
        "round": round_,
        "name": access.name_to_show(round_, everything=rights.everything),
        "row": next(row for row in rows if row.market.id == market.id),
        "rights": rights,
        "form": form,
        "clusters": clusters,
        "asks": rights.change and open_,
        "changes": rights.change and open_,
        "words": words,
    }


def _narrowed(round_: Round, form: MarketForm) -> MarketForm:
    """The form with only what may still change."""
    if not round_.can_be_edited:
        del form.country, form.language, form.currency
        return form
    form.offer_everything(with_usual=False)
    return form


def _edit_page(market: RoundMarket, form: MarketForm) -> str:
    return render_template(
        "rounds/edit_market.html",
        round=market.round,
        market=market,
        form=form,
        country=country_name(market.country),
    )


def _warn_about_words(market: RoundMarket) -> None:
    """Say at once what would stop the start later."""
    if market.language not in languages_of(market.round.version_id):
        language = language_name(market.language, "en")
        flash(f"The questionnaire is not complete in {language} yet. Translate it before you start recruiting.", "warn")
