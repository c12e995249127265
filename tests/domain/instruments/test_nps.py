"""Net Promoter Score against the figures of its sources."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livinglab.domain.figures.intervals import wilson
from livinglab.domain.instruments.nps import adjusted_interval, score, wald_interval


def rows(promoters: int, passives: int, detractors: int) -> list[list[int]]:
    return [[10]] * promoters + [[7]] * passives + [[3]] * detractors


def test_half_promoters_a_third_passives_a_sixth_detractors_are_33():
    """instruments.md: shares ½, ⅓, ⅙."""
    assert round(score(rows(162, 108, 54)).score, 2) == 33.33


def test_the_intervals_of_324_people_are_those_of_instruments_md():
    """Wald 25.22-41.45, adjusted 24.95-41.11 (Rocks 2016)."""
    assert [round(end, 2) for end in wald_interval(162, 54, 324)] == [25.22, 41.45]
    assert [round(end, 2) for end in adjusted_interval(162, 54, 324)] == [24.95, 41.11]
    scored = score(rows(162, 108, 54))
    assert (round(scored.low, 2), round(scored.high, 2)) == (24.95, 41.11)


def test_five_promoters_three_passives_two_detractors_are_30():
    """instruments.md: adjusted −19.05…65.20."""
    scored = score(rows(5, 3, 2))
    assert (scored.score, round(scored.low, 2), round(scored.high, 2)) == (30, -19.05, 65.20)


def test_the_plain_interval_leaves_the_scale_and_the_shown_one_does_not():
    """instruments.md: (8, 2, 0) → 80, Wald's upper end 104.79 must not be shown, adjusted 29.28-93.79."""
    assert round(wald_interval(8, 0, 10)[1], 2) == 104.79
    scored = score(rows(8, 2, 0))
    assert (scored.score, round(scored.low, 2), round(scored.high, 2)) == (80, 29.28, 93.79)


def test_below_the_minimum_there_is_no_interval():
    scored = score(rows(5, 3, 1))
    assert scored.score is not None
    assert (scored.low, scored.high) == (None, None)
    assert score(rows(5, 3, 2), minimum_n=11).low is None


@pytest.mark.parametrize(("answer", "expected"), [(0, -100), (6, -100), (7, 0), (8, 0), (9, 100), (10, 100)])
def test_each_answer_belongs_to_its_group(answer, expected):
    """instruments.md: 0-6 detractors, 7-8 passives, 9-10 promoters."""
    assert score([[answer]]).score == expected


def test_shares_spread_and_counts_stand_beside_the_score():
    scored = score([[10], [9], [7], [0]])
    assert scored.promoters == wilson(2, 4)
    assert scored.passives == wilson(1, 4)
    assert scored.detractors == wilson(1, 4)
    assert scored.answers.mean == 6.5
    assert scored.counts == {**dict.fromkeys(range(11), 0), 0: 1, 7: 1, 9: 1, 10: 1}


def test_what_is_no_answer_is_counted_with_its_reason():
    scored = score([[10], [11], [-1], [None], ["ten"], [7.5]])
    assert (scored.n, scored.valid_n) == (6, 1)
    assert scored.excluded == {"unreadable": (4,), "off_scale": (1, 2, 5), "empty": (3,)}


def test_nobody_has_no_score():
    scored = score([])
    assert (scored.score, scored.low, scored.promoters, scored.answers.mean) == (None, None, None, None)
    assert score([], minimum_n=0).low is None


@pytest.mark.parametrize(("promoters", "detractors", "n"), [(6, 5, 10), (-1, 0, 3), (0, 0, 0)])
def test_counts_that_cannot_be_are_refused(promoters, detractors, n):
    with pytest.raises(ValueError, match="cannot come from"):
        adjusted_interval(promoters, detractors, n)


@given(st.tuples(*[st.integers(0, 300)] * 3).filter(any))
def test_score_and_interval_stay_between_minus_and_plus_a_hundred(people):
    promoters, _, detractors = people
    low, high = adjusted_interval(promoters, detractors, sum(people))
    assert -100 <= low <= high <= 100
    mirrored = adjusted_interval(detractors, promoters, sum(people))
    assert (-mirrored[1], -mirrored[0]) == (pytest.approx(low), pytest.approx(high))
