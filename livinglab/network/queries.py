"""What the pages of organisations and their people show."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, bindparam, case, select
from sqlalchemy.orm import contains_eager, joinedload

from livinglab.accounts.models import User
from livinglab.foundation.audit import AuditLine
from livinglab.foundation.db import db
from livinglab.foundation.paging import Page, page_of
from livinglab.foundation.surroundings import now
from livinglab.network.access import ids_of, visible_organisations
from livinglab.network.models import ColleagueInvitation, Membership, Organisation

CLUSTERS_ON_A_PAGE = 30
REMOVED_SHOWN = timedelta(days=30)
ENDED_INVITATIONS_SHOWN = timedelta(days=30)
REMOVED = "remove_member"
LEFT = "leave"

_IN_ORDER_OF_ROLES = case({"owner": 0, "member": 1}, value=Membership.role, else_=2)


@dataclass(frozen=True)
class Mine:
    """An organisation and what a person is in it."""

    organisation: Organisation
    role: str


def my_roles(user: User) -> list[Mine]:
    """The organisations a person works for, by name, each with the person's role."""
    rows = db.session.execute(
        select(Organisation, Membership.role)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.user_id == user.id, Membership.ended_at.is_(None))
        .order_by(Organisation.name, Organisation.id)
    )
    return [Mine(organisation, role) for organisation, role in rows]


def confirmed_clusters() -> list[Organisation]:
    """Every cluster that others may ask, by name."""
    return list(db.session.scalars(_confirmed().order_by(Organisation.name, Organisation.id)))


def cluster_countries() -> list[str]:
    """The countries that have a confirmed cluster."""
    confirmed = _confirmed().with_only_columns(Organisation.country).distinct()
    return list(db.session.scalars(confirmed))


def clusters_page(words: str, country: str, number: int) -> Page:
    """One page of confirmed clusters whose name holds `words`, in `country` (a code; empty for all)."""
    statement = _confirmed().order_by(Organisation.name, Organisation.id)
    if country:
        statement = statement.where(Organisation.country == country)
    if words:
        # Compared here, not in SQL: no database of ours finds "Bałtyk" when somebody types "baltyk".
        names = db.session.execute(statement.with_only_columns(Organisation.id, Organisation.name))
        found = [row.id for row in names if _folded(words) in _folded(row.name)]
        statement = statement.where(Organisation.id.in_(found))
    return page_of(statement, number, CLUSTERS_ON_A_PAGE)


def clusters_waiting_for(user: User) -> list[Organisation]:
    """Clusters that wait for somebody to vouch for them, and that this person may confirm; oldest first."""
    waiting = visible_organisations(user).where(
        Organisation.kind == "cluster", Organisation.confirmed_at.is_(None), Organisation.id.not_in(ids_of(user))
    )
    return list(db.session.scalars(waiting.order_by(Organisation.created_at, Organisation.id)))


def owners_of(organisation_id: int) -> list[User]:
    """Who owns an organisation now, by name."""
    return list(
        db.session.scalars(
            select(User)
            .join(Membership, Membership.user_id == User.id)
            .where(
                Membership.organisation_id == organisation_id,
                Membership.role == "owner",
                Membership.ended_at.is_(None),
            )
            .order_by(User.name, User.id)
        )
    )


def administrators() -> list[User]:
    """The administrators of this instance."""
    return list(db.session.scalars(select(User).where(User.is_administrator, User.password_hash != "")))


def people_page(organisation_id: int, number: int) -> Page:
    """One page of the memberships of an organisation, with their people: owners first, then by name."""
    return page_of(
        _memberships(organisation_id)
        .where(Membership.ended_at.is_(None))
        .order_by(_IN_ORDER_OF_ROLES, User.name, Membership.id),
        number,
    )


