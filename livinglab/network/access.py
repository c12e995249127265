"""Who may see and change which organisation; every room asks here what a person may do for a company or cluster."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import abort
from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import joinedload

from livinglab.accounts.models import User
from livinglab.foundation import links
from livinglab.foundation.addresses import LARGEST_ID
from livinglab.foundation.db import db
from livinglab.foundation.surroundings import now
from livinglab.network.models import ROLES, ColleagueInvitation, Membership, Organisation

JOIN = "join"  # what the link in a colleague's invitation is for


def roles_at_least(role: str) -> tuple[str, ...]:
    """The roles that may do what `role` may: of owner, member, reader."""
    return ROLES[: ROLES.index(role) + 1]


# Made once: nearly every page asks it, and making the statement costs more than running it.
_ROLE = select(Membership.role).where(
    Membership.user_id == bindparam("user"),
    Membership.organisation_id == bindparam("organisation"),
    Membership.ended_at.is_(None),
)


def role_in(user: User, organisation_id: int) -> str | None:
    """What a person is in an organisation now: owner, member, reader, or None."""
    return db.session.scalar(_ROLE, {"user": user.id, "organisation": organisation_id})


def may(user: User, organisation_id: int, role: str) -> bool:
    """Whether a person is at least `role` in an organisation."""
    return role_in(user, organisation_id) in roles_at_least(role)


def ids_of(user: User, at_least: str = "reader", kind: str | None = None) -> Select[Any]:
    """A subquery: ids of the organisations in which a person is at least `at_least`."""
    return _ids_of_anybody(at_least, kind).where(Membership.user_id == user.id)


@cache
def _ids_of_anybody(at_least: str, kind: str | None) -> Select[Any]:
    """All but the person, made once: it stands in nearly every statement, and is most of the work of making it."""
    statement = select(Membership.organisation_id).where(
        Membership.ended_at.is_(None), Membership.role.in_(roles_at_least(at_least))
    )
    if kind is None:
        return statement
    of_this_kind = Membership.organisation_id == Organisation.id
    return statement.join(Organisation, of_this_kind).where(Organisation.kind == kind)


def my_organisations(user: User, at_least: str = "reader", kind: str | None = None) -> list[Organisation]:
    """The organisations a person works for, by name."""
    statement = select(Organisation).where(Organisation.id.in_(ids_of(user, at_least, kind)))
    return list(db.session.scalars(statement.order_by(Organisation.name, Organisation.id)))


def organisation_to_work_for(user: User, organisation_id: int, kind: str | None = None) -> Organisation:
    """An organisation in which a person may make things: 404 when it is not theirs, 403 for readers."""
    organisation = db.session.get(Organisation, organisation_id) if organisation_id <= LARGEST_ID else None
    if organisation is None or (kind is not None and organisation.kind != kind):
        abort(404)
    require(user, organisation_id, "member")
    return organisation


def require(user: User, organisation_id: int, role: str) -> None:
    """404 for who is not in the organisation, 403 for who is, but less than `role`."""
    held = role_in(user, organisation_id)
    if held is None:
        abort(404)
    if held not in roles_at_least(role):
        abort(403)


def confirms_clusters(user: User) -> bool:
    """Whether a person may vouch for a new cluster: administrators, and who works for a confirmed cluster."""
    if user.is_administrator:
        return True
    confirmed = Organisation.id.in_(ids_of(user, "member", "cluster")) & Organisation.confirmed_at.is_not(None)
    return db.session.scalar(select(Organisation.id).where(confirmed).limit(1)) is not None


def visible_organisations(user: User) -> Select[Any]:
    """The organisations a person may see: their own, confirmed clusters, and for who may confirm, those that wait."""
    seen = [
        Organisation.id.in_(ids_of(user)),
        (Organisation.kind == "cluster") & Organisation.confirmed_at.is_not(None),
    ]
    if confirms_clusters(user):
        seen.append(Organisation.kind == "cluster")
    return select(Organisation).where(or_(*seen))


def organisation_to_view(user: User, organisation_id: int) -> Organisation:
    """An organisation a person may see, else 404."""
    found = db.session.scalar(visible_organisations(user).where(Organisation.id == organisation_id))
    if found is None:
        abort(404)
    return found


def organisation_to_manage(user: User, organisation_id: int) -> Organisation:
    """An organisation whose people and entry a person may change: owners; 403 for others who see it."""
    found = organisation_to_view(user, organisation_id)
    if not may(user, organisation_id, "owner"):
        abort(403)
    return found


def organisation_to_confirm(user: User, organisation_id: int) -> Organisation:
    """A cluster that waits, for who may vouch for it and does not belong to it."""
    found = organisation_to_view(user, organisation_id)
    if not found.is_cluster or not confirms_clusters(user) or role_in(user, organisation_id) is not None:
        abort(403)
    return found


def require_confirmer(user: User) -> None:
    """404 for who may not vouch for new clusters: for them there is no such page."""
    if not confirms_clusters(user):
        abort(404)


def organisation_of_mine(user: User, organisation_id: int) -> Organisation:
    """An organisation a person belongs to, in whatever role, else 404: who is in it is for those inside only."""
    require(user, organisation_id, "reader")
    return db.session.get_one(Organisation, organisation_id)


def membership_to_manage(user: User, organisation_id: int, membership_id: int) -> Membership:
    """A person in, or lately in, an organisation that one owns; 403 for others who see it, else 404."""
    organisation_to_manage(user, organisation_id)
    found = db.session.scalar(
        select(Membership)
        .options(joinedload(Membership.user))
        .where(Membership.id == membership_id, Membership.organisation_id == organisation_id)
    )
    if found is None:
        abort(404)
    return found


def colleague_invitation_to_manage(user: User, organisation_id: int, invitation_id: int) -> ColleagueInvitation:
    """An invitation of an organisation that one owns; 403 for others who see it, else 404."""
    organisation_to_manage(user, organisation_id)
    found = db.session.scalar(
        select(ColleagueInvitation).where(
            ColleagueInvitation.id == invitation_id, ColleagueInvitation.organisation_id == organisation_id
        )
    )
    if found is None:
        abort(404)
    return found


@dataclass(frozen=True)
class Joining:
    """An invitation that somebody came with a link for; `state` is `open`, `accepted`, `withdrawn` or `expired`."""

    invitation: ColleagueInvitation
    state: str


def joining(token: str) -> Joining | None:
    """What a mailed link invites to, also when it has ended, so that a page can say why; None when it is unknown."""
    link = links.find(token, JOIN)
    invitation = None if link is None else db.session.get(ColleagueInvitation, link.object_id)
    if link is None or invitation is None:
        return None
    state = invitation.state_at(now())
    return Joining(invitation, state if state != "open" or link.works_at(now()) else "expired")


def colleague_invitation_to_answer(user: User, invitation_id: int, *, came_by_link: bool) -> ColleagueInvitation:
    """An invitation to one's own address, also an ended one; to another address only for who came by its link."""
    found = db.session.get(ColleagueInvitation, invitation_id)
    if found is None or (found.email != user.email and not came_by_link):
        abort(404)
    return found
