"""Vouching for a new cluster."""

from __future__ import annotations

import pytest

from livinglab.foundation.audit import AuditLine
from livinglab.foundation.db import db
from livinglab.network.models import Organisation
from tests.accounts.post import path_in, sent_to
from tests.cast import Cast
from tests.factories import network
from tests.fixtures import As
from tests.surroundings import World


@pytest.fixture
def waiting(cast: Cast) -> Organisation:
    """A new cluster that Fred owns and Mikael works for."""
    cluster = network.cluster("Neuer Verbund", "AT", confirmed=False)
    network.member(cast.fred, cluster, "owner")
    network.member(cast.mikael, cluster, "member")
    return cluster


def test_an_administrator_confirms_it_and_its_owners_get_a_mail(
    as_: As, cast: Cast, waiting: Organisation, world: World
) -> None:
    answer = as_(cast.ada).post(f"/network/{waiting.id}/confirm")
    assert (answer.status_code, answer.location) == (303, f"/network/{waiting.id}")
    assert waiting.confirmed_at == world.time
    assert waiting.confirmed_by_id == cast.ada.id
    assert db.session.query(AuditLine).filter_by(verb="confirm_cluster", object_id=waiting.id).count() == 1
    (mail,) = sent_to(world, cast.fred.email)
    assert mail["Subject"] == "Neuer Verbund is confirmed"
    assert path_in(mail) == f"/network/{waiting.id}"
    assert sent_to(world, cast.mikael.email) == []
    assert as_(cast.dan).get(f"/network/{waiting.id}").status_code == 200


def test_a_member_of_a_confirmed_cluster_confirms_it(as_: As, cast: Cast, waiting: Organisation) -> None:
    assert as_(cast.carla).post(f"/network/{waiting.id}/confirm").status_code == 303
    assert waiting.is_confirmed


def test_nobody_confirms_a_cluster_of_their_own(as_: As, cast: Cast, waiting: Organisation) -> None:
    network.member(cast.bo, waiting, "reader")
    network.member(cast.ada, waiting, "owner")
    for person in (cast.fred, cast.bo, cast.ada):
        assert as_(person).post(f"/network/{waiting.id}/confirm").status_code == 403
    assert not waiting.is_confirmed


def test_a_reader_of_a_confirmed_cluster_a_company_and_a_waiting_cluster_cannot(
    as_: As, cast: Cast, waiting: Organisation
) -> None:
    other = network.cluster("Noch ein Verbund", "AT", confirmed=False)
    network.member(cast.dan, other, "owner")
    network.member(cast.eva, cast.cluster_nordwest, "reader")
    for person in (cast.anna, cast.dan, cast.eva):
        assert as_(person).post(f"/network/{waiting.id}/confirm").status_code == 404
    assert not waiting.is_confirmed


def test_confirming_twice_says_that_it_is_done(as_: As, cast: Cast, waiting: Organisation, world: World) -> None:
    as_(cast.ada).post(f"/network/{waiting.id}/confirm")
    again = as_(cast.carla).post(f"/network/{waiting.id}/confirm")
    assert again.status_code == 409
    assert "This cluster is confirmed already." in again.text
    assert waiting.confirmed_by_id == cast.ada.id
    assert len(sent_to(world, cast.fred.email)) == 1


def test_a_company_is_not_confirmed(as_: As, cast: Cast) -> None:
    assert as_(cast.ada).post(f"/network/{cast.norrsken.id}/confirm").status_code == 404
    assert as_(cast.anna).post(f"/network/{cast.norrsken.id}/confirm").status_code == 403


def test_strangers_and_links_confirm_nothing(as_: As, cast: Cast, waiting: Organisation) -> None:
    assert as_(None).post(f"/network/{waiting.id}/confirm").location.startswith("/accounts/sign-in")
    assert as_(cast.ada).get(f"/network/{waiting.id}/confirm").status_code == 405
    assert not waiting.is_confirmed
