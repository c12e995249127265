"""Users and their sign-ins."""

from __future__ import annotations

from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, relationship

from livinglab.foundation.db import Base, personal, public, secret


class User(UserMixin, Base):
    """A person with an account. Without a password yet, somebody typed the address to sign up and nothing more."""

    __tablename__ = "users"

    id: Mapped[int] = public(primary_key=True)
    email: Mapped[str] = personal(String(254), unique=True)
    name: Mapped[str] = personal(String(120))
    password_hash: Mapped[str] = secret(String(200))
    is_administrator: Mapped[bool] = public(default=False)
    created_at: Mapped[datetime] = public()

    # The session this object was loaded for, never stored: see `carried_by`.
    session_token = None
    session_id = None

    def carried_by(self, token: str, session_id: int) -> None:
        """Remember the session that this request is authenticated by."""
        self.session_token = token
        self.session_id = session_id

    def get_id(self) -> str:
        """What the cookie carries: the session's token, so that ending the session ends the cookie."""
        if self.session_token is None:
            raise RuntimeError("sign the user in through accounts.sessions.begin")
        return self.session_token


class Session(Base):
    """One sign-in on one device, until it ends."""

    __tablename__ = "sessions"

    id: Mapped[int] = public(primary_key=True)
    token_hash: Mapped[str] = secret(String(64), unique=True)
    user_id: Mapped[int] = personal(ForeignKey("users.id"), index=True)
    device: Mapped[str] = personal(String(200))
    created_at: Mapped[datetime] = public()
    expires_at: Mapped[datetime] = public()
    ended_at: Mapped[datetime | None] = public()

    user: Mapped[User] = relationship()
