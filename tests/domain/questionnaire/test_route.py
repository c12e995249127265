"""What is shown to whom, what counts of what was typed, and what cannot be said in a condition."""

from __future__ import annotations

from typing import Any

import pytest

from livinglab.domain.questionnaire.answers import check_answers, read_answers
from livinglab.domain.questionnaire.conditions import condition_from
from livinglab.domain.questionnaire.numbers import PLAIN
from livinglab.domain.questionnaire.pipes import piped, pipes_in
from livinglab.domain.questionnaire.publishing import problems
from livinglab.domain.questionnaire.references import looked_at_by_others
from livinglab.domain.questionnaire.structure import Item, Section, Structure
from livinglab.domain.questionnaire.texts import text_keys
from tests.domain.questionnaire.making import an_item, code_of


def shown_if(item: Item, condition: dict[str, Any] | None = None, **more: Any) -> Item:
    """The same question with conditions and checks."""
    return Item.from_json(item.to_json() | ({"show_if": condition} if condition else {}) | more)


USES = an_item("single_choice", "uses", required=True, options=["yes", "no"])
WHY_NOT = shown_if(an_item("long_text", "why-not", required=True, max_length=100), {"of": "uses", "is": "no"})
TOOLS = shown_if(
    an_item("several_choices", "tools", options=["app", "web", "none"]),
    option_if={"none": {"not": {"of": "uses", "is": "yes"}}},
)
AGE = shown_if(an_item("number", "age", minimum="0", decimals=0), checks={"1": {"of": "age", "more": "15"}})
LATER = Section("later", (an_item("zero_to_ten", "again", required=True),), condition_from({"of": "uses", "is": "yes"}))
FORM = Structure((Section("first", (USES, WHY_NOT, TOOLS, AGE)), LATER))


def _read(section: str | None = None, **typed: Any):
    given = {key.replace("_", "-"): [value] if isinstance(value, str) else value for key, value in typed.items()}
    return read_answers(FORM, given, PLAIN, section=section)


def test_what_is_not_shown_need_not_be_answered():
    reading = _read(uses="yes", again="9")
    assert (reading.answers, reading.problems) == ({"uses": "yes", "again": "9"}, {})
    assert reading.shown == {"uses", "tools", "age", "again"}


def test_what_is_shown_must_be_answered_if_it_is_required():
    reading = _read(uses="no")
    assert {key: problem.code for key, problem in reading.problems.items()} == {"why-not": "required"}
    assert "again" not in reading.shown


def test_what_was_typed_before_it_was_hidden_is_kept_as_typed_and_counts_as_nothing():
    reading = _read(uses="yes", why_not="Because", again="9")
    assert reading.answers == {"uses": "yes", "again": "9"}
    assert reading.typed["why-not"] == ["Because"]


def test_an_option_that_is_not_shown_cannot_be_chosen():
    assert _read(uses="yes", tools=["app", "none"], again="9").answers["tools"] == ["app"]
    assert _read(uses="no", why_not="x", tools=["none"]).answers["tools"] == ["none"]


def test_a_page_is_read_in_the_light_of_the_pages_before():
    page = _read("later", uses="no", why_not="x")
    assert (page.answers, page.problems, page.shown) == ({}, {}, set())
    assert _read("later", uses="yes").problems["again"].code == "required"


def test_a_check_says_what_its_author_wrote():
    problem = _read("first", uses="yes", age="12").problems["age"]
    assert (problem.code, problem.params["text"]) == ("check", "check.age.1")
    assert "age" not in _read("first", uses="yes", age="16").problems
    assert "age" not in _read("first", uses="yes").problems


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"uses": "yes", "again": "9", "why-not": "x"}, "not_asked"),
        ({"uses": "no", "why-not": "x", "again": "9"}, "not_asked"),
        ({"uses": "yes", "again": "9", "tools": ["none"]}, "not_an_option"),
        ({"uses": "yes", "again": "9", "age": "12"}, "check"),
        ({"uses": "no"}, "required"),
    ],
)
def test_answers_that_nobody_on_this_way_could_give_are_not_stored(answers, code):
    assert code_of(check_answers, FORM, answers) == code


def test_answers_on_their_way_are_stored():
    check_answers(FORM, {"uses": "no", "why-not": "x", "tools": ["none"], "age": "16"})


def test_the_structure_keeps_its_conditions_in_json():
    assert Structure.from_json(FORM.to_json()) == FORM
    assert "show_if" not in USES.to_json()


def _problems(*items: Item, **texts: str) -> list[str]:
    structure = Structure((Section("one", (USES,)), Section("two", items)))
    words = {key: f"Words of {key}" for key, _ in text_keys(structure)} | {
        k.replace("_", "."): v for k, v in texts.items()
    }
    return [problem.code for problem in problems(structure, words)]


@pytest.mark.parametrize(
    ("condition", "codes"),
    [
        ({"of": "uses", "is": "yes"}, []),
        ({"of": "nowhere", "answered": True}, ["condition_unknown"]),
        ({"of": "it", "answered": True}, ["condition_forward"]),
        ({"of": "after", "answered": True}, ["condition_forward"]),
        ({"of": "uses", "is": "perhaps"}, ["condition_value"]),
        ({"of": "uses", "is": "~"}, ["condition_value"]),
        ({"of": "uses", "more": "3"}, ["condition_value"]),
        ({"any": [{"of": "uses", "is": "no"}, {"not": {"of": "uses", "in": ["yes", "x"]}}]}, ["condition_value"]),
    ],
)
def test_a_condition_that_can_never_be_or_looks_forward_stops_publishing(condition, codes):
    item = shown_if(an_item("zero_to_ten", "it"), condition)
    assert _problems(item, an_item("zero_to_ten", "after")) == codes


def test_two_that_wait_for_each_other_are_refused():
    first = shown_if(an_item("zero_to_ten", "first"), {"of": "second", "more": "3"})
    second = shown_if(an_item("zero_to_ten", "second"), {"of": "first", "more": "3"})
    assert _problems(first, second) == ["condition_forward"]


def test_a_condition_of_an_option_that_is_gone_is_said():
    item = shown_if(an_item("single_choice", "it", options=["a", "b"]), option_if={"c": {"of": "uses", "is": "yes"}})
    assert _problems(item) == ["condition_without_option"]


def test_a_check_may_look_at_its_own_question_and_needs_words():
    item = shown_if(an_item("number", "it"), checks={"1": {"of": "it", "less": "9"}})
    assert _problems(item) == []
    assert _problems(item, check_it_1="") == ["empty_check"]


def test_a_text_takes_in_answers_of_earlier_pages_only():
    item = an_item("zero_to_ten", "it")
    assert _problems(item, item_it_label="You said ${uses}. Why?") == []
    assert _problems(item, item_it_label="You said ${it}. Why?") == ["pipe_forward"]
    assert _problems(item, item_it_label="You said ${nothing}. Why?") == ["pipe_unknown"]


def test_the_words_of_an_answer_stand_in_the_text():
    text = "You chose ${shop} and ${shop.other}, for $5 or ${ this }."
    assert pipes_in(text) == ["shop", "shop.other"]
    words = {"shop": "something else", "shop.other": "a fair"}
    assert piped(text, words.__getitem__) == "You chose something else and a fair, for $5 or ${ this }."


def test_who_looks_at_a_question_is_known_before_it_is_removed():
    assert looked_at_by_others(FORM, "uses") == ["why-not", "tools", "later"]
    assert looked_at_by_others(FORM, "age") == []
