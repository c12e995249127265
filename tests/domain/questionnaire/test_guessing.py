"""A first suggestion how a table of answers is read."""

from __future__ import annotations

import pytest

from livinglab.domain.questionnaire.guessing import guess_decimal_mark, guess_mapping
from livinglab.domain.questionnaire.mapping import Mapping
from livinglab.domain.questionnaire.structure import Structure
from tests.domain.questionnaire.making import an_item, of

COUNTRIES = {"sweden": "SE", "sverige": "SE", "se": "SE", "norway": "NO", "no": "NO", "germany": "DE", "de": "DE"}
TEXTS = {
    "en": {
        "item.liked.label": "How much did you like it?",
        "point.liked.1": "Not at all",
        "point.liked.2": "A little",
        "point.liked.3": "Very much",
        "item.colour.label": "Which colour?",
        "option.colour.red": "Red",
        "option.colour.green": "Green (light)",
        "end.again.low": "Not likely",
        "end.again.high": "Very likely",
    },
    "sv": {
        "item.liked.label": "Hur mycket gillade du den?",
        "point.liked.1": "Inte alls",
        "point.liked.2": "Lite",
        "point.liked.3": "Väldigt mycket",
        "option.colour.red": "Röd",
    },
}
FORM = of(
    an_item("rating", "liked", points=3),
    an_item("single_choice", "colour", options=["red", "green"]),
    an_item("several_choices", "seen-in", options=["shop", "street", "web"]),
    an_item("zero_to_ten", "again"),
    an_item("number", "age"),
    an_item("short_text", "why"),
)


def _country(text: str) -> str | None:
    return COUNTRIES.get(text.strip().casefold())


def _guess(head: list[str], *rows: list[str], form: Structure = FORM, countries: tuple[str, ...] = ()) -> Mapping:
    return guess_mapping(form, TEXTS, head, rows, _country, countries)


def _values(column: str, *values: str) -> dict[str, str]:
    return dict(_guess([column], *([value] for value in values)).values.get(column, {}))


def test_a_column_is_a_question_when_it_has_its_key_whatever_case_and_punctuation():
    assert _guess(["AGE", "Seen in", "why?"]).columns == {"seen-in": "Seen in", "age": "AGE", "why": "why?"}


def test_a_column_is_a_question_when_it_has_its_label_in_any_language():
    assert _guess(["hur mycket gillade du den"]).columns == {"liked": "hur mycket gillade du den"}
    assert _guess(["Which colour?"]).columns == {"colour": "Which colour?"}


@pytest.mark.parametrize("column", ["3. Which colour?", "Q3: which colour", "q12 - Colour", "3) age"])
def test_a_number_before_the_label_makes_no_difference(column):
    assert list(_guess([column]).columns.values()) == [column]


def test_an_exact_key_goes_before_a_similar_one():
    assert _guess(["Age", "age"]).columns == {"age": "age"}


def test_two_columns_for_one_question_are_not_decided():
    assert _guess(["Age", "AGE"]).columns == {}


def test_one_column_for_two_questions_is_not_decided():
    form = of(an_item("number", "before"), an_item("number", "after"))
    texts = {"en": {"item.before.label": "Weight", "item.after.label": "Weight"}}
    assert guess_mapping(form, texts, ["weight"], [], _country).columns == {}


def test_columns_without_letters_are_no_question():
    assert _guess(["?", "--", ""]).columns == {}


def test_other_columns_are_left_out():
    assert _guess(["rownames", "gender"]) == Mapping()


def test_options_are_found_by_key_and_by_label_in_any_language():
    assert _values("colour", "RED", "röd", "green", "Green light", "pink") == {
        "RED": "red", "röd": "red", "green": "green", "Green light": "green",
    }  # fmt: skip


def test_options_that_only_differ_in_punctuation_are_found_by_their_exact_words():
    form = of(an_item("single_choice", "age", options=["below", "above"]))
    texts = {"en": {"option.age.below": "< 5", "option.age.above": "> 5"}}
    found = guess_mapping(form, texts, ["age"], [["< 5"], ["> 5"], ["5"]], _country).values
    assert found == {"age": {"< 5": "below", "> 5": "above"}}


def test_points_are_found_by_number_by_words_and_by_both():
    assert _values("liked", "1", "2.0", "väldigt mycket", "3 - Very much", "Lite") == {
        "1": "1", "2.0": "2", "väldigt mycket": "3", "3 - Very much": "3", "Lite": "2",
    }  # fmt: skip


@pytest.mark.parametrize("other", ["0", "4", "7"])
def test_a_scale_that_is_counted_in_another_way_is_not_decided(other):
    assert _values("liked", "1", "2", "3", other, "Lite") == {"Lite": "2"}


