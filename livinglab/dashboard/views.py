"""Where a person begins, and the demo's mailbox."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, render_template

from livinglab.accounts.sessions import me
from livinglab.dashboard import mailbox, queries
from livinglab.foundation.paging import wanted_page
from livinglab.foundation.permissions import Policy, policy

blueprint = Blueprint("dashboard", __name__)


@blueprint.get("/")
@policy(Policy.SIGNED_IN)
def home() -> str:
    """What waits for this person, what is going on, and what to do first."""
    return render_template("dashboard/home.html", home=queries.home_of(me()))


@blueprint.get("/mailbox/")
@policy(Policy.ANYONE)
def mails() -> str:
    """The mails that would have been sent. Only in the demo, which nobody but this machine can reach."""
    _only_in_the_demo()
    return render_template("dashboard/mailbox.html", page=mailbox.mails(wanted_page()))


@blueprint.get("/mailbox/<name>")
@policy(Policy.ANYONE)
def mail(name: str) -> str:
    """One such mail."""
    _only_in_the_demo()
    return render_template("dashboard/mail.html", mail=mailbox.read_mail(name) or abort(404))


def _only_in_the_demo() -> None:
    if not current_app.config["SHOW_MAILBOX"]:
        abort(404)
