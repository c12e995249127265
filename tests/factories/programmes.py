"""Programmes for tests."""

from __future__ import annotations

from datetime import date

from livinglab.foundation.db import db
from livinglab.foundation.surroundings import now
from livinglab.network.models import Organisation
from livinglab.programmes.models import Programme, ProgrammeMember


def programme(coordinator: Organisation, name: str = "Baltic Living Lab", **facts: object) -> Programme:
    """A programme that a cluster coordinates."""
    row = Programme(
        name=name,
        about=facts.get("about", "Ten companies try their products around the Baltic Sea."),
        funder=facts.get("funder", "Interreg Baltic Sea Region"),
        reference=facts.get("reference", "C-42"),
        begins_on=facts.get("begins_on", date(2026, 9, 1)),
        ends_on=facts.get("ends_on", date(2028, 8, 31)),
        coordinator_id=coordinator.id,
        created_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    return row


def takes_part(organisation: Organisation, in_: Programme, state: str = "accepted") -> ProgrammeMember:
    """An organisation in a programme: asked, accepted, declined or left."""
    row = ProgrammeMember(
        programme_id=in_.id,
        organisation_id=organisation.id,
        state=state,
        created_at=now(),
        answered_at=None if state == "asked" else now(),
    )
    db.session.add(row)
    db.session.flush()
    return row
