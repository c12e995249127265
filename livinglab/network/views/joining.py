"""Answering an invitation to join an organisation: by the mailed link, or signed in with the invited address."""

from __future__ import annotations

from flask import flash, redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from livinglab.accounts import sessions
from livinglab.accounts.access import user_with_address
from livinglab.accounts.actions import open_account
from livinglab.accounts.models import User
from livinglab.accounts.sessions import me, visitor
from livinglab.foundation.db import db
from livinglab.foundation.permissions import Policy, policy
from livinglab.foundation.surroundings import now
from livinglab.network import access, actions
from livinglab.network.forms import NewcomerForm
from livinglab.network.models import A_ROLE, ColleagueInvitation
from livinglab.network.views.blueprint import blueprint

Page = str | tuple[str, int] | Response
CAME_BY_LINK = "came_by_link"
MAY = {
    "owner": "you can change everything, and decide who belongs to it",
    "member": "you can change everything but the people",
    "reader": "you can look at everything and change nothing",
}


@blueprint.after_request
def keep_addresses_to_ourselves(response: Response) -> Response:
    """The address of the page behind a link holds its token: other requests are told the site only."""
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


def _who(invitation: ColleagueInvitation, user: User | None) -> str:
    """Who stands before the page: `invited`, `somebody else`, `known` (has an account, is signed out), `newcomer`."""
    if user is not None:
        return "invited" if user.email == invitation.email else "somebody else"
    return "known" if user_with_address(invitation.email) is not None else "newcomer"


def _page(invitation: ColleagueInvitation, form: NewcomerForm | None = None) -> str:
    user = visitor()
    return render_template(
        "network/join.html",
        invitation=invitation,
        organisation=invitation.organisation.name,
        inviter=invitation.invited_by.name,
        role=f"{A_ROLE[invitation.role]}: {MAY[invitation.role]}",
        who=_who(invitation, user),
        signed_in_as=user.email if user is not None else "",
        form=form or NewcomerForm(),
        sign_in_url=url_for("accounts.sign_in", next=url_for("network.answer", colleague_invitation_id=invitation.id)),
    )


def _ended(state: str) -> tuple[str, int]:
    return render_template("network/join_ended.html", state=state), 410


def _joined(invitation: ColleagueInvitation, user: User) -> Response:
    actions.join(invitation, user)
    name = invitation.organisation.name
    db.session.commit()
    session.pop(CAME_BY_LINK, None)
    flash(f"You belong to {name} now.", "good")
    return redirect(url_for("network.show", organisation_id=invitation.organisation_id), 303)


@blueprint.get("/join/<token>")
@policy(Policy.LINK)
def join(token: str) -> Page:
    """Who asks, for what, and how to answer. Opening it changes nothing."""
    found = access.joining(token)
    if found is None or found.state != "open":
        return _ended(found.state if found else "unknown")
    # So that signing in as somebody else leads to an explanation, not to a page that is not there.
    if visitor() is None:
        session[CAME_BY_LINK] = found.invitation.id
    return _page(found.invitation)


@blueprint.post("/join/<token>")
@policy(Policy.LINK)
def join_now(token: str) -> Page:
    """Accept: signed in with the invited address, or by making an account for it."""
    found = access.joining(token)
    if found is None or found.state != "open":
        return _ended(found.state if found else "unknown")
    invitation, user = found.invitation, visitor()
    who = _who(invitation, user)
    if who == "somebody else":
        return _page(invitation), 403
    if who == "known":
        return redirect(
            url_for("accounts.sign_in", next=url_for("network.answer", colleague_invitation_id=invitation.id)), 303
        )
    if user is None:
        form = NewcomerForm()
        form.address = invitation.email
        if not form.validate():
            return _page(invitation, form), 422
        user = open_account(invitation.email, form.name.data or "", form.new.data or "")
        sessions.begin(user)
    return _joined(invitation, user)


@blueprint.get("/invitations/<int:colleague_invitation_id>")
@policy(Policy.SIGNED_IN)
def answer(colleague_invitation_id: int) -> Page:
    """The same page, for who is signed in and needs no link."""
    invitation = _invitation_to_me(colleague_invitation_id)
    state = invitation.state_at(now())
    if state != "open":
        return _ended(state)
    return _page(invitation)


@blueprint.post("/invitations/<int:colleague_invitation_id>")
@policy(Policy.SIGNED_IN)
def answer_now(colleague_invitation_id: int) -> Page:
    """Accept, signed in with the invited address."""
    invitation = _invitation_to_me(colleague_invitation_id)
    state = invitation.state_at(now())
    if state != "open":
        return _ended(state)
    if _who(invitation, me()) != "invited":
        return _page(invitation), 403
    return _joined(invitation, me())


def _invitation_to_me(colleague_invitation_id: int) -> ColleagueInvitation:
    came_by_link = session.get(CAME_BY_LINK) == colleague_invitation_id
    return access.colleague_invitation_to_answer(me(), colleague_invitation_id, came_by_link=came_by_link)
