"""A company asks clusters to bring testers, and stops asking."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.foundation.mail import Message
from livinglab.invitations.work import deliver
from livinglab.rounds import actions
from livinglab.rounds.models import RecruitingRequest, Round, RoundMarket
from tests.cast import Cast
from tests.factories import accounts, network, products, rounds
from tests.fixtures import As
from tests.pages import words
from tests.surroundings import World

NAME = "Norrsken One Canaryname"


@pytest.fixture
def recruiting(cast: Cast) -> Round:
    product = products.product(
        cast.norrsken, NAME, "Aurora", pitch="A canarypitch.", description="A canarytext.", secrets="A canarysecret."
    )
    return rounds.round_(cast.norrsken, product, state="recruiting", name="Canaryround", markets=(("DE", "de"),))


@pytest.fixture
def market(recruiting: Round) -> RoundMarket:
    return rounds.market_in(recruiting, "DE")


def requests_in(market: RoundMarket) -> dict[int, str]:
    found = db.session.scalars(select(RecruitingRequest).where(RecruitingRequest.market_id == market.id))
    return {request.organisation_id: request.state for request in found}


def ask(as_: As, cast: Cast, market: RoundMarket, *clusters: int):  # type: ignore[no-untyped-def]
    """Anna ticks clusters and sends the form."""
    path = f"/rounds/{market.round_id}/markets/{market.id}/ask"
    return as_(cast.anna).post(path, data={"clusters": [str(cluster) for cluster in clusters]})


def test_anna_asks_two_clusters_and_their_people_get_a_mail(as_: As, cast: Cast, market: RoundMarket) -> None:
    member, reader = accounts.user("M", "m@nordwest.example"), accounts.user("R", "r@nordwest.example")
    network.member(member, cast.cluster_nordwest, "member")
    network.member(reader, cast.cluster_nordwest, "reader")
    answer = ask(as_, cast, market, cast.cluster_nordwest.id, cast.klaster_baltyk.id)
    assert answer.location == f"/rounds/{market.round_id}/markets/{market.id}"
    assert requests_in(market) == {cast.cluster_nordwest.id: "asked", cast.klaster_baltyk.id: "asked"}
    mails = db.session.scalars(select(Message)).all()
    assert {mail.address for mail in mails} == {cast.carla.email, member.email, cast.piotr.email}


def test_the_mail_says_what_is_asked_and_not_which_product(
    as_: As, cast: Cast, market: RoundMarket, world: World
) -> None:
    ask(as_, cast, market, cast.cluster_nordwest.id)
    deliver()
    (mail,) = world.outbox
    text = mail.get_content()
    assert mail["Subject"] == "Can Cluster Nordwest bring testers in Germany?"
    for told in ("Norrsken Sensors", "“Aurora” (Water)", "Answers wanted in Germany: 30", "German", "5 minutes"):
        assert told in text
    assert "canary" not in text.casefold().replace(NAME.casefold(), "canary")
    assert "/rounds/requests/" in text


def test_in_a_draft_clusters_are_only_planned(as_: As, cast: Cast, recruiting: Round, market: RoundMarket) -> None:
    recruiting.state = "draft"
    ask(as_, cast, market, cast.cluster_nordwest.id)
    assert requests_in(market) == {cast.cluster_nordwest.id: "asked"}
    assert db.session.scalars(select(Message)).all() == []
    (request,) = market.requests
    assert as_(cast.carla).get(f"/rounds/requests/{request.id}").status_code == 404
    assert "Aurora" not in as_(cast.carla).get("/rounds/requests/").text
    page = words(as_(cast.anna).get(f"/rounds/{recruiting.id}/markets/{market.id}").text)
    assert "Cluster Nordwest Planned" in page


def test_nothing_chosen_is_said(as_: As, cast: Cast, market: RoundMarket) -> None:
    answer = ask(as_, cast, market)
    assert answer.status_code == 422
    assert "Choose at least one cluster." in words(answer.text)


def test_only_confirmed_clusters_can_be_asked(as_: As, cast: Cast, market: RoundMarket) -> None:
    waiting = network.cluster("Not confirmed yet", "DE", confirmed=False)
    assert "Not confirmed yet" not in as_(cast.anna).get(f"/rounds/{market.round_id}/markets/{market.id}").text
    for organisation in (waiting, cast.danvind):
        assert ask(as_, cast, market, organisation.id).status_code == 422
        with pytest.raises(Refused):
            actions.ask_cluster(market, organisation, cast.anna)
    assert requests_in(market) == {}


def test_asking_twice_asks_once(cast: Cast, market: RoundMarket) -> None:
    first = actions.ask_cluster(market, cast.cluster_nordwest, cast.anna)
    assert actions.ask_cluster(market, cast.cluster_nordwest, cast.anna) is first
    assert len(db.session.scalars(select(Message)).all()) == 1


def test_a_cluster_that_declined_can_be_asked_again(as_: As, cast: Cast, market: RoundMarket) -> None:
    request = rounds.request(market, cast.cluster_nordwest, "declined", reason="No time.")
    assert ask(as_, cast, market, cast.cluster_nordwest.id).status_code == 303
    assert (request.state, request.reason, request.answered_at) == ("asked", "", None)


@pytest.mark.parametrize("state", ["closed", "reported"])
def test_nobody_is_asked_for_a_closed_round(as_: As, cast: Cast, market: RoundMarket, state: str) -> None:
    market.round.state = state
    assert ask(as_, cast, market, cast.cluster_nordwest.id).status_code == 422
    with pytest.raises(Refused):
        actions.ask_cluster(market, cast.cluster_nordwest, cast.anna)
    assert requests_in(market) == {}


def test_clusters_of_the_country_come_first(as_: As, cast: Cast, market: RoundMarket) -> None:
    page = as_(cast.anna).get(f"/rounds/{market.round_id}/markets/{market.id}").text
    assert page.index("Cluster Nordwest (Germany)") < page.index("Datakluster Nord (Sweden)")


def test_anna_stops_asking_and_the_mail_that_waits_never_leaves(as_: As, cast: Cast, market: RoundMarket) -> None:
    ask(as_, cast, market, cast.cluster_nordwest.id)
    (request,) = market.requests
    answer = as_(cast.anna).post(f"/rounds/{market.round_id}/requests/{request.id}/withdraw")
    assert answer.location == f"/rounds/{market.round_id}/markets/{market.id}"
    assert request.state == "withdrawn"
    assert [mail.state for mail in db.session.scalars(select(Message))] == ["withdrawn"]


def test_a_cluster_that_was_told_is_told_that_it_is_over(
    as_: As, cast: Cast, market: RoundMarket, world: World
) -> None:
    ask(as_, cast, market, cast.cluster_nordwest.id)
    deliver()
    (request,) = market.requests
    actions.answer_request(request, "accepted", cast.carla, expected=20)
    as_(cast.anna).post(f"/rounds/{market.round_id}/requests/{request.id}/withdraw")
    deliver()
    told = [mail for mail in world.outbox if mail["To"] == cast.carla.email]
    assert [mail["Subject"] for mail in told] == [
        "Can Cluster Nordwest bring testers in Germany?",
        "Norrsken Sensors no longer asks for testers in Germany",
    ]
    page = words(as_(cast.carla).get(f"/rounds/requests/{request.id}").text)
    assert "The company does not ask for this any more." in page
    assert "Invite testers" not in page


def test_stopping_twice_stops_once(as_: As, cast: Cast, market: RoundMarket) -> None:
    request = rounds.request(market, cast.cluster_nordwest, "withdrawn")
    assert as_(cast.anna).post(f"/rounds/{market.round_id}/requests/{request.id}/withdraw").status_code == 303
    assert db.session.scalars(select(Message)).all() == []


def test_a_second_press_says_that_the_cluster_is_asked_already(as_: As, cast: Cast, market: RoundMarket) -> None:
    ask(as_, cast, market, cast.cluster_nordwest.id)
    answer = ask(as_, cast, market, cast.cluster_nordwest.id)
    assert answer.status_code == 303
    page = as_(cast.anna).get(answer.location).text
    assert "not a valid choice" not in page
    assert requests_in(market) == {cast.cluster_nordwest.id: "asked"}


def test_who_is_asked_already_is_named_and_the_others_are_asked(as_: As, cast: Cast, market: RoundMarket) -> None:
    ask(as_, cast, market, cast.cluster_nordwest.id)
    browser = as_(cast.anna)
    path = f"/rounds/{market.round_id}/markets/{market.id}"
    chosen = [cast.cluster_nordwest.id, cast.klaster_baltyk.id]
    page = words(browser.post(f"{path}/ask", data={"clusters": chosen}, follow_redirects=True).text)
    assert "Cluster Nordwest: asked already." in page
    assert "Asked by mail: Klaster Bałtyk." in page
    again = words(browser.post(f"{path}/ask", data={"clusters": chosen}, follow_redirects=True).text)
    assert "Cluster Nordwest, Klaster Bałtyk: asked already." in again


def test_what_is_not_on_the_list_is_refused_in_words(as_: As, cast: Cast, market: RoundMarket) -> None:
    answer = ask(as_, cast, market, 987654)
    assert answer.status_code == 422
    assert "Choose among the clusters on this list" in answer.text
