"""Answers: read from a form, checked, hashed, counted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livinglab.domain.questionnaire.answers import (
    check_answers,
    counts_of,
    payload_hash,
    read_answers,
    write_answers,
)
from livinglab.domain.questionnaire.faults import Invalid
from livinglab.domain.questionnaire.numbers import PLAIN, NumberMarks
from livinglab.domain.questionnaire.structure import Section, Structure
from tests.domain.questionnaire.making import CALM, ONE_OF_EACH, an_item, code_of, of

COMMA = NumberMarks(",", ".")
TYPED = {
    "one": ["yes"],
    "several": ["blue", "red"],
    "rating": ["4"],
    "recommend": ["10"],
    "age": ["44,5"],
    "price": ["1 299,90"],
    "word": [" nice "],
    "story": ["one\r\ntwo"],
}
ANSWERS = {
    "one": "yes",
    "several": ["red", "blue"],
    "rating": "4",
    "recommend": "10",
    "age": "44.5",
    "price": "1299.9",
    "word": "nice",
    "story": "one\ntwo",
}
TWO_PAGES = Structure(
    (
        Section("first", (an_item("rating", "liked", required=True),)),
        Section("second", (an_item("short_text", "why", required=True),)),
    )
)


def test_a_whole_form_is_read():
    reading = read_answers(ONE_OF_EACH, TYPED, COMMA)
    assert reading.answers == ANSWERS
    assert reading.problems == {}
    assert reading.typed == TYPED


def test_nothing_typed_is_nothing_answered():
    reading = read_answers(ONE_OF_EACH, {}, COMMA)
    assert (reading.answers, reading.problems, reading.typed) == ({}, {}, {})


def test_what_belongs_to_no_question_is_ignored():
    reading = read_answers(ONE_OF_EACH, {"csrf": ["x"], "one": ["no"]}, COMMA)
    assert reading.answers == {"one": "no"}
    assert reading.typed == {"one": ["no"]}


def test_a_required_question_left_empty_is_a_problem():
    reading = read_answers(TWO_PAGES, {"why": [" "]}, PLAIN)
    assert {key: invalid.code for key, invalid in reading.problems.items()} == {"liked": "required", "why": "required"}
    assert reading.typed == {"why": [" "]}


def test_only_one_page_is_read_when_asked():
    reading = read_answers(TWO_PAGES, {"liked": ["5"], "why": ["x"]}, PLAIN, section="first")
    assert (reading.answers, reading.problems, reading.typed) == ({"liked": "5"}, {}, {"liked": ["5"]})


def test_a_page_that_is_not_there_is_a_key_error():
    with pytest.raises(KeyError):
        read_answers(TWO_PAGES, {}, PLAIN, section="third")


def test_a_wrong_answer_keeps_what_was_typed_and_the_others_are_read():
    reading = read_answers(ONE_OF_EACH, {**TYPED, "age": ["old"]}, COMMA)
    assert reading.problems["age"].code == "not_a_number"
    assert reading.typed["age"] == ["old"]
    assert reading.answers == {key: value for key, value in ANSWERS.items() if key != "age"}


def test_decimals_of_a_price_are_those_of_the_currency():
    assert read_answers(ONE_OF_EACH, {"price": ["9,5"]}, COMMA, decimals=0).problems["price"].code == "not_whole"


def test_what_was_read_can_be_stored():
    check_answers(ONE_OF_EACH, ANSWERS)
    check_answers(ONE_OF_EACH, {})


def test_an_answer_to_no_question_is_refused_with_its_key():
    with pytest.raises(Invalid) as caught:
        check_answers(ONE_OF_EACH, {"colour": "red"})
    assert (caught.value.code, caught.value.params["item"]) == ("unknown_item", "colour")


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("one", "maybe", "not_an_option"),
        ("several", ["blue", "red"], "not_canonical"),
        ("rating", 4, "not_canonical"),
        ("age", "121", "too_high"),
        ("price", "1,5", "not_canonical"),
        ("word", " nice", "not_canonical"),
        ("story", None, "not_canonical"),
    ],
)
def test_an_answer_in_another_form_is_refused_with_its_key(key, value, code):
    with pytest.raises(Invalid) as caught:
        check_answers(ONE_OF_EACH, {**ANSWERS, key: value})
    assert (caught.value.code, caught.value.params["item"]) == (code, key)
    assert caught.value.sentence


def test_a_missing_required_answer_is_refused():
    assert code_of(check_answers, TWO_PAGES, {"liked": "3"}) == "required"


def test_a_questionnaire_of_an_unknown_kind_takes_no_answers():
    assert code_of(check_answers, of(an_item("slider")), {"it": "1"}) == "unknown_kind"


@CALM
@given(st.dictionaries(st.sampled_from(list(TYPED)), st.just(None)), st.sampled_from([PLAIN, COMMA]))
def test_stored_answers_fill_the_form_and_are_read_back(some, marks):
    answers = {key: ANSWERS[key] for key in some}
    again = read_answers(ONE_OF_EACH, write_answers(ONE_OF_EACH, answers, marks), marks)
    assert (again.answers, again.problems) == (answers, {})


def test_the_hash_is_the_same_whatever_the_order_of_keys():
    backwards = dict(reversed(ANSWERS.items()))
    assert payload_hash(ANSWERS, version=3, language="sv") == payload_hash(backwards, language="sv", version=3)


def test_the_hash_is_sha256_of_canonical_json_for_ever():
    """`printf '[{"age":"44"},{"version":1}]' | sha256sum`; stored hashes must stay comparable."""
    assert payload_hash({"age": "44"}, version=1) == "3eec6c9ad76cfdec88d62af238bdb078112c52542d302035c4f8498e306d3aa0"


@pytest.mark.parametrize(
    "other",
    [
        lambda: payload_hash({"age": "45"}, version=1),
        lambda: payload_hash({"age": "44"}, version=2),
        lambda: payload_hash({"age": "44"}, version="1"),
        lambda: payload_hash({"age": "44"}),
        lambda: payload_hash({"age": "44"}, version=1, language="sv"),
        lambda: payload_hash({"age": ["44"]}, version=1),
        lambda: payload_hash({"age": "44", "version": 1}),
        lambda: payload_hash({}, version=1),
    ],
)
def test_anything_else_has_another_hash(other):
    assert other() != payload_hash({"age": "44"}, version=1)
    assert len(other()) == 64


def test_what_is_no_json_has_no_hash():
    with pytest.raises(TypeError):
        payload_hash({"age": object()})
    with pytest.raises(ValueError, match="Out of range"):
        payload_hash({"age": float("nan")})


def test_each_response_answered_question_and_value_counts_once():
    assert counts_of(ONE_OF_EACH, ANSWERS) == [
        ("", ""),
        ("one", ""),
        ("one", "yes"),
        ("several", ""),
        ("several", "red"),
        ("several", "blue"),
        ("rating", ""),
        ("rating", "4"),
        ("recommend", ""),
        ("recommend", "10"),
        ("age", ""),
        ("age", "44.5"),
        ("price", ""),
        ("price", "1299.9"),
        ("word", ""),
        ("story", ""),
    ]


def test_a_response_without_answers_still_counts():
    assert counts_of(ONE_OF_EACH, {}) == [("", "")]


def test_nothing_is_counted_twice():
    counted = counts_of(ONE_OF_EACH, ANSWERS)
    assert len(counted) == len(set(counted))
