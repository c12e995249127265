"""The people of the product's story, always the same, in the database before each test that asks for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from livinglab.accounts.models import User
from livinglab.foundation.db import Base, db
from livinglab.foundation.surroundings import now
from livinglab.network.models import Organisation
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

# Far from what a database gives out by itself, so that no row made later can get one of them.
FIRST_ID = 500_001
USER_IDS = {key: FIRST_ID + number for number, key in enumerate(PEOPLE)}
ORGANISATION_IDS = {key: FIRST_ID + number for number, key in enumerate(ORGANISATIONS)}

# Made once: they are needed before nearly every test, and making a statement costs more than running it.
SELECT_USERS = select(User).where(User.id.in_(USER_IDS.values()))
SELECT_ORGANISATIONS = select(Organisation).where(Organisation.id.in_(ORGANISATION_IDS.values()))
REMOVE = tuple(delete(Base.metadata.tables[name]) for name in ("memberships", "organisations", "users"))


def make_cast() -> Cast:
    """Put everybody into an empty database."""
    time = now()
    db.session.execute(
        insert(Base.metadata.tables["users"]),
        [
            {
                "id": USER_IDS[key],
                "name": name,
                "email": email,
                "is_administrator": key == "ada",
                "password_hash": accounts.PASSWORD_HASH,
                "created_at": time,
            }
            for key, (name, email) in PEOPLE.items()
        ],
    )
    db.session.execute(
        insert(Base.metadata.tables["organisations"]),
        [
            {
                "id": ORGANISATION_IDS[key],
                "kind": kind,
                "name": name,
                "country": country,
                "created_at": time,
                "confirmed_at": time if kind == "cluster" else None,
            }
            for key, (kind, name, country) in ORGANISATIONS.items()
        ],
    )
    db.session.execute(
        insert(Base.metadata.tables["memberships"]),
        [
            {
                "id": FIRST_ID + number,
                "user_id": USER_IDS[who],
                "organisation_id": ORGANISATION_IDS[where],
                "role": role,
                "created_at": time,
                "ended_at": time if who == "eva" else None,
            }
            for number, (who, where, role) in enumerate(MEMBERS)
        ],
    )
    db.session.commit()
    return load_cast()


def load_cast() -> Cast:
    """Everybody, of a database they are in."""
    people = {user.id: user for user in db.session.scalars(SELECT_USERS)}
    organisations = {organisation.id: organisation for organisation in db.session.scalars(SELECT_ORGANISATIONS)}
    found: dict[str, Any] = {key: people[id_] for key, id_ in USER_IDS.items()}
    found |= {key: organisations[id_] for key, id_ in ORGANISATION_IDS.items()}
    return Cast(**found)


def remove_cast(connection: Connection) -> None:
    """Leave a database as if nobody had been there."""
    for statement in REMOVE:
        connection.execute(statement)