def removed_lately(organisation_id: int) -> list[Membership]:
    """Who was removed (not who left by themselves) so lately that they can be added again at once."""
    last = (
        select(AuditLine.verb)
        .where(
            AuditLine.object_type == "memberships",
            AuditLine.object_id == Membership.id,
            AuditLine.verb.in_((REMOVED, LEFT)),
        )
        .order_by(AuditLine.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = _memberships(organisation_id).where(Membership.ended_at > now() - REMOVED_SHOWN, last == REMOVED)
    return list(db.session.scalars(statement.order_by(Membership.ended_at.desc())))


def was_removed_lately(membership: Membership) -> bool:
    """Whether somebody can be added again without asking them."""
    return membership.id in {row.id for row in removed_lately(membership.organisation_id)}


def membership_of(user_id: int, organisation_id: int) -> Membership | None:
    """The row of a person in an organisation, also of who has left."""
    return db.session.scalar(
        select(Membership).where(Membership.user_id == user_id, Membership.organisation_id == organisation_id)
    )


def owner_count(organisation_id: int) -> int:
    """How many owners an organisation has now."""
    return len(owners_of(organisation_id))


def unanswered_invitations(organisation_id: int) -> Sequence[ColleagueInvitation]:
    """Invitations of an organisation that wait, or were left to expire not long ago; newest first."""
    statement = select(ColleagueInvitation).where(
        ColleagueInvitation.organisation_id == organisation_id,
        ColleagueInvitation.accepted_at.is_(None),
        ColleagueInvitation.withdrawn_at.is_(None),
        ColleagueInvitation.expires_at > now() - ENDED_INVITATIONS_SHOWN,
    )
    return db.session.scalars(statement.order_by(ColleagueInvitation.id.desc())).all()


def open_invitations_to(address: str) -> Sequence[ColleagueInvitation]:
    """Invitations that wait for the owner of an address, with who asks."""
    statement = _open_invitations(address).options(
        joinedload(ColleagueInvitation.organisation), joinedload(ColleagueInvitation.invited_by)
    )
    return db.session.scalars(statement.order_by(ColleagueInvitation.id)).all()


def open_invitations(organisation_id: int, address: str) -> Sequence[ColleagueInvitation]:
    """Invitations of one organisation that wait for the owner of an address."""
    return db.session.scalars(
        _open_invitations(address).where(ColleagueInvitation.organisation_id == organisation_id)
    ).all()


def _open_invitations(address: str) -> Select[Any]:
    return select(ColleagueInvitation).where(
        ColleagueInvitation.email == address,
        ColleagueInvitation.accepted_at.is_(None),
        ColleagueInvitation.withdrawn_at.is_(None),
        ColleagueInvitation.expires_at > now(),
    )


def _confirmed() -> Select[Any]:
    return select(Organisation).where(Organisation.kind == "cluster", Organisation.confirmed_at.is_not(None))


def _memberships(organisation_id: int) -> Select[Any]:
    return (
        select(Membership)
        .join(User, Membership.user_id == User.id)
        .options(contains_eager(Membership.user))
        .where(Membership.organisation_id == organisation_id)
    )


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l").replace("ø", "o"))
    return "".join(c for c in plain if not unicodedata.combining(c))


def companies_named(name: str | None) -> list[Organisation]:
    """The companies with a name, or all of them; for the command line, which asks nobody who they are."""
    statement = select(Organisation).where(Organisation.kind == "company").order_by(Organisation.name, Organisation.id)
    return list(db.session.scalars(statement if name is None else statement.where(Organisation.name == name)))


_KINDS = (
    select(Organisation.kind)
    .join(Membership, Membership.organisation_id == Organisation.id)
    .where(Membership.user_id == bindparam("user_id"), Membership.ended_at.is_(None))
    .distinct()
)


def kinds_of(user: User) -> set[str]:
    """What a person works for: company, cluster, both, or nothing yet. One query, for the menu of every page."""
    return set(db.session.scalars(_KINDS, {"user_id": user.id}))
