"""What can be wrong, and the sentences about it."""

from __future__ import annotations

import pytest

from livinglab.domain.questionnaire.faults import INVALID_SENTENCES, PROBLEM_SENTENCES, Invalid, Problem


@pytest.mark.parametrize("sentence", [*INVALID_SENTENCES.values(), *PROBLEM_SENTENCES.values()])
def test_every_sentence_begins_large_and_ends_with_a_full_stop(sentence):
    assert sentence[0].isupper()
    assert sentence.endswith(".")


def test_a_fault_says_what_to_do_with_its_own_numbers():
    assert Invalid("too_low", limit="0,5").sentence == "Write 0,5 or more."
    assert str(Invalid("required")) == "Please answer this question."


def test_a_param_that_the_sentence_does_not_need_does_no_harm():
    assert Invalid("required", item="age").sentence == "Please answer this question."


def test_braces_in_words_of_people_stay_as_they_are():
    problem = Problem("empty_label", "item.a.label", {"name": "{0} {limit} %s"})
    assert problem.sentence == "Write what the question “{0} {limit} %s” asks."


def test_problems_can_be_compared_and_collected():
    assert Problem("no_items", "") == Problem("no_items", "")
    assert len({Problem("no_items", ""), Problem("no_items", "")}) == 1
