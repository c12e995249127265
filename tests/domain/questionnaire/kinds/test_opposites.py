"""Pairs of opposite words."""

from __future__ import annotations

from livinglab.domain.questionnaire.answers import read_answers
from livinglab.domain.questionnaire.kinds.opposites import Opposites
from livinglab.domain.questionnaire.kinds.registry import kind_of
from livinglab.domain.questionnaire.numbers import PLAIN
from livinglab.domain.questionnaire.texts import words_of
from livinglab.domain.questionnaire.variables import all_variables, name_of
from tests.domain.questionnaire.making import an_item, of

KIND = Opposites()
ITEM = an_item("opposites", "feel", rows=["dull", "slow"], points=7)
TEXTS = {"item.feel.label": "It is", "low.feel.dull": "dull", "high.feel.dull": "exciting"}


def test_each_pair_is_a_variable_with_seven_points():
    dull, slow = all_variables(of(ITEM))
    assert (dull.key, slow.key) == ("feel.dull", "feel.slow")
    assert kind_of(dull).values(dull) == ["1", "2", "3", "4", "5", "6", "7"]
    assert name_of(dull, TEXTS) == "It is – dull – exciting"


def test_the_points_at_the_ends_have_the_words_of_their_pair():
    dull, _ = all_variables(of(ITEM))
    assert [words_of(dull, value, TEXTS) for value in ("1", "4", "7")] == ["1 – dull", "4", "7 – exciting"]


def test_both_words_of_each_pair_are_needed():
    assert KIND.answer_text_keys(ITEM) == [
        (f"{end}.feel.{row}", True) for row in ("dull", "slow") for end in ("low", "high")
    ]


def test_what_lies_beyond_is_refused():
    assert read_answers(of(ITEM), {"feel.dull": ["8"]}, PLAIN).problems["feel.dull"].code == "not_an_option"
