"""Withdrawing: the link ends at once, mail that waits does not leave; and it can be undone."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select

from livinglab.foundation import delivery
from livinglab.foundation.audit import AuditLine
from livinglab.foundation.db import db
from livinglab.invitations import actions
from livinglab.invitations.models import Invitation
from livinglab.invitations.work import deliver
from tests.factories import invitations as factory
from tests.fixtures import As
from tests.invitations.conftest import Scene, invitations, people, states, token_in
from tests.surroundings import World


@pytest.fixture
def cleo(scene: Scene) -> Invitation:
    """Cleo is invited; her mail waits."""
    actions.invite(scene.request, people("cleo@example.org"), scene.cast.carla)
    return invitations()[0]


def test_the_link_ends_at_once(as_: As, scene: Scene, cleo: Invitation, world: World) -> None:
    deliver()
    link = f"/i/{token_in(world.outbox[0])}"
    answer = as_(scene.cast.carla).post(f"{scene.page}/{cleo.id}/withdraw")
    assert (answer.status_code, answer.location) == (303, scene.page)
    page = as_(None).get(link)
    assert "withdrawn" in page.text or "zurückgezogen" in page.text
    assert as_(None).post(f"{link}/begin").status_code == 200
    assert factory_count() == 0


def factory_count() -> int:
    """How many take part."""
    return len(db.session.scalars(select(actions.Participation)).all())


def test_the_session_of_who_had_opened_it_ends_too(as_: As, scene: Scene, cleo: Invitation) -> None:
    participation = factory.participation(scene.request.market, cleo)
    browser = factory.take_part(as_(None), participation)
    path = f"/feedback/{participation.id}/"
    assert browser.get(path).status_code == 200
    as_(scene.cast.carla).post(f"{scene.page}/{cleo.id}/withdraw")
    assert browser.get(path).status_code == 410


def test_mail_that_waits_does_not_leave(as_: As, scene: Scene, cleo: Invitation, world: World) -> None:
    as_(scene.cast.carla).post(f"{scene.page}/{cleo.id}/withdraw")
    assert deliver() == 0
    assert states() == ["withdrawn"]


@pytest.mark.parametrize("how_far", ["leased", "sending"])
def test_mail_that_a_worker_already_holds_does_not_leave(
    scene: Scene, cleo: Invitation, world: World, how_far: str
) -> None:
    taken = delivery.lease(10)
    ready = delivery.begin_sending(taken) if how_far == "sending" else {}
    actions.withdraw(scene.request, scene.cast.carla, cleo)
    db.session.commit()
    assert not any(delivery.is_still_wanted(message_id, taken) for message_id in ready)
    assert delivery.begin_sending(taken) == {}
    assert states() == ["withdrawn"]


@pytest.mark.parametrize("what", ["answered", "declined"])
def test_who_has_answered_or_said_no_cannot_be_withdrawn(as_: As, scene: Scene, cleo: Invitation, what: str) -> None:
    participation = factory.participation(scene.request.market, cleo)
    (actions.mark_answered if what == "answered" else actions.decline)(participation)
    carla = as_(scene.cast.carla)
    assert f"{scene.page}/{cleo.id}/withdraw" not in carla.get(scene.page).text
    carla.post(f"{scene.page}/{cleo.id}/withdraw")
    assert "answered or said no already" in carla.get(scene.page).text
    assert cleo.withdrawn_at is None


def test_withdrawing_all_leaves_who_has_answered_or_said_no(as_: As, scene: Scene) -> None:
    for n in range(5):
        factory.invitation(scene.request, f"t{n}@example.org")
    elsewhere = factory.invitation(scene.other, "elsewhere@example.org")
    rows = invitations()
    actions.mark_answered(factory.participation(scene.request.market, rows[0]))
    actions.decline(factory.participation(scene.request.market, rows[1]))
    factory.participation(scene.request.market, rows[2])
    carla = as_(scene.cast.carla)
    assert "Withdraw 3 invitations" in carla.get(scene.page).text
    carla.post(f"{scene.page}/withdraw")
    assert "3 invitations are withdrawn" in carla.get(scene.page).text
    assert [i.withdrawn_at is not None for i in rows[:5]] == [False, False, True, True, True]
    assert elsewhere.withdrawn_at is None


def test_undoing_makes_the_same_link_work_again(as_: As, scene: Scene, cleo: Invitation, world: World) -> None:
    deliver()
    link = f"/i/{token_in(world.outbox[0])}"
    carla = as_(scene.cast.carla)
    carla.post(f"{scene.page}/{cleo.id}/withdraw")
    world.advance(hours=2)
    assert f"{scene.page}/{cleo.id}/take-back" in carla.get(scene.page).text
    assert carla.post(f"{scene.page}/{cleo.id}/take-back").status_code == 303
    assert as_(None).post(f"{link}/begin").status_code == 303
    assert deliver() == 0, "the mail had left before"


@pytest.mark.parametrize("whose", ["/{id}", ""])
def test_undoing_finds_the_links_by_a_clock_that_never_stands_still(
    as_: As, scene: Scene, cleo: Invitation, world: World, monkeypatch: pytest.MonkeyPatch, whose: str
) -> None:
    def ticking() -> datetime:
        world.advance(microseconds=7)
        return world.time

    deliver()
    monkeypatch.setattr(world, "clock", ticking)
    carla, page = as_(scene.cast.carla), scene.page + whose.format(id=cleo.id)
    carla.post(f"{page}/withdraw")
    carla.post(f"{page}/take-back")
    assert as_(None).post(f"/i/{token_in(world.outbox[0])}/begin").status_code == 303


def test_undoing_lets_the_mail_go_that_was_stopped(as_: As, scene: Scene, cleo: Invitation, world: World) -> None:
    carla = as_(scene.cast.carla)
    carla.post(f"{scene.page}/{cleo.id}/withdraw")
    carla.post(f"{scene.page}/{cleo.id}/take-back")
    assert deliver() == 1


def test_all_can_be_undone_at_once(as_: As, scene: Scene, world: World) -> None:
    actions.invite(scene.request, people(*(f"t{n}@example.org" for n in range(5))), scene.cast.carla)
    first = invitations()[0]
    carla = as_(scene.cast.carla)
    carla.post(f"{scene.page}/{first.id}/withdraw")
    world.advance(minutes=5)
    carla.post(f"{scene.page}/withdraw")
    assert "Undo 5 withdrawals" in carla.get(scene.page).text
    carla.post(f"{scene.page}/take-back")
    assert [i.withdrawn_at for i in invitations()] == [None] * 5
    assert deliver() == 5


def test_twice_is_once(as_: As, scene: Scene, cleo: Invitation, world: World) -> None:
    carla = as_(scene.cast.carla)
    carla.post(f"{scene.page}/{cleo.id}/withdraw")
    first = cleo.withdrawn_at
    world.advance(minutes=1)
    carla.post(f"{scene.page}/{cleo.id}/withdraw")
    assert cleo.withdrawn_at == first
    assert len(db.session.scalars(select(AuditLine).where(AuditLine.verb == "withdraw")).all()) == 1


@pytest.mark.parametrize("action", ["withdraw", "take-back"])
def test_who_may_not(as_: As, scene: Scene, cleo: Invitation, action: str) -> None:
    cast = scene.cast
    for path in (f"{scene.page}/{action}", f"{scene.page}/{cleo.id}/{action}"):
        assert as_(None).post(path).status_code == 302
        assert [as_(p).post(path).status_code for p in (cast.anna, cast.bo, cast.dan, cast.ada)] == [404] * 4
        assert as_(cast.ana_maria).post(path).status_code == 403
        assert as_(cast.carla).get(path).status_code == 405
    assert cleo.withdrawn_at is None


@pytest.mark.parametrize("action", ["withdraw", "take-back"])
def test_an_invitation_of_another_request_is_not_reached_through_ones_own(as_: As, scene: Scene, action: str) -> None:
    theirs = factory.invitation(scene.other, "dora@example.org")
    carla = as_(scene.cast.carla)
    foreign = carla.post(f"{scene.page}/{theirs.id}/{action}")
    missing = carla.post(f"{scene.page}/999999/{action}")
    assert foreign.status_code == missing.status_code == 404
    assert foreign.data == missing.data
    assert theirs.withdrawn_at is None


def test_after_the_round_nothing_is_withdrawn(as_: As, scene: Scene, cleo: Invitation) -> None:
    scene.round.state = "closed"
    assert as_(scene.cast.carla).post(f"{scene.page}/{cleo.id}/withdraw").status_code == 409
