"""Satisfaction and purchase intent against the figures of instruments.md."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livinglab.domain.figures.intervals import wilson
from livinglab.domain.instruments.five_points import calibrated_intent, score_csat, score_intent

TEN = [[5]] * 1 + [[4]] * 3 + [[3]] * 3 + [[2]] * 2 + [[1]] * 1  # 10, 30, 30, 20, 10 %
ANSWERS = st.lists(st.lists(st.integers(1, 5), min_size=1, max_size=1), max_size=30)


def test_the_top_two_of_instruments_md_are_40_per_cent():
    """Shares 10/30/30/20/10 %."""
    assert score_intent(TEN).top_two == wilson(4, 10)
    assert score_csat(TEN).top_two.share == 0.4
    assert score_csat(TEN).top_one == wilson(1, 10)


def test_calibrated_intent_is_that_of_instruments_md_for_each_set_of_weights():
    """1/.5/0/0/0 → 25 %; .7/.5/.3/.1/0 → 33 %; .99/.75/.5/.25/.01 → 52.5 %."""
    scored = score_intent(TEN)
    assert {name: round(share, 9) for name, share in scored.calibrated.items()} == {
        "1/.5/0/0/0": 0.25,
        ".7/.5/.3/.1/0": 0.33,
        ".99/.75/.5/.25/.01": 0.525,
    }
    assert (scored.calibrated_low, round(scored.calibrated_high, 9)) == (0.25, 0.525)


def test_the_interval_of_the_top_two_is_the_published_one():
    """instruments.md: 12 of 30 → .2459-.5768."""
    share = score_csat(TEN * 3).top_two
    assert (round(share.low, 4), round(share.high, 4)) == (0.2459, 0.5768)


def test_what_is_no_answer_is_counted_with_its_reason():
    scored = score_csat([[5], [0], [None], ["good"]])
    assert (scored.n, scored.valid_n) == (4, 1)
    assert scored.excluded == {"unreadable": (3,), "off_scale": (1,), "empty": (2,)}


def test_nobody_has_no_figures():
    scored = score_intent([])
    assert (scored.top_two, scored.top_one, scored.answers.mean) == (None, None, None)
    assert set(scored.calibrated.values()) == {None}
    assert (scored.calibrated_low, scored.calibrated_high) == (None, None)


@pytest.mark.parametrize("weights", [(1, 0.5), (1, 0.5, 0, 0, -0.1), (1.1, 0, 0, 0, 0)])
def test_weights_that_are_no_shares_are_refused(weights):
    with pytest.raises(ValueError, match="five weights"):
        calibrated_intent({5: 1}, weights)


@given(ANSWERS)
def test_calibrated_intent_lies_between_zero_and_one_and_groups_add_up(rows):
    scored = score_intent(rows)
    halves = [score_intent(rows[::2]), score_intent(rows[1::2])]
    assert all(value is None or 0 <= value <= 1 for value in scored.calibrated.values())
    assert {point: sum(half.counts[point] for half in halves) for point in range(1, 6)} == scored.counts
