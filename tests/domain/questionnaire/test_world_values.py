"""Real answers of 5,381 people in four countries: what is read equals an independent count of the file."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from livinglab.domain.questionnaire.answers import check_answers, counts_of
from livinglab.domain.questionnaire.columns import check_mapping, found_countries, guess_mapping, read_row
from tests.domain.questionnaire.making import an_item, of

FILE = Path(__file__).parents[4] / "shared" / "data" / "world_values_poverty.csv"
CODES = {"USA": "US", "Norway": "NO", "Sweden": "SE", "Australia": "AU"}
YES_NO = ["yes", "no"]
FORM = of(
    an_item("single_choice", "effort", required=True, options=["little", "right", "much"]),
    an_item("single_choice", "religion", required=True, options=YES_NO),
    an_item("single_choice", "university", options=YES_NO),
    an_item("number", "age", minimum="0", maximum="120"),
    an_item("single_choice", "gender", options=["female", "male"]),
)
TEXTS = {
    "en": {
        "item.effort.label": "Poverty",
        "option.effort.little": "Too little",
        "option.effort.right": "About right",
        "option.effort.much": "Too much",
    },
    "sv": {"item.university.label": "Degree?"},
}

pytestmark = pytest.mark.skipif(not FILE.exists(), reason="../shared/data is not part of a user's checkout")


@pytest.fixture(scope="module")
def table() -> tuple[list[str], list[list[str]]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    return head, rows


def test_columns_values_and_countries_are_suggested_without_a_question_left(table):
    head, rows = table
    mapping = guess_mapping(FORM, TEXTS, head, rows, CODES.get, set(CODES.values()))
    assert mapping.market_column == "country"
    assert mapping.countries == CODES
    assert mapping.columns == {
        "effort": "poverty", "religion": "religion", "university": "degree", "age": "age", "gender": "gender",
    }  # fmt: skip
    assert mapping.values["effort"] == {"Too Little": "little", "About Right": "right", "Too Much": "much"}
    assert check_mapping(FORM, mapping, head, set(CODES.values()), rows) == []
    assert found_countries(mapping, head, rows) == Counter(row[head.index("country")] for row in rows)


def test_every_respondent_is_read_and_the_counts_equal_those_of_the_file(table):
    head, rows = table
    mapping = guess_mapping(FORM, TEXTS, head, rows, CODES.get)
    counted: Counter[tuple[str, str, str]] = Counter()
    for row in rows:
        result = read_row(FORM, mapping, dict(zip(head, row, strict=True)), None, set(CODES.values()))
        assert result.problems == []
        assert result.market is not None
        check_answers(FORM, result.answers)
        counted.update((result.market, key, value) for key, value in counts_of(FORM, result.answers))
    expected: Counter[tuple[str, str, str]] = Counter()
    effort = {"Too Little": "little", "About Right": "right", "Too Much": "much"}
    for _, poverty, religion, degree, country, age, gender in rows:
        code = CODES[country]
        answers = {
            "effort": effort[poverty], "religion": religion, "university": degree, "age": age, "gender": gender,
        }  # fmt: skip
        expected[code, "", ""] += 1
        expected.update((code, key, "") for key in answers)
        expected.update((code, key, value) for key, value in answers.items())
    assert counted == expected
    assert counted["SE", "", ""] == 1003


def test_a_country_that_is_no_market_of_the_round_is_refused_with_its_name(table):
    head, rows = table
    mapping = guess_mapping(FORM, TEXTS, head, rows, CODES.get)
    results = [read_row(FORM, mapping, dict(zip(head, row, strict=True)), None, {"SE", "NO"}) for row in rows[:5]]
    assert all("“USA” (US) is no market of the round" in result.problems[0] for result in results)
