"""System Usability Scale against the figures of its sources."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livinglab.domain.instruments import sus
from livinglab.domain.instruments.sus import adjective_of, grade_of, percentile_of, score

ROW = st.lists(st.integers(1, 5), min_size=10, max_size=10)
ANY_ROW = st.lists(st.one_of(st.none(), st.integers(0, 6), st.just("what?")), min_size=10, max_size=10)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ([1, 5] * 5, 0.0),
        ([5, 1] * 5, 100.0),
        ([3] * 10, 50.0),
        ([3, 2, 5, 1, 4, 5, 3, 4, 5, 2], 65.0),
    ],
)
def test_one_row_has_the_score_of_instruments_md(row, expected):
    assert score([row]).scores == (expected,)


def rows_with(*scores: float) -> list[list[int]]:
    """Rows of answers that have these scores."""
    made = []
    for value in scores:
        steps, row = round(value / 2.5), []
        for place in range(10):
            step = min(4, steps)
            steps -= step
            row.append(5 - step if place % 2 else step + 1)
        made.append(row)
    return made


def test_twelve_users_have_the_mean_of_instruments_md():
    twelve = (87.5, 87.5, 90, 82.5, 75, 77.5, 60, 90, 85, 75, 80, 72.5)
    scored = score(rows_with(*twelve))
    assert scored.scores == twelve
    assert round(scored.score.mean, 4) == 80.2083
    assert scored.small_base


def test_twenty_users_have_the_interval_and_the_grade_of_instruments_md():
    """Mean 79.875, sd 11.0166, 95 % t interval 74.719-85.031, grade A−. The scores are any that have this sd."""
    scores = [60, 65, 67.5, 67.5, 75, 75, 75, 77.5, 77.5, 77.5, 80, 82.5, 82.5, 82.5, 82.5, 85, 85, 100, 100, 100]
    scored = score(rows_with(*scores))
    spread = scored.score
    assert (spread.n, spread.mean, round(spread.sd, 4)) == (20, 79.875, 11.0166)
    assert (round(spread.low, 3), round(spread.high, 3)) == (74.719, 85.031)
    assert scored.grade == "A-"


@pytest.mark.parametrize(("cut", "grade"), sus.GRADES)
def test_a_grade_begins_at_its_published_cut(cut, grade):
    """Sauro & Lewis 2016, in instruments.md."""
    assert grade_of(cut) == grade
    if cut:
        assert grade_of(cut - 0.001) != grade


def test_the_published_cuts_are_those_of_sauro_and_lewis_2016():
    assert {grade: cut for cut, grade in sus.GRADES} == {
        "A+": 84.1, "A": 80.8, "A-": 78.9, "B+": 77.2, "B": 74.1, "B-": 72.6, "C+": 71.1, "C": 65.0, "C-": 62.7,
        "D": 51.7, "F": 0.0,
    }  # fmt: skip


def test_79_9_is_an_a_minus_and_never_a_c():
    """instruments.md."""
    assert grade_of(79.9) == "A-"


def test_68_is_the_50th_percentile():
    """instruments.md."""
    assert percentile_of(68) == 50


@pytest.mark.parametrize(("mean", "percentile"), sus.PERCENTILES)
def test_a_published_percentile_is_met(mean, percentile):
    """Sauro & Lewis 2016, in instruments.md."""
    assert percentile_of(mean) == pytest.approx(percentile)


@pytest.mark.parametrize(
    ("mean", "percentile"), [(82.5, 92.5), (57.5, 24.0), (12.5, 0.65), (0, 0.3), (100, 99.999), (97, 99.999)]
)
def test_a_percentile_is_linear_between_two_and_ends_with_the_published_ones(mean, percentile):
    assert percentile_of(mean) == pytest.approx(percentile)


@pytest.mark.parametrize(("mean", "adjective"), sus.ADJECTIVES)
def test_an_adjective_is_that_of_its_published_mean(mean, adjective):
    """Bangor, Kortum & Miller 2009, table of means."""
    assert adjective_of(mean) == adjective


@pytest.mark.parametrize(
    ("mean", "adjective"),
    [(0, "worst imaginable"), (68, "good"), (61.1, "OK"), (61.2, "good"), (100, "best imaginable")],
)
def test_the_nearest_adjective_is_taken(mean, adjective):
    assert adjective_of(mean) == adjective


def test_of_two_equally_near_adjectives_the_humbler_is_taken():
    assert adjective_of((35.7 + 50.9) / 2) == "poor"


def test_usability_and_learnability_are_stretched_to_a_hundred():
    """Lewis & Sauro 2009: learnability is items 4 and 10."""
    scored = score([[5, 1, 5, 5, 5, 1, 5, 1, 5, 5]])
    assert (scored.usability.mean, scored.learnability.mean) == (100, 0)
    assert scored.scores == (80.0,)


def test_a_row_with_a_missing_item_is_not_valid_and_nothing_is_put_in_its_place():
    scored = score([[3] * 10, [3] * 9 + [None], [None] * 10, [3] * 9 + [6], [3] * 9 + ["?"], [3] * 9 + [3.5]])
    assert (scored.n, scored.valid_n, scored.score.mean) == (6, 1, 50)
    assert scored.excluded == {"unreadable": (4,), "off_scale": (3, 5), "empty": (2,), "incomplete": (1,)}
    assert scored.places == (0,)


def test_no_rows_have_no_figures():
    scored = score([])
    assert (scored.n, scored.valid_n, scored.score.mean) == (0, 0, None)
    assert (scored.grade, scored.percentile, scored.adjective) == (None, None, None)


def test_one_row_has_no_spread():
    scored = score([[3] * 10])
    assert (scored.score.sd, scored.score.low, scored.score.high) == (None, None, None)


def test_a_row_of_nine_is_refused():
    with pytest.raises(ValueError, match="10 answers make a row"):
        score([[3] * 9])


@given(st.lists(ANY_ROW, max_size=8))
def test_every_row_counts_or_has_one_reason(rows):
    scored = score(rows)
    assert scored.valid_n + sum(map(len, scored.excluded.values())) == scored.n == len(rows)
    assert sorted([*scored.places, *(at for places in scored.excluded.values() for at in places)]) == [
        *range(len(rows))
    ]


@given(st.lists(ROW, min_size=1, max_size=12), st.randoms())
def test_the_order_of_rows_makes_no_difference_and_scores_stay_in_range(rows, chance):
    one = score(rows)
    chance.shuffle(rows)
    other = score(rows)
    assert (one.score, one.usability, one.learnability) == (other.score, other.usability, other.learnability)
    assert all(0 <= value <= 100 for value in one.scores)
    assert 0 <= one.usability.mean <= 100
    assert 0 <= one.learnability.mean <= 100
    assert one.score.mean == pytest.approx(0.8 * one.usability.mean + 0.2 * one.learnability.mean)
