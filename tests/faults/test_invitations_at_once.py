"""Several browsers and several workers at the same moment, on a database that really commits."""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from config import TestConfig
from livinglab.accounts.models import User
from livinglab.app import create_app
from livinglab.foundation import links
from livinglab.foundation.db import Base, db
from livinglab.foundation.mail import Message
from livinglab.invitations import actions
from livinglab.invitations.models import PURPOSE, Invitation, Participation
from livinglab.invitations.work import deliver
from livinglab.rounds.models import RecruitingRequest
from tests import postgresql
from tests.cast import make_cast
from tests.factories import invitations as factory
from tests.factories import rounds
from tests.invitations.conftest import people
from tests.surroundings import World

BASE = "http://livinglab.test"


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Flask]:
    """An app with a database of its own, in which Carla recruits for a running round in Germany."""
    server = os.environ.get("LIVINGLAB_TEST_DATABASE", "")
    schema = postgresql.schema("at_once")
    url = postgresql.in_schema(server, schema) if server else f"sqlite:///{tmp_path / 'at_once.db'}"
    app = create_app(TestConfig(tmp_path, url), World(tmp_path / "files"))
    with app.app_context():
        if server:
            postgresql.empty(db.engine, schema)
        Base.metadata.create_all(db.engine)
        cast = make_cast()
        round_ = rounds.round_(cast.norrsken, state="running")
        rounds.request(rounds.market_in(round_, "DE"), cast.cluster_nordwest)
        db.session.commit()
    yield app
    with app.app_context():
        db.engine.dispose()


def at_once(count: int, act: Callable[[int], Any]) -> list[Any]:
    """What `act` returned for 0, 1, …, all started at the same moment."""
    gate, found = threading.Barrier(count), [None] * count

    def run(number: int) -> None:
        gate.wait()
        found[number] = act(number)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return found


def invite(app: Flask, *addresses: str) -> None:
    """Carla invites people."""
    with app.app_context():
        request = db.session.scalars(select(RecruitingRequest)).one()
        carla = db.session.scalars(select(User).where(User.email == "carla@nordwest.example")).one()
        actions.invite(request, people(*addresses), carla)
        db.session.commit()


def test_twenty_presses_of_the_button_make_one_participation(real: Flask) -> None:
    with real.app_context():
        path = factory.link(factory.invitation(db.session.scalars(select(RecruitingRequest)).one()))
        db.session.commit()
    answers = at_once(20, lambda _n: real.test_client().post(f"{path}/begin", base_url=BASE))
    assert {(a.status_code, a.location) for a in answers} == {(303, answers[0].location)}
    with real.app_context():
        assert db.session.scalar(select(func.count()).select_from(Participation)) == 1


def test_two_double_clicks_invite_everybody_once(real: Flask) -> None:
    addresses = [f"t{n}@example.org" for n in range(200)]
    at_once(4, lambda _n: invite(real, *addresses))
    with real.app_context():
        assert db.session.scalar(select(func.count()).select_from(Invitation)) == 200
        assert db.session.scalar(select(func.count()).select_from(Message)) == 200


def test_four_workers_send_every_mail_once(real: Flask) -> None:
    invite(real, *(f"t{n}@example.org" for n in range(200)))
    world = real.extensions["livinglab.surroundings"]

    def work(_number: int) -> int:
        with real.app_context():
            return deliver(seconds=20)

    assert sum(at_once(4, work)) == 200
    assert Counter(str(letter["To"]) for letter in world.outbox) == {f"t{n}@example.org": 1 for n in range(200)}


def test_nothing_leaves_after_a_tester_has_said_no_while_mail_is_going_out(real: Flask) -> None:
    invite(real, *(f"t{n}@example.org" for n in range(100)))
    world = real.extensions["livinglab.surroundings"]
    said_no: dict[str, int] = {}

    def say_no() -> None:
        with real.app_context():
            for invitation in db.session.scalars(select(Invitation).order_by(Invitation.id.desc()).limit(30)).all():
                token = links.issue(PURPOSE, invitation.id)
                db.session.commit()
                answer = real.test_client().post(f"/i/{token}", base_url=BASE, data={"List-Unsubscribe": "One-Click"})
                assert answer.status_code == 200
                said_no[str(invitation.address)] = len(world.outbox)

    def work() -> None:
        with real.app_context():
            deliver(seconds=20)

    at_once(2, lambda number: (say_no if number else work)())
    position = {str(letter["To"]): n for n, letter in enumerate(world.outbox)}
    # One mail may have been between the last look and the post at the moment of the "no".
    late = {address for address, before in said_no.items() if position.get(address, -1) > before}
    assert late == set()
    with real.app_context():
        states = Counter(db.session.scalars(select(Message.state)))
    assert len(said_no) == 30
    assert states["sent"] == len(world.outbox) >= 70
    assert states["sent"] + states["withdrawn"] == 100
