"""Passwords: argon2 with the cost of the configuration."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

MINIMUM_LENGTH = 12


def _hasher() -> PasswordHasher:
    passes, memory, lanes = current_app.config["PASSWORD_HASH_COST"]
    return PasswordHasher(time_cost=passes, memory_cost=memory, parallelism=lanes)


def hash_of(password: str) -> str:
    """What is stored of a password."""
    return _hasher().hash(password)


def matches(password_hash: str, password: str) -> bool:
    """Whether a password is the one that was stored; an empty hash matches nothing and takes as long."""
    try:
        return _hasher().verify(password_hash or _hasher().hash("nobody"), password) and bool(password_hash)
    except (VerificationError, InvalidHashError):
        return False
