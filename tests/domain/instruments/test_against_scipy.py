"""Scores against independent computations with numpy and scipy's statistics, which take a second to load."""

from __future__ import annotations

from importlib import import_module

import numpy as np
import pytest

from livinglab.domain.instruments import nps, sus, tam, ueq, van_westendorp
from tests.thorough import at_full_length

pytestmark = at_full_length
CHANCE = np.random.default_rng(20)


def test_sus_is_that_of_numpy_and_scipy():
    answers = CHANCE.integers(1, 6, (57, 10))
    weights = np.where(np.arange(10) % 2 == 0, 1, -1)
    scores = 2.5 * ((answers * weights).sum(axis=1) - 5 + 25)
    low, high = import_module("scipy.stats").t.interval(
        0.95, 56, loc=scores.mean(), scale=scores.std(ddof=1) / np.sqrt(57)
    )
    scored = sus.score(answers.tolist())
    assert scored.scores == pytest.approx(scores)
    assert scored.score.mean == pytest.approx(scores.mean())
    assert scored.score.sd == pytest.approx(scores.std(ddof=1))
    assert (scored.score.low, scored.score.high) == (pytest.approx(low), pytest.approx(high))


def test_the_percentile_of_sus_is_that_of_numpys_interpolation():
    points, values = zip(*sus.PERCENTILES, strict=True)
    for mean in np.linspace(0, 100, 777):
        assert sus.percentile_of(float(mean)) == pytest.approx(np.interp(mean, points, values))


def test_ueq_scales_and_alphas_are_those_of_numpy():
    base = CHANCE.integers(1, 8, (80, 1))
    answers = np.clip(base + CHANCE.integers(-2, 3, (80, 26)), 1, 7)
    turned = np.array([4 - c if n in ueq.GOOD_ON_THE_LEFT else c - 4 for n, c in enumerate(answers.T, 1)]).T
    for scale in ueq.score(answers.tolist()).scales:
        columns = turned[:, [number - 1 for number in ueq.SCALES[scale.key]]]
        k = columns.shape[1]
        correlations = np.corrcoef(columns.T)
        mean_r = (correlations.sum() - k) / (k * (k - 1))
        assert scale.alpha == pytest.approx(k * mean_r / (1 + (k - 1) * mean_r))
        assert scale.spread.mean == pytest.approx(columns.mean())
        assert scale.spread.sd == pytest.approx(columns.mean(axis=1).std(ddof=1))


def test_tam_alpha_is_that_of_numpy():
    answers = np.clip(CHANCE.integers(1, 8, (60, 1)) + CHANCE.integers(-1, 2, (60, 12)), 1, 7)
    for scale, columns in zip(tam.score(answers.tolist()).scales, (answers[:, :6], answers[:, 6:]), strict=True):
        variances = columns.var(axis=0, ddof=1).sum()
        alpha = 6 / 5 * (1 - variances / columns.sum(axis=1).var(ddof=1))
        assert scale.alpha == pytest.approx(alpha)


def test_the_plain_interval_of_nps_is_that_of_a_mean_of_hundreds():
    values = np.array([100] * 40 + [0] * 35 + [-100] * 25)
    error = values.std() / np.sqrt(100)
    z = import_module("scipy.stats").norm.ppf(0.975)
    low, high = nps.wald_interval(40, 25, 100)
    assert (low, high) == (pytest.approx(values.mean() - z * error), pytest.approx(values.mean() + z * error))


def test_crossings_are_those_of_a_fine_grid():
    """The lines between the prices, looked at in steps of a ten-thousandth."""
    rows = np.sort(CHANCE.integers(1, 60, (40, 4)), axis=1) + np.array([0, 60, 120, 180]) // 6
    prices = np.unique(rows)
    grid = np.linspace(prices[0], prices[-1], 200_001)
    reached = [np.interp(grid, prices, [(rows[:, at] <= p).sum() for p in prices]) for at in range(4)]
    left = [40 - column for column in reached]
    points = van_westendorp.score(rows.tolist()).points
    assert points is not None
    for crossing, up, down in (
        (points.indifference, reached[2], left[1]), (points.optimal, reached[3], left[0]),
        (points.original_low, reached[1], left[0]), (points.original_high, reached[3], left[2]),
        (points.narrower_low, reached[2], left[0]), (points.narrower_high, reached[3], left[1]),
    ):  # fmt: skip
        assert crossing.price == pytest.approx(grid[np.argmax(up >= down - 1e-9)], abs=1e-3)
