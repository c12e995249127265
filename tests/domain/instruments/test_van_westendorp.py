"""Price sensitivity against the figures of instruments.md."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livinglab.domain.instruments.van_westendorp import crossings, curves, score

FIVE = [(2, 4, 6, 8), (3, 5, 7, 9), (1, 3, 5, 10), (4, 6, 8, 12), (2, 5, 8, 11)]
PRICES = st.lists(st.decimals(0, 1000, places=2), min_size=4, max_size=4, unique=True).map(sorted)


def test_the_crossings_of_five_people_are_those_of_instruments_md():
    """Strict descending, interpolated: original 3-7.6667, narrower 4-6, IDP 5, OPP 4."""
    points = score(FIVE, minimum_n=0).points
    assert points is not None
    assert (points.original_low.price, round(points.original_high.price, 4)) == (3, 7.6667)
    assert (points.narrower_low.price, points.narrower_high.price) == (4, 6)
    assert (points.indifference.price, points.optimal.price) == (5, 4)


def test_the_first_price_where_the_rising_curve_is_higher_is_said_as_well():
    """instruments.md: a crossing is the first price where f > g."""
    points = score(FIVE, minimum_n=0).points
    assert points is not None
    assert (points.original_low.first_above, points.original_high.first_above) == (4, 8)
    assert (points.indifference.first_above, points.optimal.first_above) == (6, 8)


def test_where_two_curves_run_together_both_ends_are_said():
    """Of the five nobody calls 4 to 7 too cheap or too expensive."""
    points = score(FIVE, minimum_n=0).points
    assert points is not None
    assert (points.optimal.price, points.optimal.until) == (4, 7)
    assert points.indifference.until is None


def test_ten_people_have_medians_and_no_curves():
    """instruments.md: with ten people show the four medians, not the curves."""
    ten = score(FIVE * 2)
    assert ten.points is None
    assert [median.median for median in ten.medians] == [2, 5, 7, 10]
    assert score(FIVE * 2 + FIVE[:1]).points is not None
    assert score(FIVE * 3, minimum_n=15).points is None


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ((1, 1, 2, 3), "not_in_order"),
        ((4, 3, 2, 1), "not_in_order"),
        ((1, 2, 3, None), "incomplete"),
        ((None,) * 4, "empty"),
        ((-1, 2, 3, 4), "off_scale"),
        ((1, 2, 3, float("nan")), "off_scale"),
        ((1, 2, 3, "dear"), "unreadable"),
    ],
)
def test_prices_that_do_not_rise_are_not_valid(row, reason):
    """instruments.md: valid only if too cheap < cheap < expensive < too expensive."""
    scored = score([row, (1, 2, 3, 4)])
    assert (scored.n, scored.valid_n, scored.excluded) == (2, 1, {reason: (0,)})


def test_nobody_has_no_figures():
    scored = score([], minimum_n=0)
    assert (scored.medians, scored.points) == ((None,) * 4, None)
    with pytest.raises(ValueError, match="no crossing"):
        crossings([])
    with pytest.raises(ValueError, match="no curve"):
        curves([])


def test_one_person_has_crossings_at_their_own_prices():
    points = crossings([tuple(map(Decimal, (1, 2, 3, 4)))])
    assert (points.optimal.price, points.optimal.until) == (1, 3)
    assert (points.indifference.price, points.indifference.until) == (2, None)


def test_the_curves_count_prices_above_strictly():
    drawn = curves([tuple(map(Decimal, row)) for row in FIVE])
    assert drawn.prices == tuple(range(1, 13))
    assert drawn.shares["too-cheap"][:4] == (0.8, 0.4, 0.2, 0)
    assert drawn.shares["too-expensive"][6:8] == (0, 0.2)


def test_the_same_prices_in_cents_cross_at_the_same_places():
    cents = score([[100 * price for price in row] for row in FIVE], minimum_n=0).points
    whole = score(FIVE, minimum_n=0).points
    assert cents is not None
    assert whole is not None
    assert cents.original_high.price == pytest.approx(100 * whole.original_high.price)


@given(st.lists(PRICES, min_size=1, max_size=12))
def test_ranges_and_points_lie_among_the_prices_and_in_their_order(rows):
    points = score(rows, minimum_n=0).points
    assert points is not None
    low, high = float(min(row[0] for row in rows)), float(max(row[3] for row in rows))
    for crossing in vars(points).values():
        assert low <= crossing.price <= crossing.first_above <= high
        assert crossing.until is None or crossing.price < crossing.until <= crossing.first_above
    assert points.original_low.price <= points.narrower_low.price <= points.indifference.price
    assert points.optimal.price <= points.narrower_high.price <= points.original_high.price
    drawn = curves([tuple(row) for row in rows])
    assert all(list(share) == sorted(share, reverse=name in ("too-cheap", "cheap", "not-expensive"))
               for name, share in drawn.shares.items())  # fmt: skip
