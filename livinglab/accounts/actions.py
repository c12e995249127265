"""What changes an account. Nobody learns from an answer whether an address has one."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from livinglab.accounts import passwords, sessions
from livinglab.accounts.access import NEW_PASSWORD, SIGN_UP, user_with_address
from livinglab.accounts.models import User
from livinglab.foundation import audit, links, mail
from livinglab.foundation.db import db, insert
from livinglab.foundation.errors import Refused
from livinglab.foundation.surroundings import now

SIGN_UP_VALID = timedelta(days=3)
NEW_PASSWORD_VALID = timedelta(hours=1)
UNFINISHED_KEPT = timedelta(days=7)
NOTICE = "account"  # the purpose of mails that carry no power


def ask_to_sign_up(address: str) -> None:
    """Mail a link for an account to a normal address, or, when it has one, a mail that says so."""
    user = _row_for(address)  # the same work for both, so that no clock tells them apart
    if user.password_hash:
        _notice("account_exists", user, "/accounts/sign-in")
        return
    user.created_at = now()  # so that it is not forgotten while the new link works
    mail.queue(
        "account_sign_up",
        address,
        "en",
        purpose=SIGN_UP,
        object_id=user.id,
        path="/accounts/sign-up/{token}",
        context={},
        link_expires_at=now() + SIGN_UP_VALID,
    )


def open_account(address: str, name: str, password: str) -> User:
    """Give a normal address, which its owner has proved to read, an account. Raises `Refused` when it has one."""
    user = _row_for(address)
    if user.password_hash:
        raise Refused("There is an account with this address already. Sign in instead.")
    user.name = name
    user.password_hash = passwords.hash_of(password)
    user.created_at = now()
    _end_links(user)
    audit.record("sign_up", user, by=user)
    return user


def ask_for_password(address: str) -> None:
    """Mail a link for a new password, or, when the address has no account, a mail that says so."""
    user = user_with_address(address)
    if user is None:
        # The same work as below, and help for who used another address.
        mail.queue("account_unknown", address, "en", purpose=NOTICE, object_id=0, path="/accounts/sign-up", context={})
        return
    mail.queue(
        "account_new_password",
        address,
        "en",
        purpose=NEW_PASSWORD,
        object_id=user.id,
        path="/accounts/new-password/{token}",
        context={"name": user.name},
        link_expires_at=now() + NEW_PASSWORD_VALID,
    )


def set_forgotten_password(user: User, password: str) -> None:
    """Set the password of who came by a mailed link; every sign-in and every link of theirs ends."""
    user.password_hash = passwords.hash_of(password)
    _end_links(user)
    sessions.end(user)
    audit.record("new_password", user, by=user)
    _notice("account_password_changed", user, "/accounts/forgotten-password")


def change_password(user: User, old: str, new: str, by: User) -> None:
    """Change a known password; all other sign-ins end. Raises `Refused` when the old one is wrong."""
    if not passwords.matches(user.password_hash, old):
        raise Refused("This is not your password. Try again, or sign out and ask for a new one.")
    user.password_hash = passwords.hash_of(new)
    _end_links(user)
    sessions.end(user, all_but=by.session_id)
    audit.record("change_password", user, by=by)
    _notice("account_password_changed", user, "/accounts/forgotten-password")


def refresh_hash(user: User, password: str) -> None:
    """Store a password that was just proved with today's cost, when the kept hash is of another."""
    if passwords.is_outdated(user.password_hash):
        user.password_hash = passwords.hash_of(password)


def rename(user: User, name: str, by: User) -> None:
    """Change the name that others see."""
    if user.name != name:
        user.name = name
        audit.record("rename", user, by=by)


def make_administrator(user: User, by: User | str) -> None:
    """Let a person administer this instance."""
    user.is_administrator = True
    audit.record("make_administrator", user, by=by)


def forget_unfinished_sign_up(user: User) -> None:
    """Remove an address that was typed to sign up, and of which nothing was heard."""
    _end_links(user)
    db.session.delete(user)


def _row_for(address: str) -> User:
    """The row of an address, held until the transaction ends; made without a password when there is none."""
    db.session.execute(
        insert(User)
        .values(email=address, name="", password_hash="", is_administrator=False, created_at=now())
        .on_conflict_do_nothing(index_elements=["email"])
    )
    statement = select(User).where(User.email == address).with_for_update()
    return db.session.scalars(statement.execution_options(populate_existing=True)).one()


def _end_links(user: User) -> None:
    for purpose in (SIGN_UP, NEW_PASSWORD):
        links.revoke(purpose, user.id)
        mail.withdraw(purpose, user.id)


def _notice(kind: str, user: User, path: str) -> None:
    mail.queue(kind, user.email, "en", purpose=NOTICE, object_id=user.id, path=path, context={"name": user.name})
