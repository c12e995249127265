"""The one blueprint of the room; each file beside it holds the pages of one noun."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for

from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused

blueprint = Blueprint("questionnaires", __name__, url_prefix="/questionnaires")


@blueprint.errorhandler(Refused)
def say_why(refused: Refused) -> tuple[str, int]:
    """What was refused and why, and the way back. Whoever gets here may see the questionnaire."""
    db.session.rollback()
    place = request.view_args or {}
    if "questionnaire_id" in place:
        back_url, label = url_for(".show", questionnaire_id=place["questionnaire_id"]), "Go to the questionnaire"
    else:
        back_url, label = url_for(".languages", version_id=place["version_id"]), "Go to the languages"
    page = render_template("questionnaires/refused.html", reasons=refused.reasons, back_url=back_url, back_label=label)
    return page, 409
