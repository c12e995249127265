"""What stands between questions, what the link brings along, what is said at “other”, and photos."""

from __future__ import annotations

import pytest

from livinglab.domain.questionnaire.answers import check_answers, counts_of, read_answers
from livinglab.domain.questionnaire.kinds.hidden import Hidden, parameter_of
from livinglab.domain.questionnaire.kinds.photo import Photo
from livinglab.domain.questionnaire.kinds.statement import Statement
from livinglab.domain.questionnaire.numbers import PLAIN
from livinglab.domain.questionnaire.variables import all_variables, name_of, question_numbers
from tests.domain.questionnaire.making import MORE_KINDS, an_item, code_of, of

SHOP = an_item("single_choice", "shop", options=["town", "web", "else"], other="else")
TOOLS = an_item("several_choices", "tools", options=["saw", "else"], other="else")
REFERENCE = "a" * 64


def test_a_text_has_no_variable_and_no_number():
    structure = of(an_item("statement", "words"), an_item("zero_to_ten", "recommend"), an_item("hidden", "source"))
    assert [variable.key for variable in all_variables(structure)] == ["recommend", "source"]
    assert question_numbers(structure) == {"recommend": 1}


def test_neither_a_text_nor_a_value_from_the_link_can_be_required():
    assert [p.code for p in Statement().check(an_item("statement", required=True), "Words")] == ["statement_required"]
    wrong = an_item("hidden", required=True, parameter="source")
    assert [p.code for p in Hidden().check(wrong, "Source")] == ["hidden_required"]


@pytest.mark.parametrize("parameter", ["", "two words", "1st", "language", "x" * 41, None])
def test_a_value_from_the_link_needs_a_name_that_a_link_can_hold_and_no_other_uses(parameter):
    assert [p.code for p in Hidden().check(an_item("hidden", parameter=parameter), "Source")] == ["bad_setting"]


def test_a_value_from_the_link_is_counted():
    item = an_item("hidden", "source", parameter="utm_source")
    reading = read_answers(of(item), {"source": ["fair"]}, PLAIN)
    assert parameter_of(item) == "utm_source"
    assert counts_of(of(item), reading.answers) == [("", ""), ("source", ""), ("source", "fair")]


def test_what_somebody_says_at_other_is_kept_beside_the_choice():
    reading = read_answers(of(SHOP), {"shop": ["else"], "shop.other": [" At a  fair "]}, PLAIN)
    assert (reading.answers, reading.problems) == ({"shop": "else", "shop.other": "At a  fair"}, {})
    assert counts_of(of(SHOP), reading.answers) == [("", ""), ("shop", ""), ("shop", "else"), ("shop.other", "")]
    several = read_answers(of(TOOLS), {"tools": ["saw", "else"], "tools.other": ["Axe"]}, PLAIN)
    assert several.answers == {"tools": ["saw", "else"], "tools.other": "Axe"}


def test_what_is_said_at_an_option_that_was_not_chosen_is_left_out():
    assert read_answers(of(SHOP), {"shop": ["web"], "shop.other": ["Fair"]}, PLAIN).answers == {"shop": "web"}
    assert read_answers(of(TOOLS), {"tools.other": ["Axe"]}, PLAIN).answers == {}
    assert code_of(check_answers, of(SHOP), {"shop": "web", "shop.other": "Fair"}) == "not_canonical"


def test_nobody_must_say_what():
    required = an_item("single_choice", "shop", required=True, options=["web", "else"], other="else")
    assert read_answers(of(required), {"shop": ["else"]}, PLAIN).problems == {}


def test_the_line_is_called_after_its_option():
    texts = {"item.shop.label": "Where?", "option.shop.else": "Somewhere else"}
    assert [name_of(variable, texts) for variable in all_variables(of(SHOP))] == ["Where?", "Where? – Somewhere else"]


def test_photos_are_kept_as_references_as_many_as_are_allowed():
    item = an_item("photo", "it", most=2)
    assert Photo().read(item, [REFERENCE, REFERENCE], PLAIN) == [REFERENCE]
    assert code_of(Photo().read, item, [REFERENCE, "b" * 64, "c" * 64], PLAIN) == "too_many_photos"
    assert code_of(Photo().read, item, ["../../etc/passwd"], PLAIN) == "not_canonical"
    assert Photo().counted(item, [REFERENCE]) == []


def test_photos_cannot_be_published_before_they_can_be_kept():
    assert [p.code for p in Photo().check(an_item("photo"), "A picture")] == ["photo_not_yet"]


def test_all_of_it_together_reads_back_what_it_wrote():
    keys = [variable.key for variable in all_variables(MORE_KINDS)]
    assert len(keys) == len(set(keys))
