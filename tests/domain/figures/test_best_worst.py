"""Best–worst scaling from counts."""

from __future__ import annotations

import pytest

from livinglab.domain.figures.best_worst import BestWorstFigure, best_worst_figures


def test_each_thing_has_its_bests_its_worsts_and_how_often_it_was_seen():
    sets = [
        (["a", "b", "c"], {"a": 3, "b": 1}, {"c": 4}),
        (["b", "c", "d"], {"b": 2}, {"d": 2}),
    ]
    assert best_worst_figures(sets) == [
        BestWorstFigure("a", 3, 0, 4),
        BestWorstFigure("b", 3, 0, 6),
        BestWorstFigure("c", 0, 4, 6),
        BestWorstFigure("d", 0, 2, 2),
    ]
    assert [figure.score for figure in best_worst_figures(sets)] == [0.75, 0.5, pytest.approx(-2 / 3), -1]


def test_a_set_nobody_answered_says_nothing():
    assert best_worst_figures([(["a", "b"], {}, {})])[0].score is None


def test_a_best_without_a_worst_cannot_be():
    with pytest.raises(ValueError, match="as many"):
        best_worst_figures([(["a", "b"], {"a": 1}, {})])
