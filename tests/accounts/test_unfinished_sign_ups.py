"""Addresses that were typed to sign up and never confirmed are forgotten."""

from __future__ import annotations

from livinglab.accounts.models import User
from livinglab.accounts.work import forget_unfinished_sign_ups
from livinglab.foundation.db import db
from tests.accounts.post import path_in, sent_to
from tests.cast import Cast
from tests.factories import accounts, network
from tests.fixtures import As
from tests.surroundings import World

LENA = "lena@strom.example"


def known(address: str) -> bool:
    """Whether an address is kept."""
    return db.session.query(User).filter_by(email=address).count() == 1


def test_after_a_week_they_are_gone_and_people_with_accounts_stay(as_: As, cast: Cast, world: World) -> None:
    as_(None).post("/accounts/sign-up", data={"email": LENA})
    people = db.session.query(User).count()
    world.advance(days=7)
    assert forget_unfinished_sign_ups() == 0
    world.advance(seconds=1)
    assert forget_unfinished_sign_ups() == 1
    assert not known(LENA)
    assert db.session.query(User).count() == people - 1
    assert forget_unfinished_sign_ups() == 0


def test_a_forgotten_address_leaves_no_link_that_another_person_could_inherit(
    as_: As, cast: Cast, world: World
) -> None:
    """SQLite gives the number of the last row that was deleted to the next one."""
    as_(None).post("/accounts/sign-up", data={"email": LENA})
    link = path_in(sent_to(world, LENA)[-1])
    world.advance(days=8)
    forget_unfinished_sign_ups()
    world.advance(days=-8)
    accounts.user("", "mallory@strom.example", password_hash="")
    assert as_(None).get(link).status_code == 410


def test_who_belongs_to_something_is_kept(as_: As, cast: Cast, world: World) -> None:
    half = accounts.user("", "half@norrsken.example", password_hash="")
    network.member(half, cast.norrsken, "reader")
    as_(None).post("/accounts/sign-up", data={"email": LENA})
    world.advance(days=8)
    assert forget_unfinished_sign_ups() == 1
    assert known("half@norrsken.example")
    assert not known(LENA)
