"""A cluster's pages for a request it accepted: whom it invited, and inviting more as long as it is asked to."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from livinglab.accounts.sessions import me
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.foundation.languages import number
from livinglab.foundation.paging import wanted_page
from livinglab.foundation.permissions import Policy, policy
from livinglab.foundation.places import country_name, language_name
from livinglab.foundation.texts import clean
from livinglab.invitations import access, actions, letters, queries
from livinglab.invitations.actions import Check
from livinglab.invitations.forms import ListForm
from livinglab.invitations.views import words
from livinglab.invitations.views.blueprint import Page, blueprint
from livinglab.network.access import may
from livinglab.rounds.access import request_to_recruit
from livinglab.rounds.models import RecruitingRequest

SHOWN = 100  # lines of each kind of trouble; more help nobody


@blueprint.get("/invitations/requests/<int:request_id>", endpoint="request")
@policy(Policy.SIGNED_IN)
def show_request(request_id: int) -> Page:
    """How recruiting goes, and the list of the people who were invited."""
    asked = access.request_to_look_at(me(), request_id)
    view = request.args.get("view", "") if request.args.get("view") in queries.VIEWS else ""
    typed = clean(request.args.get("words", ""))[:100]
    counts = queries.counts_by_request([asked.id]).get(asked.id, queries.NONE)
    round_ = asked.market.round
    withdraws = round_.is_recruiting and may(me(), asked.organisation_id, "member")
    changes = withdraws and asked.state == "accepted"

    def url_to(number: int = 1, view: str = view, words: str = typed) -> str:
        return url_for(
            "invitations.request",
            request_id=request_id,
            page=number if number > 1 else None,
            view=view or None,
            words=words or None,
        )

    page = queries.invitations_of(asked.id, wanted_page(), view, typed)
    return render_template(
        "invitations/request.html",
        **_about(asked),
        counts=counts,
        expected=asked.expected,
        changes=changes,
        withdraws=withdraws,
        is_asked=asked.state == "accepted",
        running=round_.takes_answers,
        over=not round_.is_recruiting,
        to_remind=queries.how_many(queries.to_be_reminded(asked.id)) if changes and round_.takes_answers else 0,
        to_withdraw=queries.how_many(queries.to_be_withdrawn(asked.id)) if withdraws else 0,
        remind_days=queries.REMIND_AFTER.days,
        page=page,
        lines=[words.line(row) for row in page.rows],
        tabs=words.tabs(view, counts, queries.undelivered(asked.id), url_to),
        view=view,
        typed=typed,
        url_to=url_to,
    )


@blueprint.get("/invitations/requests/<int:request_id>/add")
@policy(Policy.SIGNED_IN)
def add(request_id: int) -> Page:
    """Paste or upload a list."""
    asked = request_to_recruit(me(), request_id)
    return _list_page(asked, ListForm())


@blueprint.post("/invitations/requests/<int:request_id>/check")
@policy(Policy.SIGNED_IN)
def check(request_id: int) -> Page:
    """Say what inviting the list would do. Nothing is sent and nothing kept."""
    asked = request_to_recruit(me(), request_id)
    form = ListForm()
    form.validate()
    form.take_file()
    if not form.text and not form.errors:
        form.add_error("addresses", "Type or paste at least one address, or choose a file.")
    if form.errors:
        return _list_page(asked, form), 422
    found = actions.check_addresses(asked, form.text)
    form.mark_checked()
    return _list_page(asked, form, found), 422 if found.bad or not found.good else 200


@blueprint.post("/invitations/requests/<int:request_id>/invite")
@policy(Policy.SIGNED_IN)
def invite(request_id: int) -> Page:
    """Invite everybody on a list that was checked; a list that was changed since is shown again first."""
    asked = request_to_recruit(me(), request_id)
    form = ListForm()
    found = actions.check_addresses(asked, form.text)
    if not form.validate() or not form.is_as_checked:
        form.mark_checked()
        return _list_page(asked, form, found, changed=True), 422
    when = "" if asked.market.round.takes_answers else " Their mail leaves when the round opens."
    try:
        invited = actions.invite(asked, found.good, me())
    except Refused as refused:
        form.add_error("addresses", *refused.reasons)
        return _list_page(asked, form), 422
    db.session.commit()
    if invited:
        flash(f"{words.testers(invited)} invited.{when}", "good")
    else:
        flash("Nobody new was on this list, so nothing was sent.", "info")
    return _back(request_id)


@blueprint.post("/invitations/requests/<int:request_id>/remind")
@policy(Policy.SIGNED_IN)
def remind(request_id: int) -> Page:
    """Remind everybody who may be reminded."""
    asked = request_to_recruit(me(), request_id)
    reminded = actions.remind(asked, me())
    db.session.commit()
    if reminded:
        flash(f"Reminders to {number(reminded)} {'person' if reminded == 1 else 'people'} are on their way.", "good")
    else:
        flash("Nobody needs a reminder now.", "info")
    return _back(request_id)


@blueprint.post("/invitations/requests/<int:request_id>/withdraw")
@policy(Policy.SIGNED_IN)
def withdraw_all(request_id: int) -> Page:
    """Withdraw all invitations that nobody answered."""
    asked = access.request_to_end_links(me(), request_id)
    withdrawn = actions.withdraw(asked, me())
    db.session.commit()
    flash(f"{words.invitations(withdrawn)} withdrawn. Their links have ended, and no more mail leaves.", "good")
    return _back(request_id)


@blueprint.post("/invitations/requests/<int:request_id>/take-back")
@policy(Policy.SIGNED_IN)
def take_back_all(request_id: int) -> Page:
    """Undo the withdrawing of all."""
    asked = request_to_recruit(me(), request_id)
    back = actions.take_back_withdrawing(asked, me())
    db.session.commit()
    flash(f"{words.invitations(back)} valid again. Their links work as before.", "good")
    return _back(request_id)


@blueprint.post("/invitations/requests/<int:request_id>/<int:invitation_id>/withdraw")
@policy(Policy.SIGNED_IN)
def withdraw(request_id: int, invitation_id: int) -> Page:
    """Withdraw one invitation."""
    invitation = access.invitation_to_withdraw(me(), request_id, invitation_id)
    try:
        actions.withdraw(access.request_to_end_links(me(), request_id), me(), invitation)
    except Refused as refused:
        db.session.rollback()
        flash(" ".join(refused.reasons), "bad")
        return _back(request_id)
    db.session.commit()
    flash("The invitation is withdrawn. Its link has ended, and no more mail leaves.", "good")
    return _back(request_id)


@blueprint.post("/invitations/requests/<int:request_id>/<int:invitation_id>/take-back")
@policy(Policy.SIGNED_IN)
def take_back(request_id: int, invitation_id: int) -> Page:
    """Undo the withdrawing of one."""
    invitation = access.invitation_to_take_back(me(), request_id, invitation_id)
    actions.take_back_withdrawing(request_to_recruit(me(), request_id), me(), invitation)
    db.session.commit()
    flash("The invitation is valid again. Its link works as before.", "good")
    return _back(request_id)


def _back(request_id: int) -> Page:
    return redirect(url_for("invitations.request", request_id=request_id, view=request.args.get("view")), 303)


def _list_page(asked: RecruitingRequest, form: ListForm, found: Check | None = None, changed: bool = False) -> str:
    subject, text = letters.preview(asked)
    return render_template(
        "invitations/add.html",
        **_about(asked),
        form=form,
        check=None if found is None else words.told(found, SHOWN),
        changed=changed,
        running=asked.market.round.takes_answers,
        subject=subject,
        text=text,
    )


def _about(asked: RecruitingRequest) -> dict[str, Any]:
    """What a cluster may know: these values, and no row from which a template could read more."""
    market, round_ = asked.market, asked.market.round
    return {
        "id": asked.id,
        "cluster": asked.organisation.name,
        "company": round_.organisation.name,
        "codename": round_.product.codename,
        "country": country_name(market.country),
        "language": language_name(market.language, "en"),
        "language_code": market.language,
        "quota": market.quota,
    }
