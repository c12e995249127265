"""When two texts say the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livinglab.domain.questionnaire.folding import fold
from tests.domain.questionnaire.making import CALM


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Too Little", "too-little"),
        ("Kön", "KON"),
        ("Straße", "STRASSE"),
        ("Łódź", "lodz"),
        ("Smørrebrød", "smorrebrod"),
        ("how old are you?", "How old are you"),
        ("a\u0308", "ä"),
        ("ﬁne", "fine"),
        ("Ёлка", "елка"),
        ("הַר", "הר"),
    ],
)
def test_case_accents_and_punctuation_make_no_difference(one, other):
    assert fold(one) == fold(other) != ""


@pytest.mark.parametrize(("one", "other"), [("yes", "no"), ("हां", "हो"), ("が", "か"), ("กา", "กี"), ("1", "10")])
def test_other_letters_vowels_and_digits_do(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize("text", ["", " ", "-", "?!", "…", "🙂"])
def test_without_letters_and_digits_nothing_is_left(text):
    assert fold(text) == ""


@CALM
@given(st.text(max_size=40))
def test_folding_is_done_once_and_for_all(text):
    assert fold(fold(text)) == fold(text)
