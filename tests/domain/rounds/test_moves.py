"""Which moves a trial round may make, and what it says when it may not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from livinglab.domain.rounds.facts import MarketFacts, RoundFacts
from livinglab.domain.rounds.moves import due_move, label_of_move, possible_moves, refusals

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
GERMANY = MarketFacts("Germany", "German", True, quota=30, minimum_n=10)
POLAND = MarketFacts("Poland", "Polish", True, quota=30, minimum_n=10)
READY = RoundFacts(
    "draft",
    NOW,
    (GERMANY, POLAND),
    has_version_published=True,
    has_rule=True,
    opens_at=NOW + DAY,
    closes_at=NOW + 9 * DAY,
)
STATES = ("draft", "recruiting", "running", "closed", "reported")


def test_the_way_forward_and_the_ways_back_are_the_only_moves():
    assert {state: possible_moves(state) for state in STATES} == {
        "draft": ("recruiting",),
        "recruiting": ("running", "draft"),
        "running": ("closed",),
        "closed": ("reported", "running"),
        "reported": ("closed",),
    }


def test_every_move_has_a_label_that_says_what_happens():
    assert label_of_move("draft", "recruiting") == "Start recruiting"
    assert label_of_move("recruiting", "running") == "Open for answers"
    assert label_of_move("recruiting", "draft") == "Back to draft"
    assert label_of_move("running", "closed") == "Close the round"
    assert label_of_move("closed", "running") == "Reopen"
    assert label_of_move("closed", "reported") == "Mark as reported"
    assert label_of_move("reported", "closed") == "Take back the report"


def test_an_unknown_state_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="no such state: 'open'"):
        possible_moves("open")
    with pytest.raises(ValueError, match="no such state: 'open'"):
        refusals(READY, "open")


@pytest.mark.parametrize(("state", "to_state"), [(a, b) for a in STATES for b in possible_moves(a)])
def test_a_round_with_everything_in_place_may_make_every_move(state, to_state):
    assert refusals(replace(READY, state=state), to_state) == []


@pytest.mark.parametrize(
    ("state", "to_state"), [(a, b) for a in STATES for b in STATES if a != b and b not in possible_moves(a)]
)
def test_every_other_move_is_refused_with_what_can_be_done_instead(state, to_state):
    (sentence,) = refusals(replace(READY, state=state), to_state)
    for step in possible_moves(state):
        assert f"“{label_of_move(state, step)}”" in sentence


def test_a_draft_cannot_be_closed():
    assert refusals(READY, "closed") == [
        "The round is still a draft, so this is not possible. You can choose “Start recruiting”."
    ]


def test_a_second_click_is_told_that_the_move_is_already_made():
    assert refusals(replace(READY, state="recruiting"), "recruiting") == [
        "The round is already recruiting. Load the page again to see it."
    ]


def test_a_round_without_markets_cannot_start_recruiting():
    assert refusals(replace(READY, markets=()), "recruiting") == [
        "Add at least one market before you start recruiting."
    ]


def test_a_market_without_texts_in_its_language_is_named():
    facts = replace(READY, markets=(GERMANY, replace(POLAND, has_texts=False)))
    assert refusals(facts, "recruiting") == [
        "Translate the questionnaire into Polish, or choose another language for Poland."
    ]


def test_the_rule_must_be_written_before_anybody_is_asked():
    expected = [
        "Write down all three: what result would make you enter, what adapt, and what leave. "
        "They must be there before the first answer."
    ]
    assert refusals(replace(READY, has_rule=False), "recruiting") == expected
    assert refusals(replace(READY, has_rule=False, state="recruiting"), "running") == expected


def test_a_questionnaire_that_can_still_change_is_not_shown_to_testers():
    assert refusals(replace(READY, has_version_published=False), "recruiting") == [
        "Publish the questionnaire, so that nobody can change it under the testers."
    ]


@pytest.mark.parametrize("closes_at", [NOW - DAY, NOW])
def test_a_closing_date_that_has_passed_is_refused(closes_at):
    assert refusals(replace(READY, opens_at=None, closes_at=closes_at), "recruiting") == [
        "The closing date is in the past: choose a later one."
    ]


def test_a_passed_closing_date_is_told_once_even_when_it_lies_before_the_opening():
    assert refusals(replace(READY, opens_at=NOW + DAY, closes_at=NOW - DAY), "recruiting") == [
        "The closing date is in the past: choose a later one."
    ]


@pytest.mark.parametrize("opens_at", [NOW + 9 * DAY, NOW + 10 * DAY])
def test_a_round_cannot_close_before_it_opens(opens_at):
    assert refusals(replace(READY, opens_at=opens_at), "recruiting") == [
        "The round would close before it opens: choose a later closing date."
    ]


def test_a_market_cannot_need_more_answers_than_it_wants():
    facts = replace(READY, markets=(replace(GERMANY, quota=8, minimum_n=10),))
    assert refusals(facts, "recruiting") == [
        "Germany wants 8 answers but shows figures from 10: raise its quota or lower its minimum."
    ]


def test_a_product_in_the_archive_is_not_tried():
    facts = replace(READY, product_archived=True)
    for state, to_state in (("draft", "recruiting"), ("recruiting", "running"), ("closed", "running")):
        assert refusals(replace(facts, state=state), to_state) == ["The product is in the archive: restore it first."]


def test_all_reasons_are_told_at_once():
    facts = RoundFacts("draft", NOW, (), has_version_published=False, has_rule=False, product_archived=True)
    assert len(refusals(facts, "recruiting")) == 4


def test_a_round_without_dates_is_opened_and_closed_by_hand():
    facts = replace(READY, opens_at=None, closes_at=None)
    assert refusals(facts, "recruiting") == []
    assert due_move(replace(facts, state="recruiting")) is None
    assert due_move(replace(facts, state="running")) is None


def test_clusters_need_not_be_asked():
    assert refusals(READY, "recruiting") == []
    assert READY.markets[0].requests_accepted == 0


def test_somebody_may_open_a_round_before_its_date():
    assert refusals(replace(READY, state="recruiting", opens_at=NOW + 5 * DAY), "running") == []


@pytest.mark.parametrize(
    ("invited", "who"), [(1, "1 person has been invited already"), (12, "12 people have been invited already")]
)
def test_a_round_with_invitations_cannot_go_back_to_draft(invited, who):
    assert refusals(replace(READY, state="recruiting", invited=invited), "draft") == [
        f"{who}, so the plan must stay as it is. Plan a new round instead."
    ]


def test_a_round_with_answers_cannot_go_back_to_draft():
    facts = replace(READY, state="recruiting", markets=(GERMANY, replace(POLAND, answers=1)), invited=4)
    assert refusals(facts, "draft") == [
        "Somebody has answered already, so the plan must stay as it is. Plan a new round instead."
    ]


def test_a_round_can_be_closed_and_reported_whatever_is_missing():
    bare = RoundFacts("running", NOW, (), has_version_published=True, has_rule=True, product_archived=True)
    assert refusals(bare, "closed") == []
    assert refusals(replace(bare, state="closed"), "reported") == []


def test_a_round_that_ran_out_needs_a_new_closing_date_to_reopen():
    facts = replace(READY, state="closed", opens_at=NOW - 9 * DAY, closes_at=NOW - DAY)
    assert refusals(facts, "running") == ["The closing date is in the past: choose a later one."]
    assert refusals(replace(facts, closes_at=NOW + DAY), "running") == []


def test_a_recruiting_round_opens_by_itself_at_its_date():
    facts = replace(READY, state="recruiting")
    assert due_move(replace(facts, opens_at=NOW + timedelta(seconds=1))) is None
    assert due_move(replace(facts, opens_at=NOW)) == "running"


def test_a_recruiting_round_does_not_open_by_itself_while_something_refuses():
    assert due_move(replace(READY, state="recruiting", opens_at=NOW, product_archived=True)) is None


def test_a_running_round_closes_by_itself_at_its_date():
    facts = replace(READY, state="running", opens_at=NOW - DAY)
    assert due_move(replace(facts, closes_at=NOW + timedelta(seconds=1))) is None
    assert due_move(replace(facts, closes_at=NOW)) == "closed"


@pytest.mark.parametrize("state", ["draft", "closed", "reported"])
def test_no_other_round_moves_by_itself(state):
    assert due_move(replace(READY, state=state, opens_at=NOW - DAY, closes_at=NOW - DAY)) is None
