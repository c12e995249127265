"""Columns and cells of Kano, the price sensitivity meter, Gabor–Granger and MaxDiff."""

from __future__ import annotations

from decimal import Decimal

import pytest

from livinglab.domain.instruments.maxdiff import ChoiceSet
from livinglab.domain.instruments.tables.amounts import read_amounts, several
from livinglab.domain.instruments.tables.features import side_of
from livinglab.domain.instruments.tables.four_prices import role_of
from livinglab.domain.instruments.tables.table import Options, Unclear
from tests.domain.instruments.tables.making import taken


@pytest.mark.parametrize(
    ("functional", "dysfunctional"),
    [
        ("Light functional", "Light dysfunctional"), ("Light (functional)", "Light (dysfunctional)"),
        ("light_f", "light_d"), ("f_light", "d_light"), ("lightFunc", "lightDys"), ("light_func", "light_dys"),
        ("Light with", "Light without"), ("Light +", "Light -"), ("Light_pos", "Light_neg"), ("f1", "d1"), ("1f", "1d"),
        ("phone with light functional", "phone with light dysfunctional"),
    ],
)  # fmt: skip
def test_names_tell_the_two_questions_of_a_feature(functional, dysfunctional):
    one, other = side_of(functional), side_of(dysfunctional)
    assert one is not None
    assert other is not None
    assert (one[1], other[1], one[0]) == ("functional", "dysfunctional", other[0])
    assert taken("kano", f"id,{dysfunctional},{functional}\n7,5,1").rows == [[1, 5]]


@pytest.mark.parametrize(
    "cells",
    [
        ["1", "2", "3", "4", "5"],
        ["like", "must-be", "neutral", "live-with", "dislike"],
        ["I like it", "I expect it", "I am neutral", "I can live with it", "I dislike it"],
        ["L", "M", "N", "W", "D"],
        ["1 - like", "2 - must-be", "3 - neutral", "4 - live with", "5 - dislike"],
    ],
)
def test_kano_answers_are_numbers_words_or_letters(cells):
    text = "functional,dysfunctional\n" + "\n".join(f"{cell},{cells[0]}" for cell in cells)
    assert [row[0] for row in taken("kano", text).rows] == [1, 2, 3, 4, 5]


def test_several_features_stand_in_one_file_and_keep_their_names():
    found = taken("kano", "Light functional,Light dysfunctional,Sound functional,Sound dysfunctional\n1,5,3,3")
    assert found.settings == {"features": ("Light", "Sound")}
    assert found.columns["Sound: dysfunctional"] == "Sound dysfunctional"


def test_two_columns_without_telling_names_are_functional_and_dysfunctional():
    assert taken("kano", "id,a,b,why\n1,1,5,x").rows == [[1, 5]]


def test_pairs_may_be_named():
    found = taken("kano", "a,b,c,d\n1,5,2,4", columns=("c", "d", "a", "b"))
    assert (found.rows, found.settings) == ([[2, 4, 1, 5]], {"features": ("feature 1", "feature 2")})


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a,b,c,d\n1,5,1,3", "not clear which columns are functional"),
        ("feature,functional,dysfunctional\nLight,1,5\nSound,1,5", "Say --by feature to score each"),
        ("x functional,x dysfunctional,y functional\n1,5,1", "“y functional” has no counterpart"),
        ("functional,dysfunctional\n5 - like,1 - dislike", "says 5 and a word for 1"),
        ("functional,dysfunctional\nA,O\nM,I", "cannot be read as a Kano answer"),
    ],
)
def test_kano_that_is_not_clear_is_refused(text, sentence):
    with pytest.raises(Unclear, match=sentence):
        taken("kano", text)


def test_many_reverse_answers_are_noticed():
    assert "Is 1 really" in taken("kano", "functional,dysfunctional\n5,1\n5,1").notices[1]


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("5", "5", ""), ("€5", "5", "EUR"), ("5 €", "5", "EUR"), ("EUR 5.50", "5.5", "EUR"), ("5,50 kr", "5.5", "kr"),
        ("1 234,50 zł", "1234.5", "PLN"), ("1,234.50", "1234.5", ""), ("1.234,50 €", "1234.5", "EUR"),
        ("1'234.50 CHF", "1234.5", "CHF"), ("100:-", "100", ""), ("100,-", "100", ""), ("$9.99", "9.99", "$"),
        ("9.99 USD", "9.99", "USD"), ("kr. 5", "5", "kr"), (".5", "0.5", ""), ("-3", "-3", ""), ("0", "0", ""),
    ],
)  # fmt: skip
def test_a_price_is_read_with_its_currency(text, value, currency):
    amount = read_amounts([text], Options())[text]
    assert (amount.value, amount.currency) == (Decimal(value), currency)


