"""Means and medians as points with their intervals."""

from __future__ import annotations

import pytest

from livinglab.domain.charts.points import PointRow, mean_chart, median_chart
from livinglab.domain.figures.summary import Summary, summarise

FIVE = {"1": "Not at all", "2": "", "3": "", "4": "", "5": "Very"}


def _scale(counts: dict[str, int], minimum_n: int = 1) -> Summary:
    return summarise("scale", list(FIVE), counts, sum(counts.values()), minimum_n)


def _amount(*values: str, minimum_n: int = 1) -> Summary:
    counts = {value: values.count(value) for value in values}
    return summarise("amount", None, counts, len(values), minimum_n)


def test_without_answers_the_mean_has_its_axis_and_rows_without_points():
    chart = mean_chart([("Poland", _scale({}, 10))], FIVE)
    assert chart.rows == (PointRow("Poland", 0, 10),)
    assert chart.axis is not None
    assert [tick.value for tick in chart.axis.ticks] == [1, 2, 3, 4, 5]
    assert chart.ends == ("Not at all", "Very")


def test_a_mean_lies_on_the_whole_scale_with_its_interval():
    summary = _scale({"3": 10, "5": 10})
    row = mean_chart([("Sweden", summary)], FIVE).rows[0]
    assert summary.low is not None
    assert summary.high is not None
    assert row.interval is not None
    assert (row.value, row.x) == (4, 75)
    assert (row.interval.low, row.interval.high) == (summary.low, summary.high)
    assert row.interval.x == pytest.approx(25 * (summary.low - 1), abs=1e-3)
    assert row.interval.x + row.interval.width == pytest.approx(25 * (summary.high - 1), abs=2e-3)
    assert row.middle_half is None


def test_a_market_under_its_minimum_keeps_its_place():
    chart = mean_chart([("Finland", _scale({"3": 4}, 10)), ("Sweden", _scale({"3": 5, "4": 5}, 10))], FIVE)
    assert [(row.name, row.missing, row.value) for row in chart.rows] == [("Finland", 6, None), ("Sweden", 0, 3.5)]


def test_one_answer_is_a_point_without_interval():
    row = mean_chart([("Sweden", _scale({"1": 1}))], FIVE).rows[0]
    assert (row.value, row.x, row.interval, row.alike) == (1, 0, None, False)


def test_everybody_alike_is_told():
    row = mean_chart([("Sweden", _scale({"5": 12}))], FIVE).rows[0]
    assert (row.value, row.x, row.alike) == (5, 100, True)
    assert row.interval is not None
    assert row.interval.width == 0


def test_means_get_a_second_decimal_only_when_all_are_known_well():
    exact, rough = _scale({"3": 5000, "4": 5000}), _scale({"1": 5, "5": 5})
    assert mean_chart([("Sweden", exact)], FIVE).decimals == 2
    assert mean_chart([("Sweden", exact), ("Finland", rough)], FIVE).decimals == 1
    assert mean_chart([("Sweden", _scale({"5": 12}))], FIVE).decimals == 1


def test_a_scale_of_one_value_has_no_chart():
    with pytest.raises(ValueError, match="at least two values"):
        mean_chart([], {"1": "only"})


def test_without_answers_the_median_has_no_axis():
    for chart in (median_chart([]), median_chart([("Poland", _amount(minimum_n=10))])):
        assert chart.axis is None
    assert chart.rows == (PointRow("Poland", 0, 10),)


def test_a_median_shows_its_interval_and_the_middle_half():
    row = median_chart([("Sweden", _amount("10", "20", "30", "40", "50", "60", "70"))]).rows[0]
    assert row.interval is not None
    assert row.middle_half is not None
    assert (row.value, row.interval.low, row.interval.high) == (40, 10, 70)
    assert (row.middle_half.low, row.middle_half.high) == (25, 55)
    assert (row.x, row.interval.x, row.middle_half.x, row.middle_half.width) == (50, 12.5, 31.25, 37.5)


def test_five_amounts_have_a_middle_half_but_no_interval():
    row = median_chart([("Sweden", _amount("1", "2", "3", "4", "5"))]).rows[0]
    assert row.interval is None
    assert row.middle_half is not None


def test_all_markets_share_one_axis():
    chart = median_chart([("Finland", _amount(*"123456")), ("Sweden", _amount("90", "95"))])
    assert chart.axis is not None
    assert (chart.axis.low, chart.axis.high) == (0, 100)


@pytest.mark.parametrize(
    ("values", "decimals"),
    [
        (["9", "12", "15"], 0),
        (["9.5", "12", "15"], 0),
        (["9.5", "30"], 1),
        (["9.5", "12.25"], 2),
        (["0.5", "0.75"], 3),
        (["0"], 0),
    ],
)
def test_medians_have_as_many_decimals_as_their_axis_deserves(values, decimals):
    assert median_chart([("Sweden", _amount(*values))]).decimals == decimals


def test_twelve_markets_are_twelve_rows():
    chart = mean_chart([(f"Market {number}", _scale({"1": number + 1})) for number in range(12)], FIVE)
    assert [row.n for row in chart.rows] == list(range(1, 13))
