"""A cluster reads what is asked of it, and answers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection, select

from livinglab.foundation.db import db
from livinglab.foundation.mail import Message
from livinglab.foundation.surroundings import now
from livinglab.invitations.models import Invitation
from livinglab.invitations.work import deliver
from livinglab.rounds.access import request_to_recruit
from livinglab.rounds.models import RecruitingRequest, Round
from tests.cast import Cast
from tests.counting import selects
from tests.factories import accounts, network, products, rounds
from tests.fixtures import As
from tests.pages import words
from tests.surroundings import BEGIN, World


@pytest.fixture
def round_(cast: Cast) -> Round:
    product = products.product(
        cast.norrsken, "Canaryname", "Aurora", pitch="Canarypitch", description="Canarytext", secrets="Canarysecret",
        stage="prototype", sector="Water",
    )  # fmt: skip
    return rounds.round_(
        cast.norrsken, product, state="recruiting", name="Canaryround", markets=(("DE", "de"), ("PL", "en")),
        opens_at=BEGIN + timedelta(days=1), closes_at=BEGIN + timedelta(days=9), time_zone="Europe/Berlin",
        rule=("Canaryenter", "Canaryadapt", "Canaryleave"), minutes=7,
    )  # fmt: skip


@pytest.fixture
def asked(cast: Cast, round_: Round) -> RecruitingRequest:
    rounds.request(rounds.market_in(round_, "PL"), cast.klaster_baltyk)
    rounds.request(rounds.market_in(round_, "DE"), cast.datakluster_nord, "declined", reason="Canaryreason")
    return rounds.request(rounds.market_in(round_, "DE"), cast.cluster_nordwest, "asked")


def answer(as_: As, cast: Cast, asked: RecruitingRequest, how: str, **form: str):  # type: ignore[no-untyped-def]
    """Carla sends one of the two forms."""
    return as_(cast.carla).post(f"/rounds/requests/{asked.id}/{how}", data=form)


def invite_somebody(asked: RecruitingRequest) -> None:
    """The cluster has begun."""
    db.session.add(
        Invitation(
            round_id=asked.market.round_id, market_id=asked.market_id, request_id=asked.id, address="t@example.org",
            address_key="k", created_at=now(),
        )
    )  # fmt: skip
    db.session.commit()


def test_carla_reads_what_she_needs_to_decide(as_: As, cast: Cast, asked: RecruitingRequest) -> None:
    page = words(as_(cast.carla).get(f"/rounds/requests/{asked.id}").text)
    for told in (
        "Norrsken Sensors asks Cluster Nordwest to bring testers in Germany.",
        "Codename Aurora", "Sector Water", "Stage Prototype", "Answers wanted in Germany 30",
        "8 questions in German, about 7 minutes", "Opens 25 Nov 2026, 10:00 Berlin time",
        "Closes 3 Dec 2026, 10:00 Berlin time", "Single answers, under a pseudonym",
    ):  # fmt: skip
        assert told in page


def test_a_cluster_never_sees_product_round_rule_other_markets_or_other_clusters(
    as_: As, cast: Cast, asked: RecruitingRequest
) -> None:
    browser = as_(cast.carla)
    for path in ("/rounds/requests/", f"/rounds/requests/{asked.id}", "/rounds/"):
        page = browser.get(path).text
        for secret in ("Canary", "canary", "Poland", "Klaster Bałtyk", "Datakluster Nord", asked.market.round.code):
            assert secret not in page, path


def test_the_list_begins_with_what_waits(as_: As, cast: Cast, round_: Round, asked: RecruitingRequest) -> None:
    other = rounds.round_(cast.norrsken, round_.product, round_.version, state="running", markets=(("AT", "de"),))
    closed = rounds.round_(cast.norrsken, round_.product, round_.version, state="closed", markets=(("CH", "de"),))
    rounds.request(rounds.market_in(other, "AT"), cast.cluster_nordwest, expected=12)
    rounds.request(rounds.market_in(closed, "CH"), cast.cluster_nordwest, expected=12)
    page = words(as_(cast.carla).get("/rounds/requests/").text)
    assert page.index("Aurora: Germany Waiting") < page.index("Aurora: Austria Accepted")
    assert page.index("Aurora: Austria Accepted") < page.index("Aurora: Switzerland Round closed")
    assert "0 invited, 0 answered, 12 expected" in page


def test_carla_accepts_and_anna_is_told(as_: As, cast: Cast, asked: RecruitingRequest, world: World) -> None:
    assert answer(as_, cast, asked, "accept", expected="25").location == f"/rounds/requests/{asked.id}"
    assert (asked.state, asked.expected, asked.answered_at) == ("accepted", 25, BEGIN)
    deliver()
    assert {mail["To"] for mail in world.outbox} == {cast.anna.email, cast.mikael.email}
    assert world.outbox[0]["Subject"] == "Cluster Nordwest accepts: Germany, Canaryround"
    assert "It expects 25 of the 30 you want there." in world.outbox[0].get_content()
    page = as_(cast.carla).get(f"/rounds/requests/{asked.id}").text
    assert f"/invitations/requests/{asked.id}" in page
    assert "You can invite testers already." in page
    assert request_to_recruit(cast.carla, asked.id) is asked


def test_carla_declines_with_a_reason(as_: As, cast: Cast, asked: RecruitingRequest, world: World) -> None:
    answer(as_, cast, asked, "decline", reason="Ask us <b>in spring</b>.")
    assert (asked.state, asked.reason, asked.expected) == ("declined", "Ask us <b>in spring</b>.", None)
    deliver()
    assert world.outbox[0]["Subject"] == "Cluster Nordwest declines: Germany, Canaryround"
    assert "Ask us <b>in spring</b>." in world.outbox[0].get_content()
    assert "Invite testers" not in as_(cast.carla).get(f"/rounds/requests/{asked.id}").text


@pytest.mark.parametrize("typed", ["", "0", "-5", "many", "100001"])
def test_accepting_needs_a_number(as_: As, cast: Cast, asked: RecruitingRequest, typed: str) -> None:
    page = answer(as_, cast, asked, "accept", expected=typed)
    assert page.status_code == 422
    assert f'value="{typed}"' in page.text
    assert "How many testers do you expect to bring?:" in words(page.text)
    assert asked.state == "asked"


@pytest.mark.parametrize("typed", ["", "   ", "long " * 200])
def test_declining_needs_a_short_reason(as_: As, cast: Cast, asked: RecruitingRequest, typed: str) -> None:
    page = answer(as_, cast, asked, "decline", reason=typed)
    assert page.status_code == 422
    assert typed.strip() in page.text
    assert asked.state == "asked"


def test_a_no_can_become_a_yes_and_a_yes_another_number(as_: As, cast: Cast, asked: RecruitingRequest) -> None:
    answer(as_, cast, asked, "decline", reason="No time.")
    answer(as_, cast, asked, "accept", expected="10")
    answer(as_, cast, asked, "accept", expected="15")
    assert (asked.state, asked.expected, asked.reason) == ("accepted", 15, "")
    waiting = db.session.scalars(select(Message).where(Message.state == "queued", Message.address == cast.anna.email))
    assert [mail.context["expected"] for mail in waiting] == [15]


def test_a_yes_becomes_a_no_only_while_nobody_was_invited(as_: As, cast: Cast, asked: RecruitingRequest) -> None:
    answer(as_, cast, asked, "accept", expected="10")
    answer(as_, cast, asked, "decline", reason="Changed our mind.")
    assert asked.state == "declined"
    answer(as_, cast, asked, "accept", expected="10")
    invite_somebody(asked)
    page = answer(as_, cast, asked, "decline", reason="Changed our mind again.")
    assert page.status_code == 409
    assert "You have invited testers already" in words(page.text)
    assert asked.state == "accepted"
    shown = words(as_(cast.carla).get(f"/rounds/requests/{asked.id}").text)
    assert "this request cannot be declined any more" in shown
    assert "Invited 1" in shown


@pytest.mark.parametrize("state", ["closed", "reported"])
@pytest.mark.parametrize("how", ["accept", "decline"])
def test_a_closed_round_takes_no_answer(
    as_: As, cast: Cast, asked: RecruitingRequest, round_: Round, state: str, how: str
) -> None:
    round_.state = state
    page = answer(as_, cast, asked, how, expected="5", reason="No.")
    assert page.status_code == 409
    assert "The round is closed" in words(page.text)
    assert asked.state == "asked"


def test_a_withdrawn_request_takes_no_answer(as_: As, cast: Cast, asked: RecruitingRequest) -> None:
    asked.state = "withdrawn"
    assert answer(as_, cast, asked, "accept", expected="5").status_code == 409
    assert asked.state == "withdrawn"


def test_a_request_of_a_draft_is_not_there_yet(as_: As, cast: Cast, asked: RecruitingRequest, round_: Round) -> None:
    round_.state = "draft"
    assert as_(cast.carla).get(f"/rounds/requests/{asked.id}").status_code == 404
    assert answer(as_, cast, asked, "accept", expected="5").status_code == 404
    assert "Aurora" not in as_(cast.carla).get("/rounds/requests/").text


def test_a_reader_of_the_cluster_reads_and_cannot_answer(as_: As, cast: Cast, asked: RecruitingRequest) -> None:
    reader = accounts.user("Rita Leser", "rita@nordwest.example")
    network.member(reader, cast.cluster_nordwest, "reader")
    page = as_(reader).get(f"/rounds/requests/{asked.id}").text
    main = page[page.index("<main") : page.index("</main>")]
    assert "<form" not in main
    assert as_(reader).post(f"/rounds/requests/{asked.id}/accept", data={"expected": "5"}).status_code == 403
    assert asked.state == "asked"


def test_an_empty_list_says_why(as_: As, cast: Cast) -> None:
    assert "No requests yet" in as_(cast.piotr).get("/rounds/requests/").text
    assert "Requests go to clusters" in as_(cast.dan).get("/rounds/requests/").text
    assert as_(None).get("/rounds/requests/").location.startswith("/accounts/sign-in")


def test_the_list_asks_as_often_for_many_requests_as_for_one(
    as_: As, cast: Cast, connection: Connection, round_: Round
) -> None:
    rounds.request(rounds.market_in(round_, "DE"), cast.cluster_nordwest)
    browser = as_(cast.carla)
    browser.get("/rounds/requests/")
    with selects(connection) as one:
        browser.get("/rounds/requests/")
    for country in ("AT", "CH", "LU"):
        rounds.request(rounds.market(round_, country, "de"), cast.cluster_nordwest)
        other = rounds.round_(cast.danvind, state="running", markets=((country, "de"),))
        rounds.request(rounds.market_in(other, country), cast.cluster_nordwest)
    with selects(connection) as many:
        browser.get("/rounds/requests/")
    assert len(many) == len(one)
