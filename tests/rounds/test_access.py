"""Who may open which page of a round, a market and a request, and who may press which button."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from livinglab.accounts.models import User
from livinglab.foundation.db import Base, db
from livinglab.rounds.models import RecruitingRequest, Round, RoundMarket
from tests.cast import Cast
from tests.conftest import As
from tests.factories import accounts, network, programmes, rounds
from tests.pages import without_csrf

NEVER = 999_999
LOOK = ("", "/history", "/markets/{market}")
FORMS = ("/edit", "/rule", "/markets/new", "/markets/{market}/edit")
CHANGES = (
    "/edit",
    "/rule",
    "/move",
    "/copy",
    "/markets/new",
    "/markets/wished",
    "/markets/{market}/edit",
    "/markets/{market}/remove",
    "/markets/{market}/ask",
    "/requests/{request}/withdraw",
)
ANSWERS = ("/accept", "/decline")


@dataclass(frozen=True)
class Scene:
    """A running round whose German market Cluster Nordwest has accepted, and a person for every part."""

    round: Round
    market: RoundMarket
    request: RecruitingRequest
    foreign: Round
    cluster_reader: User

    def path(self, rest: str, round_id: int | None = None) -> str:
        """The address of a page of the round."""
        rest = rest.format(market=self.market.id, request=self.request.id)
        return f"/rounds/{round_id or self.round.id}{rest}"


@pytest.fixture
def scene(cast: Cast) -> Scene:
    round_ = rounds.round_(cast.norrsken, state="running", markets=(("DE", "de"),))
    market = rounds.market_in(round_, "DE")
    request = rounds.request(market, cast.cluster_nordwest)
    programmes.takes_part(cast.norrsken, programmes.programme(cast.datakluster_nord))
    reader = accounts.user("Rita Leser", "rita@nordwest.example")
    network.member(reader, cast.cluster_nordwest, "reader")
    foreign = rounds.round_(cast.danvind, state="running", markets=(("DE", "de"),))
    db.session.commit()
    return Scene(round_, market, request, foreign, reader)


def everything_stored() -> dict[str, Any]:
    """All rows of all tables."""
    return {t.name: db.session.execute(select(t).order_by(*t.primary_key)).all() for t in Base.metadata.sorted_tables}


@pytest.mark.parametrize("rest", [*LOOK, *FORMS])
def test_a_page_is_only_for_people_who_are_signed_in(as_: As, scene: Scene, rest: str) -> None:
    answer = as_(None).get(scene.path(rest))
    assert answer.status_code == 302
    assert answer.location.startswith("/accounts/sign-in")


@pytest.mark.parametrize("rest", CHANGES)
def test_a_button_is_only_for_people_who_are_signed_in(as_: As, scene: Scene, rest: str) -> None:
    before = everything_stored()
    assert as_(None).post(scene.path(rest)).location.startswith("/accounts/sign-in")
    assert everything_stored() == before


@pytest.mark.parametrize("rest", [*LOOK, *FORMS])
def test_a_foreign_page_is_the_same_to_the_byte_as_one_that_never_was(
    as_: As, cast: Cast, scene: Scene, rest: str
) -> None:
    for person in (cast.dan, cast.carla):
        browser = as_(person)
        foreign, never = browser.get(scene.path(rest)), browser.get(scene.path(rest, NEVER))
        assert foreign.status_code == never.status_code == 404, person.name
        assert without_csrf(foreign.text) == without_csrf(never.text)


@pytest.mark.parametrize("rest", CHANGES)
def test_a_foreign_button_does_nothing_and_says_the_same_as_one_that_never_was(
    as_: As, cast: Cast, scene: Scene, rest: str
) -> None:
    for person in (cast.dan, cast.carla):
        browser = as_(person)
        before = everything_stored()
        foreign, never = browser.post(scene.path(rest)), browser.post(scene.path(rest, NEVER))
        assert foreign.status_code == never.status_code == 404, person.name
        assert without_csrf(foreign.text) == without_csrf(never.text)
        assert everything_stored() == before


def test_clusters_who_left_newcomers_and_the_administrator_do_not_learn_of_a_round(
    as_: As, cast: Cast, scene: Scene
) -> None:
    for person in (cast.piotr, cast.eva, cast.ada, cast.fred):
        assert as_(person).get(scene.path("")).status_code == 404, person.name
        assert as_(person).post(scene.path("/move"), data={"to": "closed"}).status_code == 404, person.name
        assert scene.round.name not in as_(person).get("/rounds/").text


@pytest.mark.parametrize("rest", LOOK)
def test_a_reader_and_the_coordinator_may_look(as_: As, cast: Cast, scene: Scene, rest: str) -> None:
    assert as_(cast.ana_maria).get(scene.path(rest)).status_code == 200
    assert as_(cast.bo).get(scene.path(rest)).status_code == 200


@pytest.mark.parametrize("rest", FORMS)
def test_a_reader_and_the_coordinator_get_no_form(as_: As, cast: Cast, scene: Scene, rest: str) -> None:
    assert as_(cast.ana_maria).get(scene.path(rest)).status_code == 403
    assert as_(cast.bo).get(scene.path(rest)).status_code == 403


@pytest.mark.parametrize("rest", CHANGES)
def test_a_reader_and_the_coordinator_change_nothing(as_: As, cast: Cast, scene: Scene, rest: str) -> None:
    for person in (cast.ana_maria, cast.bo):
        browser = as_(person)
        before = everything_stored()
        assert browser.post(scene.path(rest)).status_code == 403
        assert everything_stored() == before


def test_a_coordinator_sees_nothing_of_a_company_that_only_was_asked(as_: As, cast: Cast, scene: Scene) -> None:
    programmes.takes_part(cast.danvind, programmes.programme(cast.datakluster_nord, "Another"), state="asked")
    assert as_(cast.bo).get(f"/rounds/{scene.foreign.id}").status_code == 404


@pytest.mark.parametrize("rest", ["/markets/{market}", "/markets/{market}/edit"])
def test_a_market_is_found_only_under_its_own_round(as_: As, cast: Cast, scene: Scene, rest: str) -> None:
    other = rounds.round_(cast.norrsken, scene.round.product, scene.round.version)
    assert as_(cast.anna).get(scene.path(rest, other.id)).status_code == 404


@pytest.mark.parametrize("rest", ["/markets/{market}/remove", "/markets/{market}/ask", "/requests/{request}/withdraw"])
def test_a_button_of_another_round_is_not_found(as_: As, cast: Cast, scene: Scene, rest: str) -> None:
    other = rounds.round_(cast.norrsken, scene.round.product, scene.round.version)
    assert as_(cast.anna).post(scene.path(rest, other.id)).status_code == 404
    assert scene.request.state == "accepted"


def test_a_request_is_only_for_the_asked_cluster(as_: As, cast: Cast, scene: Scene) -> None:
    mine, never = f"/rounds/requests/{scene.request.id}", f"/rounds/requests/{NEVER}"
    assert as_(None).get(mine).location.startswith("/accounts/sign-in")
    for person in (cast.anna, cast.piotr, cast.bo, cast.dan, cast.ada):
        browser = as_(person)
        foreign, gone = browser.get(mine), browser.get(never)
        assert foreign.status_code == gone.status_code == 404, person.name
        assert without_csrf(foreign.text) == without_csrf(gone.text)
    assert as_(cast.carla).get(mine).status_code == 200
    assert as_(scene.cluster_reader).get(mine).status_code == 200


@pytest.mark.parametrize("rest", ANSWERS)
def test_only_members_of_the_asked_cluster_answer(as_: As, cast: Cast, scene: Scene, rest: str) -> None:
    mine, never = f"/rounds/requests/{scene.request.id}{rest}", f"/rounds/requests/{NEVER}{rest}"
    answer = {"expected": "5", "reason": "No."}
    assert as_(None).post(mine, data=answer).location.startswith("/accounts/sign-in")
    for person in (cast.anna, cast.piotr, cast.bo, cast.dan, cast.ada):
        browser = as_(person)
        before = everything_stored()
        foreign, gone = browser.post(mine, data=answer), browser.post(never, data=answer)
        assert foreign.status_code == gone.status_code == 404, person.name
        assert without_csrf(foreign.text) == without_csrf(gone.text)
        assert everything_stored() == before
    assert as_(scene.cluster_reader).post(mine, data=answer).status_code == 403


def test_looking_changes_nothing(as_: As, cast: Cast, scene: Scene) -> None:
    pages = [scene.path(rest) for rest in (*LOOK, *FORMS)] + ["/rounds/", "/rounds/new", "/rounds/requests/"]
    clusters = ["/rounds/requests/", f"/rounds/requests/{scene.request.id}"]
    for person, paths in ((cast.anna, pages), (cast.carla, clusters)):
        browser = as_(person)
        before = everything_stored()
        for path in paths:
            assert browser.get(path).status_code == 200, path
        assert everything_stored() == before


@pytest.mark.parametrize("rest", ["/move", "/copy", "/markets/wished", "/markets/{market}/remove"])
def test_a_button_is_no_link(as_: As, cast: Cast, scene: Scene, rest: str) -> None:
    assert as_(cast.anna).get(scene.path(rest)).status_code == 405
