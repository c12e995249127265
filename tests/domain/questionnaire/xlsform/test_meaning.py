"""What expressions mean, held against what XPath says they do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livinglab.domain.questionnaire.conditions import condition_from, holds
from livinglab.domain.questionnaire.xlsform.expressions import Unreadable, parse
from livinglab.domain.questionnaire.xlsform.meaning import Around, Known, canonical, condition_of
from tests.domain.questionnaire.making import CALM

KNOWN = {
    "zone": Known("zone", "one", 0, {"1_NW": "option-1-nw", "2_NC": "option-2-nc"}),
    "sat": Known("sat", "one", 0, {"1": "one", "2": "two", "3": "three", "none": "none"}),
    "tools": Known("tools", "several", 0, {"saw": "saw", "axe": "axe", "none": "no"}),
    "age": Known("age", "whole", 0),
    "weight": Known("weight", "number", 0),
    "day": Known("day", "date", 0),
    "word": Known("word", "text", 0),
    "calc": Known("", "", 0, why_not="is calculated"),
    "later": Known("later", "text", 9),
}


def meaning(text, *, own=None, columns=None):
    found = condition_of(parse(text), Around(KNOWN, 5, KNOWN.get(own), columns))
    return found if isinstance(found, bool) else found.to_json()


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("${zone} = '1_NW'", {"of": "zone", "is": "option-1-nw"}),
        ("'1_NW' = ${zone}", {"of": "zone", "is": "option-1-nw"}),
        ("${zone} != '1_NW'", {"not": {"of": "zone", "is": "option-1-nw"}}),
        ("selected(${zone}, '1_NW')", {"of": "zone", "is": "option-1-nw"}),
        ("selected(${tools}, 'none')", {"of": "tools", "is": "no"}),
        ("not(selected(${tools}, 'saw'))", {"not": {"of": "tools", "is": "saw"}}),
        ("${tools} = 'saw'", {"all": [{"of": "tools", "is": "saw"}, {"not": {"of": "tools", "in": ["axe", "no"]}}]}),
        ("${sat} >= 2", {"of": "sat", "in": ["two", "three"]}),
        ("${sat} = 2", {"of": "sat", "is": "two"}),
        ("${sat} > 5", False),
        ("${age} >= 18", {"of": "age", "more": "17"}),
        ("${age} <= 18", {"of": "age", "less": "19"}),
        ("${age} > 18", {"of": "age", "more": "18"}),
        ("18 > ${age}", {"of": "age", "less": "18"}),
        ("${age} = '18'", {"of": "age", "is": "18"}),
        ("${age} != 18.0", {"not": {"of": "age", "is": "18"}}),
        ("${weight} >= 1.50", {"any": [{"of": "weight", "more": "1.5"}, {"of": "weight", "is": "1.5"}]}),
        ("${day} > date('2026-01-31')", {"of": "day", "more": "2026-01-31"}),
        ("${word} = ''", {"not": {"of": "word", "answered": True}}),
        ("${word} != ''", {"of": "word", "answered": True}),
        ("string-length(${word}) > 0", {"of": "word", "answered": True}),
        ("count-selected(${tools}) >= 1", {"of": "tools", "answered": True}),
        ("${zone} = '1_NW' or ${zone} = '2_NC'", {"of": "zone", "in": ["option-1-nw", "option-2-nc"]}),
        ("${age} > 1 and ${age} < 9 and true()", {"all": [{"of": "age", "more": "1"}, {"of": "age", "less": "9"}]}),
        ("true()", True),
        ("1 = 2", False),
        ("0", False),
        ("1", True),
        ("'a' = 'a' and not(false())", True),
    ],
)
def test_a_condition_is_found(text, condition):
    assert meaning(text) == condition


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("${nobody} = 1", "no question is named"),
        ("${calc} = 1", "is calculated"),
        ("${later} = 'x'", "not asked before"),
        ("${zone} = 'nowhere'", "none of the answers"),
        ("selected(${tools}, 'nothing')", "none of the answers"),
        ("${age} > 'old'", "is a number"),
        ("${day} < '31.12.2026'", "is a date"),
        ("${word} > 5", "is a text"),
        ("${age} = ${weight}", "two answers"),
        ("${age} + 1 > 5", "computed"),
        ("regex(${word}, '[a-z]+')", "patterns"),
        ("${day} < today()", "the day of answering"),
        ("if(${age} > 1, 'a', 'b') = 'a'", "“if” is not known"),
        ("count-selected(${tools}) > 2", "only be told from none"),
        ("${age}", "not compared"),
        ("'yes'", "no condition"),
        ("${word} = yes", "quotation marks"),
        (". > 1", "“.” is no question"),
        ("frobnicate(${age})", "frobnicate"),
    ],
)
def test_what_cannot_be_said_is_told(text, told):
    with pytest.raises(Unreadable, match=r".") as caught:
        meaning(text)
    assert told in str(caught.value)


def test_an_option_is_filtered_by_what_stands_in_its_row():
    assert meaning("zone = 'a' and ${age} > 3", columns={"zone": "a"}) == {"of": "age", "more": "3"}
    assert meaning("zone = 'a'", columns={"zone": "b"}) is False
    assert meaning("zone=${zone}", columns={"zone": "1_NW"}) == {"of": "zone", "is": "option-1-nw"}


def test_the_question_itself_is_meant_by_a_point():
    assert meaning(". < 5", own="age") == {"of": "age", "less": "5"}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("007", "7"), ("-0", "0"), ("1.50", "1.5"), (".5", "0.5"), ("5.", "5"), ("x", None),
     ("1e5", None), ("", None), ("-2.0", "-2")],
)  # fmt: skip
def test_numbers_are_written_as_they_are_stored(typed, stored):
    assert canonical(typed) == stored


@CALM
@given(st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), st.integers(-3, 3), st.one_of(st.none(), st.integers(-4, 4)))
def test_numbers_compare_as_in_the_forms_and_no_answer_is_neither_more_nor_less(sign, limit, answer):
    found = condition_from(meaning(f"${{age}} {sign} {limit}"))
    if answer is None:
        expected = sign == "!="
    else:
        expected = {"=": answer == limit, "!=": answer != limit, "<": answer < limit, "<=": answer <= limit,
                    ">": answer > limit, ">=": answer >= limit}[sign]  # fmt: skip
    assert holds(found, {} if answer is None else {"age": str(answer)}) is expected


def test_too_much_work_is_refused():
    around = Around(KNOWN, 5, steps=[3])
    with pytest.raises(Unreadable, match="together"):
        condition_of(parse("${age} = 1 or ${age} = 2 or ${age} = 3"), around)
