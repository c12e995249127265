"""Gabor–Granger against the figures of instruments.md."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livinglab.domain.figures.intervals import wilson
from livinglab.domain.instruments.gabor_granger import score

PRICES = (5, 10, 15, 20)
TWENTY = [[1 if person < accepting else 0 for accepting in (20, 16, 9, 3)] for person in range(20)]


def test_the_optimum_of_instruments_md_is_10():
    """n = 20, prices 5/10/15/20 accepted by 20/16/9/3."""
    scored = score(TWENTY, PRICES)
    assert scored.optimum == 10
    assert [row.revenue_index for row in scored.prices] == [5, 8, 6.75, 3]
    assert [row.demand for row in scored.prices] == [wilson(20, 20), wilson(16, 20), wilson(9, 20), wilson(3, 20)]
    assert (scored.tied, scored.inconsistent, scored.partly) == ((), (), ())


def test_prices_may_stand_in_any_order():
    turned = [row[::-1] for row in TWENTY]
    assert score(turned, PRICES[::-1]) == score(TWENTY, PRICES)


def test_a_missing_answer_stays_missing():
    """Who accepts 10 and was not asked about 5 is not counted at 5."""
    scored = score([[None, 1], [0, None], [None, None], ["?", 1], [2, 1]], (5, 10))
    assert [row.demand for row in scored.prices] == [wilson(0, 1), wilson(1, 1)]
    assert (scored.valid_n, scored.partly) == (2, (0, 1))
    assert scored.excluded == {"unreadable": (3,), "off_scale": (4,), "empty": (2,)}


def test_equal_revenues_are_all_said_and_the_lowest_price_stands():
    scored = score([[1, 1], [1, 0]], (5, 10))
    assert (scored.optimum, scored.tied) == (5, (5, 10))


def test_nobody_accepting_leaves_no_optimum():
    assert score([[0, 0]], (5, 10)).optimum is None
    assert score([], (5, 10)).optimum is None
    assert score([], ()).prices == ()


def test_accepting_a_price_after_refusing_a_lower_one_is_said_and_counts():
    scored = score([[0, 1], [1, 0], [0, 0]], (5, 10))
    assert (scored.inconsistent, scored.valid_n) == ((0,), 3)


@pytest.mark.parametrize("prices", [(5, 5), (5, Decimal("5.0")), (-1, 5)])
def test_prices_that_stand_twice_or_below_zero_are_refused(prices):
    with pytest.raises(ValueError, match="every price stands once"):
        score([], prices)


@given(st.lists(st.tuples(*[st.sampled_from((0, 1, None))] * 3), max_size=10), st.randoms())
def test_the_order_of_rows_makes_no_difference_and_demand_is_a_share(rows, chance):
    one = score(rows, (1, 2, 3))
    chance.shuffle(rows)
    assert score(rows, (1, 2, 3)).prices == one.prices
    assert all(row.demand is None or 0 <= row.demand.share <= 1 for row in one.prices)
