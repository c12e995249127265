"""Moving a round on and back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from livinglab.feedback.models import AnswerCount
from livinglab.foundation.db import db
from livinglab.foundation.mail import Message
from livinglab.foundation.surroundings import now
from livinglab.invitations.models import Invitation
from livinglab.rounds import actions
from livinglab.rounds.models import Round
from livinglab.rounds.signals import round_closed
from tests.cast import Cast
from tests.factories import products, rounds
from tests.fixtures import As
from tests.pages import words
from tests.surroundings import BEGIN, World

READY = (("GB", "en"), ("DE", "de"))


def press(as_: As, cast: Cast, round_: Round, to: str):  # type: ignore[no-untyped-def]
    """Anna presses the button of a move."""
    return as_(cast.anna).post(f"/rounds/{round_.id}/move", data={"to": to})


def invite(round_: Round) -> None:
    """Somebody is invited."""
    market = round_.markets[0]
    db.session.add(
        Invitation(round_id=round_.id, market_id=market.id, address="t@example.org", address_key="k", created_at=now())
    )
    db.session.commit()


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("draft", "recruiting", "Recruiting has begun."),
        ("recruiting", "running", "The round is open for answers."),
        ("running", "closed", "The round is closed."),
        ("closed", "reported", "The round is marked as reported."),
        ("recruiting", "draft", "The round is a draft again."),
        ("closed", "running", "The round is open for answers."),
        ("reported", "closed", "The round is closed."),
    ],
)
def test_anna_moves_a_round(as_: As, cast: Cast, before: str, after: str, said: str) -> None:
    round_ = rounds.round_(cast.norrsken, state=before, markets=READY)
    answer = press(as_, cast, round_, after)
    assert answer.location == f"/rounds/{round_.id}"
    assert round_.state == after
    browser = as_(cast.anna)
    browser.post(f"/rounds/{round_.id}/move", data={"to": after})
    assert "Anna Lindqvist" in words(browser.get(f"/rounds/{round_.id}/history").text)


def test_every_move_says_what_is_done(as_: As, cast: Cast) -> None:
    round_ = rounds.round_(cast.norrsken, state="running", markets=READY)
    browser = as_(cast.anna)
    browser.post(f"/rounds/{round_.id}/move", data={"to": "closed"})
    assert "The round is closed." in words(browser.get(f"/rounds/{round_.id}").text)


def test_a_refused_move_shows_all_reasons(as_: As, cast: Cast) -> None:
    round_ = rounds.round_(
        cast.norrsken, markets=(("SE", "sv"), ("DE", "de")), rule=("", "x", "x"), closes_at=BEGIN - timedelta(days=1)
    )
    answer = press(as_, cast, round_, "recruiting")
    page = words(answer.text)
    assert answer.status_code == 409
    assert "That is not possible now." in page
    assert "Translate the questionnaire into Swedish" in page
    assert "Write down all three: what result would make you enter" in page
    assert "The closing date is in the past" in page
    assert round_.state == "draft"


def test_two_who_press_at_once_move_it_once(as_: As, cast: Cast) -> None:
    round_ = rounds.round_(cast.norrsken, markets=READY)
    assert press(as_, cast, round_, "recruiting").status_code == 303
    answer = press(as_, cast, round_, "recruiting")
    assert answer.status_code == 409
    assert "already recruiting" in words(answer.text)


def test_a_state_that_does_not_exist_is_refused(as_: As, cast: Cast) -> None:
    round_ = rounds.round_(cast.norrsken, markets=READY)
    for to in ("", "finished", "DROP TABLE"):
        assert press(as_, cast, round_, to).status_code == 400
    assert round_.state == "draft"


def test_a_round_with_invited_people_does_not_become_a_draft_again(as_: As, cast: Cast) -> None:
    round_ = rounds.round_(cast.norrsken, state="recruiting", markets=READY)
    invite(round_)
    answer = press(as_, cast, round_, "draft")
    assert answer.status_code == 409
    assert "1 person has been invited already" in words(answer.text)
    assert "Back to draft" not in as_(cast.anna).get(f"/rounds/{round_.id}").text


def test_a_round_with_an_archived_product_does_not_start(as_: As, cast: Cast) -> None:
    round_ = rounds.round_(cast.norrsken, products.product(cast.norrsken, archived=True), markets=READY)
    assert press(as_, cast, round_, "recruiting").status_code == 409


def test_starting_tells_the_planned_clusters_and_only_those(as_: As, cast: Cast) -> None:
    round_ = rounds.round_(cast.norrsken, markets=READY)
    market = rounds.market_in(round_, "DE")
    rounds.request(market, cast.cluster_nordwest, "asked")
    rounds.request(market, cast.klaster_baltyk, "withdrawn")
    press(as_, cast, round_, "recruiting")
    mails = db.session.scalars(select(Message)).all()
    assert [(mail.kind, mail.address) for mail in mails] == [("round_asked", cast.carla.email)]


def test_going_back_to_draft_stops_the_letters_and_asks_again_later(as_: As, cast: Cast, world: World) -> None:
    round_ = rounds.round_(cast.norrsken, markets=READY)
    unread = rounds.request(rounds.market_in(round_, "DE"), cast.cluster_nordwest, "asked")
    agreed = rounds.request(rounds.market_in(round_, "GB"), cast.klaster_baltyk, "asked")
    press(as_, cast, round_, "recruiting")
    letter = db.session.scalars(select(Message).where(Message.address == cast.piotr.email)).one()
    letter.state = "sent"
    actions.answer_request(agreed, "accepted", cast.piotr, expected=12)
    press(as_, cast, round_, "draft")
    assert (unread.state, agreed.state, agreed.expected) == ("asked", "asked", None)
    left = db.session.scalars(select(Message).where(Message.state == "queued", Message.kind != "round_answered")).all()
    assert [(mail.kind, mail.address) for mail in left] == [("round_withdrawn", cast.piotr.email)]
    assert left[0].context["asked_again"] is True


def test_closing_tells_the_rooms_to_the_right(cast: Cast) -> None:
    round_ = rounds.round_(cast.norrsken, state="running", markets=READY)
    heard: list[Round] = []
    with round_closed.connected_to(heard.append):
        actions.move(round_, "closed", cast.anna)
        actions.move(round_, "reported", cast.anna)
        actions.move(round_, "closed", cast.anna)
    assert heard == [round_]


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (0, "0 answers have come in."),
        (1, "1 answer has come in."),
        (12, "12 answers have come in."),
        (10_016, "10,016 answers have come in."),
    ],
)
def test_closing_asks_before_and_says_how_many_have_answered(as_: As, cast: Cast, answers: int, said: str) -> None:
    round_ = rounds.round_(cast.norrsken, state="running", markets=READY)
    db.session.add(AnswerCount(market_id=round_.markets[0].id, item_key="", value="", n=answers))
    assert f"Nobody can answer after that. {said}" in as_(cast.anna).get(f"/rounds/{round_.id}").text


def test_a_round_that_is_opened_by_hand_before_its_time_has_opened_now(as_: As, cast: Cast) -> None:
    round_ = rounds.round_(cast.norrsken, state="recruiting", markets=READY, opens_at=BEGIN + timedelta(days=9))
    press(as_, cast, round_, "running")
    assert round_.opens_at == BEGIN


def test_rounds_open_and_close_at_their_time(cast: Cast, world: World) -> None:
    opens = rounds.round_(
        cast.norrsken, state="recruiting", markets=READY, opens_at=BEGIN + timedelta(hours=1),
        closes_at=BEGIN + timedelta(hours=3),
    )  # fmt: skip
    by_hand = rounds.round_(cast.norrsken, opens.product, opens.version, state="recruiting", markets=READY)
    assert actions.move_due_rounds() == 0
    world.advance(hours=1)
    assert actions.move_due_rounds() == 1
    assert actions.move_due_rounds() == 0
    assert (opens.state, by_hand.state) == ("running", "recruiting")
    world.advance(hours=2)
    assert actions.move_due_rounds() == 1
    assert opens.state == "closed"


def test_a_round_that_may_not_open_waits_and_says_why(as_: As, cast: Cast, world: World) -> None:
    round_ = rounds.round_(
        cast.norrsken, state="recruiting", markets=(("DE", "de"),), quota=5, opens_at=BEGIN - timedelta(hours=1)
    )
    assert actions.move_due_rounds() == 0
    assert round_.state == "recruiting"
    assert "raise its quota or lower its minimum" in words(as_(cast.anna).get(f"/rounds/{round_.id}").text)


def test_the_history_tells_what_happened_by_itself(as_: As, cast: Cast) -> None:
    round_ = rounds.round_(cast.norrsken, state="running", markets=READY, closes_at=BEGIN)
    assert actions.move_due_rounds() == 1
    assert "At its time the round closed" in words(as_(cast.anna).get(f"/rounds/{round_.id}/history").text)