@pytest.mark.parametrize("code", ["99", "-1", "77"])
def test_a_code_far_beyond_the_scale_is_left_to_people(code):
    assert _values("liked", "1", "3", code) == {"1": "1", "3": "3"}


def test_from_zero_to_ten_the_ends_have_words():
    assert _values("again", "0", "10", "7", "10 – very likely", "Not likely") == {
        "0": "0", "10": "10", "7": "7", "10 – very likely": "10", "Not likely": "0",
    }  # fmt: skip


def test_what_only_looks_like_a_number_is_not_decided():
    assert _values("liked", "1", "1.2.3", "1" * 70) == {"1": "1"}


def test_options_are_never_found_by_number():
    assert _values("colour", "1", "2") == {}


def test_several_choices_in_a_cell_are_found_one_by_one():
    assert _values("seen-in", "Shop; web", "street", "Shop, moon") == {"Shop": "shop", "web": "web", "street": "street"}


def test_what_looks_like_no_answer_is_suggested_as_none():
    assert _values("colour", "red", "NA", "Vet ej") == {"red": "red", "NA": "", "Vet ej": ""}
    assert _values("age", "44", "N/A") == {"N/A": ""}
    assert _values("why", "because", "-") == {"-": ""}


def test_an_option_that_looks_like_no_answer_is_an_option():
    form = of(an_item("single_choice", "colour", options=["red", "unknown"]))
    texts = {"en": {"option.colour.unknown": "Don't know"}}
    found = guess_mapping(form, texts, ["colour"], [["don't know"], ["unknown"]], _country).values
    assert found == {"colour": {"don't know": "unknown", "unknown": "unknown"}}


def test_words_of_two_options_are_not_decided():
    form = of(an_item("single_choice", "colour", options=["red", "green"]))
    texts = {"en": {"option.colour.red": "Yes"}, "sv": {"option.colour.green": "Yes"}}
    assert guess_mapping(form, texts, ["colour"], [["yes"]], _country).values == {}


def test_the_market_is_the_column_called_country():
    mapping = _guess(["country", "age"], ["Sweden", "4"], ["sverige", "5"], ["Atlantis", "6"])
    assert mapping.market_column == "country"
    assert mapping.countries == {"Sweden": "SE", "sverige": "SE"}


def test_without_rows_its_name_is_enough():
    assert _guess(["Land", "age"]).market_column == "Land"


def test_otherwise_the_market_is_the_column_of_countries():
    assert _guess(["id", "where"], ["1", "SE"], ["2", "DE"]).market_column == "where"


def test_no_alone_is_not_norway():
    assert _guess(["id", "degree"], ["1", "no"], ["2", "no"]).market_column is None
    assert _guess(["id", "degree"], ["1", "no"], ["2", "yes"]).market_column is None


def test_one_country_in_all_rows_is_a_market():
    assert _guess(["id", "where"], ["1", "Sweden"]).market_column == "where"


def test_of_two_columns_of_countries_the_one_with_the_rounds_markets_is_taken():
    rows = ["Sweden", "Germany"], ["Sweden", "Norway"]
    assert _guess(["born", "lives"], *rows).market_column is None
    assert _guess(["born", "lives"], *rows, countries=("DE", "NO")).market_column == "lives"
    assert _guess(["born", "lives"], *rows, countries=("SE", "NO")).market_column is None


def test_a_column_called_country_goes_before_other_columns_of_countries():
    assert _guess(["made in", "Country"], ["Sweden", "Germany"]).market_column == "Country"


def test_short_rows_do_no_harm():
    assert _guess(["age", "country"], ["4"], [], ["5", "Norway"]).countries == {"Norway": "NO"}


def test_a_question_of_an_unknown_kind_does_no_harm():
    assert _guess(["s"], ["1"], form=of(an_item("slider", "s"))).columns == {"s": "s"}


@pytest.mark.parametrize(
    ("numbers", "mark"),
    [
        ([], "."),
        (["12", "x", "1 500"], "."),
        (["12,5", "1.500"], ","),
        (["12.5", "1,500"], "."),
        (["1.500,25"], ","),
        (["1,500.25"], "."),
        (["1.234.567"], ","),
        (["1,234,567"], "."),
        (["0.125"], "."),
        (["0,125"], ","),
        (["1.5000"], "."),
        (["1.500"], ""),
        (["12,5", "12.5", "1.500"], ""),
        (["12,5", "12,7", "12.5"], ","),
        (["U.S."], "."),
        (["-1,500"], ""),
        ([",5"], ","),
    ],
)
def test_the_decimal_mark_is_that_which_can_only_be_one(numbers, mark):
    assert guess_decimal_mark(numbers) == mark


def test_the_decimal_mark_is_taken_from_columns_of_numbers_only():
    assert _guess(["why", "age"], ["1,5", "12.5"]).decimal_mark == "."
    assert _guess(["why", "age"], ["1.5", "12,5"]).decimal_mark == ","
