"""The best and the worst of a few things at a time."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livinglab.domain.questionnaire.answers import read_answers
from livinglab.domain.questionnaire.kinds.best_worst import BestWorst, balanced_sets, set_and_end, sets_of
from livinglab.domain.questionnaire.numbers import PLAIN
from livinglab.domain.questionnaire.variables import all_variables, name_of
from tests.domain.questionnaire.making import an_item, of

ITEM = an_item("best_worst", "most", options=["a", "b", "c", "d"], sets=["a b c", "b c d"])
TEXTS = {"item.most.label": "What matters?", "best.most": "Most", "worst.most": "Least"}


def _codes(item, **typed):
    reading = read_answers(of(item), {f"most.{part.replace('_', '-')}": [v] for part, v in typed.items()}, PLAIN)
    return {key: problem.code for key, problem in reading.problems.items()}


def test_each_set_has_a_best_and_a_worst():
    variables = all_variables(of(ITEM))
    assert [variable.key for variable in variables] == ["most.1-best", "most.1-worst", "most.2-best", "most.2-worst"]
    assert [set_and_end(variable) for variable in variables] == [(1, "best"), (1, "worst"), (2, "best"), (2, "worst")]
    assert name_of(variables[3], TEXTS) == "What matters? – 2 Least"


def test_what_is_not_in_the_set_cannot_be_chosen():
    typed = {"most.1-best": ["d"], "most.1-worst": ["a"]}
    assert read_answers(of(ITEM), typed, PLAIN).problems["most.1-best"].code == "not_an_option"


def test_the_same_thing_is_not_both():
    typed = {"most.1-best": ["a"], "most.1-worst": ["a"]}
    assert read_answers(of(ITEM), typed, PLAIN).problems["most.1-worst"].code == "best_is_worst"


def test_who_chose_one_end_chooses_the_other():
    assert read_answers(of(ITEM), {"most.2-worst": ["c"]}, PLAIN).problems["most.2-best"].code == "both_ends"


def test_a_set_may_be_left_out_where_nothing_is_required():
    reading = read_answers(of(ITEM), {"most.1-best": ["a"], "most.1-worst": ["b"]}, PLAIN)
    assert reading.problems == {}


@pytest.mark.parametrize(
    ("options", "sets", "code"),
    [
        (["a", "b", "c"], ["a b c"], "too_few_to_compare"),
        (["a", "b", "c", "d"], ["a b c"], "bad_setting"),
        (["a", "b", "c", "d"], ["a b", "c d"], "bad_setting"),
        (["a", "b", "c", "d"], ["a b c d e"], "bad_setting"),
        (["a", "b", "c", "d"], ["a b c d d"], "bad_setting"),
        (["a", "b", "c", "d"], [], "bad_setting"),
    ],
)
def test_sets_that_cannot_be_asked_are_said(options, sets, code):
    item = an_item("best_worst", options=options, sets=sets)
    assert [problem.code for problem in BestWorst().check(item, "Most")] == [code]


@given(st.integers(4, 30), st.integers(3, 6))
def test_the_sets_show_every_option_three_or_four_times_and_none_twice_in_a_set(n, per_set):
    options = [f"o{number}" for number in range(n)]
    sets = balanced_sets(options, per_set)
    shown = Counter(option for one in sets for option in one)
    assert set(shown) == set(options)
    assert set(shown.values()) <= {3, 4}
    assert all(len(set(one)) == len(one) == min(per_set, n) for one in sets)
    assert sets == balanced_sets(options, per_set)


def test_pairs_meet_about_equally_often():
    sets = balanced_sets([f"o{number}" for number in range(12)])
    met = Counter(frozenset(pair) for one in sets for pair in combinations(one, 2))
    assert len(sets) == 9
    assert max(met.values()) <= 2


def test_balanced_sets_are_sets_that_can_be_asked():
    options = ["a", "b", "c", "d", "e"]
    item = an_item("best_worst", options=options, sets=[" ".join(one) for one in balanced_sets(options)])
    assert BestWorst().check(item, "Most") == []
    assert sets_of(item) == balanced_sets(options)
