"""Questions about rounds: lists, markets, facts for the rules, history."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, case, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from livinglab.accounts.models import User
from livinglab.domain.rounds.facts import MarketFacts, RoundFacts
from livinglab.domain.rounds.moves import refusals
from livinglab.foundation.db import db
from livinglab.foundation.places import country_name, language_name
from livinglab.foundation.surroundings import now
from livinglab.questionnaires.queries import languages_of
from livinglab.rounds import access, counting
from livinglab.rounds.models import RecruitingRequest, Round, RoundMarket

IN_ORDER = case({"asked": 0, "accepted": 1, "declined": 2, "withdrawn": 3}, value=RecruitingRequest.state)


def rounds_to_list(user: User) -> Select[Any]:
    """A statement for paging: the rounds a person may see, newest first, with what a list shows."""
    return (
        access.visible_rounds(user)
        .options(joinedload(Round.organisation), joinedload(Round.product), selectinload(Round.markets))
        .order_by(Round.created_at.desc(), Round.id.desc())
    )


def markets_of(round_id: int) -> list[RoundMarket]:
    """The markets of a round by country code, each with its requests and their clusters. Two queries."""
    statement = (
        select(RoundMarket)
        .where(RoundMarket.round_id == round_id)
        .options(selectinload(RoundMarket.requests).joinedload(RecruitingRequest.organisation))
        .order_by(RoundMarket.country)
    )
    return list(db.session.scalars(statement))


def requests_for(user: User) -> Select[Any]:
    """A statement for paging: the requests to a person's clusters, waiting ones first, then the newest."""
    return (
        access.visible_requests(user)
        .options(
            joinedload(RecruitingRequest.organisation),
            contains_eager(RecruitingRequest.market).options(
                contains_eager(RoundMarket.round).options(joinedload(Round.organisation), joinedload(Round.product))
            ),
        )
        .order_by(IN_ORDER, RecruitingRequest.created_at.desc(), RecruitingRequest.id.desc())
    )


def answers_of(round_: Round) -> int:
    """How many answers a round has."""
    return sum(counting.here().answers([round_.id]).values())


def facts_of(round_: Round) -> RoundFacts:
    """What the rules need to know about a round, now."""
    counts = counting.here()
    answers = counts.answers([round_.id])
    languages = languages_of(round_.version_id)
    return RoundFacts(
        state=round_.state,
        now=now(),
        markets=tuple(_market_facts(m, languages, answers.get(m.id, 0)) for m in markets_of(round_.id)),
        has_version_published=round_.version.is_published,
        has_rule=round_.has_rule,
        product_archived=round_.product.archived_at is not None,
        opens_at=round_.opens_at,
        closes_at=round_.closes_at,
        invited=sum(counts.invited(round_.id).values()),
    )


def _market_facts(market: RoundMarket, languages: list[str], answers: int) -> MarketFacts:
    states = [request.state for request in market.requests]
    return MarketFacts(
        country=country_name(market.country),
        language=language_name(market.language, "en"),
        has_texts=market.language in languages,
        quota=market.quota,
        minimum_n=market.minimum_n,
        answers=answers,
        requests_open=states.count("asked"),
        requests_accepted=states.count("accepted"),
    )


def reasons_against_market(market: MarketFacts) -> list[str]:
    """Why a market could not start, whatever else the round is like."""
    alone = RoundFacts(
        state="draft", now=now(), markets=(market,), has_version_published=True, has_rule=True, opens_at=None
    )
    return refusals(alone, "recruiting")
