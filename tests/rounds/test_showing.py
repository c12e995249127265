"""The page of one round, and of one market."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from livinglab.accounts.models import User
from livinglab.feedback.models import AnswerCount
from livinglab.foundation.db import db
from livinglab.foundation.surroundings import now
from livinglab.invitations.models import Invitation, Participation
from livinglab.rounds import actions
from livinglab.rounds.models import Round, RoundMarket
from tests.cast import Cast
from tests.counting import selects
from tests.factories import products, programmes, rounds
from tests.fixtures import As
from tests.pages import words
from tests.surroundings import BEGIN

HOSTILE = "<script>alert(1)</script>"


def recruit(round_: Round, market: RoundMarket, invited: int, opened: int, answered: int) -> None:
    """Some people were invited, some of them opened their link, some of those answered."""
    for number in range(invited):
        key = f"{market.id}-{number}"
        invitation = Invitation(
            round_id=round_.id, market_id=market.id, request_id=market.requests[0].id if market.requests else None,
            address=f"{key}@example.org", address_key=key, created_at=now(),
        )  # fmt: skip
        db.session.add(invitation)
        db.session.flush()
        if number < opened:
            db.session.add(
                Participation(
                    code=key, pseudonym=key, round_id=round_.id, market_id=market.id, request_id=invitation.request_id,
                    invitation_id=invitation.id, opened_at=now(), answered_at=now() if number < answered else None,
                )
            )  # fmt: skip
    db.session.add(AnswerCount(market_id=market.id, item_key="", value="", n=answered))


def test_each_market_shows_its_clusters_and_counts(as_: As, cast: Cast) -> None:
    round_ = rounds.round_(cast.norrsken, state="running", markets=(("GB", "en"), ("DE", "de")))
    german = rounds.market_in(round_, "DE")
    rounds.request(german, cast.cluster_nordwest, expected=25)
    rounds.request(german, cast.klaster_baltyk, "declined", reason="No time.")
    rounds.request(german, cast.datakluster_nord, "asked")
    recruit(round_, german, 14, 9, 7)
    page = words(as_(cast.anna).get(f"/rounds/{round_.id}").text)
    assert (
        "Germany German Cluster Nordwest Accepted Klaster Bałtyk Declined Datakluster Nord Waiting 25 14 9 7 of 30"
    ) in page
    assert "United Kingdom English None asked 0 0 0 0 of 30" in page
    assert "Read the results" in page


def test_answers_are_read_and_brought_from_here(as_: As, cast: Cast) -> None:
    draft = rounds.round_(cast.norrsken)
    running = rounds.round_(cast.norrsken, draft.product, draft.version, state="running")
    totals = rounds.round_(cast.norrsken, draft.product, draft.version, state="running", mode="aggregate")
    for round_ in (running, totals):
        db.session.add(AnswerCount(market_id=round_.markets[0].id, item_key="", value="", n=12))
    programmes.takes_part(cast.norrsken, programmes.programme(cast.datakluster_nord))

    def offered(person: User, round_: Round) -> set[str]:
        page = as_(person).get(f"/rounds/{round_.id}").text
        links = (
            f"/comparison/{round_.id}",
            f"/feedback/rounds/{round_.id}/imports",
            f"/feedback/rounds/{round_.id}/responses",
        )
        return {
            link.rpartition("/")[2].replace(str(round_.id), "results") for link in links if f'href="{link}"' in page
        }

    assert offered(cast.anna, draft) == set()
    assert offered(cast.anna, running) == {"results", "imports", "responses"}
    assert offered(cast.anna, totals) == {"results", "imports"}
    assert offered(cast.ana_maria, running) == {"results", "responses"}
    assert offered(cast.bo, running) == {"results"}


def test_the_page_of_a_market_shows_its_counts_and_why_a_cluster_declined(as_: As, cast: Cast) -> None:
    round_ = rounds.round_(cast.norrsken, state="running", markets=(("DE", "de"),))
    german = rounds.market_in(round_, "DE")
    rounds.request(german, cast.klaster_baltyk, "declined", reason="Ask us in spring.")
    rounds.request(german, cast.cluster_nordwest, expected=25)
    recruit(round_, german, 14, 9, 7)
    page = words(as_(cast.ana_maria).get(f"/rounds/{round_.id}/markets/{german.id}").text)
    assert "Answers 7 of 30" in page
    assert "Expected by clusters 25 Invited 14 Opened 9" in page
    assert "Ask us in spring." in page
    assert "Withdraw" not in page
    assert "Ask more clusters" not in page


def test_a_draft_says_what_stops_it_and_where_that_is_mended(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken, archived=True)
    round_ = rounds.round_(
        cast.norrsken, product, rule=("", "", ""), quota=5, minimum_n=10, markets=(("SE", "sv"), ("DE", "de")),
        closes_at=BEGIN - timedelta(days=1),
    )  # fmt: skip
    answer = as_(cast.anna).get(f"/rounds/{round_.id}")
    page = words(answer.text)
    swedish = rounds.market_in(round_, "SE")
    for sentence, address in (
        ("The product is in the archive", f"/products/{product.id}"),
        ("Translate the questionnaire into Swedish", f"/questionnaires/{round_.version.questionnaire_id}"),
        ("or choose another language for Sweden", f"/rounds/{round_.id}/markets/{swedish.id}/edit"),
        ("Write down all three: what result would make you enter", f"/rounds/{round_.id}/rule"),
        ("The closing date is in the past", f"/rounds/{round_.id}/edit"),
        ("Germany wants 5 answers but shows figures from 10", f"/markets/{rounds.market_in(round_, 'DE').id}/edit"),
    ):
        assert sentence in page
        assert f'{address}"' in answer.text
    assert ">Start recruiting</button>" not in answer.text


def test_a_draft_without_markets_leads_to_the_first(as_: As, cast: Cast) -> None:
    round_ = rounds.round_(cast.norrsken, markets=())
    page = as_(cast.anna).get(f"/rounds/{round_.id}").text
    assert "Where shall people try it?" in page
    assert f"/rounds/{round_.id}/markets/new" in page


def test_a_sound_draft_can_start(as_: As, cast: Cast) -> None:
    round_ = rounds.round_(cast.norrsken, markets=(("DE", "de"),))
    rounds.request(rounds.market_in(round_, "DE"), cast.cluster_nordwest, "asked")
    page = as_(cast.anna).get(f"/rounds/{round_.id}").text
    assert ">Start recruiting</button>" in page
    assert "1 request to clusters will be sent by mail." in page


def test_a_reader_sees_reasons_and_no_buttons(as_: As, cast: Cast) -> None:
    draft = rounds.round_(cast.norrsken, markets=(("SE", "sv"),))
    running = rounds.round_(cast.norrsken, draft.product, draft.version, state="running", markets=(("DE", "de"),))
    browser = as_(cast.ana_maria)
    page = browser.get(f"/rounds/{draft.id}").text
    assert "Translate the questionnaire into Swedish" in page
    for text in (page, browser.get(f"/rounds/{running.id}").text):
        main = text[text.index("<main") : text.index("</main>")]
        assert "<form" not in main
        assert "/edit" not in main


def test_a_coordinator_reads_the_codename_only_and_no_name_of_the_round(as_: As, cast: Cast) -> None:
    programmes.takes_part(cast.norrsken, programmes.programme(cast.datakluster_nord))
    product = products.product(
        cast.norrsken, "Canaryname", "Aurora", pitch="Canarypitch", description="Canarytext", secrets="Canarysecret"
    )
    round_ = rounds.round_(cast.norrsken, product, state="running", name="Canaryround")
    actions.change_plan(round_, cast.anna, name="Canaryname in autumn", minutes=6)
    db.session.commit()
    for rest in ("", "/history", f"/markets/{round_.markets[0].id}"):
        page = as_(cast.bo).get(f"/rounds/{round_.id}{rest}").text
        assert "Canary" not in page
        main = page[page.index("<main") : page.index("</main>")]
        assert "<form" not in main
    assert "<h1>Aurora</h1>" in as_(cast.bo).get(f"/rounds/{round_.id}").text
    assert "minutes 5 → 6" in words(as_(cast.bo).get(f"/rounds/{round_.id}/history").text).replace(
        "Minutes : ", "minutes "
    )


def test_times_are_shown_in_the_rounds_zone(as_: As, cast: Cast) -> None:
    round_ = rounds.round_(
        cast.norrsken, opens_at=BEGIN, closes_at=BEGIN + timedelta(days=9), time_zone="Europe/Helsinki"
    )
    page = words(as_(cast.anna).get(f"/rounds/{round_.id}").text)
    assert "Opens 24 Nov 2026, 11:00 Helsinki time Closes 3 Dec 2026, 11:00 Helsinki time" in page


def test_what_people_wrote_is_inert(as_: As, cast: Cast) -> None:
    round_ = rounds.round_(cast.norrsken, name=HOSTILE, state="running", rule=(HOSTILE, HOSTILE, HOSTILE))
    request = rounds.request(rounds.market_in(round_, "DE"), cast.cluster_nordwest, "declined", reason=HOSTILE)
    browser = as_(cast.anna)
    for path in ("/rounds/", f"/rounds/{round_.id}", f"/rounds/{round_.id}/markets/{request.market_id}"):
        assert HOSTILE not in browser.get(path).text


@pytest.mark.parametrize("rest", ["", "/markets/{market}"])
def test_the_page_asks_as_often_for_many_markets_as_for_one(
    as_: As, cast: Cast, connection: Connection, rest: str
) -> None:
    round_ = rounds.round_(cast.norrsken, state="running", markets=(("DE", "de"),))
    rounds.request(rounds.market_in(round_, "DE"), cast.cluster_nordwest)
    path = f"/rounds/{round_.id}{rest.format(market=round_.markets[0].id)}"
    browser = as_(cast.anna)
    browser.get(path)
    with selects(connection) as one:
        browser.get(path)
    for country in ("SE", "PL", "FI", "GB", "DK"):
        market = rounds.market(round_, country, "en")
        for cluster in (cast.cluster_nordwest, cast.klaster_baltyk, cast.datakluster_nord):
            rounds.request(market, cluster, "asked")
        recruit(round_, market, 3, 2, 1)
    with selects(connection) as many:
        browser.get(path)
    assert len(many) == len(one)
    assert len(one) <= 18, "\n".join(one)


def test_what_closing_would_do_is_said_as_a_step_and_only_to_who_can_take_it(as_: As, cast: Cast) -> None:
    programmes.takes_part(cast.norrsken, programmes.programme(cast.datakluster_nord))
    round_ = rounds.round_(cast.norrsken, state="running")
    assert "Next: close the round Closing it ends answering." in words(
        as_(cast.mikael).get(f"/rounds/{round_.id}").text
    )
    for person in (cast.ana_maria, cast.bo):
        page = as_(person).get(f"/rounds/{round_.id}").text
        assert "ends answering" not in page
        assert "Nobody can answer" not in page
