"""The list of programmes."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from tests.cast import Cast
from tests.counting import selects
from tests.factories import network, programmes
from tests.fixtures import As
from tests.pages import words


def test_the_coordinator_sees_the_programme_as_its_own(as_: As, cast: Cast) -> None:
    programmes.programme(cast.datakluster_nord)
    page = words(as_(cast.bo).get("/programmes/").text)
    assert "Baltic Living Lab" in page
    assert "You coordinate it" in page
    assert "1 Sept 2026 – 31 Aug 2028" in page


@pytest.mark.parametrize(
    ("state", "shown"),
    [("asked", "Waits for your answer"), ("accepted", "Takes part"), ("declined", "Declined"), ("left", "Left")],
)
def test_a_company_sees_where_it_stands(as_: As, cast: Cast, state: str, shown: str) -> None:
    programmes.takes_part(cast.norrsken, programmes.programme(cast.datakluster_nord), state)
    for person in (cast.anna, cast.ana_maria):
        assert f"Norrsken Sensors {shown}" in words(as_(person).get("/programmes/").text)


def test_what_waits_for_an_answer_comes_first(as_: As, cast: Cast, world) -> None:  # type: ignore[no-untyped-def]
    programmes.takes_part(cast.norrsken, programmes.programme(cast.datakluster_nord, "Old question"), "asked")
    world.advance(days=1)
    programmes.takes_part(cast.norrsken, programmes.programme(cast.datakluster_nord, "Newer work"), "accepted")
    page = as_(cast.anna).get("/programmes/").text
    assert page.index("Old question") < page.index("Newer work")


def test_nobody_else_sees_a_programme(as_: As, cast: Cast) -> None:
    programme = programmes.programme(cast.datakluster_nord, "Canary programme")
    programmes.takes_part(cast.norrsken, programme)
    for person in (cast.dan, cast.carla, cast.eva, cast.ada, cast.fred):
        assert "Canary" not in as_(person).get("/programmes/").text


def test_signed_out_leads_to_sign_in(as_: As, cast: Cast) -> None:
    assert as_(None).get("/programmes/").location.startswith("/accounts/sign-in")


def test_the_empty_list_says_what_to_do_first(as_: As, cast: Cast) -> None:
    assert "Create your first programme" in as_(cast.bo).get("/programmes/").text
    assert "You take part in no programme" in as_(cast.anna).get("/programmes/").text
    network.member(cast.fred, network.cluster("Nyt Netværk", "DK", confirmed=False), "owner")
    assert "Your cluster waits to be confirmed" in as_(cast.fred).get("/programmes/").text


def test_only_who_may_create_one_is_offered_it(as_: As, cast: Cast) -> None:
    programme = programmes.programme(cast.datakluster_nord)
    programmes.takes_part(cast.norrsken, programme)
    network.member(cast.fred, cast.datakluster_nord, "reader")
    assert "/programmes/new" in as_(cast.bo).get("/programmes/").text
    for person in (cast.anna, cast.fred):
        assert "/programmes/new" not in as_(person).get("/programmes/").text


def test_the_list_asks_the_database_as_often_for_ten_programmes_as_for_one(
    as_: As, cast: Cast, connection: Connection
) -> None:
    def one_more(number: int) -> None:
        programmes.takes_part(cast.norrsken, programmes.programme(cast.datakluster_nord, f"Programme {number}"))

    one_more(0)
    anna = as_(cast.anna)
    with selects(connection) as few:
        anna.get("/programmes/")
    for number in range(1, 10):
        one_more(number)
    with selects(connection) as more:
        anna.get("/programmes/")
    assert len(more) == len(few) <= 12
