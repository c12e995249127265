"""Mail about recruiting: to a cluster when it is asked, to the company when it is answered."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from livinglab.accounts.models import User
from livinglab.foundation import mail
from livinglab.foundation.db import db
from livinglab.foundation.places import country_name, language_name
from livinglab.network.models import Membership
from livinglab.rounds.models import RecruitingRequest
from livinglab.rounds.times import written

ASKED = "request asked"
ANSWERED = "request answered"


def tell_asked(request: RecruitingRequest) -> None:
    """Ask the cluster's people. Nothing that would tell which product it is."""
    market, round_ = request.market, request.market.round
    context = {
        "company": round_.organisation.name,
        "cluster": request.organisation.name,
        "codename": round_.product.codename,
        "sector": round_.product.sector,
        "country": country_name(market.country),
        "language": language_name(market.language, "en"),
        "quota": market.quota,
        "minutes": round_.minutes,
        "opens": written(round_.opens_at, round_.time_zone),
        "closes": written(round_.closes_at, round_.time_zone),
    }
    mail.withdraw(ASKED, request.id)
    _send("round_asked", request.organisation_id, ASKED, request.id, f"/rounds/requests/{request.id}", context)


def tell_withdrawn(request: RecruitingRequest, *, asked_again: bool = False) -> None:
    """Tell a cluster that it need not go on, or that the plan changes and it is asked again. Only if it was told."""
    mail.withdraw(ASKED, request.id)
    if not _was_told(request):
        return
    round_ = request.market.round
    context = {
        "company": round_.organisation.name,
        "codename": round_.product.codename,
        "country": country_name(request.market.country),
        "asked_again": asked_again,
    }
    _send("round_withdrawn", request.organisation_id, ASKED, request.id, f"/rounds/requests/{request.id}", context)


def tell_answered(request: RecruitingRequest) -> None:
    """Tell the company's people what a cluster said. Only the newest answer leaves."""
    market, round_ = request.market, request.market.round
    context = {
        "round": round_.name,
        "cluster": request.organisation.name,
        "country": country_name(market.country),
        "accepted": request.state == "accepted",
        "expected": request.expected,
        "quota": market.quota,
        "reason": request.reason,
    }
    mail.withdraw(ANSWERED, request.id)
    _send("round_answered", round_.organisation_id, ANSWERED, request.id, f"/rounds/{round_.id}", context)


def _was_told(request: RecruitingRequest) -> bool:
    told = select(mail.Message.id).where(
        mail.Message.purpose == ASKED,
        mail.Message.object_id == request.id,
        mail.Message.kind == "round_asked",
        mail.Message.state != "withdrawn",
    )
    return db.session.scalar(told.limit(1)) is not None


def _send(kind: str, organisation_id: int, purpose: str, object_id: int, path: str, context: dict[str, Any]) -> None:
    people = select(User.email).join(Membership, Membership.user_id == User.id)
    mine = Membership.organisation_id == organisation_id, Membership.ended_at.is_(None)
    for address in db.session.scalars(people.where(*mine, Membership.role.in_(("owner", "member"))).order_by(User.id)):
        mail.queue(kind, address, "en", purpose=purpose, object_id=object_id, path=path, context=context)
