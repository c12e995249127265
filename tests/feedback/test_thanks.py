"""Thank you, the receipt, and taking the answers back."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from livinglab.feedback import actions, queries
from livinglab.feedback.models import Consent, Response
from livinglab.foundation.audit import AuditLine
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.rounds.models import Round
from tests.feedback.conftest import Taking, Tester
from tests.fixtures import As

OPINION = {"a_poverty": "too-little", "a_age": "44"}


def answered(round_: Round, taking_part: Taking) -> Tester:
    tester = taking_part(round_, "SE")
    assert tester.post("pages/1", key=tester.begin(), go="on", **OPINION).status_code == 303
    return tester


def test_it_says_what_happens_next_and_shows_the_receipt(short_round: Round, taking_part: Taking) -> None:
    page = answered(short_round, taking_part).get("thanks")
    assert page.status_code == 200
    assert "Your answers have arrived" in page.text
    assert "What happens next" in page.text
    assert "cannot be undone" in page.text


def test_every_way_back_leads_to_it(short_round: Round, taking_part: Taking) -> None:
    tester = answered(short_round, taking_part)
    for path in ("", "pages/1"):
        assert tester.get(path).location == f"{tester.home}thanks"
    assert tester.post("decline").location == f"{tester.home}thanks"
    assert tester.participation.declined_at is None


def test_without_answers_there_is_nothing_to_thank_for(short_round: Round, taking_part: Taking) -> None:
    tester = taking_part(short_round)
    assert tester.get("thanks").location == tester.home
    assert tester.post("withdraw").status_code == 409


@pytest.mark.parametrize("state", ["running", "closed", "reported"])
def test_answers_are_taken_back_for_ever_also_when_the_round_is_over(
    short_round: Round, taking_part: Taking, state: str
) -> None:
    tester = answered(short_round, taking_part)
    other = answered(short_round, taking_part)
    short_round.state = state
    answer = tester.post("withdraw", language="en")
    assert answer.status_code == 303
    assert "Your answers are deleted" in tester.browser.get(answer.location).text
    gone = db.session.scalars(select(Response).where(Response.participation_id == tester.id)).one()
    assert gone.answers == {}
    assert gone.payload_hash == ""
    assert gone.withdrawn_at is not None
    counts = queries.counts_of_round(short_round.id)[gone.market_id]
    assert counts[""] == {"": 1}
    assert counts["age"] == {"": 1, "44": 1}
    said = db.session.scalars(select(Consent.said).where(Consent.participation_id == tester.id).order_by(Consent.id))
    assert list(said) == ["yes", "withdrawn"]
    assert tester.participation.withdrawn_at is not None
    assert db.session.scalar(select(AuditLine.object_id).where(AuditLine.verb == "withdraw")) == gone.id
    assert "Your receipt" in other.get("thanks").text


def test_taking_back_twice_is_taking_back_once(short_round: Round, taking_part: Taking) -> None:
    tester = answered(short_round, taking_part)
    other = answered(short_round, taking_part)
    for _ in range(2):
        assert tester.post("withdraw").status_code == 303
    assert queries.answers_by_market([short_round.id]) == {other.participation.market_id: 1}


def test_who_took_the_answers_back_cannot_send_them_again(short_round: Round, taking_part: Taking) -> None:
    tester = taking_part(short_round)
    key = tester.begin()
    tester.post("pages/1", key=key, go="on", **OPINION)
    tester.post("withdraw")
    assert tester.post("pages/1", key=key, go="on", **OPINION).location == f"{tester.home}thanks"
    assert "Your answers are deleted" in tester.get("thanks?language=en").text
    assert queries.answers_by_market([short_round.id]) == {}


def test_declining_after_sending_is_refused_by_the_verb_itself(short_round: Round, taking_part: Taking) -> None:
    tester = answered(short_round, taking_part)
    with pytest.raises(Refused, match="take them back"):
        actions.decline(tester.participation, "en")


def test_a_stranger_sees_no_receipt_and_takes_nothing_back(short_round: Round, taking_part: Taking, as_: As) -> None:
    tester = answered(short_round, taking_part)
    for browser in (as_(None), taking_part(short_round).browser):
        assert browser.get(tester.home + "thanks").status_code == 404
        assert browser.post(tester.home + "withdraw").status_code == 404
    assert queries.answers_by_market([short_round.id]) == {tester.participation.market_id: 1}


def test_opening_the_page_takes_nothing_back(short_round: Round, taking_part: Taking) -> None:
    tester = answered(short_round, taking_part)
    tester.get("thanks")
    assert tester.get("withdraw").status_code == 405
    assert queries.answers_by_market([short_round.id]) == {tester.participation.market_id: 1}
