"""Where a person begins, and the demo's mailbox."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, render_template

from livinglab.dashboard import queries
from livinglab.foundation.paging import wanted_page
from livinglab.foundation.permissions import Policy, policy

blueprint = Blueprint("dashboard", __name__)


@blueprint.get("/")
@policy(Policy.SIGNED_IN)
def home() -> str:
    """What waits for this person, and where to go on."""
    return render_template("dashboard/home.html")


@blueprint.get("/mailbox/")
@policy(Policy.ANYONE)
def mailbox() -> str:
    """The mails that would have been sent. Only in the demo, which nobody but this machine can reach."""
    _only_in_the_demo()
    return render_template("dashboard/mailbox.html", page=queries.mails(wanted_page()))


@blueprint.get("/mailbox/<name>")
@policy(Policy.ANYONE)
def mail(name: str) -> str:
    """One such mail."""
    _only_in_the_demo()
    return render_template("dashboard/mail.html", mail=queries.read_mail(name) or abort(404))


def _only_in_the_demo() -> None:
    if not current_app.config["SHOW_MAILBOX"]:
        abort(404)
