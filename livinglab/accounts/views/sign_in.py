"""Signing in and out."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from livinglab.accounts import actions, keeping, passwords, sessions, tries
from livinglab.accounts.forms import SignInForm
from livinglab.accounts.queries import password_of, user_with_password
from livinglab.accounts.views.blueprint import blueprint
from livinglab.foundation.db import db
from livinglab.foundation.permissions import Policy, policy, safe_next


def _onward() -> str:
    return safe_next(request.args.get("next")) or url_for("dashboard.home")


def _page(form: SignInForm) -> str:
    """The form, why it is asked for, and what was typed elsewhere when a session had ended."""
    typed = _typed_elsewhere()
    return render_template(
        "accounts/sign_in.html",
        form=form,
        why=request.args.get("why"),
        onward=safe_next(request.args.get("next")),
        kept=request.form["kept"] if typed else None,
        had_files=typed is not None and typed.had_files,
    )


def _typed_elsewhere() -> keeping.Typed | None:
    return keeping.opened(request.form["kept"]) if "kept" in request.form else None


@blueprint.get("/sign-in")
@policy(Policy.ANYONE)
def sign_in() -> str | Response:
    """The form; who is signed in already goes on."""
    if sessions.visitor() is not None:
        return redirect(_onward(), 303)
    return _page(SignInForm())


@blueprint.post("/sign-in")
@policy(Policy.ANYONE)
def sign_in_now() -> Response | str | tuple[str, int]:
    """Check the password; wrong address and wrong password are answered alike, and take as long."""
    form = SignInForm()
    if not form.validate():
        return _page(form), 422
    typed = form.password.data or ""
    if tries.is_used_up(tries.WRONG_PASSWORDS, form.address):
        form.add_error(
            "password",
            f"Too many tries. Wait {tries.WRONG_PASSWORDS.minutes} minutes, then try again, or ask for a new password.",
        )
        return _page(form), 429
    user_id, password_hash = password_of(form.address)
    db.session.rollback()  # nobody else waits for the database while the password is checked
    good = passwords.matches(password_hash, typed)
    user = user_with_password(user_id, password_hash)
    if not good or user is None:
        tries.count(tries.WRONG_PASSWORDS, form.address)
        db.session.commit()
        form.add_error("password", "Address and password do not fit together. Try again, or ask for a new password.")
        return _page(form), 422
    sessions.begin(user)
    actions.refresh_hash(user, typed)
    db.session.commit()
    elsewhere = _typed_elsewhere()
    if elsewhere is not None:
        return render_template("accounts/send_typed.html", typed=elsewhere)
    return redirect(_onward(), 303)


@blueprint.post("/sign-out")
@policy(Policy.SIGNED_IN)
def sign_out() -> Response:
    """End the session on this device."""
    sessions.end_here()
    db.session.commit()
    flash("You are signed out.", "good")
    return redirect(url_for("accounts.sign_in"), 303)
