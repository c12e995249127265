"""The list of rounds, and the page of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, url_for

from livinglab.accounts.sessions import me
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.foundation.paging import page_of, wanted_page
from livinglab.foundation.permissions import Policy, policy
from livinglab.foundation.places import country_name
from livinglab.network.access import my_organisations
from livinglab.products.queries import products_of
from livinglab.questionnaires.queries import published_versions
from livinglab.rounds import access, actions, counting, queries
from livinglab.rounds.models import Round
from livinglab.rounds.times import written
from livinglab.rounds.views import words
from livinglab.rounds.views.blueprint import Page, blueprint
from livinglab.rounds.views.showing import rights_of, shown_round


@blueprint.get("/")
@policy(Policy.SIGNED_IN)
def index() -> str:
    """The rounds I may see, newest first."""
    page = page_of(queries.rounds_to_list(me()), wanted_page(), 25)
    answers = counting.here().answers([row.id for row in page.rows])
    companies = my_organisations(me(), kind="company")
    mine = {company.id for company in companies}
    return render_template(
        "rounds/index.html",
        page=page,
        rows=[_row(row, answers, mine) for row in page.rows],
        shows_companies=len(mine) > 1 or any(row.organisation_id not in mine for row in page.rows),
        may_make=bool(my_organisations(me(), "member", "company")),
        first=None if page.total else _what_to_do_first([company.id for company in companies]),
        states=words.STATE_NAMES,
        tones=words.STATE_TONES,
    )


def _row(row: Round, answers: Mapping[int, int], mine: set[int]) -> dict[str, Any]:
    countries = sorted(country_name(market.country) for market in row.markets)
    everything = row.organisation_id in mine
    return {
        "round": row,
        "name": access.name_to_show(row, everything=everything),
        "product": row.product.name if everything else "",
        "countries": countries,
        "answers": sum(answers.get(market.id, 0) for market in row.markets),
        "wanted": sum(market.quota for market in row.markets),
        "opens": written(row.opens_at, row.time_zone),
        "closes": written(row.closes_at, row.time_zone),
    }


def _what_to_do_first(company_ids: list[int]) -> str:
    """Where somebody without rounds begins: product, questionnaire, round, or nothing of these."""
    if not company_ids:
        return "nothing"
    if not any(products_of(id_) for id_ in company_ids):
        return "product"
    return "round" if published_versions(company_ids) else "questionnaire"


@blueprint.get("/<int:round_id>")
@policy(Policy.SIGNED_IN)
def show(round_id: int) -> str:
    """Where a round stands, what stops its next step, and how far each market is."""
    return render_template("rounds/show.html", **shown_round(me(), access.round_to_view(me(), round_id)), refused=[])


@blueprint.get("/<int:round_id>/history")
@policy(Policy.SIGNED_IN)
def history(round_id: int) -> str:
    """What was done to a round, by whom and when."""
    round_ = access.round_to_view(me(), round_id)
    page = page_of(queries.history_of(round_), wanted_page())
    rights = rights_of(me(), round_)
    changes = queries.with_names(page.rows)
    return render_template(
        "rounds/history.html",
        round=round_,
        name=access.name_to_show(round_, everything=rights.everything),
        page=page,
        changes=[words.told(change, round_, with_names=rights.everything) for change in changes],
    )


@blueprint.post("/<int:round_id>/copy")
@policy(Policy.SIGNED_IN)
def run_again(round_id: int) -> Page:
    """The same plan as a new draft."""
    round_ = access.round_to_manage(me(), round_id)
    try:
        copy = actions.copy_round(round_, me())
    except Refused as no:
        return refused(round_id, no)
    db.session.commit()
    flash("This is a copy of the plan. Set its dates, look at its markets, then start recruiting.", "good")
    return redirect(url_for("rounds.show", round_id=copy.id), 303)


@blueprint.post("/<int:round_id>/delete")
@policy(Policy.SIGNED_IN)
def delete(round_id: int) -> Page:
    """Remove a draft for good."""
    round_ = access.round_to_manage(me(), round_id)
    name = round_.name
    try:
        actions.delete_draft(round_, me())
    except Refused as no:
        return refused(round_id, no)
    db.session.commit()
    flash(f"The draft “{name}” is deleted.", "good")
    return redirect(url_for("rounds.index"), 303)


def refused(round_id: int, no: Refused) -> tuple[str, int]:
    """The round's page again, with every reason against what was wanted."""
    db.session.rollback()
    round_ = access.round_to_view(me(), round_id)
    return render_template("rounds/show.html", **shown_round(me(), round_), refused=no.reasons), 409
