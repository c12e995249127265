"""Sessions live on the server: the cookie carries a token, the database its hash; ending the row ends the cookie."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, request
from flask_login import LoginManager, current_user, login_user, logout_user
from sqlalchemy import select, update

from livinglab.accounts.models import Session, User
from livinglab.foundation import links
from livinglab.foundation.db import db
from livinglab.foundation.surroundings import now

LIFETIME = timedelta(days=14)


def load_user(token: str) -> User | None:
    """The user of a session that is known and has not ended."""
    row = db.session.execute(
        select(Session, User)
        .join(User, Session.user_id == User.id)
        .where(Session.token_hash == links.hash_of(token), Session.ended_at.is_(None), Session.expires_at > now())
    ).first()
    if row is None:
        return None
    session, user = row
    user.session_token = token
    user.session_id = session.id
    return user


def begin(user: User) -> None:
    """Sign a person in on this device. The caller commits."""
    token = links.new_token()
    device = (request.user_agent.string or "unknown device")[:200]
    db.session.add(
        Session(
            token_hash=links.hash_of(token),
            user_id=user.id,
            device=device,
            created_at=now(),
            expires_at=now() + LIFETIME,
        )
    )
    user.session_token = token
    login_user(user)


def end_here() -> None:
    """Sign out on this device. The caller commits."""
    end(current_user, current_user.session_id)
    logout_user()


def end(user: User, session_id: int | None) -> int:
    """End one session of a person, or all (None); how many ended. The caller commits."""
    statement = update(Session).where(Session.user_id == user.id, Session.ended_at.is_(None))
    if session_id is not None:
        statement = statement.where(Session.id == session_id)
    return db.session.execute(statement.values(ended_at=now())).rowcount  # type: ignore[attr-defined]


def init_app(app: Flask) -> None:
    """Bind Flask-Login."""
    manager = LoginManager(app)
    manager.session_protection = None  # it compares browsers; our sessions are random and can be ended
    manager.user_loader(load_user)
