"""Whose address stands in the database, and which values never leave it: gathered from the columns' classes of data."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, String, select

from livinglab.accounts.models import User
from livinglab.foundation.db import Base, Data
from livinglab.network.models import Membership
from tests.access.canaries import heard_in
from tests.access.table import Row
from tests.access.world import Scene

SHORTEST = 12  # a shorter value would be found by accident
# A form must carry the key of what it will send; a receipt is for who sent, and nobody else.
SHOWN = {"drafts.submission_key": ("Cleo", "Tom"), "responses.receipt": ("Cleo",)}
# Whom somebody knows without working with them: who invited Fred; whom Anna invited; who stands behind a new cluster,
# for those who may vouch for it.
KNOWN = {
    "Fred": {"Anna Lindqvist"},
    "Anna": {"fred@example.net"},
    **{person: {"Vera Vogt"} for person in ("Carla", "Piotr", "Wanda", "Bo", "Ada")},
}


class Secrets:
    """`personal_in` and `secret_in` say what a person reads that they must not, in words."""

    def __init__(self, connection: Connection, scene: Scene) -> None:
        self._secret = _values_of(connection, Data.SECRET)
        self._secret |= {token: f"the token of the {name} link" for name, token in scene.tokens.items()}
        self._any_secret = _one_of(self._secret)
        self._tokens = {token: name for name, token in scene.tokens.items()}
        self._personal = _people(connection)
        self._any_person = _one_of(self._personal)
        self._ids = {person: user_id for user_id, person in _ids(connection, scene).items()}
        self._colleagues = _colleagues(connection)

    def secret_in(self, text: str, person: str, row: Row) -> list[str]:
        """Columns of the class `secret` and tokens of links, but for those in the address that was asked for."""
        found = {self._secret[value] for value in self._any_secret.findall(text) if not self._is_own(value, row)}
        return sorted(what for what in found if person not in SHOWN.get(what, ()))

    def any_in(self, text: str) -> list[str]:
        """The same for a text that nobody should read, such as a log line."""
        return sorted({self._secret[value] for value in self._any_secret.findall(text)})

    def _is_own(self, value: str, row: Row) -> bool:
        return bool(row.token) and self._tokens.get(value) == row.token

    def personal_in(self, text: str, person: str, shown: Collection[str] = ()) -> list[str]:
        """Addresses and full names of people who do not work with this person, but for those that are to be shown."""
        me = self._ids.get(person)
        known = self._colleagues.get(me, set()) | {me}
        wrong = set()
        for value in self._any_person.findall(text):
            if not known & self._personal[value] and not heard_in(value) and value not in shown:
                wrong.add(value)
        return sorted(wrong - KNOWN.get(person, set()))


def _values_of(connection: Connection, data: Data) -> dict[str, str]:
    found: dict[str, str] = {}
    for table in Base.metadata.tables.values():
        columns = [c for c in table.columns if c.info["data"] is data and isinstance(c.type, String)]
        if columns:
            for values in connection.execute(select(*columns)):
                pairs = zip(columns, values, strict=True)
                found |= {value: f"{table.name}.{c.name}" for c, value in pairs if value and len(value) >= SHORTEST}
    return found


def _people(connection: Connection) -> dict[str, set[int]]:
    """{address or full name: ids of the users who have it}."""
    found: dict[str, set[int]] = {}
    for user_id, email, name in connection.execute(select(User.id, User.email, User.name)):
        for value in (email, name):
            if value:
                found.setdefault(value, set()).add(user_id)
    return found


def _ids(connection: Connection, scene: Scene) -> dict[int, str]:
    by_address = {email: person for person, email in scene.addresses.items()}
    rows = connection.execute(select(User.id, User.email))
    return {user_id: by_address[email] for user_id, email in rows if email in by_address}


def _colleagues(connection: Connection) -> dict[Any, set[int]]:
    """{user id: ids of those who are in an organisation with them now}; former members are known to their own."""
    members = connection.execute(select(Membership.organisation_id, Membership.user_id, Membership.ended_at)).all()
    found: dict[Any, set[int]] = {}
    for organisation, user_id, ended in members:
        if ended is None:
            found.setdefault(user_id, set()).update(other for where, other, _ in members if where == organisation)
    return found


def _one_of(values: dict[str, Any]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(value) for value in sorted(values, key=len, reverse=True)))
