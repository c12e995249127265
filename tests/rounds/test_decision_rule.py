"""The decision rule: written before the first answer, changed for all to see."""

from __future__ import annotations

import pytest

from livinglab.feedback.models import AnswerCount
from livinglab.foundation.db import db
from livinglab.rounds.models import Round
from tests.cast import Cast
from tests.factories import programmes, rounds
from tests.fixtures import As
from tests.pages import words
from tests.surroundings import World

RULE = {"enter_when": "Half would buy it.", "adapt_when": "A third would buy it.", "leave_when": "Fewer would buy it."}


@pytest.fixture
def running(cast: Cast) -> Round:
    round_ = rounds.round_(cast.norrsken, state="running")
    db.session.add(AnswerCount(market_id=round_.markets[0].id, item_key="", value="", n=12))
    return round_


def test_anna_writes_the_rule(as_: As, cast: Cast) -> None:
    draft = rounds.round_(cast.norrsken, rule=("", "", ""))
    answer = as_(cast.anna).post(f"/rounds/{draft.id}/rule", data=RULE)
    assert answer.location == f"/rounds/{draft.id}#rule"
    assert draft.has_rule
    assert "Anna Lindqvist wrote the decision rule" in words(as_(cast.anna).get(f"/rounds/{draft.id}").text)


def test_a_change_after_the_first_answer_stays_visible_with_what_it_was_before(
    as_: As, cast: Cast, running: Round, world: World
) -> None:
    browser = as_(cast.anna)
    assert "Answers have come in already: 12." in words(browser.get(f"/rounds/{running.id}/rule").text)
    browser.post(f"/rounds/{running.id}/rule", data=RULE | {"enter_when": "A quarter would buy it."})
    world.advance(hours=1)
    browser.post(f"/rounds/{running.id}/rule", data=RULE | {"enter_when": "A tenth would <i>buy</i> it."})
    for person in (cast.anna, cast.ana_maria):
        page = words(as_(person).get(f"/rounds/{running.id}").text)
        assert "Half would buy it. → A quarter would buy it. 12 answers had come in by then." in page
        assert "A quarter would buy it. → A tenth would <i>buy</i> it." in page
        assert page.index("A quarter would buy it. 12") < page.index("A tenth would <i>buy</i> it. 12")


def test_a_coordinator_reads_the_changes_without_names(as_: As, cast: Cast, running: Round) -> None:
    programmes.takes_part(cast.norrsken, programmes.programme(cast.datakluster_nord))
    as_(cast.anna).post(f"/rounds/{running.id}/rule", data=RULE | {"enter_when": "A tenth would buy it."})
    page = words(as_(cast.bo).get(f"/rounds/{running.id}").text)
    assert "The company changed the decision rule" in page
    assert "Anna Lindqvist" not in page


def test_no_part_of_the_rule_can_be_emptied_once_recruiting_has_begun(as_: As, cast: Cast, running: Round) -> None:
    answer = as_(cast.anna).post(f"/rounds/{running.id}/rule", data=RULE | {"leave_when": "  ", "adapt_when": "Kept"})
    assert answer.status_code == 422
    assert "no part of it can be left empty" in words(answer.text)
    assert ">\nKept</textarea>" in answer.text.replace("\r", "")
    assert running.leave_when == RULE["leave_when"]


def test_a_rule_that_is_too_long_is_refused_and_kept_in_the_form(as_: As, cast: Cast, running: Round) -> None:
    answer = as_(cast.anna).post(f"/rounds/{running.id}/rule", data=RULE | {"enter_when": "long " * 500})
    assert answer.status_code == 422
    assert "long long long" in answer.text
    assert running.enter_when == RULE["enter_when"]


def test_a_reported_rounds_rule_does_not_change(as_: As, cast: Cast, running: Round) -> None:
    running.state = "reported"
    answer = as_(cast.anna).post(f"/rounds/{running.id}/rule", data=RULE | {"enter_when": "Never."})
    assert answer.status_code == 422
    assert running.enter_when == RULE["enter_when"]


def test_saving_the_same_rule_leaves_no_trace(as_: As, cast: Cast, running: Round) -> None:
    as_(cast.anna).post(f"/rounds/{running.id}/rule", data=RULE)
    assert "Changes of the rule" not in as_(cast.anna).get(f"/rounds/{running.id}").text


def test_who_saves_the_rule_second_sees_both_and_loses_nothing(as_: As, cast: Cast) -> None:
    round_ = rounds.round_(cast.norrsken)
    anna, mikael, address = as_(cast.anna), as_(cast.mikael), f"/rounds/{round_.id}/rule"
    seen = anna.get(address).text.split('name="stamp" type="hidden" value="')[1].partition('"')[0]
    rule = {"adapt_when": "A third.", "leave_when": "Fewer.", "stamp": seen}
    assert mikael.post(address, data={**rule, "enter_when": "Mikael's half."}).status_code == 303
    answer = anna.post(address, data={**rule, "enter_when": "Anna's half."})
    assert answer.status_code == 409
    assert "We enter a market when … Mikael's half." in words(answer.text)
    assert "Anna&#39;s half.</textarea>" in answer.text
    assert round_.enter_when == "Mikael's half."
