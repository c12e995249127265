"""How a table is read, as it is stored."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livinglab.domain.questionnaire.mapping import Mapping
from livinglab.domain.questionnaire.numbers import PLAIN, NumberMarks
from tests.domain.questionnaire.making import CALM, code_of

WORDS = st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=3)
MAPPINGS = st.builds(
    Mapping,
    st.none() | st.text(max_size=5),
    WORDS,
    st.dictionaries(st.text(max_size=5), WORDS, max_size=2),
    WORDS,
    st.sampled_from(["", ".", ","]),
    st.none() | st.text(max_size=5),
)


@CALM
@given(MAPPINGS)
def test_what_is_stored_is_read_back_the_same(mapping):
    assert Mapping.from_json(json.loads(json.dumps(mapping.to_json()))) == mapping


def test_an_empty_one_says_nothing_yet():
    assert Mapping.from_json({}) == Mapping()


@pytest.mark.parametrize(
    "data",
    [
        None, [], {"more": 1}, {"market_column": 1}, {"columns": []}, {"columns": {"age": 1}}, {"values": []},
        {"values": {"age": "x"}}, {"values": {"age": {"x": None}}}, {"countries": {"USA": ["US"]}},
        {"decimal_mark": ";"}, {"decimal_mark": None},
        {"person_column": 1},
    ],
)  # fmt: skip
def test_anything_else_is_malformed(data):
    assert code_of(Mapping.from_json, data) == "malformed"


def test_the_decimal_mark_says_how_numbers_are_read():
    assert Mapping(decimal_mark=",").marks == NumberMarks(",", ".")
    assert Mapping(decimal_mark=".").marks == Mapping(decimal_mark="").marks == PLAIN
