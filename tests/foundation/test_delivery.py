"""How far a mail may have come, and what is done about it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from livinglab.foundation import delivery, mail
from livinglab.foundation.db import db
from livinglab.foundation.mail import Message
from livinglab.foundation.post import Declined, InDoubt, Unreachable
from livinglab.foundation.surroundings import now
from tests.foundation.test_mail import queue, row
from tests.surroundings import World


def begun(**more: Any) -> Message:
    """A mail that is being sent."""
    queue(**more)
    delivery.begin_sending(delivery.lease(1))
    db.session.expire_all()
    return row()


def let_leases_run_out() -> None:
    """As if ten minutes had passed on the database's clock."""
    db.session.execute(update(Message).values(lease_until=delivery.database_time() - timedelta(seconds=1)))
    db.session.expire_all()


def test_a_mail_that_left_is_sent(app: Flask) -> None:
    message = begun()
    delivery.note({message.id: None})
    assert (row().state, row().sent_at, row().problem) == ("sent", now(), None)


@pytest.mark.parametrize("code", [500, 550, 554])
def test_a_mail_refused_for_good_is_dead(app: Flask, code: int) -> None:
    message = begun()
    delivery.note({message.id: Declined(code, "no such user")})
    assert row().state == "dead"
    assert "no such user" in (row().problem or "")


def test_a_mail_refused_for_now_waits_longer_each_time_and_is_dead_in_the_end(app: Flask, world: World) -> None:
    queue()
    waits = []
    for _ in range(delivery.MAXIMUM_ATTEMPTS):
        delivery.begin_sending(delivery.lease(1))
        delivery.note({row().id: Declined(451, "greylisted")})
        db.session.expire_all()
        waits.append((row().not_before - now()).total_seconds() / 60 if row().state == "queued" else None)
        world.time = max(row().not_before, now())
    assert waits == [2, 4, 8, 16, 32, 64, 128, 240, 240, None]
    assert row().state == "dead"


def test_a_server_that_cannot_be_reached_counts_against_no_mail(app: Flask, world: World) -> None:
    queue()
    for _ in range(3 * delivery.MAXIMUM_ATTEMPTS):
        delivery.begin_sending(delivery.lease(1))
        delivery.note({row().id: Unreachable("no route")})
        db.session.expire_all()
        world.advance(minutes=1)
    assert (row().state, row().attempts) == ("queued", 0)


def test_an_invitation_in_doubt_is_sent_again_and_marked(app: Flask) -> None:
    message = begun()
    delivery.note({message.id: InDoubt("the server went away")})
    db.session.expire_all()
    assert (row().state, row().doubtful) == ("queued", True)
    assert row().not_before == now() + timedelta(minutes=2)


def test_a_reminder_in_doubt_is_never_sent_again(app: Flask, world: World) -> None:
    message = begun(kind="tester_reminder", at_most_once=True)
    delivery.note({message.id: InDoubt("the server went away")})
    world.advance(days=30)
    delivery.rescue_stuck()
    assert delivery.lease(10).ids == []
    db.session.expire_all()
    assert row().state == "unknown"


def test_an_invitation_whose_worker_died_while_sending_is_sent_again_and_marked(app: Flask) -> None:
    begun()
    delivery.rescue_stuck()
    db.session.expire_all()
    assert row().state == "sending"
    let_leases_run_out()
    delivery.rescue_stuck()
    db.session.expire_all()
    assert (row().state, row().doubtful) == ("queued", True)


def test_a_reminder_whose_worker_died_while_sending_is_not_sent_again(app: Flask) -> None:
    begun(kind="tester_reminder", at_most_once=True)
    let_leases_run_out()
    delivery.rescue_stuck()
    db.session.expire_all()
    assert (row().state, row().doubtful) == ("unknown", True)


@pytest.mark.parametrize("once", [False, True])
def test_a_mail_whose_worker_died_before_sending_goes_back_unmarked(app: Flask, once: bool) -> None:
    queue(at_most_once=once)
    delivery.lease(1)
    let_leases_run_out()
    delivery.rescue_stuck()
    db.session.expire_all()
    assert (row().state, row().doubtful, row().attempts) == ("queued", False, 0)


def test_a_leased_mail_is_leased_to_no_other(app: Flask) -> None:
    queue()
    assert len(delivery.lease(1).ids) == 1
    assert delivery.lease(1).ids == []


def test_a_worker_that_slept_over_its_lease_cannot_begin_what_another_has_leased(app: Flask) -> None:
    queue()
    slow = delivery.lease(1)
    let_leases_run_out()
    delivery.rescue_stuck()
    quick = delivery.lease(1)
    db.session.execute(update(Message).values(lease_until=quick.until + timedelta(seconds=1)))
    assert delivery.begin_sending(slow) == {}
    assert not delivery.is_still_wanted(quick.ids[0], slow)


def test_a_worker_that_slept_while_sending_does_not_send(app: Flask) -> None:
    queue()
    taken = delivery.lease(1)
    delivery.begin_sending(taken)
    db.session.commit()
    assert delivery.is_still_wanted(row().id, taken)
    late = delivery.Lease(taken.ids, delivery.database_time() - timedelta(seconds=1))
    db.session.execute(update(Message).values(lease_until=late.until))
    db.session.commit()
    assert not delivery.is_still_wanted(row().id, late)


def test_a_mail_withdrawn_before_it_is_begun_is_not_begun(app: Flask) -> None:
    queue()
    taken = delivery.lease(1)
    mail.withdraw("invitation", 7)
    assert delivery.begin_sending(taken) == {}


def test_a_mail_withdrawn_just_before_it_leaves_does_not_leave(app: Flask) -> None:
    queue()
    taken = delivery.lease(1)
    assert len(delivery.begin_sending(taken)) == 1
    mail.withdraw("invitation", 7)
    db.session.commit()
    assert not delivery.is_still_wanted(row().id, taken)
    delivery.put_back(taken.ids, taken)
    db.session.expire_all()
    assert row().state == "withdrawn"


def test_a_mail_stopped_while_its_sending_failed_stays_stopped(app: Flask) -> None:
    message = begun()
    mail.withdraw("invitation", 7)
    delivery.note({message.id: Declined(451, "later")})
    db.session.expire_all()
    assert row().state == "withdrawn"


def test_a_mail_that_had_left_when_it_was_stopped_says_so(app: Flask) -> None:
    message = begun()
    mail.withdraw("invitation", 7)
    delivery.note({message.id: None})
    db.session.expire_all()
    assert row().state == "sent"


def test_what_was_not_handed_over_goes_back_as_if_nothing_had_been(app: Flask) -> None:
    queue()
    taken = delivery.lease(1)
    delivery.begin_sending(taken)
    delivery.put_back(taken.ids, taken)
    db.session.expire_all()
    assert (row().state, row().attempts) == ("queued", 0)


def test_people_with_an_account_do_not_wait_behind_invitations(app: Flask) -> None:
    for number in range(5):
        queue(object_id=number)
    queue("account_unknown", path="/accounts/sign-up", context={}, purpose="notice")
    first = delivery.lease(1).ids[0]
    assert db.session.get_one(Message, first).kind == "account_unknown"
