"""The browser shows what the server would: the same conditions, evaluated twice over thousands of made-up forms."""

from __future__ import annotations

import random
from typing import Any

import pytest

from livinglab.domain.questionnaire.answers import read_answers
from livinglab.domain.questionnaire.conditions import Condition, Criterion, Together
from livinglab.domain.questionnaire.kinds.registry import kind_of
from livinglab.domain.questionnaire.numbers import NumberMarks
from livinglab.domain.questionnaire.route import for_browser, hidden_options, walk
from livinglab.domain.questionnaire.structure import Item, Section, Structure
from livinglab.domain.questionnaire.variables import all_variables
from tests.journeys.conftest import Demo, People

CASES = 5_000
MARKS = [
    NumberMarks(".", ","),
    NumberMarks(",", "."),
    NumberMarks(",", "\u00a0"),
    NumberMarks("٫", "٬"),
    NumberMarks(".", "’"),
]
OPTIONS = ["a", "b", "c", "d"]
NUMBERS = [
    "0", "1", "-1", "2.5", "2,5", "1.500", "1,500", "1 500", "1’500,25", "00012", "3.", ",5", "9" * 15, "9" * 16,
    "0.000001", "-0", "٣٫٥", "１２", "𝟗", "1e3", "--1", "+7", "5²", "", " ", "\u200b4", "2.50", "−3", "1.000.000",
]  # fmt: skip
TEXTS = ["", " ", "x", "a", "\u200b", "e\u0301", "one\r\ntwo", "\ttab", "🙂" * 30, "~", "\u0000b", "\ufeffc", "\u2028"]
DAYS = ["2026-11-29", "29.11.2026", "2026-02-30", "1. 2. 2020", "", "2019-12-31", "2027-01-01", "0001-01-01", "x"]
LIMITS = ["0", "1", "2.5", "-1", "1500", "1499.999999", "999999999999999", "2026-01-01", "2019-12-31", "x", "-0", "007"]


def made_up(chance: random.Random) -> tuple[Structure, dict[str, list[str]], NumberMarks]:
    """A form of two pages, where each question may look at those before it, and what somebody typed."""
    items: list[Item] = []
    for number in range(chance.randint(3, 8)):
        item = _question(chance, f"q{number}")
        before = [variable for one in items for variable in all_variables(Structure((Section("s", (one,)),)))]
        data = item.to_json()
        if before and chance.random() < 0.6:
            data["show_if"] = _condition(chance, before).to_json()
        listed = item.settings.get("options") or item.settings.get("rows")
        if before and listed and item.kind != "best_worst" and chance.random() < 0.5:
            chosen = chance.sample(list(listed), chance.randint(1, len(listed)))
            data["option_if"] = {option: _condition(chance, before).to_json() for option in chosen}
        items.append(Item.from_json(data))
    cut = chance.randint(0, len(items) - 1)
    structure = Structure((Section("one", tuple(items[:cut])), Section("two", tuple(items[cut:]))))
    typed = {variable.key: _typed(chance, variable) for variable in all_variables(structure) if chance.random() < 0.8}
    return structure, typed, chance.choice(MARKS)


def _question(chance: random.Random, key: str) -> Item:
    beside = {"not_applicable": 1} if chance.random() < 0.4 else {}
    kind = chance.choice([
        "single_choice", "several_choices", "rating", "matrix", "zero_to_ten", "number", "number", "price", "date",
        "short_text", "long_text", "ranking", "best_worst", "opposites",
    ])  # fmt: skip
    settings: dict[str, Any] = {
        "single_choice": {"options": OPTIONS, **({"other": "d"} if chance.random() < 0.5 else {}), **beside},
        "several_choices": {"options": OPTIONS, **beside},
        "rating": {"points": 5, **beside},
        "matrix": {"rows": ["r", "s"], "points": 3, **beside},
        "zero_to_ten": beside,
        "number": {
            "decimals": chance.choice([0, 2, 6]),
            **({"minimum": chance.choice(["0", "-1.5"])} if chance.random() < 0.5 else {}),
            **({"maximum": chance.choice(["2", "1500.25"])} if chance.random() < 0.3 else {}),
            **beside,
        },
        "price": beside,
        "date": {**({"earliest": "2020-01-01", "latest": "2026-12-31"} if chance.random() < 0.5 else {}), **beside},
        "short_text": {"max_length": 25},
        "long_text": {"max_length": 40},
        "ranking": {"options": OPTIONS},
        "best_worst": {"options": OPTIONS, "sets": ["a b c", "b c d"]},
        "opposites": {"rows": ["r"], "points": 7},
    }[kind]
    return Item(key, kind, settings=settings)


