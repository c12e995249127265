"""Organisations for tests."""

from __future__ import annotations

from livinglab.accounts.models import User
from livinglab.foundation.db import db
from livinglab.foundation.surroundings import now
from livinglab.network.models import Membership, Organisation


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
