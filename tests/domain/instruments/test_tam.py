"""Technology acceptance (Davis 1989)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livinglab.domain.instruments.tam import ITEMS, intention_items, score

ROW = st.lists(st.integers(1, 7), min_size=12, max_size=12)


def test_each_scale_is_the_mean_of_its_six_items():
    usefulness, ease = score([[7] * 6 + [1, 1, 1, 2, 2, 2]]).scales
    assert (usefulness.key, usefulness.spread.mean) == ("perceived-usefulness", 7)
    assert (ease.key, ease.spread.mean) == ("perceived-ease-of-use", 1.5)
    assert ITEMS[0] == "tam-pu-1"
    assert ITEMS[-1] == "tam-peou-6"


def test_behavioural_intention_is_a_third_scale_when_it_was_asked():
    scored = score([[4] * 12 + [6, 7], [4] * 12 + [2, 3]], intention=2)
    assert (scored.scales[2].key, scored.scales[2].spread.mean, scored.scales[2].items) == (
        "behavioural-intention",
        4.5,
        2,
    )
    assert scored.scales[2].alpha == pytest.approx(1)
    assert intention_items(2) == ("tam-bi-1", "tam-bi-2")
    assert score([[4] * 12 + [6], [4] * 12 + [5]], intention=1).scales[2].alpha is None


def test_alpha_is_cronbachs():
    """Cronbach 1951, by hand: items (1, 2, 3) five times and (1, 3, 2): variances 1 each, variance of the sum 31."""
    rows = [[1] * 6, [2] * 5 + [3], [3] * 5 + [2]]
    scored = score([row * 2 for row in rows])
    assert scored.scales[0].alpha == pytest.approx(6 / 5 * (1 - 6 / 31))


def test_everybody_alike_leaves_no_alpha():
    assert [scale.alpha for scale in score([[4] * 12] * 3).scales] == [None, None]


def test_a_row_counts_in_the_scales_it_answers_completely():
    scored = score([[4] * 12, [4] * 11 + [None], [4] * 5 + [None] * 7, [None] * 12, [4] * 11 + [8]])
    assert (scored.n, scored.valid_n, scored.partly) == (5, 2, (1,))
    assert scored.excluded == {"off_scale": (4,), "empty": (3,), "incomplete": (2,)}
    assert [scale.spread.n for scale in scored.scales] == [2, 1]


def test_nobody_has_no_figures():
    assert [(scale.spread.mean, scale.alpha) for scale in score([]).scales] == [(None, None)] * 2


@given(st.lists(ROW, min_size=1, max_size=8), st.randoms())
def test_means_stay_on_the_scale_and_the_order_of_rows_makes_no_difference(rows, chance):
    one = score(rows)
    chance.shuffle(rows)
    assert score(rows).scales == one.scales
    assert all(1 <= scale.spread.mean <= 7 for scale in one.scales)
