"""The same plan as a new draft."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from livinglab.foundation.db import db
from livinglab.foundation.mail import Message
from livinglab.foundation.surroundings import now
from livinglab.rounds.models import Round
from tests.cast import Cast
from tests.factories import rounds
from tests.fixtures import As
from tests.pages import words
from tests.surroundings import BEGIN


def newest() -> Round:
    return db.session.scalars(select(Round).order_by(Round.id.desc())).first() or Round()


def test_the_copy_has_the_plan_and_no_dates(as_: As, cast: Cast) -> None:
    old = rounds.round_(
        cast.norrsken, state="reported", mode="aggregate", minutes=9, quota=55, minimum_n=12, opens_at=BEGIN,
        closes_at=BEGIN, time_zone="Europe/Stockholm",
    )  # fmt: skip
    answer = as_(cast.anna).post(f"/rounds/{old.id}/copy")
    copy = newest()
    assert answer.location == f"/rounds/{copy.id}"
    assert copy.id != old.id
    assert copy.code != old.code
    assert (copy.name, copy.state, copy.opens_at, copy.closes_at) == ("Autumn round (again)", "draft", None, None)
    for name in ("product_id", "version_id", "mode", "minutes", "time_zone", "enter_when", "adapt_when", "leave_when"):
        assert getattr(copy, name) == getattr(old, name)
    facts = ("country", "language", "quota", "minimum_n", "currency")
    assert [[getattr(m, f) for f in facts] for m in copy.markets] == [
        [getattr(m, f) for f in facts] for m in old.markets
    ]


def test_clusters_that_did_not_decline_are_planned_and_nobody_is_asked(as_: As, cast: Cast) -> None:
    old = rounds.round_(cast.norrsken, state="closed", markets=(("DE", "de"),))
    market = rounds.market_in(old, "DE")
    rounds.request(market, cast.cluster_nordwest, "accepted")
    rounds.request(market, cast.klaster_baltyk, "declined")
    as_(cast.anna).post(f"/rounds/{old.id}/copy")
    requests = [request for m in newest().markets for request in m.requests]
    assert [(request.organisation_id, request.state) for request in requests] == [(cast.cluster_nordwest.id, "asked")]
    assert db.session.scalars(select(Message)).all() == []


def test_asked_twice_it_leads_to_the_copy_there_is(as_: As, cast: Cast) -> None:
    old = rounds.round_(cast.norrsken, state="closed")
    anna = as_(cast.anna)
    first = anna.post(f"/rounds/{old.id}/copy").location
    assert [anna.post(f"/rounds/{old.id}/copy").location for _ in range(3)] == [first] * 3
    assert db.session.scalar(select(func.count(Round.id))) == 2


@pytest.mark.parametrize(
    ("name", "value"), [("name", "Winter round"), ("opens_at", BEGIN), ("state", "recruiting"), ("minutes", 7)]
)
def test_a_copy_that_somebody_has_worked_on_is_left_alone(as_: As, cast: Cast, name: str, value: object) -> None:
    old = rounds.round_(cast.norrsken, state="closed")
    anna = as_(cast.anna)
    first = anna.post(f"/rounds/{old.id}/copy").location
    setattr(newest(), name, value)
    db.session.commit()
    assert anna.post(f"/rounds/{old.id}/copy").location != first
    assert getattr(db.session.get_one(Round, int(first.split("/")[-1])), name) == value


def test_a_long_name_is_cut(as_: As, cast: Cast) -> None:
    old = rounds.round_(cast.norrsken, name="x" * 120)
    as_(cast.anna).post(f"/rounds/{old.id}/copy")
    assert newest().name == "x" * 112 + " (again)"


def test_an_archived_product_is_not_tried_again(as_: As, cast: Cast) -> None:
    old = rounds.round_(cast.norrsken, state="closed")
    old.product.archived_at = now()
    answer = as_(cast.anna).post(f"/rounds/{old.id}/copy")
    assert answer.status_code == 409
    assert "The product is in the archive: restore it first." in words(answer.text)
    assert newest().id == old.id
