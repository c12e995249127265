"""What a person finds at home: what waits for them, and what is going on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from livinglab.accounts.models import User
from livinglab.domain.charts.quota import QuotaBar, quota_bar
from livinglab.feedback.queries import answers_by_market
from livinglab.foundation.db import db
from livinglab.foundation.places import country_name
from livinglab.invitations.queries import NONE, InvitationCounts, counts_by_request
from livinglab.network.models import ColleagueInvitation, Organisation
from livinglab.network.queries import Mine, clusters_waiting_for, my_roles, open_invitations_to
from livinglab.programmes.models import ProgrammeMember
from livinglab.programmes.queries import asks_waiting_for
from livinglab.rounds.access import name_to_show
from livinglab.rounds.models import RecruitingRequest, Round
from livinglab.rounds.queries import requests_for, rounds_to_list

SHOWN = 6
AT_WORK = ("draft", "recruiting", "running", "closed")


@dataclass(frozen=True)
class RoundAtWork:
    """A round that is not reported yet; `bar` counts answers of all markets, `about` is its product, or whose it is."""

    round: Round
    name: str
    countries: list[str]
    bar: QuotaBar
    about: str


@dataclass(frozen=True)
class Recruiting:
    """A request that one of this person's clusters has accepted, and how its own recruiting works."""

    request: RecruitingRequest
    country: str
    counts: InvitationCounts
    bar: QuotaBar


@dataclass(frozen=True)
class Home:
    """Everything on the page. Lists are short: the rest stands on the pages of their rooms."""

    mine: Sequence[Mine]
    invitations: Sequence[ColleagueInvitation]
    programmes: Sequence[ProgrammeMember]
    requests: Sequence[RecruitingRequest]
    clusters: Sequence[Organisation]
    rounds: Sequence[RoundAtWork]
    recruiting: Sequence[Recruiting]
    has_company: bool

    @property
    def waits(self) -> bool:
        """Whether somebody waits for this person."""
        return bool(self.invitations or self.programmes or self.requests or self.clusters)


def home_of(user: User) -> Home:
    """What waits for a person, and what is going on. The number of queries does not depend on how much that is."""
    mine = my_roles(user)
    companies = {one.organisation.id for one in mine if not one.organisation.is_cluster}
    asked = list(db.session.scalars(requests_for(user).limit(2 * SHOWN)))
    return Home(
        mine=mine,
        invitations=open_invitations_to(user.email),
        programmes=asks_waiting_for(user),
        requests=[request for request in asked if request.state == "asked" and request.market.round.is_recruiting],
        clusters=clusters_waiting_for(user),
        rounds=_rounds(user, companies),
        recruiting=_recruiting([r for r in asked if r.state == "accepted" and r.market.round.is_recruiting]),
        has_company=bool(companies),
    )


def _rounds(user: User, companies: set[int]) -> list[RoundAtWork]:
    rows = list(db.session.scalars(rounds_to_list(user).where(Round.state.in_(AT_WORK)).limit(SHOWN)))
    answers = answers_by_market([row.id for row in rows])
    return [
        RoundAtWork(
            row,
            name_to_show(row, everything=row.organisation_id in companies),
            sorted(country_name(market.country) for market in row.markets),
            quota_bar(
                sum(answers.get(market.id, 0) for market in row.markets),
                max(1, sum(market.quota for market in row.markets)),
            ),
            row.product.name if row.organisation_id in companies else row.organisation.name,
        )
        for row in rows
    ]


def _recruiting(requests: Sequence[RecruitingRequest]) -> list[Recruiting]:
    counts = counts_by_request([request.id for request in requests])
    return [
        Recruiting(
            request,
            country_name(request.market.country),
            counts.get(request.id, NONE),
            quota_bar(counts.get(request.id, NONE).answered, max(1, request.expected or request.market.quota)),
        )
        for request in requests
    ]
