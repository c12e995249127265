"""What the worker does for accounts."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from livinglab.accounts.actions import UNFINISHED_KEPT, forget_unfinished_sign_up
from livinglab.accounts.models import User
from livinglab.foundation.db import db
from livinglab.foundation.surroundings import now


def forget_unfinished_sign_ups() -> int:
    """Remove addresses that were typed to sign up a week ago and never confirmed; how many were removed."""
    old = select(User).where(User.password_hash == "", User.created_at < now() - UNFINISHED_KEPT)
    forgotten = 0
    for user in db.session.scalars(old).all():
        kept = db.session.begin_nested()
        try:
            forget_unfinished_sign_up(user)
            db.session.flush()
        except IntegrityError:  # some other room speaks of this person: keep the row
            kept.rollback()
        else:
            forgotten += 1
    db.session.commit()
    return forgotten
