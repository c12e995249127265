"""Moving a round on and back."""

from __future__ import annotations

from flask import abort, flash, redirect, request, url_for

from livinglab.accounts.sessions import me
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.foundation.permissions import Policy, policy
from livinglab.rounds import access, actions
from livinglab.rounds.views import words
from livinglab.rounds.views.blueprint import Page, blueprint
from livinglab.rounds.views.rounds import refused

DONE = {
    "draft": "The round is a draft again.",
    "recruiting": "Recruiting has begun.",
    "running": "The round is open for answers.",
    "closed": "The round is closed.",
    "reported": "The round is marked as reported.",
}


@blueprint.post("/<int:round_id>/move")
@policy(Policy.SIGNED_IN)
def move(round_id: int) -> Page:
    """To the state in the form's `to`."""
    round_ = access.round_to_manage(me(), round_id)
    to_state = request.form.get("to", "")
    if to_state not in words.STATE_NAMES:
        abort(400)
    try:
        actions.move(round_, to_state, me())
    except Refused as no:
        return refused(round_id, no)
    db.session.commit()
    flash(DONE[to_state], "good")
    return redirect(url_for("rounds.show", round_id=round_id), 303)
