"""Inviting colleagues, and taking it back."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from livinglab.accounts.sessions import me
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.foundation.permissions import Policy, policy
from livinglab.network import access, actions
from livinglab.network.forms import InvitationForm
from livinglab.network.models import Organisation
from livinglab.network.views.blueprint import blueprint
from livinglab.network.views.people import back_to_people

Page = str | tuple[str, int] | Response


def _form_page(organisation: Organisation, form: InvitationForm) -> str:
    return render_template("network/invite.html", organisation=organisation, form=form)


@blueprint.get("/<int:organisation_id>/people/invite")
@policy(Policy.SIGNED_IN)
def invite(organisation_id: int) -> str:
    """Whom to ask?"""
    return _form_page(access.organisation_to_manage(me(), organisation_id), InvitationForm())


@blueprint.post("/<int:organisation_id>/people/invite")
@policy(Policy.SIGNED_IN)
def send_invitation(organisation_id: int) -> Page:
    """Ask by mail. The answer is the same whether the address has an account or not."""
    organisation = access.organisation_to_manage(me(), organisation_id)
    form = InvitationForm()
    if not form.validate():
        return _form_page(organisation, form), 422
    try:
        actions.invite_colleague(organisation, form.address, form.role.data, by=me())
    except Refused as no:
        db.session.rollback()
        form.add_error("email", *no.reasons)
        return _form_page(organisation, form), 422
    db.session.commit()
    flash(f"A mail is on its way to {form.address}.", "good")
    return back_to_people(organisation_id)


@blueprint.post("/<int:organisation_id>/invitations/<int:colleague_invitation_id>/withdraw")
@policy(Policy.SIGNED_IN)
def withdraw(organisation_id: int, colleague_invitation_id: int) -> Response:
    """Take an invitation back."""
    invitation = access.colleague_invitation_to_manage(me(), organisation_id, colleague_invitation_id)
    try:
        actions.withdraw_invitation(invitation, by=me())
    except Refused as no:
        return _refused(organisation_id, no)
    address = invitation.email
    db.session.commit()
    flash(f"The invitation to {address} is withdrawn; its link no longer works.", "good")
    return back_to_people(organisation_id)


@blueprint.post("/<int:organisation_id>/invitations/<int:colleague_invitation_id>/send-again")
@policy(Policy.SIGNED_IN)
def send_again(organisation_id: int, colleague_invitation_id: int) -> Response:
    """Send the mail once more."""
    invitation = access.colleague_invitation_to_manage(me(), organisation_id, colleague_invitation_id)
    try:
        actions.send_again(invitation, by=me())
    except Refused as no:
        return _refused(organisation_id, no)
    address = invitation.email
    db.session.commit()
    flash(f"Another mail is on its way to {address}.", "good")
    return back_to_people(organisation_id)


def _refused(organisation_id: int, no: Refused) -> Response:
    db.session.rollback()
    flash(" ".join(no.reasons), "bad")
    return redirect(url_for("network.people", organisation_id=organisation_id), 303)
