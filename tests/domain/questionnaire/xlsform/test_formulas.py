"""Conditions written as expressions mean the same when they are read again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livinglab.domain.questionnaire.conditions import Criterion, Together, condition_from, holds
from livinglab.domain.questionnaire.structure import Structure
from livinglab.domain.questionnaire.xlsform.expressions import parse
from livinglab.domain.questionnaire.xlsform.formulas import Formulas, quoted
from livinglab.domain.questionnaire.xlsform.meaning import Around, Known, condition_of
from tests.domain.questionnaire.making import CALM
from tests.domain.questionnaire.xlsform.written import everything

FORMULAS = Formulas.of(everything()[0])
SHOP = {"town": "town", "web": "web", "other": "other", "not_applicable": "~"}
POINTS = {**{str(n): str(n) for n in range(1, 6)}, "not_applicable": "~"}
KNOWN = {
    "shop": Known("shop", "one", 0, SHOP),
    "tools": Known("tools", "several", 0, {name: name for name in ("saw", "axe", "other")}),
    "age": Known("age", "whole", 0),
    "weight": Known("weight", "number", 0),
    "bought": Known("bought", "date", 0),
    "word": Known("word", "text", 0),
    "ease_daily": Known("ease.daily", "one", 0, POINTS),
}
NUMBERS = st.sampled_from(["-1", "0", "17", "18", "17.5"])
DAYS = st.sampled_from(["2024-02-28", "2024-02-29", "2024-03-01"])
VALUES = {
    "shop": st.sampled_from(["town", "web", "other", "~"]), "tools": st.sampled_from(["saw", "axe", "other"]),
    "age": st.sampled_from(["-1", "0", "17", "18"]), "weight": NUMBERS, "bought": DAYS,
    "word": st.sampled_from(["it's", 'say "x"', "plain"]), "ease.daily": st.sampled_from(["1", "3", "5", "~"]),
}  # fmt: skip
COMPARED = {"age": NUMBERS, "weight": NUMBERS, "bought": DAYS, "ease.daily": NUMBERS}


def criteria(key):
    """All ways to look at a variable."""
    ways = [
        st.builds(Criterion, st.just(key), st.just("is"), VALUES[key]),
        st.builds(Criterion, st.just(key), st.just("in"), st.lists(VALUES[key], min_size=1, max_size=3).map(tuple)),
        st.just(Criterion(key, "answered", value=True)),
    ]
    if key in COMPARED:
        ways.append(st.builds(Criterion, st.just(key), st.sampled_from(["more", "less"]), COMPARED[key]))
    return st.one_of(ways)


CONDITIONS = st.recursive(
    st.sampled_from(sorted(VALUES)).flatmap(criteria),
    lambda parts: st.one_of(
        st.builds(Together, st.sampled_from(["all", "any"]), st.lists(parts, min_size=1, max_size=3).map(tuple)),
        st.builds(Together, st.just("not"), parts.map(lambda part: (part,))),
    ),
    max_leaves=5,
)
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        key: st.lists(VALUES[key], min_size=1, max_size=2, unique=True) if key == "tools" else VALUES[key]
        for key in VALUES
    },
)


@CALM
@given(CONDITIONS, st.lists(ANSWERS, min_size=1, max_size=8))
def test_what_is_written_means_the_same_when_it_is_read(condition, people):
    written = FORMULAS.expression(condition)
    found = condition_of(parse(written), Around(KNOWN, 5))
    for answers in people:
        again = found if isinstance(found, bool) else holds(found, answers)
        assert again is holds(condition, answers), written


@pytest.mark.parametrize(
    ("condition", "expression"),
    [
        ({"of": "order.looks", "is": "2"}, "selected-at(${order}, 1) = 'looks'"),
        ({"of": "order.looks", "more": "2"}, "false()"),
        ({"of": "order.looks", "answered": True}, "${order} != ''"),
        ({"of": "most.1-best", "is": "a"}, "${most_1-best} = 'a'"),
        ({"of": "age", "is": "~"}, "selected(${age_not_applicable}, 'not_applicable')"),
        ({"of": "nobody", "is": "x"}, "true()"),
    ],
)
def test_what_only_other_programs_read_is_written_in_their_way(condition, expression):
    assert FORMULAS.expression(condition_from(condition)) == expression


def test_the_answer_itself_is_a_point():
    assert FORMULAS.expression(condition_from({"not": {"of": "age", "is": "13"}}), own="age") == "not(. = 13)"


def test_any_text_can_be_quoted():
    assert [quoted("a"), quoted("it's"), quoted("""'"'""")] == [
        "'a'",
        '''"it's"''',
        """concat('', "'", '"', "'", '')""",
    ]


def test_structures_without_questions_have_no_formulas():
    assert Formulas.of(Structure()).expression(None) == ""
