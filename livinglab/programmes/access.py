"""Who may see and change which programme, and whose rounds a coordinator may read."""

from __future__ import annotations

from typing import Any

from flask import abort
from sqlalchemy import Select, or_, select

from livinglab.accounts.models import User
from livinglab.foundation.db import db
from livinglab.network.access import ids_of, may, my_organisations
from livinglab.network.models import Organisation
from livinglab.programmes.models import Programme, ProgrammeAsk, ProgrammeMember


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


def clusters_to_coordinate_with(user: User) -> list[Organisation]:
    """The confirmed clusters for which a person may begin a programme; 403 when there are none."""
    clusters = [cluster for cluster in my_organisations(user, "member", "cluster") if cluster.is_confirmed]
    if not clusters:
        abort(403)
    return clusters


def cluster_ask_to_take_back(user: User, programme_id: int, organisation_id: int) -> ProgrammeMember:
    """A cluster that was asked and has not answered, for who may change the programme.

    A company is never found here: the answer would tell a coordinator that it is in the network.
    """
    programme = programme_to_manage(user, programme_id)
    found = db.session.scalar(
        select(ProgrammeMember)
        .join(Organisation, ProgrammeMember.organisation_id == Organisation.id)
        .where(
            ProgrammeMember.programme_id == programme.id,
            ProgrammeMember.organisation_id == organisation_id,
            ProgrammeMember.state == "asked",
            Organisation.kind == "cluster",
        )
    )
    if found is None:
        abort(404)
    return found


def address_ask_to_take_back(user: User, programme_id: int, ask_id: int) -> ProgrammeAsk:
    """An address that was asked for its company, for who may change the programme."""
    programme = programme_to_manage(user, programme_id)
    found = db.session.scalar(
        select(ProgrammeAsk).where(ProgrammeAsk.id == ask_id, ProgrammeAsk.programme_id == programme.id)
    )
    if found is None:
        abort(404)
    return found
