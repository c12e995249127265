"""Saying no: by the button, or by one click in a mail program; nothing more leaves afterwards."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from livinglab.foundation.audit import AuditLine
from livinglab.foundation.db import db
from livinglab.foundation.links import Link
from livinglab.invitations import actions, signals
from livinglab.invitations.models import Invitation, Participation
from livinglab.invitations.work import deliver
from tests.factories import invitations as factory
from tests.fixtures import As
from tests.invitations.conftest import Scene, invitations, people, states, token_in
from tests.pages import words
from tests.surroundings import World

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def cleo(scene: Scene) -> Invitation:
    """Cleo is invited."""
    return factory.invitation(scene.request, "cleo@example.org")


def person() -> Participation:
    return db.session.scalars(select(Participation)).one()


def test_the_button_says_no_at_once(as_: As, scene: Scene, cleo: Invitation, world: World) -> None:
    page = as_(None).post(f"{factory.link(cleo)}/decline", data={"language": "en"})
    assert page.status_code == 200
    assert "You are not taking part" in page.text
    assert person().declined_at == world.time


def test_one_click_in_a_mail_program_says_no(as_: As, app: Flask, scene: Scene, world: World) -> None:
    actions.invite(scene.request, people("cleo@example.org"), scene.cast.carla)
    deliver()
    mail = world.outbox[0]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = str(mail["List-Unsubscribe"]).strip("<>").removeprefix("http://livinglab.test")
    assert path == f"/i/{token_in(mail)}"
    app.config["WTF_CSRF_ENABLED"] = True  # as in real use: a mail program has no form token and no cookie
    try:
        assert as_(None).post(path, data=ONE_CLICK).status_code == 200
        assert as_(None).post(path, data=ONE_CLICK, base_url="https://livinglab.test").status_code == 200
        assert as_(None).post(f"{path}/decline").status_code == 200
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert person().declined_at is not None
    assert len(db.session.scalars(select(AuditLine).where(AuditLine.verb == "decline")).all()) == 1


def test_looking_at_the_unsubscribe_address_says_nothing(as_: As, scene: Scene, cleo: Invitation) -> None:
    path = factory.link(cleo)
    assert as_(None).get(path).status_code == 200
    assert as_(None).get(f"{path}/decline").status_code == 405
    assert as_(None).post(path).status_code == 405
    assert as_(None).post(path, data={"List-Unsubscribe": "no"}).status_code == 405
    assert db.session.scalars(select(Participation)).all() == []


def test_after_no_no_mail_leaves(as_: As, scene: Scene, world: World) -> None:
    actions.invite(scene.request, people("cleo@example.org"), scene.cast.carla)
    deliver()
    world.advance(days=4)
    actions.remind(scene.request, scene.cast.carla)
    as_(None).post(f"/i/{token_in(world.outbox[0])}", data=ONE_CLICK)
    assert deliver() == 0
    world.advance(days=4)
    assert actions.remind(scene.request, scene.cast.carla) == 0
    assert states() == ["sent", "withdrawn"]


def test_who_has_answered_gets_no_more_mail_and_the_answers_stand(as_: As, scene: Scene, cleo: Invitation) -> None:
    path = factory.link(cleo)
    actions.mark_answered(factory.participation(scene.request.market, cleo))
    page = as_(None).post(f"{path}/decline", data={"language": "en"})
    assert "You have answered already" in page.text
    assert person().declined_at is None
    assert person().answered_at is not None


def test_no_can_be_said_to_a_link_that_has_ended(as_: As, scene: Scene, cleo: Invitation, world: World) -> None:
    path = factory.link(cleo)
    db.session.scalars(select(Link)).one().expires_at = world.time
    scene.round.state = "closed"
    assert as_(None).post(path, data=ONE_CLICK).status_code == 200
    assert person().declined_at is not None


def test_no_to_a_withdrawn_invitation_changes_nothing(as_: As, scene: Scene, cleo: Invitation) -> None:
    path = factory.link(cleo)
    actions.withdraw(scene.request, scene.cast.carla, cleo)
    page = as_(None).post(f"{path}/decline", data={"language": "en"})
    assert "This invitation was withdrawn" in words(page.text)
    assert db.session.scalars(select(Participation)).all() == []


def test_no_before_the_round_opens_stops_the_mail_that_waits(as_: As, scene: Scene, world: World) -> None:
    scene.round.state = "recruiting"
    actions.invite(scene.request, people("cleo@example.org"), scene.cast.carla)
    page = as_(None).post(f"{factory.link(invitations()[0])}/decline", data={"language": "en"})
    assert "You said no, so you will get no more mail about it." in page.text
    assert states() == ["withdrawn"]


def test_no_is_counted_once_and_the_cluster_sees_it(as_: As, scene: Scene, cleo: Invitation) -> None:
    path = factory.link(cleo)
    for _ in range(3):
        as_(None).post(path, data=ONE_CLICK)
    assert "Said no 1" in words(as_(scene.cast.carla).get(scene.page).text)


def test_rooms_to_the_right_are_told_in_the_same_transaction(scene: Scene, cleo: Invitation) -> None:
    told: list[Participation] = []
    with signals.declined.connected_to(told.append):
        actions.decline(factory.participation(scene.request.market, cleo))
    assert [p.invitation_id for p in told] == [cleo.id]


def test_a_wrong_token_says_no_for_nobody(as_: As, scene: Scene, cleo: Invitation) -> None:
    factory.link(cleo)
    assert as_(None).post("/i/" + "a" * 43, data=ONE_CLICK).status_code == 404
    assert as_(None).post("/i/" + "a" * 43 + "/decline").status_code == 404
    assert db.session.scalars(select(Participation)).all() == []
