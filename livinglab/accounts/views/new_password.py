"""A new password for who has forgotten the old one."""

from __future__ import annotations

from flask import flash, redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from livinglab.accounts import access, actions, sessions, tries
from livinglab.accounts.forms import AddressForm, NewPasswordForm
from livinglab.accounts.views.blueprint import blueprint
from livinglab.foundation.db import db
from livinglab.foundation.permissions import Policy, policy

Page = str | tuple[str, int] | Response


@blueprint.get("/forgotten-password")
@policy(Policy.ANYONE)
def forgotten_password() -> str:
    """Ask for the address of the account."""
    return render_template("accounts/forgotten_password.html", form=AddressForm())


@blueprint.post("/forgotten-password")
@policy(Policy.ANYONE)
def ask_for_password() -> Page:
    """Send a mail, and say the same whatever the address."""
    form = AddressForm()
    if not form.validate():
        return render_template("accounts/forgotten_password.html", form=form), 422
    if not tries.place_within(tries.MAILS):
        db.session.commit()
        form.add_error("email", "Too many mails were asked for from your network. Wait an hour, then try again.")
        return render_template("accounts/forgotten_password.html", form=form), 429
    if tries.address_within(tries.MAILS, form.address):
        actions.ask_for_password(form.address)
    db.session.commit()
    session["mailed_to"] = form.address
    return redirect(url_for("accounts.new_password_mailed"), 303)


@blueprint.get("/forgotten-password/mailed")
@policy(Policy.ANYONE)
def new_password_mailed() -> str:
    """Where to look now."""
    return render_template("accounts/new_password_mailed.html", address=session.get("mailed_to"))


@blueprint.get("/new-password/<token>")
@policy(Policy.LINK)
def new_password(token: str) -> Page:
    """The form behind a mailed link. It says nothing about whose it is, and opening it changes nothing."""
    if access.user_behind(token, access.NEW_PASSWORD) is None:
        return _ended()
    return render_template("accounts/new_password.html", form=NewPasswordForm())


@blueprint.post("/new-password/<token>")
@policy(Policy.LINK)
def set_new_password(token: str) -> Page:
    """Set the password, end every sign-in, and begin a new one here."""
    user = access.user_behind(token, access.NEW_PASSWORD, to_change=True)
    if user is None:
        return _ended()
    form = NewPasswordForm()
    form.person = (user.email, user.name)
    if not form.validate():
        return render_template("accounts/new_password.html", form=form), 422
    actions.set_forgotten_password(user, form.new.data or "")
    sessions.begin(user)
    db.session.commit()
    flash("Your new password is set. You are signed in here, and signed out everywhere else.", "good")
    return redirect(url_for("dashboard.home"), 303)


def _ended() -> tuple[str, int]:
    return render_template("accounts/link_ended.html", again=url_for("accounts.forgotten_password")), 410
