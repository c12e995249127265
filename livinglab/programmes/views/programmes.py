"""Programmes: the list, beginning, looking, changing."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from livinglab.accounts.sessions import me
from livinglab.foundation.db import db
from livinglab.foundation.paging import wanted_page
from livinglab.foundation.permissions import Policy, policy
from livinglab.foundation.places import country_name
from livinglab.network.access import may, my_organisations
from livinglab.programmes import access, actions, queries
from livinglab.programmes.forms import ProgrammeForm
from livinglab.programmes.models import Programme
from livinglab.programmes.views.blueprint import blueprint

# What a state is called, and how its badge looks.
STATES = {
    "asked": ("Asked", "info"),
    "accepted": ("Takes part", "good"),
    "declined": ("Declined", "neutral"),
    "left": ("Left", "neutral"),
}


@blueprint.get("/")
@policy(Policy.SIGNED_IN)
def list_programmes() -> str:
    """The programmes that a person's organisations coordinate, take part in or were asked about."""
    page = queries.page_of_programmes(me(), wanted_page())
    clusters = my_organisations(me(), "member", "cluster")
    return render_template(
        "programmes/list.html",
        page=page,
        url_for_page=lambda number: url_for("programmes.list_programmes", page=number),
        places=queries.places_in(me(), [programme.id for programme in page.rows]),
        coordinated=queries.coordinated_among(me(), list(page.rows)),
        states=STATES,
        may_begin=any(cluster.is_confirmed for cluster in clusters),
        waits_for_confirmation=bool(clusters) and not any(cluster.is_confirmed for cluster in clusters),
    )


def _form_page(form: ProgrammeForm, programme: Programme | None = None) -> str:
    return render_template("programmes/form.html", form=form, programme=programme)


@blueprint.get("/new")
@policy(Policy.SIGNED_IN)
def new_programme() -> str:
    """The form for a new programme."""
    return _form_page(ProgrammeForm().prepare(access.clusters_to_coordinate_with(me())))


@blueprint.post("/new")
@policy(Policy.SIGNED_IN)
def begin_programme() -> Response | tuple[str, int]:
    """Begin it."""
    form = ProgrammeForm().prepare(access.clusters_to_coordinate_with(me()))
    if not form.validate():
        return _form_page(form), 422
    programme = actions.begin_programme(form.chosen_cluster(), form.facts(), by=me())
    db.session.commit()
    flash(f"{programme.name} is created. Now ask who takes part.", "good")
    return redirect(url_for("programmes.show_programme", programme_id=programme.id), 303)


@blueprint.get("/<int:programme_id>")
@policy(Policy.SIGNED_IN)
def show_programme(programme_id: int) -> str:
    """What it is, who takes part, and the places of my organisations."""
    programme = access.programme_to_view(me(), programme_id)
    coordinating = access.coordinates(me(), programme)
    may_manage = may(me(), programme.coordinator_id, "member")
    members = queries.members_for_coordinator if coordinating else queries.members_for_others
    return render_template(
        "programmes/show.html",
        programme=programme,
        places=queries.places_in(me(), [programme.id]).get(programme.id, []),
        page=members(programme, wanted_page()),
        url_for_page=lambda number: url_for("programmes.show_programme", programme_id=programme.id, page=number),
        asks=queries.asks_of(programme) if may_manage else [],
        coordinating=coordinating,
        may_manage=may_manage,
        states=STATES,
        country_name=country_name,
    )


@blueprint.get("/<int:programme_id>/edit")
@policy(Policy.SIGNED_IN)
def edit_programme(programme_id: int) -> str:
    """The form with what is known."""
    programme = access.programme_to_manage(me(), programme_id)
    known = {name: getattr(programme, name) for name in actions.FACTS}
    return _form_page(ProgrammeForm(data=known).prepare([programme.coordinator]), programme)


@blueprint.post("/<int:programme_id>/edit")
@policy(Policy.SIGNED_IN)
def change_programme(programme_id: int) -> Response | tuple[str, int]:
    """Save the changes."""
    programme = access.programme_to_manage(me(), programme_id)
    form = ProgrammeForm().prepare([programme.coordinator])
    if not form.validate():
        return _form_page(form, programme), 422
    actions.change_programme(programme, form.facts(), by=me())
    db.session.commit()
    flash("Saved.", "good")
    return redirect(url_for("programmes.show_programme", programme_id=programme.id), 303)
