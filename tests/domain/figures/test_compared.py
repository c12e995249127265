"""One line of a comparison as scripts and reports read it."""

from __future__ import annotations

import json

from livinglab.domain.figures.compared import compared_row
from livinglab.domain.figures.summary import summarise

FIVE = ["1", "2", "3", "4", "5"]
KEYS = ["market", "question", "n", "counts", "mean", "low", "high", "median", "top_two", "kind", "enough"]


def test_a_market_without_answers_has_all_keys_and_no_figure():
    row = compared_row("SE", "like", summarise("scale", FIVE, {}, 0, 10))
    assert row == {
        "market": "SE",
        "question": "like",
        "n": 0,
        "counts": {"1": 0, "2": 0, "3": 0, "4": 0, "5": 0},
        "mean": None,
        "low": None,
        "high": None,
        "median": None,
        "top_two": None,
        "kind": "scale",
        "enough": False,
    }


def test_a_scale_is_rounded_to_six_decimals_and_keeps_its_order():
    """By hand: sd² = 6/4, t(4) = 2.776445, so 2 ± 2.776445 · 1.224745 / √5 = 2 ± 1.520722, cut at 1."""
    row = compared_row("SE", "like", summarise("scale", FIVE, {"1": 2, "2": 2, "4": 1}, 5, 1))
    assert list(row) == KEYS
    assert (row["mean"], row["low"], row["high"], row["median"]) == (2.0, 1.0, 3.520722, 2.0)
    assert row["top_two"] == {"share": 0.2, "low": 0.036224, "high": 0.624465}


def test_a_choice_has_counts_only():
    row = compared_row("DE", "where", summarise("choice", ["shop", "web"], {"web": 12}, 12, 10))
    assert (row["counts"], row["mean"], row["top_two"], row["enough"]) == ({"shop": 0, "web": 12}, None, None, True)


def test_there_is_no_negative_zero():
    row = compared_row("DE", "change", summarise("amount", None, {"-0.0000001": 1, "0": 9}, 10, 1))
    assert str(row["mean"]) == "0.0"


def test_a_line_survives_json_unchanged():
    row = compared_row("PL", "price", summarise("amount", None, {"9.99": 7, "12": 6}, 13, 10))
    assert json.loads(json.dumps(row)) == row
    assert list(json.loads(json.dumps(row))) == KEYS
