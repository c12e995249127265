"""People for tests."""

from __future__ import annotations

from livinglab.accounts.models import User
from livinglab.foundation.db import db
from livinglab.foundation.surroundings import now

PASSWORD = "a long enough password"
# argon2 of PASSWORD with the cheap parameters of TestConfig, made once so that a cast costs no hashing.
PASSWORD_HASH = "$argon2id$v=19$m=8,t=1,p=1$PtZx2tum8btij1N6O+baGw$IBp+B52q8e9ysJbgjUWDNRxMzOCAplKgG+7Zg/yhA/g"


def user(name: str, email: str, *, is_administrator: bool = False, password_hash: str = PASSWORD_HASH) -> User:
    """Somebody with an account and the password `PASSWORD`."""
    row = User(email=email, name=name, password_hash=password_hash, is_administrator=is_administrator, created_at=now())
    db.session.add(row)
    db.session.flush()
    return row
