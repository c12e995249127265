"""The people of the product's story, always the same, in the database before each test."""

from __future__ import annotations

from dataclasses import dataclass

from livinglab.accounts.models import User
from livinglab.foundation.db import db
from livinglab.network.models import Organisation
from tests.factories import accounts, network


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


def make_cast() -> Cast:
    """Everybody, committed into the test's own transaction."""
    person = accounts.user
    norrsken = network.company("Norrsken Sensors", "SE")
    danvind = network.company("Danvind", "DK")
    nord = network.cluster("Datakluster Nord", "SE")
    nordwest = network.cluster("Cluster Nordwest", "DE")
    baltyk = network.cluster("Klaster Bałtyk", "PL")
    cast = Cast(
        anna=person("Anna Lindqvist", "anna@norrsken.example"),
        ana_maria=person("Ana-Maria Ionescu", "ana-maria@norrsken.example"),
        mikael=person("Mikael Öberg", "mikael@norrsken.example"),
        eva=person("Eva Ek", "eva@norrsken.example"),
        bo=person("Bo Åkesson", "bo@datakluster.example"),
        carla=person("Carla Brandt", "carla@nordwest.example"),
        piotr=person("Piotr Zieliński", "piotr@baltyk.example"),
        dan=person("Dan Mortensen", "dan@danvind.example"),
        ada=person("Ada Admin", "ada@livinglab.example", is_administrator=True),
        fred=person("Fred Ny", "fred@example.net"),
        norrsken=norrsken,
        datakluster_nord=nord,
        cluster_nordwest=nordwest,
        klaster_baltyk=baltyk,
        danvind=danvind,
    )
    network.member(cast.anna, norrsken, "owner")
    network.member(cast.ana_maria, norrsken, "reader")
    network.member(cast.mikael, norrsken, "member")
    network.member(cast.eva, norrsken, "member", left=True)
    network.member(cast.bo, nord, "owner")
    network.member(cast.carla, nordwest, "owner")
    network.member(cast.piotr, baltyk, "owner")
    network.member(cast.dan, danvind, "owner")
    db.session.commit()
    return cast