@pytest.mark.parametrize("text", ["cheap", "about 20", "20-30", "1e3", "5 apples", "€5 zł", "..", "5/6"])
def test_what_is_no_price_is_none(text):
    assert text not in read_amounts([text], Options())


def test_a_price_that_may_be_thousands_is_refused_until_the_mark_is_said():
    with pytest.raises(Unclear, match=r"how much “1\.500” is"):
        read_amounts(["1.500"], Options())
    assert read_amounts(["1.500"], Options(decimal_mark=","))["1.500"].value == 1500
    assert read_amounts(["1.500"], Options(decimal_mark="."))["1.500"].value == Decimal("1.5")


@pytest.mark.parametrize(
    ("currencies", "expected"),
    [
        ([["EUR"], ["EUR"], []], ()), ([["EUR"], ["PLN"]], ("EUR", "PLN")), ([["kr"], ["SEK"]], ()),
        ([["kr"], ["SEK"], ["DKK"]], ("DKK", "SEK")), ([["$"], ["EUR"]], ("$", "EUR")),
    ],
)  # fmt: skip
def test_currencies_that_differ_are_named(currencies, expected):
    assert several(map(frozenset, currencies)) == expected


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("too cheap", "too-cheap"), ("TooCheap", "too-cheap"), ("vw_too_cheap", "too-cheap"),
        ("zu billig", "too-cheap"), ("För billigt", "too-cheap"), ("TC", "too-cheap"),
        ("priced so low that you would doubt its quality", "too-cheap"),
        ("cheap", "cheap"), ("a bargain - a great buy for the money", "cheap"), ("günstig", "cheap"),
        ("good value", "cheap"), ("inexpensive", "cheap"),
        ("expensive", "expensive"), ("starting to get expensive", "expensive"), ("teuer", "expensive"),
        ("dyrt", "expensive"), ("too expensive", "too-expensive"), ("zu teuer", "too-expensive"),
        ("so expensive that you would not buy it", "too-expensive"), ("TE", "too-expensive"),
        ("age", None), ("price", None), ("c", None),
    ],
)  # fmt: skip
def test_names_tell_the_four_prices(name, role):
    assert role_of(name) == role


def test_the_four_prices_are_found_by_name_in_any_order_and_else_by_position():
    found = taken("van-westendorp", "too expensive,id,cheap,too cheap,expensive\n€8,1,€4,€2,€6")
    assert found.rows == [[2, 4, 6, 8]]
    assert found.currencies == [frozenset({"EUR"})]
    assert taken("van-westendorp", "TE,E,C,TC\n8,6,4,2").rows == [[2, 4, 6, 8]]
    assert taken("van-westendorp", "id,a,b,c,d,comment\nx1,2,4,6,8,hm").rows == [[2, 4, 6, 8]]
    assert taken("van-westendorp", "a,b,c,d,e\n2,4,6,8,9", columns=("b", "c", "d", "e")).rows == [[4, 6, 8, 9]]


@pytest.mark.parametrize(
    "text",
    ["a,b,c,d,e\n1,2,3,4,5", "too cheap,cheap,a,b\n1,2,3,4", "cheap,cheap price,expensive,too expensive\n1,2,3,4"],
)
def test_four_prices_that_are_not_clear_are_refused(text):
    with pytest.raises(Unclear, match="not clear which columns are the four prices"):
        taken("van-westendorp", text)


def test_a_column_of_currencies_counts():
    found = taken("van-westendorp", "currency,a,b,c,d\nEUR,1,2,3,4\nPLN,1,2,3,4")
    assert several(found.currencies or ()) == ("EUR", "PLN")


WIDE = [[1, 1], [1, 0], [None, 1]]


@pytest.mark.parametrize(
    "head",
    [
        "5,10",
        "€5.00,€10.00",
        "price 5,price 10",
        "price_5,price_10",
        "5 kr,10 kr",
        "id,5,10",
        "1. Would you buy it at 5 EUR?,2. Would you buy it at 10 EUR?",
    ],
)
@pytest.mark.parametrize("yes_no", [("1", "0"), ("yes", "no"), ("Ja", "Nej"), ("TRUE", "FALSE"), ("5", "2")])
def test_demand_in_a_column_per_price(head, yes_no):
    yes, no = yes_no
    before = "7," if head.startswith("id") else ""
    found = taken("gabor-granger", f"{head}\n{before}{yes},{yes}\n{before}{yes},{no}\n{before},{yes}")
    assert found.rows == WIDE
    assert found.settings == {"prices": (5, 10)}


