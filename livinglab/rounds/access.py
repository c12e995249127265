"""Who may see and change which round, market and request; the only way to get one by its id.

A round belongs to its company. The coordinator of a programme that the company accepted reads it. A cluster never
sees a round: only the requests that were sent to it.
"""

from __future__ import annotations

from typing import Any

from flask import abort
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from livinglab.accounts.models import User
from livinglab.foundation.db import db
from livinglab.network.access import ids_of, may
from livinglab.programmes.access import coordinated_company_ids
from livinglab.questionnaires.models import QuestionnaireVersion
from livinglab.rounds.models import RecruitingRequest, Round, RoundMarket


def visible_rounds(user: User) -> Select[Any]:
    """The rounds of the companies a person works for, and of those whose programme they coordinate."""
    return select(Round).where(
        or_(Round.organisation_id.in_(ids_of(user)), Round.organisation_id.in_(coordinated_company_ids(user)))
    )


def round_to_view(user: User, round_id: int) -> Round:
    """A round a person may see, with company, product and questionnaire in the same query; else 404."""
    with_parts = visible_rounds(user).options(
        joinedload(Round.organisation),
        joinedload(Round.product),
        joinedload(Round.version).joinedload(QuestionnaireVersion.questionnaire),
    )
    found = db.session.scalar(with_parts.where(Round.id == round_id))
    if found is None:
        abort(404)
    return found


def round_to_manage(user: User, round_id: int) -> Round:
    """A round a person may change: owners and members of its company; 403 for others who see it."""
    found = round_to_view(user, round_id)
    if not may(user, found.organisation_id, "member"):
        abort(403)
    return found


def sees_everything(user: User, round_: Round) -> bool:
    """Whether a person works for the round's company; who sees it and does not is a coordinator."""
    return may(user, round_.organisation_id, "reader")


def name_to_show(round_: Round, *, everything: bool) -> str:
    """What a round is called for a person: its name, or the codename for who does not see everything of it.

    A company may name a round after its product. So its name is shown to nobody else, wherever a round is named.
    """
    return round_.name if everything else round_.product.codename


def market_to_view(user: User, round_id: int, market_id: int) -> RoundMarket:
    """A market of exactly this round, for who may see the round; else 404."""
    return _market_of(round_to_view(user, round_id), market_id)


def market_to_manage(user: User, round_id: int, market_id: int) -> RoundMarket:
    """A market of exactly this round, for who may change the round."""
    return _market_of(round_to_manage(user, round_id), market_id)


def _market_of(round_: Round, market_id: int) -> RoundMarket:
    found = db.session.scalar(select(RoundMarket).where(RoundMarket.id == market_id, RoundMarket.round_id == round_.id))
    if found is None:
        abort(404)
    return found


def request_of_round(user: User, round_id: int, request_id: int) -> RecruitingRequest:
    """A request that exactly this round sent to a cluster, for who may change the round."""
    round_ = round_to_manage(user, round_id)
    found = db.session.scalar(
        select(RecruitingRequest)
        .join(RecruitingRequest.market)
        .where(RecruitingRequest.id == request_id, RoundMarket.round_id == round_.id)
    )
    if found is None:
        abort(404)
    return found


def visible_requests(user: User) -> Select[Any]:
    """The requests to the clusters a person works for. What is still being planned has not been sent to anybody."""
    return (
        select(RecruitingRequest)
        .join(RecruitingRequest.market)
        .join(RoundMarket.round)
        .where(RecruitingRequest.organisation_id.in_(ids_of(user, kind="cluster")), Round.state != "draft")
    )


def request_to_view(user: User, request_id: int) -> RecruitingRequest:
    """A request to a person's cluster, else 404."""
    found = db.session.scalar(visible_requests(user).where(RecruitingRequest.id == request_id))
    if found is None:
        abort(404)
    return found


def request_to_answer(user: User, request_id: int) -> RecruitingRequest:
    """A request that a person may answer: owners and members of the asked cluster; 403 for its readers."""
    found = request_to_view(user, request_id)
    if not may(user, found.organisation_id, "member"):
        abort(403)
    return found


def request_to_recruit(user: User, request_id: int) -> RecruitingRequest:
    """A request under which a person may invite now.

    404 for who is not in the asked cluster, 403 for its readers, 409 while it is not accepted or nobody is recruited.
    """
    found = request_to_answer(user, request_id)
    if found.state != "accepted" or not found.market.round.is_recruiting:
        abort(409)
    return found


def round_with_code(code: str) -> Round | None:
    """The round with a code, for the command line, which asks nobody who they are."""
    return db.session.scalar(select(Round).where(Round.code == code))
