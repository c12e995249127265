"""What a round says to the people who run it although nothing is forbidden."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from livinglab.domain.rounds.facts import MarketFacts, RoundFacts
from livinglab.domain.rounds.hints import hints

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
GERMANY = MarketFacts("Germany", "German", True, quota=30, minimum_n=10, requests_accepted=1)
POLAND = MarketFacts("Poland", "Polish", True, quota=30, minimum_n=10, requests_accepted=1)
ROUND = RoundFacts("recruiting", NOW, (GERMANY, POLAND), has_version_published=True, has_rule=True)


def _with_germany(**changes) -> RoundFacts:
    return replace(ROUND, markets=(replace(GERMANY, **changes), POLAND))


def test_a_round_where_all_is_well_gives_no_hint():
    assert hints(ROUND) == []
    assert hints(replace(ROUND, state="running")) == []


def test_a_round_without_markets_gives_no_hint():
    for state in ("draft", "recruiting", "running", "closed", "reported"):
        assert hints(replace(ROUND, state=state, markets=())) == []


def test_a_market_whose_cluster_has_not_answered_is_named():
    facts = _with_germany(requests_open=2, requests_accepted=0)
    assert hints(facts) == ["No cluster has accepted for Germany yet."]
    assert hints(replace(facts, state="running")) == ["No cluster has accepted for Germany yet."]
    assert hints(replace(facts, state="draft")) == []


def test_a_market_that_nobody_is_asked_for_is_named_with_both_ways_out():
    facts = _with_germany(requests_accepted=0)
    for state in ("draft", "recruiting", "running"):
        assert hints(replace(facts, state=state)) == [
            "No cluster is asked for Germany: ask one, or hand out links yourself."
        ]


def test_a_market_that_has_its_answers_needs_no_cluster():
    assert hints(replace(_with_germany(requests_accepted=0, answers=30), state="running")) == []


def test_a_draft_whose_opening_date_has_passed_says_that_it_opens_at_once():
    facts = replace(ROUND, state="draft", opens_at=NOW - timedelta(days=1))
    assert hints(facts) == ["The opening date has passed: the round opens as soon as you start recruiting."]


def test_a_running_round_with_all_quotas_reached_can_be_closed():
    full = replace(ROUND, state="running", markets=(replace(GERMANY, answers=30), replace(POLAND, answers=31)))
    assert hints(full) == ["Every market has the answers you wanted: you can close the round."]


def test_a_closed_round_names_the_markets_that_are_too_small_to_show():
    facts = replace(ROUND, state="closed", markets=(replace(GERMANY, answers=9), replace(POLAND, answers=10)))
    assert hints(facts) == [
        "Germany needs 1 more answer before its figures are shown: reopen the round to collect more."
    ]
    assert hints(replace(facts, markets=(replace(GERMANY, answers=3),))) == [
        "Germany needs 7 more answers before its figures are shown: reopen the round to collect more."
    ]


def test_a_reported_round_gives_no_hint():
    assert hints(replace(ROUND, state="reported")) == []
