"""Reminding: only who is still expected, not too often, and never twice for one press of the button."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from livinglab.foundation.audit import AuditLine
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.foundation.mail import Message
from livinglab.foundation.post import InDoubt
from livinglab.invitations import actions
from livinglab.invitations.work import deliver
from tests.factories import invitations as factory
from tests.fixtures import As
from tests.invitations.conftest import Scene, invitations, people, token_in
from tests.surroundings import World


@pytest.fixture
def asked(scene: Scene, world: World) -> Scene:
    """Cleo and Dora were mailed four days ago."""
    actions.invite(scene.request, people("cleo@example.org", "dora@example.org"), scene.cast.carla)
    deliver()
    world.outbox.clear()
    world.advance(days=4)
    return scene


def reminded(scene: Scene, world: World) -> list[str]:
    """Who gets a reminder when the button is pressed now."""
    world.outbox.clear()
    actions.remind(scene.request, scene.cast.carla)
    deliver()
    return sorted(str(mail["To"]) for mail in world.outbox)


def test_the_button_says_how_many_and_each_gets_one_mail(as_: As, asked: Scene, world: World) -> None:
    carla = as_(asked.cast.carla)
    assert "Remind 2 people" in carla.get(asked.page).text
    answer = carla.post(f"{asked.page}/remind")
    assert (answer.status_code, answer.location) == (303, asked.page)
    assert "Reminders to 2 people are on their way" in carla.get(asked.page).text
    assert deliver() == 2
    assert {mail["Content-Language"] for mail in world.outbox} == {"de"}


def test_a_double_click_reminds_once(as_: As, asked: Scene, world: World) -> None:
    carla = as_(asked.cast.carla)
    carla.post(f"{asked.page}/remind")
    carla.post(f"{asked.page}/remind")
    assert deliver() == 2
    assert "Nobody needs a reminder now" in carla.get(asked.page).text


def test_the_link_in_a_reminder_leads_to_the_same_invitation_and_the_first_one_still_works(
    as_: As, scene: Scene, world: World
) -> None:
    actions.invite(scene.request, people("cleo@example.org"), scene.cast.carla)
    deliver()
    world.advance(days=4)
    actions.remind(scene.request, scene.cast.carla)
    deliver()
    first, second = (f"/i/{token_in(mail)}/begin" for mail in world.outbox)
    assert first != second
    assert as_(None).post(first).location == as_(None).post(second).location


def test_nobody_is_reminded_too_soon_or_too_often(scene: Scene, world: World) -> None:
    actions.invite(scene.request, people("cleo@example.org"), scene.cast.carla)
    deliver()
    found = []
    for _ in range(7):
        found.append(len(reminded(scene, world)))
        world.advance(days=1)
    assert found == [0, 0, 0, 1, 0, 0, 1]


def test_the_days_count_from_the_mail_and_not_from_the_click(scene: Scene, world: World) -> None:
    actions.invite(scene.request, people("cleo@example.org"), scene.cast.carla)
    world.advance(days=10)
    deliver()
    assert reminded(scene, world) == []
    world.advance(days=3)
    assert reminded(scene, world) == ["cleo@example.org"]


def test_who_answered_declined_or_was_let_go_is_not_reminded(scene: Scene, world: World) -> None:
    names = ["answered", "declined", "withdrawn", "opened", "silent"]
    actions.invite(scene.request, people(*(f"{n}@example.org" for n in names)), scene.cast.carla)
    deliver()
    world.advance(days=4)
    rows = {str(i.address).partition("@")[0]: i for i in invitations()}
    actions.mark_answered(factory.participation(scene.request.market, rows["answered"]))
    actions.decline(factory.participation(scene.request.market, rows["declined"]))
    actions.withdraw(scene.request, scene.cast.carla, rows["withdrawn"])
    factory.participation(scene.request.market, rows["opened"])
    assert reminded(scene, world) == ["opened@example.org", "silent@example.org"]


def test_whose_invitation_never_arrived_is_not_reminded(asked: Scene, world: World) -> None:
    db.session.scalars(select(Message).where(Message.address == "dora@example.org")).one().state = "dead"
    assert reminded(asked, world) == ["cleo@example.org"]


def test_who_answers_while_the_reminder_waits_does_not_get_it(asked: Scene, world: World) -> None:
    actions.remind(asked.request, asked.cast.carla)
    cleo = next(i for i in invitations() if i.address == "cleo@example.org")
    actions.mark_answered(factory.participation(asked.request.market, cleo))
    deliver()
    assert [mail["To"] for mail in world.outbox] == ["dora@example.org"]


def test_even_if_nobody_stopped_the_mail_it_is_not_sent_to_who_has_answered(asked: Scene, world: World) -> None:
    actions.remind(asked.request, asked.cast.carla)
    cleo = next(i for i in invitations() if i.address == "cleo@example.org")
    factory.participation(asked.request.market, cleo).answered_at = world.time
    deliver()
    assert [mail["To"] for mail in world.outbox] == ["dora@example.org"]


def test_a_reminder_that_may_have_left_is_not_sent_again(asked: Scene, world: World) -> None:
    actions.remind(asked.request, asked.cast.carla)
    world.post.fail_with = InDoubt("the server went away")
    deliver()
    world.post.fail_with = None
    world.advance(hours=5)
    assert deliver() == 0
    assert world.outbox == []


def test_a_round_that_is_not_open_has_no_reminders(as_: As, asked: Scene) -> None:
    asked.round.state = "recruiting"
    carla = as_(asked.cast.carla)
    assert "Reminders can be sent while the round is open" in carla.get(asked.page).text
    assert carla.post(f"{asked.page}/remind").status_code == 409
    with pytest.raises(Refused):
        actions.remind(asked.request, asked.cast.carla)


def test_reminding_leaves_one_line_in_the_records(as_: As, asked: Scene) -> None:
    as_(asked.cast.carla).post(f"{asked.page}/remind")
    line = db.session.scalars(select(AuditLine).where(AuditLine.verb == "remind")).one()
    assert line.details == {"count": 2}


def test_who_may_not_remind(as_: As, asked: Scene) -> None:
    cast, path = asked.cast, f"{asked.page}/remind"
    assert as_(None).post(path).status_code == 302
    assert [as_(p).post(path).status_code for p in (cast.anna, cast.bo, cast.dan, cast.ada)] == [404] * 4
    assert as_(cast.ana_maria).post(path).status_code == 403
    assert as_(cast.carla).get(path).status_code == 405
    asked.round.state = "closed"
    assert as_(cast.carla).post(path).status_code == 409
