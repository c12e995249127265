"""Whether a translation still says what its source says."""

from __future__ import annotations

from livinglab.domain.questionnaire.translation import (
    marks_after_source_change,
    marks_after_translating,
    pipes_differ,
    stale_keys,
)

SOURCE = {"title": "Hello", "intro": "Welcome"}
GERMAN = {"title": "Hallo", "intro": "Willkommen"}


def test_a_text_is_stale_when_its_source_says_something_else():
    after = SOURCE | {"title": "Good morning"}
    marks = marks_after_source_change({}, GERMAN, SOURCE, after)
    assert stale_keys(GERMAN, marks, after) == ["title"]


def test_with_the_old_words_back_it_is_fresh_again():
    after = SOURCE | {"title": "Good morning"}
    marks = marks_after_source_change({}, GERMAN, SOURCE, after)
    marks = marks_after_source_change(marks, GERMAN, after, SOURCE)
    assert stale_keys(GERMAN, marks, SOURCE) == []


def test_a_second_change_does_not_make_it_fresh():
    first, second = SOURCE | {"title": "Good morning"}, SOURCE | {"title": "Good evening"}
    marks = marks_after_source_change({}, GERMAN, SOURCE, first)
    marks = marks_after_source_change(marks, GERMAN, first, second)
    assert stale_keys(GERMAN, marks, second) == ["title"]


def test_translating_again_makes_it_fresh():
    after = SOURCE | {"title": "Good morning"}
    marks = marks_after_source_change({}, GERMAN, SOURCE, after)
    german = GERMAN | {"title": "Guten Morgen"}
    assert stale_keys(german, marks_after_translating(marks, ["title"], german, after), after) == []


def test_a_text_that_is_not_there_is_missing_and_not_stale():
    after = SOURCE | {"title": "Good morning"}
    marks = marks_after_source_change({}, {"intro": "Willkommen"}, SOURCE, after)
    assert stale_keys({"intro": "Willkommen"}, marks, after) == []


def test_a_translation_takes_in_the_same_answers():
    assert not pipes_differ("Sie sagten ${uses} und ${age}", "You said ${age} and ${uses}")
    assert pipes_differ("Sie sagten", "You said ${uses}")
