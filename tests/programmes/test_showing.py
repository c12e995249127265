"""The page of a programme: who sees whom."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from livinglab.programmes.models import Programme
from tests.cast import Cast
from tests.counting import selects
from tests.factories import network, programmes
from tests.fixtures import As
from tests.pages import without_csrf, words

SCRIPT = "<script>alert('canary')</script>"


def full(cast: Cast) -> Programme:
    """Norrsken and Cluster Nordwest take part, Danvind was asked, Klaster Bałtyk declined."""
    programme = programmes.programme(cast.datakluster_nord)
    programmes.takes_part(cast.norrsken, programme, "accepted")
    programmes.takes_part(cast.cluster_nordwest, programme, "accepted")
    programmes.takes_part(cast.danvind, programme, "asked")
    programmes.takes_part(cast.klaster_baltyk, programme, "declined")
    return programme


def test_the_coordinator_sees_clusters_in_any_state_and_companies_that_accepted(as_: As, cast: Cast) -> None:
    page = words(as_(cast.bo).get(f"/programmes/{full(cast).id}").text)
    assert "Norrsken Sensors Company Sweden Takes part" in page
    assert "Cluster Nordwest Cluster Germany Takes part" in page
    assert "Klaster Bałtyk Cluster Poland Declined" in page


@pytest.mark.parametrize("state", ["asked", "declined"])
def test_the_coordinator_never_learns_of_a_company_that_did_not_accept(as_: As, cast: Cast, state: str) -> None:
    programme = programmes.programme(cast.datakluster_nord)
    before = without_csrf(as_(cast.bo).get(f"/programmes/{programme.id}").text)
    programmes.takes_part(cast.danvind, programme, state)
    assert without_csrf(as_(cast.bo).get(f"/programmes/{programme.id}").text) == before


def test_a_company_that_left_stays_in_the_history(as_: As, cast: Cast) -> None:
    programme = programmes.programme(cast.datakluster_nord)
    programmes.takes_part(cast.danvind, programme, "left")
    assert "Danvind Company Denmark Left" in words(as_(cast.bo).get(f"/programmes/{programme.id}").text)


@pytest.mark.parametrize("person", ["dan", "carla", "piotr"])
def test_the_others_learn_of_no_company(as_: As, cast: Cast, person: str) -> None:
    page = as_(getattr(cast, person)).get(f"/programmes/{full(cast).id}").text
    assert "Cluster Nordwest" in page
    assert "Norrsken" not in page
    assert "Ten companies try their products" in page


@pytest.mark.parametrize("person", ["dan", "carla", "anna"])
def test_the_others_learn_of_no_cluster_that_did_not_accept(as_: As, cast: Cast, person: str) -> None:
    assert "Bałtyk" not in as_(getattr(cast, person)).get(f"/programmes/{full(cast).id}").text


def test_an_owner_is_offered_to_answer_and_a_reader_is_told_who_may(as_: As, cast: Cast) -> None:
    programme = programmes.programme(cast.datakluster_nord)
    programmes.takes_part(cast.norrsken, programme, "asked")
    owner = as_(cast.anna).get(f"/programmes/{programme.id}").text
    assert f"/programmes/{programme.id}/organisations/{cast.norrsken.id}/accept" in owner
    assert "can read the results of the trial rounds of Norrsken Sensors" in words(owner)
    for person in (cast.ana_maria, cast.mikael):
        page = as_(person).get(f"/programmes/{programme.id}").text
        assert "/accept" not in page
        assert "An owner of Norrsken Sensors can accept or decline." in page


def test_only_the_coordinators_members_are_offered_changes(as_: As, cast: Cast) -> None:
    programme = full(cast)
    network.member(cast.fred, cast.datakluster_nord, "reader")
    assert f"/programmes/{programme.id}/ask" in as_(cast.bo).get(f"/programmes/{programme.id}").text
    for person in (cast.fred, cast.anna, cast.carla):
        page = as_(person).get(f"/programmes/{programme.id}").text
        assert f"/programmes/{programme.id}/ask" not in page
        assert f"/programmes/{programme.id}/edit" not in page


def test_the_empty_programme_says_what_to_do_first(as_: As, cast: Cast) -> None:
    programme = programmes.programme(cast.datakluster_nord)
    assert "Ask the clusters and companies that shall take part" in as_(cast.bo).get(f"/programmes/{programme.id}").text


def test_script_in_any_text_stays_text(as_: As, cast: Cast) -> None:
    programme = programmes.programme(cast.datakluster_nord, SCRIPT, about=SCRIPT, funder=SCRIPT, reference=SCRIPT)
    for address in ("/programmes/", f"/programmes/{programme.id}", f"/programmes/{programme.id}/edit"):
        page = as_(cast.bo).get(address).text
        assert "alert(" in page
        assert "<script>alert" not in page


@pytest.mark.parametrize("address", ["0", "9" * 25, "-1", "x"])
def test_nonsense_for_an_id_is_not_found(as_: As, cast: Cast, address: str) -> None:
    assert as_(cast.bo).get(f"/programmes/{address}").status_code == 404


def test_the_page_asks_the_database_as_often_for_twenty_members_as_for_one(
    as_: As, cast: Cast, connection: Connection
) -> None:
    programme = programmes.programme(cast.datakluster_nord)
    programmes.takes_part(network.cluster("Cluster", "DE"), programme)
    bo, page = as_(cast.bo), f"/programmes/{programme.id}"
    with selects(connection) as few:
        bo.get(page)
    for number in range(20):
        programmes.takes_part(network.cluster(f"Cluster {number}", "DE"), programme)
    with selects(connection) as more:
        bo.get(page)
    assert len(more) == len(few) <= 13


def test_a_long_list_of_members_is_cut_into_pages(as_: As, cast: Cast) -> None:
    programme = programmes.programme(cast.datakluster_nord)
    for number in range(51):
        programmes.takes_part(network.cluster(f"Cluster {number:02}", "DE"), programme)
    assert "Cluster 50" not in as_(cast.bo).get(f"/programmes/{programme.id}").text
    assert "Cluster 50" in as_(cast.bo).get(f"/programmes/{programme.id}?page=2").text