def _condition(chance: random.Random, before: list[Item], deep: int = 0) -> Condition:
    if deep < 3 and chance.random() < 0.4:
        if chance.random() < 0.35:
            return Together("not", (_condition(chance, before, deep + 1),))
        parts = tuple(_condition(chance, before, deep + 1) for _ in range(chance.randint(1, 3)))
        return Together(chance.choice(["all", "any"]), parts)
    variable = chance.choice(before)
    values = [*(kind_of(variable).values(variable) or []), *TEXTS[2:5], "~", "2.5"]
    how = chance.choice(["is", "in", "more", "less", "answered"])
    if how == "answered":
        return Criterion(variable.key, how, value=True)
    if how == "in":
        return Criterion(variable.key, how, tuple(chance.sample(values, min(len(values), 2))))
    return Criterion(variable.key, how, chance.choice(values if how == "is" else LIMITS))


def _typed(chance: random.Random, variable: Item) -> list[str]:
    values = kind_of(variable).values(variable)
    if values is not None:
        most = len(values) if variable.kind == "several_choices" else 1
        chosen = chance.sample(values, chance.randint(0, most))
        return chosen if chance.random() < 0.85 else [*chosen, "~"]
    pool = {"number": NUMBERS, "price": NUMBERS, "date": DAYS}.get(variable.kind, TEXTS)
    return [chance.choice(pool)] if chance.random() < 0.9 else ["~"]


def as_the_server(structure: Structure, typed: dict[str, list[str]], marks: NumberMarks) -> dict[str, Any]:
    """What of the second page is shown, and which options are not."""
    reading = read_answers(structure, typed, marks)
    so_far: dict[str, Any] = {}
    away: dict[str, list[str]] = {}
    for section, asked, _offered in walk(structure, so_far):
        if section.key == "two":
            away[asked.key] = sorted(hidden_options(asked, so_far))
        keys = {variable.key for variable in all_variables(Structure((Section("s", (asked,)),)))}
        so_far |= {key: value for key, value in reading.answers.items() if key in keys}
    seen = [question.key for question in structure.section("two").items if question.key in reading.shown]
    return {"seen": seen, "away": away}


WALKED = """
async (cases) => {
  const { walk } = await import("/static/js/conditions.js");
  return cases.map(({ route, typed, marks }) => {
    const { seen, away } = walk(route, (key) => typed[key] ?? [], marks);
    for (const key of Object.keys(away)) away[key].sort();
    return { seen, away };
  });
}
"""


@pytest.mark.parametrize("device", ["desk"], indirect=True)
def test_browser_and_server_agree_on_thousands_of_forms(people: People, demo: Demo) -> None:
    seed = random.SystemRandom().randint(0, 10**9)
    chance = random.Random(seed)
    cases, expected = [], []
    while len(cases) < CASES:
        structure, typed, marks = made_up(chance)
        page = structure.section("two")
        route = for_browser(page, read_answers(structure, typed, marks).answers)
        if route is None:
            continue
        told = {"decimal": marks.decimal, "group": marks.group, "currencyDecimals": 2}
        cases.append({"route": route, "typed": typed, "marks": told})
        expected.append((as_the_server(structure, typed, marks), structure.to_json()))
    anna = people()
    anna.open("/accounts/sign-in")
    found = anna.page.evaluate(WALKED, cases)
    wrong = [
        (case["typed"], case["marks"], server, browser, structure)
        for case, browser, (server, structure) in zip(cases, found, expected, strict=True)
        if browser != server
    ]
    assert not wrong, f"seed {seed}: {len(wrong)} of {CASES} differ, such as {wrong[0]}"
    some = {tuple(server["seen"]) for server, _ in expected}
    assert len(some) > 100, "the forms are too much alike to show anything"
