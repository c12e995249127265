"""Kano against the table and the figures of instruments.md."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livinglab.domain.instruments.kano import category_of, of_counts, score

TABLE = {  # instruments.md: functional → dysfunctional like, must-be, neutral, live-with, dislike
    1: "Q A A A O",
    2: "R I I I M",
    3: "R I I I M",
    4: "R I I I M",
    5: "R R R R Q",
}
PAIR = st.tuples(st.one_of(st.none(), st.integers(0, 6)), st.one_of(st.none(), st.integers(1, 5)))


@pytest.mark.parametrize("functional", TABLE)
def test_two_answers_have_the_category_of_instruments_md(functional):
    assert [category_of(functional, other) for other in range(1, 6)] == TABLE[functional].split()


def test_the_coefficients_are_those_of_instruments_md():
    """A40 O30 M20 I8 R1 Q1 → better .7143, worse −.5102, category A."""
    feature = of_counts("x", {"A": 40, "O": 30, "M": 20, "I": 8, "R": 1, "Q": 1}, 100, {})
    assert (round(feature.better, 4), round(feature.worse, 4), feature.category) == (0.7143, -0.5102, "A")
    assert feature.valid_n == 100


@pytest.mark.parametrize(
    ("counts", "category"),
    [
        ({"M": 2, "O": 2, "A": 2, "I": 2}, "M"),
        ({"O": 2, "A": 2, "I": 2}, "O"),
        ({"A": 2, "I": 2, "R": 2}, "A"),
        ({"I": 3, "R": 3, "Q": 3}, "I"),
        ({"I": 1, "R": 3}, "R"),
        ({}, None),
    ],
)
def test_of_equally_frequent_categories_the_stronger_stands(counts, category):
    """instruments.md: ties M > O > A > I."""
    assert of_counts("x", counts, 9, {}).category == category


def test_nobody_who_tells_leaves_no_coefficients():
    feature = of_counts("x", {"R": 2, "Q": 1}, 3, {})
    assert (feature.better, feature.worse) == (None, None)


def test_several_features_stand_side_by_side_and_each_counts_its_own_rows():
    scored = score([[1, 5, 3, 3], [1, 3, None, 3], [None, None, None, None], ["x", 1, 6, 1]], ("light", "sound"))
    light, sound = scored.features
    assert (light.counts["O"], light.counts["A"], light.valid_n) == (1, 1, 2)
    assert light.excluded == {"unreadable": (3,), "empty": (2,)}
    assert (sound.counts["I"], sound.valid_n) == (1, 1)
    assert sound.excluded == {"off_scale": (3,), "empty": (2,), "incomplete": (1,)}
    assert (scored.n, scored.valid_n, scored.excluded) == (4, 2, {"unreadable": (3,), "empty": (2,)})


def test_a_half_answered_pair_is_refused_as_a_row():
    with pytest.raises(ValueError, match="2 answers make a row"):
        score([[1]])


@given(st.lists(PAIR, max_size=12))
def test_every_row_has_a_category_or_a_reason_and_coefficients_stay_in_range(pairs):
    feature = score(pairs).features[0]
    assert sum(feature.counts.values()) + sum(map(len, feature.excluded.values())) == len(pairs)
    assert feature.better is None or 0 <= feature.better <= 1
    assert feature.worse is None or -1 <= feature.worse <= 0
    valid = [pair for pair in pairs if None not in pair and set(pair) <= set(range(1, 6))]
    assert Counter(category_of(*pair) for pair in valid) == Counter(feature.counts)
