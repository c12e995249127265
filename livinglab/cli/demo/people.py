"""The cast of the demo: who there is, where they work, and how to sign in."""

from __future__ import annotations

from dataclasses import dataclass

from livinglab.accounts.models import User
from livinglab.accounts.passwords import hash_of
from livinglab.foundation.db import db
from livinglab.foundation.surroundings import now
from livinglab.network.models import Membership, Organisation

PASSWORD = "trying things out"  # noqa: S105  the demo's, printed at its start

ORGANISATIONS = {
    "norrsken": ("company", "Norrsken Sensors", "SE", "https://norrsken.example",
                 "Sensors for rooms where people learn, work and live. Seven people in Umeå."),
    "danvind": ("company", "Danvind", "DK", "https://danvind.example", "Small wind turbines for farms."),
    "nord": ("cluster", "Datakluster Nord", "SE", "https://datakluster.example",
             "A network of 140 companies in northern Sweden that work with data and sensors."),
    "nordwest": ("cluster", "Cluster Nordwest", "DE", "https://nordwest.example",
                 "Building technology between Ems and Elbe: manufacturers, schools, housing companies."),
    "baltyk": ("cluster", "Klaster Bałtyk", "PL", "https://baltyk.example",
               "Electronics and smart buildings around Gdańsk."),
    "pohjola": ("cluster", "Pohjola Living Lab", "FI", "https://pohjola.example",
                "Schools and homes in Oulu that try new things early."),
}  # fmt: skip

PEOPLE = {
    "anna": ("Anna Lindqvist", "anna@norrsken.example", "norrsken", "owner",
             "owner of Norrsken Sensors (company, Sweden)"),
    "ana_maria": ("Ana-Maria Ionescu", "ana-maria@norrsken.example", "norrsken", "reader",
             "Anna's colleague, may only look"),
    "bo": ("Bo Åkesson", "bo@datakluster.example", "nord", "owner",
             "coordinator, Datakluster Nord (cluster, Sweden)"),
    "carla": ("Carla Brandt", "carla@nordwest.example", "nordwest", "owner",
             "Cluster Nordwest (cluster, Germany)"),
    "piotr": ("Piotr Zieliński", "piotr@baltyk.example", "baltyk", "owner",
             "Klaster Bałtyk (cluster, Poland)"),
    "aino": ("Aino Korhonen", "aino@pohjola.example", "pohjola", "owner",
             "Pohjola Living Lab (cluster, Finland)"),
    "dan": ("Dan Mortensen", "dan@danvind.example", "danvind", "owner",
             "owner of another company, sees nothing of Anna's"),
    "ada": ("Ada Berg", "ada@livinglab.example", None, None,
             "administrator of this instance"),
}  # fmt: skip


@dataclass(frozen=True)
class Cast:
    """Everybody, by the names of `PEOPLE` and `ORGANISATIONS`."""

    people: dict[str, User]
    organisations: dict[str, Organisation]


def sign_ins() -> list[tuple[str, str]]:
    """(address, who this is) of each person with an account."""
    return [(address, f"{name}, {about}") for name, address, _, _, about in PEOPLE.values()]


def make_cast() -> Cast:
    """Write the people and organisations down. The caller commits."""
    organisations = {
        key: Organisation(
            kind=kind, name=name, country=country, website=website, about=about, created_at=now(),
            confirmed_at=now() if kind == "cluster" else None,
        )
        for key, (kind, name, country, website, about) in ORGANISATIONS.items()
    }  # fmt: skip
    password_hash = hash_of(PASSWORD)  # one hash for all: the demo should start at once
    people = {
        key: User(
            email=address, name=name, password_hash=password_hash, is_administrator=employer is None, created_at=now()
        )
        for key, (name, address, employer, _, _) in PEOPLE.items()
    }
    db.session.add_all([*organisations.values(), *people.values()])
    db.session.flush()
    for key, (_, _, employer, role, _) in PEOPLE.items():
        if employer is not None:
            organisation = organisations[employer]
            db.session.add(
                Membership(user_id=people[key].id, organisation_id=organisation.id, role=role, created_at=now())
            )
    return Cast(people, organisations)
