"""Passwords: argon2 with the cost of the configuration, and which ones are refused."""

from __future__ import annotations

import base64
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

from livinglab.accounts.guesses import is_guessable, words_in

MINIMUM_LENGTH = 12
MAXIMUM_LENGTH = 200
FEWEST_DIFFERENT = 5


def _hasher() -> PasswordHasher:
    passes, memory, lanes = current_app.config["PASSWORD_HASH_COST"]
    return PasswordHasher(time_cost=passes, memory_cost=memory, parallelism=lanes)


def _composed(password: str) -> str:
    """The same letters however a keyboard composes them: ö is one sign on one machine and two on another."""
    return unicodedata.normalize("NFKC", password)


def _nobody() -> str:
    """A hash that no password has, of the usual cost, made without computing one."""
    passes, memory, lanes = current_app.config["PASSWORD_HASH_COST"]
    salt, digest = (base64.b64encode(bytes(n)).rstrip(b"=").decode() for n in (16, 32))
    return f"$argon2id$v=19$m={memory},t={passes},p={lanes}${salt}${digest}"


def hash_of(password: str) -> str:
    """What is stored of a password."""
    return _hasher().hash(_composed(password))


def matches(password_hash: str, password: str) -> bool:
    """Whether a password is the one that was stored; an empty hash matches nothing and takes as long."""
    try:
        return _hasher().verify(password_hash or _nobody(), _composed(password)) and bool(password_hash)
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(password_hash: str) -> bool:
    """Whether a hash was made with another cost than the configuration asks for today."""
    return _hasher().check_needs_rehash(password_hash)


def _folded(text: str) -> str:
    return "".join(c for c in _composed(text).casefold() if c.isalnum())


def weakness(password: str, address: str, name: str) -> str | None:
    """Why somebody should not take this password, as a sentence that says what to do; None when it is good."""
    if len(password) < MINIMUM_LENGTH:
        return f"Use at least {MINIMUM_LENGTH} characters. Four words in a row are good."
    if len(password) > MAXIMUM_LENGTH:
        return f"Use at most {MAXIMUM_LENGTH} characters."
    if len(set(password)) < FEWEST_DIFFERENT:
        return f"Use at least {FEWEST_DIFFERENT} different characters."
    known = {_folded(text) for text in (address, address.partition("@")[0], address.rpartition("@")[2], name)}
    if is_guessable(password):
        return "This is among the first passwords others would try. Choose four words that do not belong together."
    if _folded(password) in known or is_guessable(password, words_in(address, name)):
        return "Your name or address is the first thing others would try. Choose something else."
    return None
