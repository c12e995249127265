"""Sessions live on the server: the cookie carries a token, the database its hash; ending the row ends the cookie.

A session that is used goes on. Looking writes nothing, so only sending a form counts as use.
"""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from flask import Flask, has_request_context, request
from flask import session as cookie
from flask_login import LoginManager, current_user, login_user, logout_user
from sqlalchemy import CursorResult, bindparam, select, update

from livinglab.accounts.models import Session, User
from livinglab.foundation import links
from livinglab.foundation.db import SAFE_METHODS, UtcTime, db
from livinglab.foundation.surroundings import now

LIFETIME = timedelta(days=14)
EXTENDED_EVERY = timedelta(days=1)  # not more often: it is one more write
# Every page of a signed-in person asks it, and putting it together took longer than asking.
_SESSION = (
    select(Session, User)
    .join(User, Session.user_id == User.id)
    .where(
        Session.token_hash == bindparam("token_hash"),
        Session.ended_at.is_(None),
        Session.expires_at > bindparam("now", type_=UtcTime()),
    )
)


def me() -> User:
    """The person who is signed in. Only for views whose policy lets nobody else in."""
    return cast(User, current_user._get_current_object())


def visitor() -> User | None:
    """The person who is signed in, None when nobody is."""
    return me() if current_user.is_authenticated else None


def load_user(token: str) -> User | None:
    """The user of a session that is known and has not ended."""
    row = db.session.execute(_SESSION, {"token_hash": links.hash_of(token), "now": now()}).first()
    if row is None:
        return None
    session, user = row
    _extend(session)
    user.carried_by(token, session.id)
    return user


def _extend(session: Session) -> None:
    """Let a session that is used last as long again. It is stored with what the form changes, and only then."""
    if not has_request_context() or request.method in SAFE_METHODS:
        return
    if session.expires_at < now() + LIFETIME - EXTENDED_EVERY:
        session.expires_at = now() + LIFETIME
        cookie.modified = True  # its signature has an age too, and begins anew


def begin(user: User) -> None:
    """Sign a person in on this device; who was signed in here before is signed out. The caller commits."""
    if current_user.is_authenticated:
        end_here()
    token = links.new_token()
    session = Session(
        token_hash=links.hash_of(token),
        user_id=user.id,
        device=(request.user_agent.string or "unknown device")[:200],
        created_at=now(),
        expires_at=now() + LIFETIME,
    )
    db.session.add(session)
    db.session.flush()
    user.carried_by(token, session.id)
    cookie.permanent = False  # also where somebody took part before: closing the browser signs out
    login_user(user)


def end_here() -> None:
    """Sign out on this device. The caller commits."""
    end(me(), me().session_id)
    logout_user()


def end(user: User, session_id: int | None = None, *, all_but: int | None = None) -> int:
    """End one session of a person, or all (None), or `all_but` one; how many ended. The caller commits."""
    statement = update(Session).where(
        Session.user_id == user.id, Session.ended_at.is_(None), Session.expires_at > now()
    )
    if session_id is not None:
        statement = statement.where(Session.id == session_id)
    if all_but is not None:
        statement = statement.where(Session.id != all_but)
    return cast(CursorResult[tuple[()]], db.session.execute(statement.values(ended_at=now()))).rowcount


def init_app(app: Flask) -> None:
    """Bind Flask-Login."""
    # Flask-Login's protection compares browsers; our sessions are random and can be ended.
    app.config["SESSION_PROTECTION"] = None
    LoginManager(app).user_loader(load_user)
