"""The people of the product's story, always the same, in the database before each test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert

from livinglab.accounts.models import User
from livinglab.foundation.db import db
from livinglab.foundation.surroundings import now
from livinglab.network.models import Membership, Organisation
from tests.factories import accounts


@dataclass(frozen=True)
class Cast:
    """Anna owns Norrsken Sensors, Ana-Maria may only read there, Mikael is a member; Bo coordinates for Datakluster
    Nord; Carla is at Cluster Nordwest, Piotr at Klaster Bałtyk; Dan owns another company; Ada is administrator; Eva
    has left Norrsken; Fred has just signed up. Cleo, who tests, has no account."""

    anna: User
    ana_maria: User
    mikael: User
    eva: User
    bo: User
    carla: User
    piotr: User
    dan: User
    ada: User
    fred: User
    norrsken: Organisation
    datakluster_nord: Organisation
    cluster_nordwest: Organisation
    klaster_baltyk: Organisation
    danvind: Organisation
    cleo_address: str = "cleo@example.org"


PEOPLE = {
    "anna": ("Anna Lindqvist", "anna@norrsken.example"),
    "ana_maria": ("Ana-Maria Ionescu", "ana-maria@norrsken.example"),
    "mikael": ("Mikael Öberg", "mikael@norrsken.example"),
    "eva": ("Eva Ek", "eva@norrsken.example"),
    "bo": ("Bo Åkesson", "bo@datakluster.example"),
    "carla": ("Carla Brandt", "carla@nordwest.example"),
    "piotr": ("Piotr Zieliński", "piotr@baltyk.example"),
    "dan": ("Dan Mortensen", "dan@danvind.example"),
    "ada": ("Ada Admin", "ada@livinglab.example"),
    "fred": ("Fred Ny", "fred@example.net"),
}
ORGANISATIONS = {
    "norrsken": ("company", "Norrsken Sensors", "SE"),
    "danvind": ("company", "Danvind", "DK"),
    "datakluster_nord": ("cluster", "Datakluster Nord", "SE"),
    "cluster_nordwest": ("cluster", "Cluster Nordwest", "DE"),
    "klaster_baltyk": ("cluster", "Klaster Bałtyk", "PL"),
}
MEMBERS = (
    ("anna", "norrsken", "owner"),
    ("ana_maria", "norrsken", "reader"),
    ("mikael", "norrsken", "member"),
    ("eva", "norrsken", "member"),
    ("bo", "datakluster_nord", "owner"),
    ("carla", "cluster_nordwest", "owner"),
    ("piotr", "klaster_baltyk", "owner"),
    ("dan", "danvind", "owner"),
)


def make_cast() -> Cast:
    """Everybody, committed into the test's own transaction. Three statements: it happens before nearly every test."""
    people = _inserted(
        User,
        [
            {"name": name, "email": email, "is_administrator": key == "ada", "password_hash": accounts.PASSWORD_HASH}
            for key, (name, email) in PEOPLE.items()
        ],
    )
    organisations = _inserted(
        Organisation,
        [
            {"kind": kind, "name": name, "country": country, "confirmed_at": now() if kind == "cluster" else None}
            for kind, name, country in ORGANISATIONS.values()
        ],
    )
    person, organisation = dict(zip(PEOPLE, people, strict=True)), dict(zip(ORGANISATIONS, organisations, strict=True))
    _inserted(
        Membership,
        [
            {
                "user_id": person[who].id,
                "organisation_id": organisation[where].id,
                "role": role,
                "ended_at": now() if who == "eva" else None,
            }
            for who, where, role in MEMBERS
        ],
    )
    db.session.commit()
    return Cast(**person, **organisation)


def _inserted(model: type[Any], rows: list[dict[str, Any]]) -> list[Any]:
    """The rows as objects, in their order, by one INSERT."""
    made = [{"created_at": now(), **row} for row in rows]
    return list(db.session.scalars(insert(model).returning(model, sort_by_parameter_order=True), made))
