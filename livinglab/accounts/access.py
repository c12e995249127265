"""Who may reach an account and its sessions: oneself, or who holds a link that was mailed to its address."""

from __future__ import annotations

from flask import abort
from sqlalchemy import select

from livinglab.accounts.models import Session, User
from livinglab.foundation import links
from livinglab.foundation.db import db
from livinglab.foundation.forms import normal_address
from livinglab.foundation.surroundings import now

SIGN_UP = "sign_up"
NEW_PASSWORD = "new_password"  # noqa: S105  what a link is for  # noqa: S105  what a link is for


def user_with_address(text: str) -> User | None:
    """The person with an account under a mail address; None for nonsense and for who has not finished signing up."""
    address = normal_address(text)
    if address is None:
        return None
    return db.session.scalar(select(User).where(User.email == address, User.password_hash != ""))


def session_to_end(user: User, session_id: int) -> Session:
    """A session of one's own that has not ended, else 404."""
    found = db.session.scalar(
        select(Session).where(
            Session.id == session_id,
            Session.user_id == user.id,
            Session.ended_at.is_(None),
            Session.expires_at > now(),
        )
    )
    if found is None:
        abort(404)
    return found


def user_behind(token: str, purpose: str, *, to_change: bool = False) -> User | None:
    """Whose mailed link this is; None when it is unknown, too old, used, or for something else.

    `to_change` holds the person's row, so that of two who use the link at once the second finds it used.
    """
    link = links.verify(token, purpose)
    if link is None:
        return None
    user = db.session.get(User, link.object_id, with_for_update=to_change or None, populate_existing=to_change)
    if to_change:
        db.session.refresh(link)
    if user is None or link.revoked_at is not None:
        return None
    # A sign-up is finished once; only who has a password can have forgotten it.
    return user if (user.password_hash == "") == (purpose == SIGN_UP) else None
