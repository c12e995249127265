"""What changed between two versions."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from livinglab.domain.questionnaire.difference import Changed, Reworded, difference, moved_keys
from livinglab.domain.questionnaire.structure import Item, Section, Structure
from tests.domain.questionnaire.making import an_item

ONE = an_item("single_choice", "one", options=["a", "b", "c"])
TWO, THREE = an_item("rating", "two", points=5), an_item("short_text", "three")
BEFORE = Structure((Section("first", (ONE, TWO)), Section("second", (THREE,))))
WORDS = {"title": "T", "item.one.label": "One?", "option.one.a": "A", "option.one.b": "B", "option.one.c": "C"}


def _with(*sections: tuple[str, tuple[Item, ...]]) -> Structure:
    return Structure(tuple(Section(key, items) for key, items in sections))


def test_the_same_twice_differs_in_nothing():
    assert not difference(BEFORE, WORDS, BEFORE, WORDS)


def test_other_words_are_told_with_those_before():
    found = difference(BEFORE, WORDS, BEFORE, WORDS | {"title": "Title", "item.one.label": "Which one?"})
    assert found.whole == [Reworded("title", "T", "Title")]
    assert found.questions == [Changed("one", [Reworded("item.one.label", "One?", "Which one?")])]


def test_questions_come_and_go():
    after = _with(("first", (ONE, an_item("price", "four"))), ("second", (THREE,)))
    found = difference(BEFORE, WORDS, after, WORDS)
    assert (found.added, found.removed, found.questions) == (["four"], ["two"], [])


def test_options_come_go_move_and_are_said_anew():
    changed = an_item("single_choice", "one", options=["c", "a", "d"])
    after = _with(("first", (changed, TWO)), ("second", (THREE,)))
    words = {key: text for key, text in WORDS.items() if key != "option.one.b"} | {
        "option.one.d": "D",
        "option.one.a": "a!",
    }
    (found,) = difference(BEFORE, WORDS, after, words).questions
    assert (found.added, found.removed, found.moved) == (["d"], ["b"], ["c"])
    assert found.words == [Reworded("option.one.a", "A", "a!")]


def test_a_question_in_another_section_is_the_same_question():
    after = _with(("first", (ONE,)), ("second", (THREE, TWO)))
    found = difference(BEFORE, WORDS, after, WORDS)
    assert (found.added, found.removed) == ([], [])
    assert [(one.key, one.section) for one in found.questions] == [("two", ("first", "second"))]


def test_settings_are_told_with_those_before():
    after = _with(("first", (ONE, Item("two", "rating", True, {"points": 7}))), ("second", (THREE,)))
    (found,) = difference(BEFORE, WORDS, after, WORDS).questions
    assert found.settings == {"required": (False, True), "points": (5, 7)}


def test_sections_come_go_and_move():
    after = _with(("second", (THREE,)), ("first", (ONE, TWO)), ("third", ()))
    found = difference(BEFORE, WORDS, after, WORDS)
    assert found.added_sections == ["third"]
    assert [(one.key, one.is_moved) for one in found.sections] in ([("second", True)], [("first", True)])


@given(st.permutations(list("abcdefgh")))
def test_what_moved_put_aside_the_rest_is_in_its_old_order(after):
    before = list("abcdefgh")
    moved = moved_keys(before, after)
    assert [key for key in after if key not in moved] == [key for key in before if key not in moved]


def test_one_that_jumps_to_the_front_is_the_only_one_that_moved():
    assert moved_keys(list("abcde"), list("eabcd")) == ["e"]
    assert moved_keys([], []) == []
