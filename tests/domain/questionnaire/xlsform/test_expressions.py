"""The expressions of XLSForm, read whatever stands there."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livinglab.domain.questionnaire.xlsform.expressions import Answer, Call, Column, Text, Two, Unreadable, parse
from tests.domain.questionnaire.making import CALM

AGE = Answer("age")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("${age} >= 18", Two(">=", AGE, Text("18", is_number=True))),
        ("${ age }='18'", Two("=", AGE, Text("18"))),
        ("../age = 1", Two("=", AGE, Text("1", is_number=True))),
        (". < -1.5", Two("<", Answer(""), Text("-1.5", is_number=True))),
        ("selected (., 'no')", Call("selected", (Answer(""), Text("no")))),
        ("zone=${age}", Two("=", Column("zone"), AGE)),
        ("true()", Call("true", ())),
        ("${age} = ‘x’", Two("=", AGE, Text("x", curly=True))),
        (
            "${age} = 1 or ${age} = 2 and not(true())",
            Two(
                "or",
                Two("=", AGE, Text("1", is_number=True)),
                Two("and", Two("=", AGE, Text("2", is_number=True)), Call("not", (Call("true", ()),))),
            ),
        ),
        ("(${age} = 1)", Two("=", AGE, Text("1", is_number=True))),
    ],
)
def test_an_expression_is_read(text, tree):
    assert parse(text) == tree


@pytest.mark.parametrize(
    "text",
    ["", "(", ")", "${age", "${age} =", "= 1", "${age} 1", "'open", "f(", "f(1", "f(1 2)",
     "1 and", "not(", "#", "\x00", "a b"],
)  # fmt: skip
def test_what_is_no_expression_is_told(text):
    with pytest.raises(Unreadable):
        parse(text)


@pytest.mark.parametrize(
    "text",
    ["(" * 32_000, "not(" * 900, "1=" * 1_990, "${a}" * 1_000, "'" * 3_999, "-" * 3_999, "a." * 1_999, "1 or " * 700],
)
def test_long_and_deep_ones_are_refused_at_once(text):
    began = time.perf_counter()
    with pytest.raises(Unreadable):
        parse(text)
    assert time.perf_counter() - began < 0.2


PIECES = st.sampled_from(
    ["${a}", ".", "(", ")", "and", "or", "not(", "selected(", ",", "'x'", "1", "=", "!=", "<", ">=",
     "-", "div", " ", "..", "‘"]
)  # fmt: skip


@CALM
@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=25).map(" ".join)))
def test_any_text_is_an_expression_or_refused(text):
    with suppress(Unreadable):
        parse(text)
