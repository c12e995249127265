"""The lists: my organisations, the clusters of the network, those that wait for confirmation."""

from __future__ import annotations

from sqlalchemy import Connection

from livinglab.accounts.models import User
from livinglab.foundation.audit import AuditLine
from livinglab.foundation.db import db
from livinglab.network.queries import confirmed_clusters
from tests.cast import Cast
from tests.counting import selects
from tests.factories import network
from tests.fixtures import As
from tests.pages import words

MINE = "/network/"
CLUSTERS = "/network/clusters"
WAITING = "/network/waiting"


def test_anna_sees_her_organisations_and_nobody_elses(as_: As, cast: Cast) -> None:
    page = words(as_(cast.anna).get(MINE).text)
    assert "Norrsken Sensors" in page
    assert "You: owner" in page
    assert "Danvind" not in page


def test_who_has_left_sees_the_organisation_no_more(as_: As, cast: Cast) -> None:
    page = as_(cast.eva).get(MINE).text
    assert "Norrsken" not in page
    assert "You work for no organisation yet" in page


def test_who_is_new_is_told_what_to_do_first(as_: As, cast: Cast) -> None:
    page = as_(cast.fred).get(MINE).text
    assert "You work for no organisation yet" in page
    assert 'href="/network/new"' in page


def test_an_invitation_stands_above_the_list_of_the_invited_person_only(as_: As, cast: Cast) -> None:
    network.colleague_invitation(cast.norrsken, cast.fred.email, by=cast.anna)
    assert "Anna Lindqvist invites you to Norrsken Sensors" in as_(cast.fred).get(MINE).text
    assert "invites you" not in as_(cast.dan).get(MINE).text


def test_everybody_signed_in_sees_confirmed_clusters_and_no_companies(as_: As, cast: Cast) -> None:
    network.cluster("Neuer Verbund", "AT", confirmed=False)
    for person in (cast.fred, cast.dan, cast.ada):
        page = as_(person).get(CLUSTERS).text
        for name in ("Datakluster Nord", "Cluster Nordwest", "Klaster Bałtyk"):
            assert name in page
        assert "Neuer Verbund" not in page
        assert "Norrsken Sensors" not in page


def test_the_directory_shows_no_person(as_: As, cast: Cast) -> None:
    """People harvested through lists and searches (Indico CVE-2025-53640)."""
    for query in ("", "?q=bo", "?q=@", "?q=carla%40nordwest.example", "?country=SE"):
        page = as_(cast.fred).get(CLUSTERS + query).text
        for person in (cast.bo, cast.carla, cast.piotr):
            assert person.name not in page
            assert person.email not in page.replace("carla@nordwest.example" if "carla" in query else "\n", "")


def test_clusters_are_found_by_a_part_of_the_name_however_it_is_typed(as_: As, cast: Cast) -> None:
    network.cluster("Ålands Ö-kluster", "AX")
    for typed, found in (("BALTYK", "Klaster Bałtyk"), ("bałt", "Klaster Bałtyk"), ("o-klu", "Ålands Ö-kluster")):
        page = as_(cast.fred).get(CLUSTERS, query_string={"q": typed}).text
        assert found in page
        assert "Datakluster Nord" not in page
        assert f'value="{typed}"' in page


def test_clusters_are_found_by_country(as_: As, cast: Cast) -> None:
    page = as_(cast.fred).get(CLUSTERS + "?country=DE").text
    assert "Cluster Nordwest" in page
    assert "Datakluster Nord" not in page
    assert ">Germany</option>" in page
    assert ">Denmark</option>" not in page


def test_what_is_not_found_says_how_to_look_again(as_: As, cast: Cast) -> None:
    for query in ("?q=%25", "?q=zzz", "?q=_", "?q=%27%20OR%201%3D1--"):
        assert "No cluster is called so" in as_(cast.fred).get(CLUSTERS + query).text
    assert "Datakluster Nord" in as_(cast.fred).get(CLUSTERS + "?country=XX&page=nonsense").text


def test_a_network_without_clusters_says_so(as_: As, cast: Cast) -> None:
    for cluster in (cast.datakluster_nord, cast.cluster_nordwest, cast.klaster_baltyk):
        cluster.confirmed_at = None
    assert "There is no cluster yet" in as_(cast.fred).get(CLUSTERS).text


def test_a_long_directory_has_pages(as_: As, cast: Cast) -> None:
    for number in range(30):
        network.cluster(f"Verbund {number:02}", "AT")
    first, second = as_(cast.fred).get(CLUSTERS).text, as_(cast.fred).get(CLUSTERS + "?page=2").text
    assert "33 clusters, page 1 of 2" in first
    assert "Verbund 29" not in first
    assert "Verbund 29" in second
    narrowed = as_(cast.fred).get(CLUSTERS + "?q=verbund&page=2").text
    assert "30 clusters" in narrowed


def test_the_directory_asks_the_database_as_often_for_many_as_for_few(
    as_: As, cast: Cast, connection: Connection
) -> None:
    browser = as_(cast.fred)
    with selects(connection) as few:
        browser.get(CLUSTERS + "?q=k")
    for number in range(40):
        network.cluster(f"Verbund k {number}", "AT")
    with selects(connection) as many:
        browser.get(CLUSTERS + "?q=k")
    assert len(many) == len(few) <= 10


def test_other_rooms_get_confirmed_clusters_by_name(cast: Cast) -> None:
    network.cluster("Aaa", "AT", confirmed=False)
    names = [cluster.name for cluster in confirmed_clusters()]
    assert names == ["Cluster Nordwest", "Datakluster Nord", "Klaster Bałtyk"]


def who_waits(as_: As, person: User) -> tuple[int, str]:
    """(status, text) of the page of waiting clusters."""
    answer = as_(person).get(WAITING)
    return answer.status_code, answer.text


def test_administrators_and_members_of_confirmed_clusters_see_who_waits(as_: As, cast: Cast) -> None:
    network.cluster("Neuer Verbund", "AT", confirmed=False)
    for person in (cast.ada, cast.bo, cast.carla):
        status, text = who_waits(as_, person)
        assert status == 200
        assert "Neuer Verbund" in text
        assert "Austria" in text


def test_others_have_no_such_page(as_: As, cast: Cast) -> None:
    waiting = network.cluster("Neuer Verbund", "AT", confirmed=False)
    network.member(cast.fred, waiting, "owner")
    network.member(cast.dan, cast.cluster_nordwest, "reader")
    for person in (cast.anna, cast.fred, cast.dan, cast.eva):
        assert who_waits(as_, person)[0] == 404
        assert 'href="/network/waiting"' not in as_(person).get(MINE).text


def test_ones_own_waiting_cluster_is_not_in_the_list(as_: As, cast: Cast) -> None:
    waiting = network.cluster("Neuer Verbund", "AT", confirmed=False)
    network.member(cast.bo, waiting, "owner")
    assert "Nobody waits" in who_waits(as_, cast.bo)[1]
    assert "Waiting for confirmation" in as_(cast.bo).get(MINE).text


def test_strangers_are_asked_to_sign_in(as_: As, cast: Cast) -> None:
    for path in (MINE, CLUSTERS, WAITING):
        assert as_(None).get(path).location.startswith("/accounts/sign-in")


def test_looking_changes_nothing(as_: As, cast: Cast) -> None:
    for path in (MINE, CLUSTERS, WAITING):
        assert as_(cast.bo).get(path).status_code == 200
    assert db.session.query(AuditLine).count() == 0
