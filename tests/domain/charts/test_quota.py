"""Answers against a quota."""

from __future__ import annotations

import pytest

from livinglab.domain.charts.quota import quota_bar


@pytest.mark.parametrize(
    ("answers", "filled", "state"),
    [
        (0, 0, "few"),
        (9, 30, "few"),
        (10, 33.333, "enough"),
        (29, 96.667, "enough"),
        (30, 100, "full"),
        (99, 100, "full"),
    ],
)
def test_a_bar_fills_up_to_its_quota_and_no_further(answers, filled, state):
    bar = quota_bar(answers, 30, 10)
    assert (bar.answers, bar.filled, bar.mark, bar.state) == (answers, filled, 33.333, state)


@pytest.mark.parametrize("minimum_n", [0, 1, 30, 40])
def test_a_minimum_at_an_end_of_the_bar_is_not_marked(minimum_n):
    assert quota_bar(3, 30, minimum_n).mark is None


@pytest.mark.parametrize(("answers", "quota"), [(-1, 30), (3, 0)])
def test_what_is_no_progress_is_refused(answers, quota):
    with pytest.raises(ValueError, match="no progress"):
        quota_bar(answers, quota)
