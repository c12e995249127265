"""Mail about recruiting: to a cluster when it is asked, to the company when it is answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from sqlalchemy import select

from livinglab.accounts.models import User
from livinglab.foundation import mail
from livinglab.foundation.db import db
from livinglab.foundation.places import country_name, language_name
from livinglab.network.models import Membership
from livinglab.rounds.models import RecruitingRequest

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


def tell_withdrawn(request: RecruitingRequest) -> None:
    """Tell a cluster that had accepted that it need not go on."""
    round_ = request.market.round
    context = {
        "company": round_.organisation.name,
        "codename": round_.product.codename,
        "country": country_name(request.market.country),
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


def written(value: datetime | None, time_zone: str) -> str:
    """A time as the round's people read it, with its zone; empty for None."""
    if value is None:
        return ""
    zone = ZoneInfo(time_zone)
    return format_datetime(value.astimezone(zone), "d MMM y, HH:mm", locale="en_GB") + f" ({zone.key})"


def _send(kind: str, organisation_id: int, purpose: str, object_id: int, path: str, context: dict[str, Any]) -> None:
    people = select(User.email).join(Membership, Membership.user_id == User.id)
    mine = Membership.organisation_id == organisation_id, Membership.ended_at.is_(None)
    for address in db.session.scalars(people.where(*mine, Membership.role.in_(("owner", "member"))).order_by(User.id)):
        mail.queue(kind, address, "en", purpose=purpose, object_id=object_id, path=path, context=context)
