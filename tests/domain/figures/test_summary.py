"""What is said about one question in one market, and what is not said yet."""

from __future__ import annotations

import time
from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livinglab.domain.figures.intervals import mean_interval, median_interval, wilson
from livinglab.domain.figures.summary import MEASURES, Summary, summarise
from tests.thorough import at_full_length

FIVE = ["1", "2", "3", "4", "5"]
OPTIONS = ["yes", "maybe", "no"]
NOT_FIGURES = {"measure", "n", "counts", "enough", "missing", "alike"}


def _figures(summary: Summary) -> list[object]:
    return [getattr(summary, field.name) for field in fields(summary) if field.name not in NOT_FIGURES]


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("minimum_n", [0, 1, 10])
def test_nobody_answered_gives_no_figure_whatever_the_minimum(measure, minimum_n):
    values = {"choice": OPTIONS, "choices": OPTIONS, "scale": FIVE}.get(measure)
    summary = summarise(measure, values, {}, 0, minimum_n)
    assert (summary.n, summary.enough, summary.missing) == (0, False, max(1, minimum_n))
    assert set(_figures(summary)) == {None}
    assert not summary.alike


def test_the_options_nobody_chose_are_counted_as_zero_in_the_order_of_the_question():
    summary = summarise("choice", OPTIONS, {"no": 2}, 2, 1)
    assert list(summary.counts.items()) == [("yes", 0), ("maybe", 0), ("no", 2)]
    assert summary.shares == {"yes": wilson(0, 2), "maybe": wilson(0, 2), "no": wilson(2, 2)}


def test_one_answer_may_have_a_mean_but_no_interval():
    summary = summarise("scale", FIVE, {"4": 1}, 1, 1)
    assert (summary.enough, summary.mean, summary.sd, summary.low, summary.high) == (True, 4.0, None, None, None)
    assert (summary.median, summary.median_low, summary.median_high) == (4.0, None, None)
    assert not summary.alike


def test_one_answer_too_few_gives_no_figure_and_says_how_many_are_missing():
    few = summarise("scale", FIVE, {"4": 5, "5": 4}, 9, 10)
    assert (few.n, few.enough, few.missing) == (9, False, 1)
    assert set(_figures(few)) == {None}
    enough = summarise("scale", FIVE, {"4": 5, "5": 5}, 10, 10)
    assert (enough.enough, enough.missing) == (True, 0)
    assert None not in _figures(enough)


def test_a_scale_has_mean_median_shares_and_top_two():
    counts = {"2": 3, "3": 4, "4": 9, "5": 4}
    summary = summarise("scale", FIVE, counts, 20, 10)
    mean, median = mean_interval(counts, (1, 5)), median_interval(counts)
    assert mean is not None
    assert median is not None
    assert (summary.mean, summary.sd, summary.low, summary.high) == (mean.mean, mean.sd, mean.low, mean.high)
    assert (summary.median, summary.median_low, summary.median_high) == (median.median, median.low, median.high)
    assert (summary.lower_quartile, summary.upper_quartile) == (median.lower_quartile, median.upper_quartile)
    assert summary.top_two == wilson(13, 20)
    assert summary.shares is not None
    assert summary.shares["1"] == wilson(0, 20)
    assert list(summary.shares) == FIVE


def test_the_mean_of_a_scale_keeps_to_the_scale_whatever_its_order():
    summary = summarise("scale", FIVE[::-1], {"5": 1, "4": 1}, 2, 1)
    assert (summary.low, summary.high) == (1, 5)
    assert list(summary.counts) == FIVE[::-1]


def test_everybody_alike_is_marked():
    assert summarise("scale", FIVE, {"5": 12}, 12, 10).alike
    assert not summarise("scale", FIVE, {"5": 11, "4": 1}, 12, 10).alike


def test_an_amount_has_mean_and_median_but_no_shares():
    summary = summarise("amount", None, {"100": 4, "9.5": 5, "20": 1}, 10, 10)
    assert list(summary.counts) == ["9.5", "20", "100"]
    assert (summary.median, summary.mean) == (14.75, 46.75)
    assert (summary.shares, summary.top_two) == (None, None)


