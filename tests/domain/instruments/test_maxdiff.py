"""MaxDiff by counting."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livinglab.domain.instruments.maxdiff import ChoiceSet, score

ABCD = ("a", "b", "c", "d")
NAME = st.one_of(st.none(), st.sampled_from(ABCD))


def test_best_less_worst_and_shares_of_shown():
    """instruments.md: best − worst counts, and share of shown."""
    scored = score([ChoiceSet(ABCD, "a", "d"), ChoiceSet(("a", "b", "c"), "a", "b"), ChoiceSet(ABCD, "b", "d")])
    assert [one.item for one in scored.items] == ["a", "b", "c", "d"]
    a, b, c, d = scored.items
    assert (a.item, a.shown, a.best, a.worst, a.best_minus_worst) == ("a", 3, 2, 0, 2)
    assert (a.best_share, a.worst_share, a.score) == (pytest.approx(2 / 3), 0, pytest.approx(2 / 3))
    assert (b.item, b.shown, b.best_minus_worst, b.score) == ("b", 3, 0, 0)
    assert (c.item, c.best_minus_worst) == ("c", 0)
    assert (d.item, d.shown, d.best_minus_worst, d.score) == ("d", 2, -2, -1)


def test_a_missing_answer_stays_missing():
    """instruments.md. A set without its worst says nothing about who is worst."""
    scored = score(
        [ChoiceSet(("a", "b"), "a", None), ChoiceSet(("a", "b"), None, "b"), ChoiceSet(("a", "b"), None, None)]
    )
    a, b = scored.items
    assert (scored.n, scored.valid_n, scored.excluded) == (3, 2, {"empty": (2,)})
    assert (scored.best_missing, scored.worst_missing) == (1, 1)
    assert (a.shown, a.best_share, a.worst_share) == (2, 1, 0)
    assert (b.shown, b.best_share, b.worst_share) == (2, 0, 1)


def test_what_was_not_shown_or_is_both_best_and_worst_does_not_count():
    scored = score([
        ChoiceSet(("a", "b"), "c", "b"), ChoiceSet(("a", "b"), "a", "a"), ChoiceSet(("a", "a", "b"), "a", "b"),
        ChoiceSet(("a", "b"), "a", "b"),
    ])  # fmt: skip
    assert (scored.valid_n, scored.excluded) == (1, {"not_shown": (0,), "same_twice": (1, 2)})


def test_without_what_was_shown_there_are_counts_and_no_shares():
    scored = score([ChoiceSet(None, "a", "b"), ChoiceSet(None, "a", "c")])
    assert [(one.item, one.best_minus_worst, one.shown, one.score) for one in scored.items] == [
        ("a", 2, None, None),
        ("b", -1, None, None),
        ("c", -1, None, None),
    ]


def test_no_sets_have_no_items():
    assert score([]).items == ()


@given(st.lists(st.builds(ChoiceSet, st.just(ABCD), NAME, NAME), max_size=12), st.randoms())
def test_counts_cancel_out_and_the_order_of_sets_makes_no_difference(sets, chance):
    one = score(sets)
    chance.shuffle(sets)
    other = score(sets)
    assert one.items == other.items
    assert one.valid_n + sum(map(len, one.excluded.values())) == one.n
    assert sum(item.best for item in one.items) == one.valid_n - one.best_missing
    assert sum(item.worst for item in one.items) == one.valid_n - one.worst_missing
    assert all(item.score is None or -1 <= item.score <= 1 for item in one.items)
