"""The list of rounds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from livinglab.feedback.models import AnswerCount
from livinglab.foundation.db import db
from tests.cast import Cast
from tests.counting import selects
from tests.factories import accounts, network, products, programmes, questionnaires, rounds
from tests.fixtures import As
from tests.pages import words
from tests.surroundings import BEGIN


def test_anna_sees_her_rounds_with_state_markets_and_progress(as_: As, cast: Cast) -> None:
    round_ = rounds.round_(
        cast.norrsken, state="running", quota=40, closes_at=BEGIN + timedelta(days=1), time_zone="Europe/Stockholm"
    )
    market = rounds.market_in(round_, "DE")
    db.session.add(AnswerCount(market_id=market.id, item_key="", value="", n=17))
    page = words(as_(cast.anna).get("/rounds/").text)
    assert "Autumn round Open for answers Norrsken One" in page
    assert "17 of 80" in page
    assert "Germany, Sweden" in page
    assert "Closes 25 Nov 2026, 10:00 Stockholm time" in page


def test_the_newest_round_comes_first(as_: As, cast: Cast) -> None:
    rounds.round_(cast.norrsken, name="Older")
    rounds.round_(cast.norrsken, name="Newer")
    page = as_(cast.anna).get("/rounds/").text
    assert page.index("Newer") < page.index("Older")


def test_dan_sees_nothing_of_annas(as_: As, cast: Cast) -> None:
    rounds.round_(cast.norrsken, name="A secret name")
    page = as_(cast.dan).get("/rounds/").text
    assert "A secret name" not in page
    assert "Norrsken" not in page


def test_a_coordinator_sees_the_rounds_of_companies_that_accepted_with_their_codename(as_: As, cast: Cast) -> None:
    programmes.takes_part(cast.norrsken, programmes.programme(cast.datakluster_nord))
    rounds.round_(cast.norrsken, name="Told by its name")
    rounds.round_(cast.danvind, name="Not in the programme")
    page = words(as_(cast.bo).get("/rounds/").text)
    assert "Aurora Draft Norrsken Sensors" in page
    assert "Told by its name" not in page
    assert "Norrsken One" not in page
    assert "Not in the programme" not in page
    assert "Plan a round" not in page


def test_without_a_product_the_list_says_to_register_one(as_: As, cast: Cast) -> None:
    page = as_(cast.anna).get("/rounds/").text
    assert 'href="/products/new"' in page
    assert "Begin with your product" in page


def test_without_a_published_questionnaire_the_list_says_to_write_one(as_: As, cast: Cast) -> None:
    products.product(cast.norrsken)
    questionnaires.questionnaire(cast.norrsken)
    page = as_(cast.anna).get("/rounds/").text
    assert 'href="/questionnaires/new"' in page


def test_with_both_the_list_says_to_plan_a_round(as_: As, cast: Cast) -> None:
    products.product(cast.norrsken)
    questionnaires.published(cast.norrsken)
    assert 'href="/rounds/new"' in as_(cast.anna).get("/rounds/").text


def test_a_reader_is_not_asked_to_plan(as_: As, cast: Cast) -> None:
    assert "/rounds/new" not in as_(cast.ana_maria).get("/rounds/").text
    rounds.round_(cast.norrsken)
    assert "/rounds/new" not in as_(cast.ana_maria).get("/rounds/").text


def test_a_cluster_without_rounds_is_led_to_its_requests(as_: As, cast: Cast) -> None:
    assert "Go to the requests" in as_(cast.carla).get("/rounds/").text


def test_a_company_is_named_where_there_are_several(as_: As, cast: Cast) -> None:
    rounds.round_(cast.norrsken)
    rounds.round_(cast.danvind)
    assert "Norrsken Sensors ·" not in words(as_(cast.anna).get("/rounds/").text)
    both = accounts.user("Bodil", "bodil@example.org")
    network.member(both, cast.norrsken, "reader")
    network.member(both, cast.danvind, "reader")
    page = words(as_(both).get("/rounds/").text)
    assert "Norrsken Sensors ·" in page
    assert "Danvind ·" in page


def test_a_long_list_is_cut_into_pages(as_: As, cast: Cast) -> None:
    first = rounds.round_(cast.norrsken, name="The very first", markets=())
    for _ in range(25):
        rounds.round_(cast.norrsken, first.product, first.version, markets=())
    browser = as_(cast.anna)
    assert "The very first" not in browser.get("/rounds/").text
    assert "The very first" in browser.get("/rounds/?page=2").text


@pytest.mark.parametrize("person", ["anna", "bo"])
def test_the_list_asks_as_often_for_many_rounds_as_for_two(
    as_: As, cast: Cast, connection: Connection, person: str
) -> None:
    programmes.takes_part(cast.norrsken, programmes.programme(cast.datakluster_nord))
    first = rounds.round_(cast.norrsken)
    rounds.round_(cast.norrsken)
    browser = as_(getattr(cast, person))
    browser.get("/rounds/")
    with selects(connection) as two:
        browser.get("/rounds/")
    for _ in range(6):
        rounds.round_(cast.norrsken, first.product, markets=(("SE", "sv"), ("DE", "de"), ("PL", "pl")))
    with selects(connection) as many:
        browser.get("/rounds/")
    assert len(many) == len(two)
    assert len(two) <= 12, "\n".join(two)
