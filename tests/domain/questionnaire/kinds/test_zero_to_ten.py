"""From 0 to 10."""

from __future__ import annotations

import pytest

from livinglab.domain.questionnaire.kinds.zero_to_ten import ZeroToTen
from livinglab.domain.questionnaire.numbers import PLAIN
from tests.domain.questionnaire.making import an_item, code_of

KIND = ZeroToTen()
ITEM = an_item("zero_to_ten")


def test_there_are_eleven_points_from_0_to_10():
    assert KIND.values(ITEM) == ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]
    assert [KIND.read(ITEM, [point], PLAIN) for point in KIND.values(ITEM)] == KIND.values(ITEM)


def test_zero_is_an_answer():
    assert KIND.read(ITEM, ["0"], PLAIN) == "0"
    assert KIND.counted(ITEM, "0") == ["0"]


@pytest.mark.parametrize("typed", ["11", "-1", "00", "7.5"])
def test_nothing_beyond_can_be_chosen(typed):
    assert code_of(KIND.read, ITEM, [typed], PLAIN) == "not_an_option"


def test_both_ends_need_words_and_the_points_between_have_none():
    assert KIND.text_keys(ITEM)[2:] == [("end.it.low", True), ("end.it.high", True)]
    assert [KIND.word_key(ITEM, value) for value in ("0", "5", "10")] == ["end.it.low", None, "end.it.high"]


def test_it_has_no_settings():
    assert KIND.fresh() == {}
    assert KIND.check(ITEM, "Likely?") == []
    assert [problem.code for problem in KIND.check(an_item("zero_to_ten", points=5), "Likely?")] == ["unknown_setting"]
