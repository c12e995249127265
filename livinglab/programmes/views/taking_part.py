"""An organisation accepts, declines or leaves."""

from __future__ import annotations

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from livinglab.accounts.sessions import me
from livinglab.foundation.db import db
from livinglab.foundation.permissions import Policy, policy
from livinglab.programmes import access, actions
from livinglab.programmes.views.blueprint import blueprint


def _answer(programme_id: int, organisation_id: int, state: str, sentence: str) -> Response:
    member = access.membership_to_answer(me(), programme_id, organisation_id)
    actions.answer(member, state, by=me())
    db.session.commit()
    flash(sentence.format(name=member.organisation.name), "good")
    return redirect(url_for("programmes.show_programme", programme_id=programme_id), 303)


@blueprint.post("/<int:programme_id>/organisations/<int:organisation_id>/accept")
@policy(Policy.SIGNED_IN)
def accept(programme_id: int, organisation_id: int) -> Response:
    """Take part, for the first time or again."""
    return _answer(programme_id, organisation_id, "accepted", "{name} takes part.")


@blueprint.post("/<int:programme_id>/organisations/<int:organisation_id>/decline")
@policy(Policy.SIGNED_IN)
def decline(programme_id: int, organisation_id: int) -> Response:
    """Do not take part."""
    return _answer(programme_id, organisation_id, "declined", "{name} does not take part. You can still accept later.")


@blueprint.post("/<int:programme_id>/organisations/<int:organisation_id>/leave")
@policy(Policy.SIGNED_IN)
def leave(programme_id: int, organisation_id: int) -> Response:
    """Take part no longer."""
    return _answer(programme_id, organisation_id, "left", "{name} has left. You can take part again at any time.")
