"""Organisations, memberships, and invitations of colleagues."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from livinglab.accounts.models import User
from livinglab.foundation.db import Base, personal, public

KINDS = ("company", "cluster")
ROLES = ("owner", "member", "reader")
A_ROLE = {"owner": "an owner", "member": "a member", "reader": "a reader"}  # in a sentence


class Organisation(Base):
    """A company or a cluster. A cluster is seen by others once it is confirmed; a company needs no confirmation."""

    __tablename__ = "organisations"
    __table_args__ = (CheckConstraint("kind IN ('company', 'cluster')", name="kind"),)

    id: Mapped[int] = public(primary_key=True)
    kind: Mapped[str] = public(String(10))
    name: Mapped[str] = public(String(120))
    country: Mapped[str] = public(String(2))
    website: Mapped[str] = public(String(200), default="")
    about: Mapped[str] = public(Text, default="")
    created_at: Mapped[datetime] = public()
    confirmed_at: Mapped[datetime | None] = public()
    confirmed_by_id: Mapped[int | None] = personal(ForeignKey("users.id"))

    @property
    def is_cluster(self) -> bool:
        """Whether it is a business network."""
        return self.kind == "cluster"

    @property
    def is_confirmed(self) -> bool:
        """Whether others may see it and ask it: every company, and each cluster somebody vouched for."""
        return not self.is_cluster or self.confirmed_at is not None


class Membership(Base):
    """A person in an organisation. Who left keeps the row with `ended_at`."""

    __tablename__ = "memberships"
    __table_args__ = (
        UniqueConstraint("user_id", "organisation_id"),
        CheckConstraint("role IN ('owner', 'member', 'reader')", name="role"),
    )

    id: Mapped[int] = public(primary_key=True)
    user_id: Mapped[int] = personal(ForeignKey("users.id"))
    organisation_id: Mapped[int] = public(ForeignKey("organisations.id"), index=True)
    role: Mapped[str] = public(String(10))
    created_at: Mapped[datetime] = public()
    ended_at: Mapped[datetime | None] = public()

    user: Mapped[User] = relationship()
    organisation: Mapped[Organisation] = relationship()


class ColleagueInvitation(Base):
    """An organisation asks somebody to join it, by a link in a mail."""

    __tablename__ = "colleague_invitations"

    id: Mapped[int] = public(primary_key=True)
    organisation_id: Mapped[int] = public(ForeignKey("organisations.id"), index=True)
    email: Mapped[str] = personal(String(254), index=True)
    role: Mapped[str] = public(String(10))
    invited_by_id: Mapped[int] = personal(ForeignKey("users.id"))
    created_at: Mapped[datetime] = public()
    expires_at: Mapped[datetime] = public()
    accepted_at: Mapped[datetime | None] = public()
    withdrawn_at: Mapped[datetime | None] = public()

    organisation: Mapped[Organisation] = relationship()
    invited_by: Mapped[User] = relationship()

    def state_at(self, moment: datetime) -> str:
        """`open`, or why it can no longer be accepted: `accepted`, `withdrawn`, `expired`."""
        if self.accepted_at is not None:
            return "accepted"
        if self.withdrawn_at is not None:
            return "withdrawn"
        return "open" if self.expires_at > moment else "expired"
