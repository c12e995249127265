"""Signing in and out."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from livinglab.accounts import passwords, sessions
from livinglab.accounts.forms import SignInForm
from livinglab.accounts.models import User
from livinglab.foundation.db import db
from livinglab.foundation.forms import normal_address
from livinglab.foundation.limits import within_limit
from livinglab.foundation.permissions import Policy, policy, safe_next

blueprint = Blueprint("accounts", __name__, url_prefix="/accounts")


@blueprint.get("/sign-in")
@policy(Policy.ANYONE)
def sign_in() -> str:
    """The form."""
    return render_template("accounts/sign_in.html", form=SignInForm())


@blueprint.post("/sign-in")
@policy(Policy.ANYONE)
def sign_in_now() -> Response | tuple[str, int]:
    """Check the password; wrong address and wrong password are answered alike."""
    form = SignInForm()
    if form.validate():
        address = normal_address(form.email.data or "") or ""
        allowed = within_limit("sign-in", address, 10, 15)
        user = db.session.scalar(select(User).where(User.email == address))
        good = passwords.matches(user.password_hash if user else "", form.password.data or "")
        if allowed and good and user is not None:
            sessions.begin(user)
            db.session.commit()
            return redirect(safe_next(request.args.get("next")) or url_for("dashboard.home"), 303)
        db.session.commit()
        form.add_error("password", "Address and password do not fit together. Try again, or ask for a new password.")
    return render_template("accounts/sign_in.html", form=form), 422


@blueprint.post("/sign-out")
@policy(Policy.SIGNED_IN)
def sign_out() -> Response:
    """End the session on this device."""
    sessions.end_here()
    db.session.commit()
    return redirect(url_for("accounts.sign_in"), 303)