def test_demand_in_a_row_per_person_and_price():
    rows = "1,10,yes\n1,5,yes\n2,5,yes\n2,10,no\n3,10,yes"
    assert taken("gabor-granger", f"respondent,price,accept\n{rows}").rows == WIDE
    assert taken("gabor-granger", "id,respondent,price,accept\n1,a,5,yes\n2,a,10,no").rows == [[1, 0]]
    alone = taken("gabor-granger", "price,accept\n5,yes\n5,no\n10,no")
    assert alone.rows == [[1, None], [0, None], [None, 0]]
    assert "No column tells who answered" in alone.notices[0]
    named = taken("gabor-granger", "p,ok\n5,yes\n10,no", columns=("p", "ok"))
    assert named.rows == [[1, None], [None, 0]]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("5,10\n1,2\n1,1", "is 1 yes, or the lowest"),
        ("5,10\n1,1", "is 1 yes, or the lowest"),
        ("q1,q2,q3\n1,0,1", "not clear which columns are prices"),
        ("p1,p2,p3\n1,0,1", "may count the prices instead of naming them"),
        ("5,5.00\n1,0", "One price has two columns"),
        ("respondent,price,accept\n1,5,yes\n1,5,no", "answers a second time about the price 5"),
        ("user,person,price,accept\n1,1,5,yes", "Several columns may tell who answered: user, person"),
        ("respondent,price,accept\n1,cheap,yes", "cannot be read as a price"),
        ("5,10\n9,8\n7,9", "Answers from 1 to 5 are expected"),
    ],
)
def test_demand_that_is_not_clear_is_refused(text, sentence):
    with pytest.raises(Unclear, match=sentence):
        taken("gabor-granger", text)


ABC = ("a", "b", "c")


@pytest.mark.parametrize(
    "text",
    [
        "respondent,set,item,best,worst\n1,1,a,1,0\n1,1,b,0,1\n1,1,c,0,0",
        "respondent,set,shown,best,worst\n1,1,a,yes,no\n1,1,b,no,yes\n1,1,c,no,no",
        "respondent,set,item,best,worst\n1,1,a,x,\n1,1,b,,x\n1,1,c,,",
        "respondent,set,item,shown,best,worst\n1,1,a,1,1,0\n1,1,b,1,0,1\n1,1,c,1,0,0\n1,1,d,0,0,0",
        "respondent,set,shown,best,worst\n1,1,a; b; c,a,b",
        "respondent,set,shown,best,worst\n1,1,a|b|c,A,B",
        "respondent,set,shown,best,worst\n1,1,a/b/c,a,b",
        "respondent,set,item1,item2,item3,best,worst\n1,1,a,b,c,a,b",
        "respondent,set,item1,item2,item3,best,worst\n1,1,a,b,c,1,2",
        "id,set1_item1,set1_item2,set1_item3,set1_best,set1_worst\n1,a,b,c,a,b",
        "id,task1_shown,task1_most,task1_least\n1,a;b;c,a,b",
    ],
)
def test_choices_in_every_layout(text):
    assert taken("maxdiff", text).rows == [ChoiceSet(ABC, "a", "b")]


def test_sets_of_people_and_groups_stay_apart():
    text = "respondent,set,item,best,worst,land\n1,1,a,1,0,SE\n1,1,b,0,1,SE\n2,1,a,0,1,DE\n2,1,b,1,0,DE"
    found = taken("maxdiff", text, by="land")
    assert found.rows == [ChoiceSet(("a", "b"), "a", "b"), ChoiceSet(("a", "b"), "b", "a")]
    assert (found.groups, found.people, list(found.numbers)) == (["SE", "DE"], ["1", "2"], [2, 4])


def test_a_missing_choice_stays_missing_and_numbers_may_be_names():
    text = "respondent,set,shown,best,worst\n1,1,3;7;9,2,\n1,2,3;7;9,7,3"
    assert taken("maxdiff", text).rows == [
        ChoiceSet(("3", "7", "9"), "2", None),
        ChoiceSet(("3", "7", "9"), "7", "3"),
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a,b\n1,2", "no columns “best” and “worst”"),
        ("respondent,item,best,worst\n1,a,1,0", "a column “set” must tell"),
        ("respondent,set,item,best,worst\n1,1,a,1,0\n1,1,b,1,0", "Rows 2 and 3 of one set are both marked"),
        ("respondent,set,item,best,worst\n1,1,,1,0\n1,1,a,0,1", "no item is named"),
        ("id,set,item,best,worst\n1,1,a,1,0\n2,1,b,0,1", "Every set would hold one thing only"),
        ("best,most,worst\na,a,b", "Two columns may be best"),
    ],
)
def test_choices_that_are_not_clear_are_refused(text, sentence):
    with pytest.raises(Unclear, match=sentence):
        taken("maxdiff", text)
