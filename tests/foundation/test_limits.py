"""How often something may be tried."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from livinglab.foundation.db import db
from livinglab.foundation.limits import Attempt, forget_old_attempts, within_limit
from tests.surroundings import World


def test_the_last_allowed_try_passes_and_the_next_does_not(app: Flask) -> None:
    assert [within_limit("sign-in", "anna", 3, 15) for _ in range(5)] == [True, True, True, False, False]


def test_others_and_other_things_are_counted_apart(app: Flask) -> None:
    assert within_limit("sign-in", "anna", 1, 15)
    assert not within_limit("sign-in", "anna", 1, 15)
    assert within_limit("sign-in", "bo", 1, 15)
    assert within_limit("reset", "anna", 1, 15)


def test_time_gives_new_tries(app: Flask, world: World) -> None:
    assert within_limit("sign-in", "anna", 1, 15)
    world.advance(minutes=14, seconds=59)
    assert not within_limit("sign-in", "anna", 1, 15)
    world.advance(seconds=1)
    assert within_limit("sign-in", "anna", 1, 15)


def test_the_source_is_kept_as_a_hash_only(app: Flask) -> None:
    within_limit("sign-in", "anna@norrsken.example", 1, 15)
    row = db.session.execute(select(*Attempt.__table__.columns)).one()
    assert "anna" not in str(tuple(row))


def test_what_is_older_than_a_day_is_forgotten(app: Flask, world: World) -> None:
    within_limit("sign-in", "anna", 1, 15)
    world.advance(hours=20)
    within_limit("sign-in", "bo", 1, 15)
    world.advance(hours=5)
    assert forget_old_attempts() == 1
    assert len(db.session.scalars(select(Attempt)).all()) == 1
