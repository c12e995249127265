"""One organisation: create it, look at it, change what it says, vouch for it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from livinglab.accounts.sessions import me
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.foundation.permissions import Policy, policy
from livinglab.foundation.places import country_name
from livinglab.network import access, actions, queries
from livinglab.network.forms import NewOrganisationForm, OrganisationForm
from livinglab.network.models import Organisation
from livinglab.network.views.blueprint import KIND_WORDS, ROLE_WORDS, blueprint

Page = str | tuple[str, int] | Response


def _about(organisation_id: int) -> Response:
    return redirect(url_for("network.show", organisation_id=organisation_id), 303)


@blueprint.get("/new")
@policy(Policy.SIGNED_IN)
def new() -> str:
    """The form for a new company or cluster."""
    return render_template("network/new.html", form=NewOrganisationForm())


@blueprint.post("/new")
@policy(Policy.SIGNED_IN)
def create() -> Page:
    """Create it; I am its owner."""
    form = NewOrganisationForm()
    if not form.validate():
        return render_template("network/new.html", form=form), 422
    try:
        made = actions.create_organisation(
            form.kind.data,
            form.name.data or "",
            form.country.data,
            form.website.data or "",
            form.about.data or "",
            me(),
        )
    except Refused as no:
        db.session.rollback()
        form.add_error("name", *no.reasons)
        return render_template("network/new.html", form=form), 422
    db.session.commit()
    flash(f"{made.name} is here, and you are its owner.", "good")
    return _about(made.id)


@blueprint.get("/<int:organisation_id>")
@policy(Policy.SIGNED_IN)
def show(organisation_id: int) -> str:
    """What an organisation says about itself. Others than its people see no person here."""
    organisation = access.organisation_to_view(me(), organisation_id)
    role = access.role_in(me(), organisation_id)
    confirms = not organisation.is_confirmed and role is None and access.confirms_clusters(me())
    return render_template(
        "network/show.html",
        organisation=organisation,
        kind=KIND_WORDS[organisation.kind],
        country=country_name(organisation.country),
        role=ROLE_WORDS.get(role or ""),
        is_owner=role == "owner",
        tabs=organisation_tabs(organisation, "about") if role else [],
        confirms=confirms,
        owners=[owner.name for owner in queries.owners_of(organisation_id)] if confirms else [],
    )


def organisation_tabs(organisation: Organisation, current: str) -> list[dict[str, object]]:
    """The ways to look at one's own organisation."""
    return [
        {
            "label": "About",
            "url": url_for("network.show", organisation_id=organisation.id),
            "current": current == "about",
        },
        {
            "label": "People",
            "url": url_for("network.people", organisation_id=organisation.id),
            "current": current == "people",
        },
    ]


@blueprint.get("/<int:organisation_id>/edit")
@policy(Policy.SIGNED_IN)
def edit(organisation_id: int) -> str:
    """The form with what it says now."""
    organisation = access.organisation_to_manage(me(), organisation_id)
    return render_template("network/edit.html", form=OrganisationForm(obj=organisation), organisation=organisation)


@blueprint.post("/<int:organisation_id>/edit")
@policy(Policy.SIGNED_IN)
def save(organisation_id: int) -> Page:
    """Change it."""
    organisation = access.organisation_to_manage(me(), organisation_id)
    form = OrganisationForm()
    if not form.validate():
        return render_template("network/edit.html", form=form, organisation=organisation), 422
    actions.edit_organisation(
        organisation,
        form.name.data or "",
        form.country.data,
        form.website.data or "",
        form.about.data or "",
        by=me(),
    )
    db.session.commit()
    flash("Saved.", "good")
    return _about(organisation_id)


@blueprint.post("/<int:organisation_id>/confirm")
@policy(Policy.SIGNED_IN)
def confirm(organisation_id: int) -> Page:
    """Vouch for a cluster."""
    organisation = access.organisation_to_confirm(me(), organisation_id)
    actions.confirm_cluster(organisation, by=me())
    db.session.commit()
    flash(f"{organisation.name} is confirmed. Everybody in the network can see it now.", "good")
    return _about(organisation_id)
