"""Who may see and change which invitation; and who takes part in this browser."""

from __future__ import annotations

from collections.abc import Mapping
from hmac import compare_digest

from flask import abort, session
from sqlalchemy import ColumnElement, bindparam, exists, select
from sqlalchemy.orm import contains_eager, joinedload

from livinglab.accounts.models import User
from livinglab.foundation.db import db
from livinglab.invitations.models import Invitation, Participation
from livinglab.rounds.access import request_to_answer, request_to_recruit, visible_requests
from livinglab.rounds.models import RecruitingRequest, RoundMarket

TAKING_PART = "taking_part"
BROUGHT = "brought"
REMEMBERED = 5  # a cookie is small; who takes part in more rounds at once opens the older link again
# Every page of a tester asks it, and putting it together took longer than asking.
_PARTICIPATION = (
    select(Participation)
    .where(Participation.id == bindparam("id"))
    .options(joinedload(Participation.round), joinedload(Participation.market), joinedload(Participation.invitation))
)


def request_to_look_at(user: User, request_id: int) -> RecruitingRequest:
    """A request that a person's cluster has accepted, whatever became of it or of the round since; else 404.

    Also when the company has withdrawn it: whoever was invited can still answer, and the cluster knows whom it asked.
    """
    found = db.session.scalar(
        visible_requests(user)
        .where(RecruitingRequest.id == request_id, (RecruitingRequest.state == "accepted") | _has_invited())
        .options(contains_eager(RecruitingRequest.market).contains_eager(RoundMarket.round))
    )
    if found is None:
        abort(404)
    return found


def request_to_end_links(user: User, request_id: int) -> RecruitingRequest:
    """A request whose invitations a person may withdraw: as `request_to_recruit`, and also when it was withdrawn since.

    404 for who is not in the asked cluster, 403 for its readers, 409 when nobody recruits or nobody was invited.
    """
    found = request_to_answer(user, request_id)
    if not found.market.round.is_recruiting:
        abort(409)
    if (
        found.state != "accepted"
        and db.session.scalar(select(_has_invited()).where(RecruitingRequest.id == found.id)) is not True
    ):
        abort(409)
    return found


def invitation_to_withdraw(user: User, request_id: int, invitation_id: int) -> Invitation:
    """An invitation of exactly this request, for who may withdraw it (404, 403, 409 as there)."""
    return _invitation_of(request_to_end_links(user, request_id), invitation_id)


def invitation_to_take_back(user: User, request_id: int, invitation_id: int) -> Invitation:
    """An invitation of exactly this request, for who may invite under it (404, 403, 409 as there)."""
    return _invitation_of(request_to_recruit(user, request_id), invitation_id)


def _has_invited() -> ColumnElement[bool]:
    return exists().where(Invitation.request_id == RecruitingRequest.id).correlate(RecruitingRequest)


def _invitation_of(request: RecruitingRequest, invitation_id: int) -> Invitation:
    found = db.session.scalar(
        select(Invitation).where(Invitation.id == invitation_id, Invitation.request_id == request.id)
    )
    if found is None:
        abort(404)
    return found


def participation_here(participation_id: int) -> Participation:
    """The participation whose code this browser's session holds, with its round, market and invitation in one query.

    404 when the session holds none or another one; 410 when the invitation was withdrawn before it was answered.
    """
    code = _taking_part().get(str(participation_id), "")
    if not code:
        abort(404)
    found = db.session.scalar(_PARTICIPATION, {"id": participation_id})
    if found is None or not compare_digest(found.code, code):
        abort(404)
    if found.invitation is not None and found.invitation.withdrawn_at is not None and found.answered_at is None:
        abort(410)
    return found


def remember_here(participation: Participation, brought: Mapping[str, str] | None = None) -> None:
    """Let this browser take part: its signed session holds the code of this participation and the four newest others.
    Of this one also what its link `brought` along.

    (The order of opening is not known: a cookie's keys come back sorted.)
    """
    others = {key: code for key, code in _taking_part().items() if key != str(participation.id) and key.isdigit()}
    newest = sorted(others, key=int)[-(REMEMBERED - 1) :]
    session[TAKING_PART] = {key: others[key] for key in newest} | {str(participation.id): participation.code}
    if brought:
        session[BROUGHT] = [participation.id, dict(brought)]


def brought_here(participation: Participation) -> dict[str, str]:
    """What the link of this participation brought along in this browser: {name in its query: value}."""
    held = session.get(BROUGHT)
    return dict(held[1]) if isinstance(held, list) and held[0] == participation.id else {}


def _taking_part() -> dict[str, str]:
    held = session.get(TAKING_PART)
    return held if isinstance(held, dict) else {}
