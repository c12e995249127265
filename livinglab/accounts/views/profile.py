"""One's own name and password."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from livinglab.accounts import actions, tries
from livinglab.accounts.forms import ChangePasswordForm, NameForm
from livinglab.accounts.sessions import me
from livinglab.accounts.views.blueprint import blueprint
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.foundation.permissions import Policy, policy

Page = str | tuple[str, int] | Response


@blueprint.get("/profile")
@policy(Policy.SIGNED_IN)
def profile() -> str:
    """Who I am here."""
    return render_template("accounts/profile.html", form=NameForm(name=me().name), address=me().email)


@blueprint.post("/profile")
@policy(Policy.SIGNED_IN)
def rename() -> Page:
    """Change my name."""
    form = NameForm()
    if not form.validate():
        return render_template("accounts/profile.html", form=form, address=me().email), 422
    actions.rename(me(), form.name.data or "", by=me())
    db.session.commit()
    flash("Saved.", "good")
    return redirect(url_for("accounts.profile"), 303)


@blueprint.get("/password")
@policy(Policy.SIGNED_IN)
def password() -> str:
    """The form for another password."""
    return render_template("accounts/password.html", form=ChangePasswordForm())


@blueprint.post("/password")
@policy(Policy.SIGNED_IN)
def change_password() -> Page:
    """Change my password; I stay signed in here and nowhere else."""
    form = ChangePasswordForm()
    form.person = (me().email, me().name)
    if not form.validate():
        return render_template("accounts/password.html", form=form), 422
    if tries.is_used_up(tries.WRONG_PASSWORDS, me().email):
        form.add_error("old", f"Too many tries. Wait {tries.WRONG_PASSWORDS.minutes} minutes, then try again.")
        return render_template("accounts/password.html", form=form), 429
    try:
        actions.change_password(me(), form.old.data or "", form.new.data or "", by=me())
    except Refused as no:
        tries.count(tries.WRONG_PASSWORDS, me().email)
        db.session.commit()
        form.add_error("old", *no.reasons)
        return render_template("accounts/password.html", form=form), 422
    db.session.commit()
    flash("Your password is changed. You are signed out everywhere else.", "good")
    return redirect(url_for("accounts.profile"), 303)
