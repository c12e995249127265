"""Rounds for tests."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from livinglab.foundation.db import db
from livinglab.foundation.places import usual_currency
from livinglab.foundation.surroundings import now
from livinglab.network.models import Organisation
from livinglab.products.models import Product
from livinglab.questionnaires.models import QuestionnaireVersion
from livinglab.rounds.models import RecruitingRequest, Round, RoundMarket
from tests.factories import products, questionnaires

COUNT = select(func.count(Round.id))  # made once: to make a statement costs more than to run it


def round_(
    organisation: Organisation,
    product: Product | None = None,
    version: QuestionnaireVersion | None = None,
    *,
    state: str = "draft",
    markets: tuple[tuple[str, str], ...] = (("SE", "sv"), ("DE", "de")),
    name: str = "Autumn round",
    mode: str = "individual",
    quota: int = 30,
    minimum_n: int = 10,
    minutes: int = 5,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    time_zone: str = "UTC",
    rule: tuple[str, str, str] = ("Half would buy it.", "A third would buy it.", "Fewer would buy it."),
) -> Round:
    """A round in any state, with its decision rule; product and questionnaire are made unless given."""
    product = product or products.product(organisation)
    version = version or questionnaires.published(organisation)
    row = Round(
        code=f"round-{db.session.scalar(COUNT) + 1}",
        organisation=organisation,
        product=product,
        version=version,
        name=name,
        state=state,
        mode=mode,
        minutes=minutes,
        opens_at=opens_at,
        closes_at=closes_at,
        time_zone=time_zone,
        enter_when=rule[0],
        adapt_when=rule[1],
        leave_when=rule[2],
        created_at=now(),
    )
    db.session.add(row)
    db.session.add_all(_market(row, country, language, quota, minimum_n) for country, language in markets)
    db.session.flush()
    return row


def market(
    of: Round, country: str, language: str, *, quota: int = 30, minimum_n: int = 10, currency: str | None = None
) -> RoundMarket:
    """One more country of a round."""
    row = _market(of, country, language, quota, minimum_n, currency)
    db.session.add(row)
    db.session.flush()
    return row


def _market(
    of: Round, country: str, language: str, quota: int, minimum_n: int, currency: str | None = None
) -> RoundMarket:
    return RoundMarket(
        round=of,
        country=country,
        language=language,
        quota=quota,
        minimum_n=minimum_n,
        currency=currency or usual_currency(country),
    )


def request(
    market: RoundMarket,
    cluster: Organisation,
    state: str = "accepted",
    expected: int | None = 20,
    reason: str = "",
) -> RecruitingRequest:
    """A cluster that is asked to recruit for a market; only accepted ones expect a number of testers."""
    row = RecruitingRequest(
        market=market,
        organisation=cluster,
        state=state,
        expected=expected if state == "accepted" else None,
        reason=reason,
        created_at=now(),
        answered_at=now() if state in ("accepted", "declined") else None,
    )
    db.session.add(row)
    db.session.flush()
    return row


def market_in(of: Round, country: str) -> RoundMarket:
    """The market of a country in a round."""
    return next(market for market in of.markets if market.country == country)
