"""Where I am signed in."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from livinglab.accounts import access, sessions
from livinglab.accounts.queries import open_sessions
from livinglab.accounts.sessions import me
from livinglab.accounts.views.blueprint import blueprint
from livinglab.foundation.db import db
from livinglab.foundation.permissions import Policy, policy


@blueprint.get("/sessions")
@policy(Policy.SIGNED_IN)
def my_sessions() -> str:
    """The list, this one marked."""
    return render_template("accounts/sessions.html", rows=open_sessions(me()))


@blueprint.post("/sessions/<int:session_id>/end")
@policy(Policy.SIGNED_IN)
def end_session(session_id: int) -> Response:
    """Sign out on one device."""
    ended = access.session_to_end(me(), session_id)
    if ended.id == me().session_id:
        sessions.end_here()
        db.session.commit()
        flash("You are signed out.", "good")
        return redirect(url_for("accounts.sign_in"), 303)
    sessions.end(me(), ended.id)
    db.session.commit()
    flash("That device is signed out.", "good")
    return redirect(url_for("accounts.my_sessions"), 303)


@blueprint.post("/sessions/end-others")
@policy(Policy.SIGNED_IN)
def end_other_sessions() -> Response:
    """Sign out everywhere but here."""
    count = sessions.end(me(), all_but=me().session_id)
    db.session.commit()
    flash("You are signed out on all other devices." if count else "You were signed in nowhere else.", "good")
    return redirect(url_for("accounts.my_sessions"), 303)
