"""How long a questionnaire takes, and what the craft says about it."""

from __future__ import annotations

import pytest

from livinglab.domain.questionnaire.craft import advice, minutes
from livinglab.domain.questionnaire.starter import starter
from livinglab.domain.questionnaire.structure import Structure
from tests.domain.questionnaire.making import an_item, of


def _said(*items, language="en", **labels):
    texts = {f"item.{key}.label": label for key, label in labels.items()}
    return [(one.key, one.sentence.split(".")[0]) for one in advice(of(*items), texts, language) if one.key]


def test_nothing_takes_a_minute_and_more_questions_take_longer():
    assert minutes(Structure(), {}) == 1
    ten = of(*(an_item("long_text", f"q{n}") for n in range(10)))
    assert minutes(ten, {}) == 7
    assert minutes(ten, {"intro": "word " * 400}) == 9


def test_each_statement_and_each_set_takes_its_time():
    assert minutes(of(an_item("matrix", rows=[f"r{n}" for n in range(30)], points=5)), {}) == 2
    assert minutes(of(an_item("best_worst", options=list("abcd"), sets=["a b c"] * 10)), {}) == 2


@pytest.mark.parametrize(
    ("language", "label"),
    [("en", "Is it quick and quiet?"), ("de", "Ist es schnell und leise?"), ("sv", "Är den snabb och tyst?")],
)
def test_two_things_at_once_are_said(language, label):
    assert _said(an_item("rating", "q", points=5), language=language, q=label) == [
        ("q", "It may ask two things at once: who likes one and not the other cannot answer")
    ]


def test_an_introduction_may_name_two_things():
    label = "You have used the sensor and the app. How easy was it?"
    assert _said(an_item("rating", "q", points=5), q=label) == []
    assert _said(an_item("long_text", "q"), q="What is good and what is bad?") == []


def test_a_leading_question_is_said():
    assert _said(an_item("rating", "q", points=5), q="Don't you think it is quiet?") == [
        ("q", "It says which answer is expected")
    ]


def test_long_questions_long_batteries_and_short_scales_are_said():
    assert _said(an_item("short_text", "q"), q="word " * 26) == [("q", "The question has 26 words")]
    long = an_item("matrix", "q", rows=[f"r{n}" for n in range(8)], points=5)
    assert _said(long, q="How is it?") == [("q", "8 statements in a row are answered without reading")]
    assert _said(an_item("rating", "q", points=3), q="How is it?") == [("q", "Few points tell little")]


def test_a_form_for_several_countries_needs_an_order():
    rated = of(an_item("rating", "q", points=5))
    assert any("puts things in order" in one.sentence for one in advice(rated, {}, "en"))
    ordered = of(an_item("rating", "q", points=5), an_item("ranking", "r", options=["a", "b", "c"]))
    assert not any("puts things in order" in one.sentence for one in advice(ordered, {}, "en"))
    assert advice(of(an_item("long_text", "q")), {}, "en") == []


def test_ratings_of_different_lengths_are_said():
    mixed = of(an_item("rating", "q", points=5), an_item("rating", "r", points=7))
    assert any("different numbers of points" in one.sentence for one in advice(mixed, {}, "en"))


def test_the_ready_questionnaire_takes_a_few_minutes():
    structure, texts = starter()
    assert 2 <= minutes(structure, texts["en"]) <= 6
    assert [one.key for one in advice(structure, texts["en"], "en") if one.key] == []
