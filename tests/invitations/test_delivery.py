"""Invitations on their way through a real mail server, and what a cluster is told when something goes wrong."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from livinglab.foundation.db import db
from livinglab.foundation.mail import Message
from livinglab.foundation.post import SmtpTransport
from livinglab.invitations import actions, work
from livinglab.invitations.work import deliver
from tests.fixtures import As
from tests.invitations.conftest import Scene, invitations, people, states
from tests.pages import words
from tests.smtp import MailServer, free_port, mail_server
from tests.surroundings import World


@pytest.fixture
def server(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    """A real mail server, to which the app sends in this test."""
    with mail_server() as running:
        transport = SmtpTransport("127.0.0.1", running.port, security="none", timeout=5.0)
        monkeypatch.setattr(world, "transport", transport)
        yield running


def invite(scene: Scene, *addresses: str) -> None:
    actions.invite(scene.request, people(*addresses), scene.cast.carla)


def test_each_person_gets_one_mail_with_headers_that_mail_programs_understand(scene: Scene, server: MailServer) -> None:
    invite(scene, *(f"t{n}@example.org" for n in range(30)))
    assert deliver() == 30
    assert sorted(server.recipients) == sorted(f"t{n}@example.org" for n in range(30))
    assert len({mail["Message-ID"] for mail in server.mails}) == 30
    for raw in server.raw:
        header = next(line for line in raw.split(b"\r\n") if line.startswith(b"List-Unsubscribe: "))
        assert header.startswith(b"List-Unsubscribe: <http://livinglab.test/i/")
        assert len(header) == len(b"List-Unsubscribe: <http://livinglab.test/i/>") + 43
    assert deliver() == 0


def test_an_address_that_does_not_exist_is_shown_to_the_cluster_and_holds_up_nobody(
    as_: As, scene: Scene, server: MailServer
) -> None:
    server.refuse_recipient["gone@example.org"] = "550 no such user here"
    invite(scene, "gone@example.org", "cleo@example.org")
    assert deliver() == 1
    carla = as_(scene.cast.carla)
    assert "gone@example.org Mail could not be delivered" in words(carla.get(scene.page).text)
    undelivered = carla.get(f"{scene.page}?view=undelivered").text
    assert "gone@example.org" in undelivered
    assert "cleo@example.org" not in undelivered


def test_a_server_that_says_later_gets_the_mail_later(scene: Scene, server: MailServer, world: World) -> None:
    server.refuse_recipient["cleo@example.org"] = "451 greylisted, come later"
    invite(scene, "cleo@example.org")
    assert deliver() == 0
    server.refuse_recipient.clear()
    assert deliver() == 0, "not at once"
    world.advance(minutes=2)
    assert deliver() == 1


def test_a_server_that_takes_the_mail_and_dies_gets_it_again_with_the_same_id(
    as_: As, scene: Scene, server: MailServer, world: World
) -> None:
    server.die = "accepted"
    invite(scene, "cleo@example.org")
    assert deliver() == 0
    server.die = ""
    world.advance(minutes=2)
    assert deliver() == 1
    first, second = server.mails
    assert first["Message-ID"] == second["Message-ID"]
    assert "may have arrived twice" in as_(scene.cast.carla).get(scene.page).text


def test_a_server_that_cannot_be_reached_loses_nothing_and_stops_the_run_at_once(
    scene: Scene, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    class Nobody(SmtpTransport):
        def send(self, message: object) -> None:
            tried.append(message)
            super().send(message)  # type: ignore[arg-type]

    monkeypatch.setattr(world, "transport", Nobody("127.0.0.1", free_port(), security="none", timeout=5.0))
    invite(scene, *(f"t{n}@example.org" for n in range(20)))
    assert deliver() == 0
    assert len(tried) == 1
    assert states() == ["queued"] * 20
    assert set(db.session.scalars(select(Message.attempts))) == {0}
    monkeypatch.setattr(world, "transport", world.post)
    world.advance(minutes=1)
    assert deliver() == 20


def test_batches_grow_with_the_speed_of_the_post_and_shrink_with_it(
    scene: Scene, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes, clock = [], iter(float(n) for n in range(10_000))
    monkeypatch.setattr(work, "monotonic", lambda: next(clock) / 10)
    lease = work.delivery.lease
    monkeypatch.setattr(work.delivery, "lease", lambda size: sizes.append(size) or lease(size))
    invite(scene, *(f"t{n}@example.org" for n in range(60)))
    deliver(seconds=60)
    assert sizes[0] == work.FIRST_BATCH
    assert min(sizes) >= 1
    assert max(sizes) <= work.LARGEST_BATCH
    assert len(world.outbox) == 60


def test_a_run_ends_after_its_seconds_and_the_next_goes_on(scene: Scene, world: World) -> None:
    invite(scene, *(f"t{n}@example.org" for n in range(20)))
    left = 0
    for _ in range(20):
        left += deliver(seconds=0.001)
    assert left == 20
    assert len(invitations()) == 20
