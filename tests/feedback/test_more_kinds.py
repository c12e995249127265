"""Answering questions with several variables, and with answers beside the list."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from livinglab.feedback import counting
from livinglab.feedback.models import AnswerCount, Response
from livinglab.feedback.queries import counts_of_round
from livinglab.foundation.db import db
from livinglab.invitations.models import Participation
from livinglab.rounds.models import Round
from tests.cast import Cast
from tests.factories import feedback, more_kinds, rounds
from tests.factories import invitations as links
from tests.feedback.conftest import Taking, Tester
from tests.feedback.trial import market_of, round_of
from tests.fixtures import As
from tests.pages import words

MARKETS = (("SE", "en", "SEK"), ("DE", "de", "EUR"))


@pytest.fixture
def more_round(cast: Cast) -> Round:
    """Anna's running round with these questions on one page."""
    return round_of(cast.norrsken, MARKETS, structure=more_kinds.STRUCTURE, texts=more_kinds.TEXTS)


def _form(answers: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {f"a.{key}": value for key, value in answers.items()} | more


def _send(tester: Tester, answers: dict[str, Any], **more: Any) -> Any:
    return tester.browser.post(tester.home + "pages/1", data=_form(answers, **more))


def test_every_answer_arrives_as_it_was_given(taking_part: Taking, more_round: Round) -> None:
    cleo = taking_part(more_round, "SE")
    key = cleo.begin()
    asked = {key: value for key, value in more_kinds.ANSWERS.items() if key != "source"}
    answer = _send(cleo, asked, key=key, go="on")
    assert answer.status_code == 303, words(answer.text)
    response = db.session.scalars(select(Response)).one()
    assert response.answers == asked


def test_nothing_typed_is_lost_when_something_is_wrong(taking_part: Taking, more_round: Round) -> None:
    cleo = taking_part(more_round, "SE")
    key = cleo.begin()
    wrong = more_kinds.ANSWERS | {"order.looks": "1", "most.1-worst": "a", "bought": "2019-01-01"}
    wrong.pop("ease.set-up")
    page = _send(cleo, wrong, key=key, go="on")
    assert page.status_code == 422
    text = words(page.text)
    assert "How easy was it? – To set it up – Please answer this question." in text
    assert "Put it in order. – How small it is – Give this another place: place 1 is taken." in text
    assert "Choose two different answers for the two ends." in text
    assert "Choose 1 Jan 2020 or a later day." in text
    again = cleo.get("pages/1").text
    assert 'name="a.ease.daily" value="5" checked' in again
    assert 'value="At a fair"' in again
    assert 'value="2019-01-01"' in again
    assert '<option value="1" selected>1</option>' in again


def test_what_does_not_apply_is_ticked_again_and_empty_beside_it(taking_part: Taking, more_round: Round) -> None:
    cleo = taking_part(more_round, "SE")
    key = cleo.begin()
    _send(cleo, {"bought": "~", "shop": "~", "again": "~"}, key=key, go="on")
    again = cleo.get("pages/1").text
    assert again.count('value="~" checked') == 3
    assert 'type="date" id="q-bought-1" name="a.bought" min="2020-01-01" max="2026-12-31" value=""' in again


def test_what_the_link_says_is_an_answer(as_: As, cast: Cast, more_round: Round) -> None:
    asked = rounds.request(market_of(more_round, "SE"), cast.datakluster_nord, state="accepted")
    path, browser = links.link(links.invitation(asked)), as_(None)
    db.session.commit()
    page = browser.get(f"{path}?source=fair&other=x")
    assert '<input type="hidden" name="source" value="fair">' in page.text
    assert "?source=fair&amp;language=de" in page.text
    begun = browser.post(f"{path}/begin", data={"source": "fair"})
    participation = db.session.scalars(select(Participation)).one()
    cleo = Tester(browser, participation)
    assert "fair" not in begun.location
    key = cleo.begin()
    assert "Where people come from" not in cleo.get("pages/1").text
    answers = {key: value for key, value in more_kinds.ANSWERS.items() if key != "source"}
    assert _send(cleo, answers | {"source": "forged"}, key=key, go="on").status_code == 303
    assert db.session.scalars(select(Response)).one().answers["source"] == "fair"


def test_counts_are_by_variable_and_say_apart_what_does_not_apply(more_round: Round) -> None:
    feedback.responses(more_round, market_of(more_round, "SE"), [more_kinds.ANSWERS] * 2)
    db.session.commit()
    counts = counts_of_round(more_round.id)[market_of(more_round, "SE").id]
    assert counts["ease.set-up"] == {"": 2, "4": 2}
    assert counts["ease.care"] == {"~": 2}
    assert counts["most.1-best"] == {"": 2, "a": 2}
    assert counts["shop.other"] == {"": 2}
    assert counts["source"] == {"": 2, "fair": 2}
    assert counting.counted_again(more_round.id)[market_of(more_round, "SE").id][("ease.care", "~")] == 2


def test_the_longest_keys_can_be_counted(more_round: Round) -> None:
    key = f"{'k' * 60}.{'v' * 60}"
    db.session.add(AnswerCount(market_id=market_of(more_round, "SE").id, item_key=key, value="w" * 60, n=1))
    db.session.flush()


def test_anna_reads_a_response_question_by_question(as_: As, cast: Cast, more_round: Round) -> None:
    made = feedback.responses(more_round, market_of(more_round, "SE"), [more_kinds.ANSWERS])
    db.session.commit()
    text = words(as_(cast.anna).get(f"/feedback/responses/{made[0].id}").text)
    assert "How easy was it? To set it up: Rather easy To use it from day to day: Very easy" in text
    assert "To clean it and to change the battery: Does not apply" in text
    assert "dull – exciting: 6" in text
    assert "When did you buy your last sensor? 1 Oct 2026" in text
    assert "Where did you buy it? Somewhere else Somewhere else: At a fair" in text
    assert "1 Most: It works without the internet" in text
    assert "Before you begin" not in text
