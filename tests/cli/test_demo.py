"""The demo's programme: believable, the same each time, written through the same actions as the pages."""

from __future__ import annotations

from collections import Counter

from flask import Flask
from sqlalchemy import func, select

from livinglab.accounts.models import User
from livinglab.cli.demo import building
from livinglab.cli.demo.people import sign_ins
from livinglab.comparison.publishing import compared
from livinglab.feedback.counting import counted_again
from livinglab.feedback.models import Response
from livinglab.feedback.queries import counts_of_round
from livinglab.foundation.db import db
from livinglab.invitations.models import Invitation
from livinglab.rounds.models import Round
from tests.surroundings import BEGIN, World
from tests.thorough import at_full_length


@at_full_length
def test_it_holds_a_finished_a_running_and_a_planned_round(app: Flask, world: World) -> None:
    assert building.build()
    rounds = {round_.state: round_ for round_ in db.session.scalars(select(Round))}
    assert set(rounds) == {"closed", "running", "draft"}
    finished = compared(rounds["closed"], for_company=True)
    answered = {market.code: market.n for market in finished.markets}
    assert answered == {"SE": 37, "DE": 42, "PL": 28, "FI": 7}
    assert any(not summary.enough for _, summary in finished.questions[0].rows), "one market is too small for a mean"
    for round_ in rounds.values():
        stored = {m: dict(c) for m, c in counts_of_round(round_.id).items() if c}
        again = counted_again(round_.id)
        assert sum(sum(c.values()) for per in stored.values() for c in per.values()) == sum(
            sum(c.values()) for c in again.values()
        )
    assert set(db.session.scalars(select(User.email))) == {address for address, _ in sign_ins()}
    _everything_happened_before_now_and_nobody_is_real()
    assert world.clock() == BEGIN, "the clock is given back"
    assert building.build() is False, "a second time nothing is written"


def _everything_happened_before_now_and_nobody_is_real() -> None:
    newest = db.session.scalar(select(func.max(Response.submitted_at)))
    assert newest is not None
    assert newest < BEGIN
    addresses = list(db.session.scalars(select(Invitation.address)))
    assert all(address.endswith("@example.org") for address in addresses if address)
    assert max(Counter(addresses).values()) == 1
