"""Who may see and change which programme, and whose rounds a coordinator may read."""

from __future__ import annotations

from typing import Any

from flask import abort
from sqlalchemy import Select, or_, select

from livinglab.accounts.models import User
from livinglab.foundation.db import db
from livinglab.network.access import ids_of, may
from livinglab.network.models import Organisation
from livinglab.programmes.models import Programme, ProgrammeMember


def visible_programmes(user: User) -> Select[Any]:
    """The programmes that a person's organisations coordinate, or were asked to take part in."""
    asked = select(ProgrammeMember.programme_id).where(ProgrammeMember.organisation_id.in_(ids_of(user)))
    return select(Programme).where(or_(Programme.coordinator_id.in_(ids_of(user)), Programme.id.in_(asked)))


def programme_to_view(user: User, programme_id: int) -> Programme:
    """A programme a person may see, else 404."""
    found = db.session.scalar(visible_programmes(user).where(Programme.id == programme_id))
    if found is None:
        abort(404)
    return found


def programme_to_manage(user: User, programme_id: int) -> Programme:
    """A programme a person may change: owners and members of its coordinator; 403 for others who see it."""
    found = programme_to_view(user, programme_id)
    if not may(user, found.coordinator_id, "member"):
        abort(403)
    return found


def coordinates(user: User, programme: Programme) -> bool:
    """Whether a person is at the cluster that coordinates, in any role."""
    return may(user, programme.coordinator_id, "reader")


def coordinated_company_ids(user: User) -> Select[Any]:
    """A subquery: ids of the companies that accepted a programme which a person's cluster coordinates.

    Only these companies' rounds may be read by the coordinator; a company that was only asked, declined or left is
    not among them.
    """
    return (
        select(ProgrammeMember.organisation_id)
        .join(Programme, ProgrammeMember.programme_id == Programme.id)
        .join(Organisation, ProgrammeMember.organisation_id == Organisation.id)
        .where(
            ProgrammeMember.state == "accepted",
            Organisation.kind == "company",
            Programme.coordinator_id.in_(ids_of(user, kind="cluster")),
        )
    )


def membership_to_answer(user: User, programme_id: int, organisation_id: int) -> ProgrammeMember:
    """The place of one's own organisation in a programme: 404 for others, 403 for who is not an owner there."""
    found = db.session.scalar(
        select(ProgrammeMember).where(
            ProgrammeMember.programme_id == programme_id,
            ProgrammeMember.organisation_id == organisation_id,
            ProgrammeMember.organisation_id.in_(ids_of(user)),
        )
    )
    if found is None:
        abort(404)
    if not may(user, organisation_id, "owner"):
        abort(403)
    return found
