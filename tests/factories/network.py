"""Organisations for tests."""

from __future__ import annotations

from livinglab.accounts.models import User
from livinglab.foundation import links
from livinglab.foundation.db import db
from livinglab.foundation.surroundings import now
from livinglab.network.access import JOIN
from livinglab.network.actions import INVITATION_VALID
from livinglab.network.models import ColleagueInvitation, Membership, Organisation


def company(name: str, country: str) -> Organisation:
    """A company."""
    return _organisation("company", name, country, confirmed=False)


def cluster(name: str, country: str, *, confirmed: bool = True) -> Organisation:
    """A cluster, confirmed unless said otherwise."""
    return _organisation("cluster", name, country, confirmed=confirmed)


def _organisation(kind: str, name: str, country: str, *, confirmed: bool) -> Organisation:
    row = Organisation(
        kind=kind, name=name, country=country, created_at=now(), confirmed_at=now() if confirmed else None
    )
    db.session.add(row)
    db.session.flush()
    return row


def member(user: User, organisation: Organisation, role: str, *, left: bool = False) -> Membership:
    """Somebody in an organisation, or somebody who has left it."""
    row = Membership(
        user_id=user.id,
        organisation_id=organisation.id,
        role=role,
        created_at=now(),
        ended_at=now() if left else None,
    )
    db.session.add(row)
    db.session.flush()
    return row


def colleague_invitation(
    organisation: Organisation, email: str, role: str = "member", *, by: User
) -> tuple[ColleagueInvitation, str]:
    """An open invitation, and the path of the link that was mailed."""
    row = ColleagueInvitation(
        organisation_id=organisation.id,
        email=email,
        role=role,
        invited_by_id=by.id,
        created_at=now(),
        expires_at=now() + INVITATION_VALID,
    )
    db.session.add(row)
    db.session.flush()
    return row, f"/network/join/{links.issue(JOIN, row.id, row.expires_at)}"