def test_a_mean_of_amounts_may_lie_beyond_all_of_them():
    summary = summarise("amount", None, {"0": 9, "1000": 1}, 10, 10)
    assert summary.low is not None
    assert summary.low < 0


def test_those_who_left_a_scale_out_are_not_in_its_n():
    summary = summarise("scale", FIVE, {"3": 9}, 12, 10)
    assert (summary.n, summary.missing) == (9, 1)


def test_several_choices_are_shares_of_people_and_not_of_ticks():
    summary = summarise("choices", OPTIONS, {"yes": 10, "maybe": 8}, 10, 10)
    assert summary.n == 10
    assert summary.shares == {"yes": wilson(10, 10), "maybe": wilson(8, 10), "no": wilson(0, 10)}


def test_an_option_that_is_no_longer_listed_comes_last_and_is_not_lost():
    summary = summarise("choice", OPTIONS, {"yes": 1, "removed": 2}, 3, 1)
    assert list(summary.counts.items()) == [("yes", 1), ("maybe", 0), ("no", 0), ("removed", 2)]


def test_texts_are_counted_and_nothing_else():
    summary = summarise("text", None, {}, 12, 10)
    assert (summary.n, summary.enough) == (12, True)
    assert set(_figures(summary)) == {None}


@pytest.mark.parametrize(
    ("measure", "values", "counts", "answered", "words"),
    [
        ("stars", None, {}, 0, "no such measure: 'stars'"),
        ("scale", FIVE, {"6": 1}, 1, "not on the scale: 6"),
        ("scale", ["low", "high"], {"low": 2}, 2, "no number: 'low'"),
        ("amount", None, {"much": 1}, 1, "no number: 'much'"),
        ("choice", OPTIONS, {"yes": -1}, 1, "never negative"),
        ("choice", OPTIONS, {}, -1, "never negative"),
        ("choice", OPTIONS, {"yes": 2, "no": 1}, 2, "3 answers cannot come from 2 people"),
        ("choices", OPTIONS, {"yes": 3, "no": 1}, 2, "3 answers cannot come from 2 people"),
        ("amount", None, {"1": 2, "2": 1}, 2, "3 answers cannot come from 2 people"),
    ],
)
def test_counts_that_make_no_sense_are_refused(measure, values, counts, answered, words):
    with pytest.raises(ValueError, match=words):
        summarise(measure, values, counts, answered, 1)


@given(st.dictionaries(st.sampled_from(FIVE), st.integers(0, 50)), st.integers(0, 30))
def test_counts_and_shares_of_a_scale_always_add_up(counts, minimum_n):
    n = sum(counts.values())
    summary = summarise("scale", FIVE, counts, n, minimum_n)
    assert sum(summary.counts.values()) == summary.n == n
    assert summary.enough == (n >= max(1, minimum_n))
    if summary.shares is not None:
        assert sum(share.share for share in summary.shares.values()) == pytest.approx(1)


@at_full_length
@pytest.mark.parametrize(("measure", "step"), [("amount", 100), ("choices", 1)])
def test_a_hundred_thousand_different_values_take_well_under_a_second(measure, step):
    counts = {f"{(number * 7919) % 10**6 / step:f}": 1 for number in range(100_000)}
    started = time.process_time()
    summary = summarise(measure, None, counts, 100_000, 10)
    assert time.process_time() - started < 1
    assert len(summary.counts) == 100_000


def test_dates_have_a_median_and_no_mean():
    counts = {"2026-01-01": 2, "2026-01-03": 9, "2026-02-01": 1}
    summary = summarise("date", None, counts, 12, 10)
    assert date.fromordinal(int(summary.median or 0)) == date(2026, 1, 3)
    assert (summary.n, summary.mean, summary.shares) == (12, None, None)
    assert list(summary.counts) == sorted(counts)


def test_ranks_have_a_mean_place_and_shares_but_no_top_two():
    summary = summarise("rank", ["1", "2", "3"], {"1": 6, "2": 3, "3": 1}, 10, 10)
    assert summary.mean == pytest.approx(1.5)
    assert summary.shares is not None
    assert summary.shares["1"].share == pytest.approx(0.6)
    assert summary.top_two is None
