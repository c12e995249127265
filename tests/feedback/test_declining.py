"""Saying no, wherever it is said, leaves nothing of what was typed."""

from __future__ import annotations

from livinglab.feedback import queries
from livinglab.foundation.db import db
from livinglab.rounds.models import Round
from tests.cast import Cast
from tests.factories import invitations, rounds
from tests.feedback.conftest import Taking, Tester
from tests.feedback.trial import market_of
from tests.fixtures import As


def test_who_says_no_on_the_page_of_the_link_after_having_begun_leaves_nothing_typed(
    as_: As, cast: Cast, short_round: Round
) -> None:
    market = market_of(short_round, "SE")
    asked = invitations.invitation(rounds.request(market, cast.datakluster_nord), cast.cleo_address)
    path = invitations.link(asked)
    person = invitations.participation(market, asked)
    cleo = Tester(invitations.take_part(as_(None), person), person)
    cleo.begin()
    cleo.post("pages/1", key=cleo.key(), go="on", a_age="not a number")
    assert cleo.draft() is not None
    assert as_(None).post(f"{path}/decline").status_code in (200, 303)
    db.session.expire_all()
    assert cleo.draft() is None
    consent = queries.newest_consent(cleo.id)
    assert consent is not None
    assert consent.said == "withdrawn"


def test_who_says_no_before_agreeing_leaves_no_consent_at_all(short_round: Round, taking_part: Taking) -> None:
    tester = taking_part(short_round)
    assert tester.post("decline").status_code == 303
    assert queries.newest_consent(tester.id) is None
    assert tester.participation.declined_at is not None
