"""A few words on one line."""

from __future__ import annotations

import pytest

from livinglab.domain.questionnaire.faults import Invalid
from livinglab.domain.questionnaire.kinds.short_text import ShortText
from livinglab.domain.questionnaire.numbers import PLAIN
from tests.domain.questionnaire.making import an_item, code_of

KIND = ShortText()
ITEM = an_item("short_text", max_length=10)


def test_words_are_cleaned_and_put_on_one_line():
    assert KIND.read(ITEM, ["  so\r\ngood\x00\t! "], PLAIN) == "so good !"


@pytest.mark.parametrize("typed", [[], [""], [" \n\u200b\ufeff"]])
def test_what_cannot_be_seen_is_no_answer(typed):
    assert KIND.read(ITEM, typed, PLAIN) is None


def test_length_is_counted_in_characters_after_cleaning():
    assert KIND.read(ITEM, ["  1234567890  "], PLAIN) == "1234567890"
    assert KIND.read(ITEM, ["😀" * 10], PLAIN) == "😀" * 10
    with pytest.raises(Invalid, match=r"Shorten this to 10 characters\."):
        KIND.read(ITEM, ["12345678901"], PLAIN)


@pytest.mark.parametrize("value", [None, 1, ["a"], "", " ", "a\nb", " a", "a\u0308", "\u200b"])
def test_only_a_clean_line_can_be_stored(value):
    assert code_of(KIND.accept, ITEM, value) == "not_canonical"


def test_a_stored_line_keeps_the_limit():
    assert code_of(KIND.accept, ITEM, "12345678901") == "too_long"


def test_words_that_look_dangerous_are_only_words():
    item = an_item("short_text")
    for words in ("<script>alert(1)</script>", "=1+1", "'; DROP TABLE users; --", "{{ 7*7 }}", "%s %(name)s {0}"):
        assert KIND.read(item, [words], PLAIN) == words


def test_it_is_not_counted():
    assert KIND.counted(ITEM, "good") == []
    assert KIND.values(ITEM) is None


@pytest.mark.parametrize("length", [0, 501, "10", True])
def test_another_length_is_a_problem_and_nothing_breaks(length):
    item = an_item("short_text", max_length=length)
    assert [problem.sentence for problem in KIND.check(item, "Why?")] == [
        "Set “largest number of characters” of “Why?” again: a whole number from 1 to 500."
    ]
    assert KIND.max_length(item) == 200


def test_without_a_length_it_is_200():
    assert KIND.check(an_item("short_text"), "Why?") == []
    assert KIND.max_length(an_item("short_text")) == KIND.fresh()["max_length"] == 200
