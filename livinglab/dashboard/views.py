"""Where a person begins."""

from __future__ import annotations

from flask import Blueprint, render_template

from livinglab.foundation.permissions import Policy, policy

blueprint = Blueprint("dashboard", __name__)


@blueprint.get("/")
@policy(Policy.SIGNED_IN)
def home() -> str:
    """What waits for this person, and where to go on."""
    return render_template("dashboard/home.html")
