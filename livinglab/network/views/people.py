"""Who belongs to an organisation, and what each may do."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from livinglab.accounts.sessions import me
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.foundation.paging import wanted_page
from livinglab.foundation.permissions import Policy, policy
from livinglab.foundation.surroundings import now
from livinglab.network import access, actions, queries
from livinglab.network.forms import RoleForm
from livinglab.network.models import A_ROLE, Membership
from livinglab.network.views.blueprint import ROLE_WORDS, blueprint
from livinglab.network.views.organisations import organisation_tabs

Page = str | tuple[str, int] | Response


def back_to_people(organisation_id: int) -> Response:
    """Where every change to the people of an organisation leads."""
    return redirect(url_for("network.people", organisation_id=organisation_id), 303)


@blueprint.get("/<int:organisation_id>/people")
@policy(Policy.SIGNED_IN)
def people(organisation_id: int) -> str:
    """The people of an organisation of mine; for its owners also who is invited, and who was removed."""
    organisation = access.organisation_of_mine(me(), organisation_id)
    role = access.role_in(me(), organisation_id)
    is_owner = role == "owner"
    invitations = queries.unanswered_invitations(organisation_id) if is_owner else []
    return render_template(
        "network/people.html",
        organisation=organisation,
        tabs=organisation_tabs(organisation, "people"),
        page=queries.people_page(organisation_id, wanted_page()),
        url_for_page=lambda number: url_for("network.people", organisation_id=organisation_id, page=number),
        me_id=me().id,
        is_owner=is_owner,
        is_last_owner=is_owner and queries.owner_count(organisation_id) < 2,
        invitations=[(row, row.state_at(now()) == "open") for row in invitations],
        removed=queries.removed_lately(organisation_id) if is_owner else [],
        role_words=ROLE_WORDS,
    )


def _person_page(membership: Membership, form: RoleForm) -> str:
    is_last_owner = membership.role == "owner" and queries.owner_count(membership.organisation_id) < 2
    return render_template(
        "network/person.html",
        membership=membership,
        organisation=membership.organisation,
        form=form,
        is_last_owner=is_last_owner,
        is_me=membership.user_id == me().id,
    )


@blueprint.get("/<int:organisation_id>/people/<int:membership_id>")
@policy(Policy.SIGNED_IN)
def person(organisation_id: int, membership_id: int) -> Page:
    """What one person may do, and how to change it. Who is no longer there is on the list."""
    membership = access.membership_to_manage(me(), organisation_id, membership_id)
    if membership.ended_at is not None:
        return back_to_people(organisation_id)
    return _person_page(membership, RoleForm(role=membership.role))


@blueprint.post("/<int:organisation_id>/people/<int:membership_id>/role")
@policy(Policy.SIGNED_IN)
def change_role(organisation_id: int, membership_id: int) -> Page:
    """Let somebody do more or less."""
    membership = access.membership_to_manage(me(), organisation_id, membership_id)
    form = RoleForm()
    if not form.validate():
        return _person_page(membership, form), 422
    try:
        actions.change_role(membership, form.role.data, by=me())
    except Refused as no:
        db.session.rollback()
        form.add_error("role", *no.reasons)
        return _person_page(membership, form), 422
    db.session.commit()
    flash(f"{membership.user.name} is {A_ROLE[membership.role]} now.", "good")
    return back_to_people(organisation_id)


@blueprint.post("/<int:organisation_id>/people/<int:membership_id>/remove")
@policy(Policy.SIGNED_IN)
def remove(organisation_id: int, membership_id: int) -> Page:
    """End somebody's membership at once."""
    membership = access.membership_to_manage(me(), organisation_id, membership_id)
    try:
        actions.remove_member(membership, by=me())
    except Refused as no:
        db.session.rollback()
        flash(" ".join(no.reasons), "bad")
        return back_to_people(organisation_id)
    organisation = membership.organisation.name
    db.session.commit()
    if membership.user_id == me().id:
        flash(f"You no longer belong to {organisation}.", "good")
        return redirect(url_for("network.organisations"), 303)
    flash(
        f"{membership.user.name} no longer sees anything of {organisation}. To undo, press “Add again” below.", "good"
    )
    return back_to_people(organisation_id)


@blueprint.post("/<int:organisation_id>/people/<int:membership_id>/add-again")
@policy(Policy.SIGNED_IN)
def add_again(organisation_id: int, membership_id: int) -> Page:
    """Undo a removal."""
    membership = access.membership_to_manage(me(), organisation_id, membership_id)
    actions.add_again(membership, by=me())
    db.session.commit()
    flash(f"{membership.user.name} is {A_ROLE[membership.role]} again.", "good")
    return back_to_people(organisation_id)


@blueprint.post("/<int:organisation_id>/leave")
@policy(Policy.SIGNED_IN)
def leave(organisation_id: int) -> Page:
    """End my own membership."""
    organisation = access.organisation_of_mine(me(), organisation_id)
    membership = queries.membership_of(me().id, organisation_id)
    try:
        if membership is not None:
            actions.leave(membership, by=me())
    except Refused as no:
        db.session.rollback()
        flash(" ".join(no.reasons), "bad")
        return back_to_people(organisation_id)
    name = organisation.name
    db.session.commit()
    flash(f"You have left {name}. To come back, ask one of its owners to invite you.", "good")
    return redirect(url_for("network.organisations"), 303)
