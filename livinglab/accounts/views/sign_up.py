"""Signing up: an address first, the rest once its owner has opened the link that was mailed there."""

from __future__ import annotations

from flask import flash, redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from livinglab.accounts import access, actions, sessions, tries
from livinglab.accounts.forms import AddressForm, SignUpForm
from livinglab.accounts.views.blueprint import blueprint
from livinglab.foundation.db import db
from livinglab.foundation.permissions import Policy, policy

Page = str | tuple[str, int] | Response


@blueprint.get("/sign-up")
@policy(Policy.ANYONE)
def sign_up() -> Page:
    """Ask for an address."""
    if sessions.visitor() is not None:
        return redirect(url_for("dashboard.home"), 303)
    return render_template("accounts/sign_up.html", form=AddressForm())


@blueprint.post("/sign-up")
@policy(Policy.ANYONE)
def ask_to_sign_up() -> Page:
    """Send a mail, and say the same whatever the address."""
    form = AddressForm()
    if not form.validate():
        return render_template("accounts/sign_up.html", form=form), 422
    if not tries.place_within(tries.MAILS):
        db.session.commit()
        form.add_error("email", "Too many mails were asked for from your network. Wait an hour, then try again.")
        return render_template("accounts/sign_up.html", form=form), 429
    if tries.address_within(tries.MAILS, form.address):
        actions.ask_to_sign_up(form.address)
    db.session.commit()
    session["mailed_to"] = form.address
    return redirect(url_for("accounts.sign_up_mailed"), 303)


@blueprint.get("/sign-up/mailed")
@policy(Policy.ANYONE)
def sign_up_mailed() -> str:
    """Where to look now."""
    return render_template("accounts/sign_up_mailed.html", address=session.get("mailed_to"))


@blueprint.get("/sign-up/<token>")
@policy(Policy.LINK)
def finish_sign_up(token: str) -> Page:
    """The form behind a mailed link. It says nothing about whose it is, and opening it changes nothing."""
    if access.user_behind(token, access.SIGN_UP) is None:
        return _ended()
    return render_template("accounts/finish_sign_up.html", form=SignUpForm())


@blueprint.post("/sign-up/<token>")
@policy(Policy.LINK)
def finish_sign_up_now(token: str) -> Page:
    """Make the account, and sign its owner in."""
    user = access.user_behind(token, access.SIGN_UP, to_change=True)
    if user is None:
        return _ended()
    form = SignUpForm()
    form.person = (user.email, "")
    if not form.validate():
        return render_template("accounts/finish_sign_up.html", form=form), 422
    actions.open_account(user.email, form.name.data or "", form.new.data or "")
    sessions.begin(user)
    db.session.commit()
    flash(f"Welcome, {user.name}. Your account is ready.", "good")
    return redirect(url_for("dashboard.home"), 303)


def _ended() -> tuple[str, int]:
    return render_template("accounts/link_ended.html", again=url_for("accounts.sign_up")), 410
