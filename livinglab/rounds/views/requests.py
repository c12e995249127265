"""Requests to recruit, as the asked clusters see them. Never the product's name, nor anything else of the round."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for

from livinglab.accounts.sessions import me
from livinglab.domain.questionnaire.variables import question_numbers
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.foundation.paging import page_of, wanted_page
from livinglab.foundation.permissions import Policy, policy
from livinglab.foundation.places import country_name, language_name
from livinglab.invitations.queries import NONE, InvitationCounts, counts_by_request
from livinglab.network.access import may, my_organisations
from livinglab.questionnaires.queries import structure_of
from livinglab.rounds import access, actions, queries
from livinglab.rounds.forms import AcceptForm, DeclineForm
from livinglab.rounds.models import RecruitingRequest
from livinglab.rounds.times import written
from livinglab.rounds.views import words
from livinglab.rounds.views.blueprint import Page, blueprint


@blueprint.get("/requests/")
@policy(Policy.SIGNED_IN)
def requests() -> str:
    """The requests to my clusters, waiting ones first."""
    page = page_of(queries.requests_for(me()), wanted_page(), 25)
    counts = counts_by_request([row.id for row in page.rows])
    clusters = my_organisations(me(), kind="cluster")
    return render_template(
        "rounds/requests.html",
        page=page,
        rows=[_seen(row, counts.get(row.id, NONE)) for row in page.rows],
        clusters=clusters,
    )


@blueprint.get("/requests/<int:request_id>")
@policy(Policy.SIGNED_IN)
def show_request(request_id: int) -> str:
    """What a cluster needs to know to say yes or no."""
    asked = access.request_to_view(me(), request_id)
    return _page(asked, AcceptForm(expected=asked.expected), DeclineForm(reason=asked.reason))


@blueprint.post("/requests/<int:request_id>/accept")
@policy(Policy.SIGNED_IN)
def accept(request_id: int) -> Page:
    """Say yes."""
    asked = access.request_to_answer(me(), request_id)
    form = AcceptForm()
    if not form.validate():
        return _page(asked, form, DeclineForm(formdata=None)), 422
    return _answered(asked, form, DeclineForm(formdata=None), "accepted", expected=form.expected.data)


@blueprint.post("/requests/<int:request_id>/decline")
@policy(Policy.SIGNED_IN)
def decline(request_id: int) -> Page:
    """Say no."""
    asked = access.request_to_answer(me(), request_id)
    form = DeclineForm()
    if not form.validate():
        return _page(asked, AcceptForm(formdata=None, expected=asked.expected), form), 422
    return _answered(asked, AcceptForm(formdata=None), form, "declined", reason=form.reason.data or "")


def _answered(asked: RecruitingRequest, accepting: AcceptForm, declining: DeclineForm, to: str, **said: Any) -> Page:
    request_id, again = asked.id, asked.state == to
    try:
        actions.answer_request(asked, to, me(), **said)
    except Refused as no:
        db.session.rollback()
        asked = access.request_to_answer(me(), request_id)
        return _page(asked, accepting, declining, refused=no.reasons), 409
    db.session.commit()
    done = "Saved." if again else ("Accepted. You can invite testers now." if to == "accepted" else "Declined.")
    flash(f"{done} The company is told by mail.", "good")
    return redirect(url_for("rounds.show_request", request_id=request_id), 303)


def _page(
    asked: RecruitingRequest, accepting: AcceptForm, declining: DeclineForm, refused: list[str] | None = None
) -> str:
    counts = counts_by_request([asked.id]).get(asked.id, NONE)
    round_ = asked.market.round
    answers = round_.is_recruiting and asked.state != "withdrawn" and may(me(), asked.organisation_id, "member")
    return render_template(
        "rounds/show_request.html",
        **_seen(asked, counts),
        questions=len(question_numbers(structure_of(round_.version))),
        mode=words.MODES[round_.mode],
        answers=answers,
        may_decline=not (counts.invited or counts.withdrawn),
        accepting=accepting,
        declining=declining,
        refused=refused or [],
    )


def _seen(asked: RecruitingRequest, counts: InvitationCounts) -> dict[str, Any]:
    """What a cluster may know: these values, and no row from which a template could read more."""
    market, round_ = asked.market, asked.market.round
    over = not round_.is_recruiting and asked.state in ("asked", "accepted")
    return {
        "id": asked.id,
        "cluster": asked.organisation.name,
        "company": round_.organisation.name,
        "codename": round_.product.codename,
        "sector": round_.product.sector,
        "stage": round_.product.stage,
        "country": country_name(market.country),
        "language": language_name(market.language, "en"),
        "quota": market.quota,
        "minutes": round_.minutes,
        "opens": written(round_.opens_at, round_.time_zone),
        "closes": written(round_.closes_at, round_.time_zone),
        "state": asked.state,
        "standing": "Round closed" if over else words.REQUEST_STATES[asked.state],
        "tone": "neutral" if over else words.REQUEST_TONES[asked.state],
        "over": over,
        "running": round_.takes_answers,
        "expected": asked.expected,
        "reason": asked.reason,
        # Whoever was invited can still answer when the cluster is not asked any more.
        "counts": counts if asked.state == "accepted" or counts.invited or counts.withdrawn else None,
    }
