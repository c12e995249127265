"""Who did what, when: one line per change, written in the transaction of the change."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped

from livinglab.foundation.db import Base, confidential, db, personal, public
from livinglab.foundation.surroundings import now


class AuditLine(Base):
    """One change. `actor` is a user's id as text, or a word for what is no user ("tester", "worker")."""

    __tablename__ = "audit_lines"
    __table_args__ = (Index(None, "object_type", "object_id"),)

    id: Mapped[int] = public(primary_key=True)
    at: Mapped[datetime] = public()
    actor: Mapped[str] = personal(String(40))
    verb: Mapped[str] = public(String(60))
    object_type: Mapped[str] = public(String(40))
    object_id: Mapped[int] = public()
    details: Mapped[dict[str, Any]] = confidential(default=dict)


def record(verb: str, thing: Any, by: Any, **details: Any) -> None:
    """Write the line for a change to `thing` (a row; a new one gets its id first)."""
    if thing.id is None:
        db.session.flush()
    actor = by if isinstance(by, str) else str(by.id)
    db.session.add(
        AuditLine(
            at=now(),
            actor=actor,
            verb=verb,
            object_type=thing.__tablename__,
            object_id=thing.id,
            details=details,
        )
    )
