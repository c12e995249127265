"""Programmes and who takes part, for pages."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, and_, case, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from livinglab.accounts.models import User
from livinglab.foundation.db import db
from livinglab.foundation.paging import Page, page_of
from livinglab.network.access import ids_of, roles_at_least
from livinglab.network.models import Membership, Organisation
from livinglab.programmes.access import visible_programmes
from livinglab.programmes.models import Programme, ProgrammeAsk, ProgrammeMember


@dataclass(frozen=True)
class Place:
    """The place of one of a person's organisations in a programme; an owner may answer for it."""

    member: ProgrammeMember
    may_answer: bool


def page_of_programmes(user: User, number: int) -> Page:
    """One page of the programmes a person may see, with coordinators: those that wait for an answer, then by age."""
    waits = Programme.id.in_(
        select(ProgrammeMember.programme_id).where(
            ProgrammeMember.organisation_id.in_(ids_of(user)), ProgrammeMember.state == "asked"
        )
    )
    first = case((waits, 0), else_=1)
    statement = visible_programmes(user).options(joinedload(Programme.coordinator))
    return page_of(statement.order_by(first, Programme.created_at.desc(), Programme.id.desc()), number, 24)


def places_in(user: User, programme_ids: list[int]) -> dict[int, list[Place]]:
    """{programme id: places of a person's organisations}. One query."""
    statement = (
        select(ProgrammeMember, Membership.role)
        .join(Organisation, ProgrammeMember.organisation_id == Organisation.id)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(
            ProgrammeMember.programme_id.in_(programme_ids),
            Membership.user_id == user.id,
            Membership.ended_at.is_(None),
        )
        .options(contains_eager(ProgrammeMember.organisation))
        .order_by(Organisation.name, Organisation.id)
    )
    places: dict[int, list[Place]] = {}
    for member, role in db.session.execute(statement):
        places.setdefault(member.programme_id, []).append(Place(member, role in roles_at_least("owner")))
    return places


def coordinated_among(user: User, programmes: list[Programme]) -> set[int]:
    """Ids of those of these programmes that a cluster of this person coordinates. One query."""
    mine = set(db.session.scalars(ids_of(user, kind="cluster")))
    return {programme.id for programme in programmes if programme.coordinator_id in mine}


def _members(programme: Programme) -> Select:  # type: ignore[type-arg]
    return (
        select(ProgrammeMember)
        .join(Organisation, ProgrammeMember.organisation_id == Organisation.id)
        .where(ProgrammeMember.programme_id == programme.id)
        .options(contains_eager(ProgrammeMember.organisation))
        .order_by(Organisation.kind, Organisation.name, Organisation.id)
    )


def members_for_coordinator(programme: Programme, number: int) -> Page:
    """One page of who takes part, as the coordinator may know it: clusters in any state, companies once they accepted.

    A company that was asked or declined is not told, because that would tell that it is in the network.
    """
    known = or_(Organisation.kind == "cluster", ProgrammeMember.state.in_(("accepted", "left")))
    return page_of(_members(programme).where(known), number)


def members_for_others(programme: Programme, number: int) -> Page:
    """One page of who takes part, as all who are in the programme may know it: the clusters that accepted.

    Companies learn nothing of one another.
    """
    known = and_(Organisation.kind == "cluster", ProgrammeMember.state == "accepted")
    return page_of(_members(programme).where(known), number)


def asks_of(programme: Programme) -> list[ProgrammeAsk]:
    """The addresses at which companies were asked, newest first."""
    statement = select(ProgrammeAsk).where(ProgrammeAsk.programme_id == programme.id)
    return list(db.session.scalars(statement.order_by(ProgrammeAsk.created_at.desc(), ProgrammeAsk.id.desc())))


def clusters_to_ask(programme: Programme) -> list[Organisation]:
    """The confirmed clusters that are neither asked nor in the programme yet, by name."""
    there = select(ProgrammeMember.organisation_id).where(
        ProgrammeMember.programme_id == programme.id, ProgrammeMember.state.in_(("asked", "accepted"))
    )
    statement = select(Organisation).where(
        Organisation.kind == "cluster",
        Organisation.confirmed_at.is_not(None),
        Organisation.id != programme.coordinator_id,
        Organisation.id.not_in(there),
    )
    return list(db.session.scalars(statement.order_by(Organisation.name, Organisation.id)))


def companies_owned_by(user: User) -> list[Organisation]:
    """The companies of which a person is an owner, by name."""
    owned = Organisation.id.in_(ids_of(user, "owner", "company"))
    return list(db.session.scalars(select(Organisation).where(owned).order_by(Organisation.name, Organisation.id)))


def member_of(programme: Programme, organisation: Organisation) -> ProgrammeMember | None:
    """The place of an organisation in a programme, in any state."""
    return db.session.scalar(
        select(ProgrammeMember).where(
            ProgrammeMember.programme_id == programme.id, ProgrammeMember.organisation_id == organisation.id
        )
    )


def ask_at(programme: Programme, address: str) -> ProgrammeAsk | None:
    """The note that an address was asked."""
    return db.session.scalar(
        select(ProgrammeAsk).where(ProgrammeAsk.programme_id == programme.id, ProgrammeAsk.address == address)
    )


def asks_waiting_for(user: User) -> list[ProgrammeMember]:
    """The places in programmes that wait for an answer of an organisation this person owns. One query."""
    statement = (
        select(ProgrammeMember)
        .where(ProgrammeMember.state == "asked", ProgrammeMember.organisation_id.in_(ids_of(user, "owner")))
        .options(joinedload(ProgrammeMember.programme), joinedload(ProgrammeMember.organisation))
        .order_by(ProgrammeMember.id)
    )
    return list(db.session.scalars(statement))
