"""When something is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livinglab.domain.questionnaire.conditions import Criterion, Together, condition_from, criteria_in, holds
from tests.domain.questionnaire.making import CALM, code_of

ANSWERS = {"shop": "web", "tools": ["saw", "axe"], "age": "30", "price": "9.5", "bought": "2026-05-01", "care": "~"}


@pytest.mark.parametrize(
    ("condition", "result"),
    [
        ({"of": "shop", "is": "web"}, True),
        ({"of": "shop", "is": "town"}, False),
        ({"of": "shop", "in": ["town", "web"]}, True),
        ({"of": "tools", "is": "saw"}, True),
        ({"of": "tools", "in": ["hammer", "axe"]}, True),
        ({"of": "tools", "is": "hammer"}, False),
        ({"of": "age", "more": "29"}, True),
        ({"of": "age", "more": "30"}, False),
        ({"of": "age", "less": "30.5"}, True),
        ({"of": "price", "more": "9.49"}, True),
        ({"of": "price", "less": "10"}, True),
        ({"of": "bought", "more": "2026-04-30"}, True),
        ({"of": "bought", "less": "2026-05-01"}, False),
        ({"of": "shop", "more": "1"}, False),
        ({"of": "age", "answered": True}, True),
        ({"of": "care", "answered": True}, False),
        ({"of": "care", "is": "~"}, True),
        ({"of": "care", "more": "0"}, False),
        ({"of": "nothing", "answered": True}, False),
        ({"of": "nothing", "is": "x"}, False),
        ({"of": "nothing", "less": "5"}, False),
        ({"not": {"of": "nothing", "is": "x"}}, True),
        ({"all": [{"of": "shop", "is": "web"}, {"of": "age", "less": "40"}]}, True),
        ({"all": [{"of": "shop", "is": "web"}, {"of": "age", "more": "40"}]}, False),
        ({"any": [{"of": "shop", "is": "town"}, {"not": {"of": "age", "more": "40"}}]}, True),
    ],
)
def test_a_condition_holds_or_not(condition, result):
    assert holds(condition_from(condition), ANSWERS) is result


@pytest.mark.parametrize(
    "data",
    [
        None, [], {}, "shop", {"of": "shop"}, {"of": 1, "is": "x"}, {"of": "shop", "is": 1},
        {"of": "shop", "is": "x", "in": ["y"]}, {"all": []}, {"all": {}}, {"any": [1]}, {"not": []}, {"nor": []},
        {"of": "shop", "answered": False}, {"of": "shop", "in": []}, {"of": "shop", "in": "web"},
        {"all": [], "any": []}, {"of": "shop", "like": "x"},
        {"not": {"not": {"not": {"not": {"not": {"not": {"not": {"not": {"of": "a", "is": "b"}}}}}}}}},
    ],
)  # fmt: skip
def test_what_is_no_condition_is_refused(data):
    assert code_of(condition_from, data) == "malformed"


KEYS = st.sampled_from(sorted(ANSWERS))
VALUES = st.sampled_from(["web", "saw", "30", "~", "2026-05-01"])
CRITERIA = st.one_of(
    st.builds(Criterion, KEYS, st.sampled_from(["is", "more", "less"]), VALUES),
    st.builds(Criterion, KEYS, st.just("in"), st.lists(VALUES, min_size=1, max_size=3).map(tuple)),
    st.builds(Criterion, KEYS, st.just("answered"), st.just(value=True)),
)
CONDITIONS = st.recursive(
    CRITERIA,
    lambda parts: st.one_of(
        st.builds(Together, st.sampled_from(["all", "any"]), st.lists(parts, min_size=1, max_size=3).map(tuple)),
        st.builds(Together, st.just("not"), parts.map(lambda part: (part,))),
    ),
    max_leaves=6,
)


@CALM
@given(CONDITIONS)
def test_a_condition_is_written_and_read_back_and_its_opposite_is_its_opposite(condition):
    try:
        assert condition_from(condition.to_json()) == condition
    except ValueError:
        return  # too deep
    assert holds(Together("not", (condition,)), ANSWERS) is not holds(condition, ANSWERS)
    assert {criterion.of for criterion in criteria_in(condition)} <= set(ANSWERS)
