"""What the pages of an account show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from livinglab.accounts import devices
from livinglab.accounts.models import Session, User
from livinglab.foundation.db import db
from livinglab.foundation.surroundings import now


@dataclass(frozen=True)
class SignIn:
    """One open session: on what, since when, until when, and whether it is the one that asks."""

    id: int
    device: str
    since: datetime
    until: datetime
    is_this: bool


def open_sessions(user: User) -> list[SignIn]:
    """A person's sessions that have not ended: this one first, then the newest."""
    found = db.session.scalars(
        select(Session)
        .where(Session.user_id == user.id, Session.ended_at.is_(None), Session.expires_at > now())
        .order_by(Session.created_at.desc(), Session.id.desc())
    )
    rows = [
        SignIn(s.id, devices.in_words(s.device), s.created_at, s.expires_at, s.id == user.session_id) for s in found
    ]
    return sorted(rows, key=lambda row: not row.is_this)


def password_of(address: str) -> tuple[int, str]:
    """(id, hash) of the account of a normal address; (0, "") when it has none."""
    found = db.session.execute(select(User.id, User.password_hash).where(User.email == address)).first()
    return (found[0], found[1]) if found is not None else (0, "")


def user_with_password(user_id: int, password_hash: str) -> User | None:
    """A person whose password is still the one that was just checked."""
    return db.session.scalar(
        select(User).where(User.id == user_id, User.password_hash == password_hash, User.password_hash != "")
    )
