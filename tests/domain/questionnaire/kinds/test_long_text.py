"""A longer text."""

from __future__ import annotations

from livinglab.domain.questionnaire.kinds.long_text import LongText
from livinglab.domain.questionnaire.numbers import PLAIN
from tests.domain.questionnaire.making import an_item, code_of

KIND = LongText()
ITEM = an_item("long_text", max_length=20)


def test_lines_are_kept():
    assert KIND.read(ITEM, ["one\r\ntwo\rthree"], PLAIN) == "one\ntwo\nthree"
    KIND.accept(ITEM, "one\ntwo")


def test_a_browser_counts_a_line_break_once_and_so_do_we():
    assert KIND.read(ITEM, ["123456789\r\n1234567890"], PLAIN) == "123456789\n1234567890"


def test_too_long_is_refused_not_cut():
    assert code_of(KIND.read, ITEM, ["x" * 21], PLAIN) == "too_long"


def test_windows_line_ends_cannot_be_stored():
    assert code_of(KIND.accept, ITEM, "one\r\ntwo") == "not_canonical"


def test_it_may_be_up_to_10000_characters():
    assert KIND.check(an_item("long_text", max_length=10000), "Why?") == []
    assert [problem.code for problem in KIND.check(an_item("long_text", max_length=10001), "Why?")] == ["bad_setting"]
    assert KIND.max_length(an_item("long_text")) == KIND.fresh()["max_length"] == 2000
