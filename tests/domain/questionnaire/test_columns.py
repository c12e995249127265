"""From the rows of a table into a round."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livinglab.domain.questionnaire.answers import check_answers, write_answers
from livinglab.domain.questionnaire.columns import (
    Mapping,
    RowResult,
    check_mapping,
    found_countries,
    found_values,
    read_row,
)
from livinglab.domain.questionnaire.numbers import PLAIN, NumberMarks
from livinglab.domain.questionnaire.structure import Structure
from tests.domain.questionnaire.making import CALM, ONE_OF_EACH, an_item, of

COMMA = NumberMarks(",", ".")
MARKETS = ("SE", "NO")
FORM = of(
    an_item("single_choice", "sure", required=True, options=["yes", "no"]),
    an_item("several_choices", "seen", options=["shop", "street", "web"]),
    an_item("rating", "liked", points=5),
    an_item("number", "age", minimum="0", maximum="120"),
    an_item("price", "price"),
    an_item("short_text", "why", max_length=10),
)
MAPPING = Mapping(
    "country",
    {"sure": "Sure?", "seen": "seen", "liked": "liked", "age": "age", "price": "price", "why": "why"},
    {
        "sure": {"Ja": "yes", "Nej": "no", "NA": ""},
        "seen": {"Shop": "shop", "Web": "web", "none": ""},
        "liked": {"Good": "4", "Bad": "2"},
        "age": {"80+": "80", "?": ""},
        "why": {"-": ""},
    },
    {"Sweden": "SE", "Norway": "NO", "Denmark": "DK"},
)
ROW = {"country": "Sweden", "Sure?": "Ja"}


def _read(
    cells: dict[str, str] | None = None, structure: Structure = FORM, mapping: Mapping = MAPPING, **more: str
) -> RowResult:
    return read_row(structure, mapping, {**ROW, **(cells or {}), **more}, None, MARKETS)


def _answer(column: str, cell: str) -> Any:
    result = _read({column: cell})
    assert result.problems == []
    return result.answers.get(column)


def _problem(column: str, cell: str) -> str:
    result = _read({column: cell})
    assert column not in result.answers
    assert len(result.problems) == 1
    return result.problems[0]


def test_a_row_becomes_a_market_and_answers():
    result = _read(seen="Web; Shop", liked="Good", age="44", price="9.90", why=" so ")
    assert result == RowResult(
        "SE",
        {"sure": "yes", "seen": ["shop", "web"], "liked": "4", "age": "44", "price": "9.9", "why": "so"},
        [],
    )
    check_answers(FORM, result.answers)


def test_empty_cells_and_columns_that_are_not_there_are_not_answered():
    assert _read(age="", why="  ") == RowResult("SE", {"sure": "yes"}, [])


def test_a_key_or_a_point_means_itself_without_being_mapped():
    assert _answer("liked", "3") == "3"
    assert _answer("seen", "street") == ["street"]


def test_what_means_no_answer_only_does_so_where_the_mapping_says_so():
    assert _answer("age", "?") is None
    assert _answer("why", "-") is None
    assert _answer("why", "NA") == "NA"
    assert "“NA” is not a number" in _problem("age", "NA")


def test_a_value_may_be_said_to_be_a_number():
    assert _answer("age", "80+") == "80"


def test_of_several_choices_those_without_meaning_fall_away():
    assert _answer("seen", "none") is None
    assert _answer("seen", "none; Web") == ["web"]


@pytest.mark.parametrize(
    ("column", "cell", "sentence"),
    [
        ("age", "abc", "Column “age”: “abc” is not a number. Correct it in the file, or say that it means no answer."),
        ("age", "-1", "Column “age”: “-1” is less than 0. Correct it in the file, or say that it means no answer."),
        ("age", "121", "Column “age”: “121” is more than 120. Correct it in the file, or say that it means no answer."),
        ("age", "4.5", "Column “age”: “4.5” is not a whole number. Correct it in the file"),
        ("price", "9.999", "Column “price”: “9.999” has more than 2 digits after the decimal mark."),
        ("liked", "6", "Column “liked”: “6” is none of the answers offered. Say which answer it is"),
        ("liked", "good", "Column “liked”: “good” is none of the answers offered."),
        ("seen", "Shop; Moon", "Column “seen”: “Moon” is none of the answers offered."),
        ("why", "x" * 11, "Column “why”: “xxxxxxxxxxx” is longer than 10 characters. Shorten it in the file."),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_named_with_its_column_and_what_to_do(column, cell, sentence):
    assert _problem(column, cell).startswith(sentence)


def test_every_problem_of_a_row_is_told_and_the_rest_is_read():
    result = _read(age="abc", liked="6", why="so")
    assert len(result.problems) == 2
    assert result.answers == {"sure": "yes", "why": "so"}


def test_a_required_question_must_be_answered():
    assert _read({"Sure?": ""}).problems == [
        "Column “Sure?” is empty. Fill it in, or remove the row: this question must be answered."
    ]
    assert _read({"Sure?": "NA"}).problems == [
        "Column “Sure?”: “NA” means no answer, but this question must be answered."
    ]
    assert _read(mapping=Mapping("country", {}, {}, {"Sweden": "SE"})).problems == [
        "No column answers the question “sure”. Say which one does."
    ]


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("", "Column “country” is empty. Write the country, or remove the row."),
        ("Atlantis", "Column “country”: “Atlantis” is no country known here. Say which country it is."),
        (
            "Denmark",
            "Column “country”: “Denmark” (DK) is no market of the round. "
            "Add this market to the round, or remove the row.",
        ),
    ],
)
def test_a_row_from_elsewhere_is_refused(cell, problem):
    result = _read(country=cell)
    assert (result.market, result.problems) == (None, [problem])


def test_the_code_of_a_market_means_itself():
    assert _read(country="no").market == "NO"


def test_without_a_market_column_no_row_can_be_taken():
    result = _read(mapping=Mapping(None, MAPPING.columns, MAPPING.values))
    assert result.problems == ["No column says which country the row is from. Say which one does."]


def test_numbers_are_read_with_the_marks_of_the_file():
    cells = {**ROW, "price": "1.500"}
    by_comma = Mapping("country", MAPPING.columns, MAPPING.values, MAPPING.countries, ",")
    assert read_row(FORM, MAPPING, cells, None, MARKETS).answers["price"] == "1.5"
    assert read_row(FORM, by_comma, cells, None, MARKETS).answers["price"] == "1500"
    assert read_row(FORM, MAPPING, cells, COMMA, MARKETS).answers["price"] == "1500"


def test_a_price_has_the_decimals_of_the_markets_currency():
    cells = {**ROW, "price": "9.999"}
    assert read_row(FORM, MAPPING, cells, None, MARKETS, {"SE": 3}).answers["price"] == "9.999"
    assert read_row(FORM, MAPPING, cells, None, MARKETS, {"NO": 3}).problems


def test_a_value_that_was_said_to_be_what_is_not_offered_is_refused():
    wrong = Mapping("country", {"sure": "Sure?"}, {"sure": {"Ja": "maybe"}}, {"Sweden": "SE"})
    assert _read(mapping=wrong).problems[0].startswith("Column “Sure?”: “Ja” is none of the answers offered.")
    wrong = Mapping("country", {**MAPPING.columns}, {**MAPPING.values, "age": {"old": "1e3"}}, {"Sweden": "SE"})
    assert "“old” means something that cannot be stored" in _read(mapping=wrong, age="old").problems[0]


def test_long_values_are_shortened_in_sentences():
    sentence = _problem("age", "word\n" * 100)
    assert len(sentence) < 200
    assert "\n" not in sentence


def test_formulas_and_markup_are_only_text():
    form = of(an_item("short_text", "why"))
    mapping = Mapping("country", {"why": "why"}, {}, {"Sweden": "SE"})
    for words in ("=1+1", "<b>x</b>", "{0}", "%s"):
        assert _read({"why": words}, form, mapping).answers == {"why": words}
        assert read_row(FORM, MAPPING, {**ROW, "age": words}, None, MARKETS).problems


TYPED = {
    "one": st.sampled_from(["yes", "no"]),
    "several": st.lists(st.sampled_from(["red", "green", "blue"]), min_size=1, unique=True).map(
        lambda chosen: [option for option in ("red", "green", "blue") if option in chosen]
    ),
    "rating": st.integers(1, 5).map(str),
    "recommend": st.integers(0, 10).map(str),
    "age": st.integers(0, 120).map(str),
    "price": st.integers(0, 10**6).map(lambda cents: f"{cents / 100:.2f}".rstrip("0").rstrip(".")),
    "word": st.text("abc;,|&=ä", min_size=1, max_size=20),
    "story": st.text("abc;,|\n -", min_size=1, max_size=50).map(str.strip).filter(bool),
}


@CALM
@given(st.fixed_dictionaries({}, optional=TYPED), st.sampled_from([".", ","]), st.sampled_from(["; ", "|", ",", "\n"]))
def test_answers_written_into_a_table_come_back_the_same(answers, mark, between):
    mapping = Mapping("market", {item.key: item.key for item in ONE_OF_EACH.items()}, decimal_mark=mark)
    written = write_answers(ONE_OF_EACH, answers, mapping.marks)
    row = {"market": "SE", **{key: between.join(cells) for key, cells in written.items()}}
    assert read_row(ONE_OF_EACH, mapping, row, None, MARKETS) == RowResult("SE", answers, [])


HEAD = ["country", "Sure?", "seen", "liked", "age", "price", "why"]
ROWS = [
    ["Sweden", "Ja", "Shop; Web", "Good", "44", "9.9", "so"],
    ["Norway", "Nej", "Web", "3", "80+", "", "-"],
    ["Sweden", "NA", "", "", "NA", "free", "NA"],
]


def test_what_needs_a_meaning_is_listed_with_its_number_of_rows():
    assert found_values(FORM, MAPPING, HEAD, ROWS) == {
        "sure": {"Ja": 1, "Nej": 1, "NA": 1},
        "seen": {"Shop": 1, "Web": 2},
        "liked": {"Good": 1, "3": 1},
        "age": {"80+": 1, "NA": 1},
        "price": {"free": 1},
        "why": {"-": 1, "NA": 1},
    }


def test_countries_are_listed_with_their_number_of_rows():
    assert found_countries(MAPPING, HEAD, ROWS) == {"Sweden": 2, "Norway": 1}
    assert found_countries(Mapping(), HEAD, ROWS) == {}


def test_a_mapping_that_says_everything_lacks_nothing():
    assert check_mapping(FORM, MAPPING, HEAD, MARKETS) == []
    assert check_mapping(FORM, MAPPING, HEAD, MARKETS, ROWS) == []


def test_an_empty_mapping_lacks_a_market_and_questions():
    assert check_mapping(FORM, Mapping(), HEAD, MARKETS, ROWS, {"item.sure.label": "Are you sure?"}) == [
        "Say which column tells the country of a row.",
        "Say for at least one question which column holds its answers.",
        "Say which column answers “Are you sure?”: this question must be answered.",
    ]


def test_values_without_a_meaning_are_told_once_per_column():
    rows = [["Sweden", f"Maybe {n}"] for n in range(8)]
    assert check_mapping(FORM, MAPPING, HEAD, MARKETS, rows) == [
        "Say which answers of “sure” these values of column “Sure?” are, or that they mean no answer: "
        "“Maybe 0”, “Maybe 1”, “Maybe 2”, “Maybe 3”, “Maybe 4” and 3 more."
    ]


def test_countries_without_a_code_or_a_market_are_told():
    rows = [["Atlantis", "Ja"], ["Denmark", "Ja"], ["SE", "Ja"]]
    assert check_mapping(FORM, MAPPING, HEAD, MARKETS, rows) == [
        "Say which countries these values of column “country” are: “Atlantis”.",
        "These values of column “country” are no markets of the round: “Denmark”. "
        "Add the markets to the round, or remove the rows.",
    ]


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [
        (
            Mapping("nation", {"sure": "Sure?"}),
            "Choose another column for the country: the table has no column “nation”.",
        ),
        (
            Mapping("country", {"sure": "Certain?"}),
            "Choose another column for “sure”: the table has no column “Certain?”.",
        ),
        (
            Mapping("country", {"sure": "Sure?", "gone": "why"}),
            "Leave out “gone”: the questionnaire has no such question.",
        ),
        (
            Mapping("country", {"sure": "Sure?", "why": "age", "age": "age"}),
            "Column “age” cannot answer several questions. Choose one of them: “why”, “age”.",
        ),
        (
            Mapping("country", {"sure": "Sure?"}, {"sure": {"Ja": "maybe"}}),
            "Say again what “Ja” of column “Sure?” means: “sure” has no answer “maybe”.",
        ),
        (
            Mapping("country", {"sure": "Sure?", "age": "age"}, decimal_mark=""),
            "Say which mark stands before the decimals in column “age”: a point or a comma.",
        ),
    ],
)
def test_what_does_not_fit_the_table_or_the_questionnaire_is_told(mapping, sentence):
    assert check_mapping(FORM, mapping, HEAD, MARKETS) == [sentence]


def test_values_of_an_item_without_a_column_do_no_harm():
    mapping = Mapping("country", {"sure": "Sure?"}, {"age": {"x": "y"}, "gone": {"x": "y"}})
    assert check_mapping(FORM, mapping, HEAD, MARKETS) == []
    assert read_row(FORM, mapping, {"country": "SE", "Sure?": "yes"}, PLAIN, MARKETS).problems == []
