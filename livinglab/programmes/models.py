"""Programmes and the organisations in them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from livinglab.accounts.models import User
from livinglab.foundation.db import Base, confidential, personal, public
from livinglab.network.models import Organisation


class Programme(Base):
    """Work that several organisations do together, for a time. The coordinator is a role that one cluster holds."""

    __tablename__ = "programmes"

    id: Mapped[int] = public(primary_key=True)
    name: Mapped[str] = public(String(120))
    about: Mapped[str] = confidential(Text, default="")
    funder: Mapped[str] = confidential(String(120), default="")
    reference: Mapped[str] = confidential(String(60), default="")
    begins_on: Mapped[date | None] = public(Date)
    ends_on: Mapped[date | None] = public(Date)
    coordinator_id: Mapped[int] = public(ForeignKey("organisations.id"), index=True)
    created_at: Mapped[datetime] = public()

    coordinator: Mapped[Organisation] = relationship()


class ProgrammeMember(Base):
    """An organisation in a programme. `accepted` is its own word: only then the coordinator sees its rounds."""

    __tablename__ = "programme_members"
    __table_args__ = (
        UniqueConstraint("programme_id", "organisation_id"),
        CheckConstraint("state IN ('asked', 'accepted', 'declined', 'left')", name="state"),
    )

    id: Mapped[int] = public(primary_key=True)
    programme_id: Mapped[int] = public(ForeignKey("programmes.id"))
    organisation_id: Mapped[int] = public(ForeignKey("organisations.id"), index=True)
    state: Mapped[str] = public(String(10), default="asked")
    created_at: Mapped[datetime] = public()
    answered_at: Mapped[datetime | None] = public()

    programme: Mapped[Programme] = relationship()
    organisation: Mapped[Organisation] = relationship()


class ProgrammeAsk(Base):
    """An address at which a coordinator asked for a company. It says nothing about whether anybody has it."""

    __tablename__ = "programme_asks"
    __table_args__ = (UniqueConstraint("programme_id", "address"),)

    id: Mapped[int] = public(primary_key=True)
    programme_id: Mapped[int] = public(ForeignKey("programmes.id"))
    address: Mapped[str] = personal(String(254))
    asked_by_id: Mapped[int] = personal(ForeignKey("users.id"))
    created_at: Mapped[datetime] = public()

    programme: Mapped[Programme] = relationship()
    asked_by: Mapped[User] = relationship()
