"""Adding a question: choose its kind, write it."""

from __future__ import annotations

from typing import Any

import pytest

from livinglab.domain.questionnaire.kinds.registry import KINDS
from livinglab.domain.questionnaire.publishing import problems
from livinglab.domain.questionnaire.structure import Item, Section, Structure
from livinglab.foundation.db import db
from livinglab.questionnaires import queries
from livinglab.questionnaires.models import Questionnaire
from tests.cast import Cast
from tests.factories import questionnaires
from tests.fixtures import As
from tests.pages import words
from tests.questionnaires.forms import at, draft_of, send, structure_in, words_in

# {kind: (what is typed, the settings that come of it, the words besides the label)}
WRITTEN: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, str]]] = {
    "single_choice": (
        {"row": ["Yes", "", "No"], "row_key": ["", "", ""]},
        {"options": ("yes", "no")},
        {"option.new.yes": "Yes", "option.new.no": "No"},
    ),
    "several_choices": (
        {"row": ["Red", "Blue"], "row_key": ["", ""], "row_paste": "Green\nBlack\n\n"},
        {"options": ("red", "blue", "green", "black")},
        {"option.new.red": "Red", "option.new.blue": "Blue", "option.new.green": "Green", "option.new.black": "Black"},
    ),
    "rating": (
        {"row": ["Low", "Middle", "High"], "row_key": ["", "", ""]},
        {"points": 3},
        {"point.new.1": "Low", "point.new.2": "Middle", "point.new.3": "High"},
    ),
    "zero_to_ten": (
        {"low": "Never", "high": "Always"},
        {},
        {"end.new.low": "Never", "end.new.high": "Always"},
    ),
    "number": (
        {"unit": "kg", "minimum": "0,5", "maximum": "1 000", "decimals": "2"},
        {"minimum": "0.5", "maximum": "1000", "decimals": 2, "unit": 1},
        {"unit.new": "kg"},
    ),
    "price": ({"not_applicable": "y"}, {"not_applicable": 1}, {}),
    "matrix": (
        {"statement": ["To set up", "Daily"], "statement_key": ["", ""], "row": ["Hard", "Easy"], "row_key": ["", ""]},
        {"rows": ("to-set-up", "daily"), "points": 2},
        {"row.new.to-set-up": "To set up", "row.new.daily": "Daily", "point.new.1": "Hard", "point.new.2": "Easy"},
    ),
    "ranking": (
        {"row": ["Price", "Looks", "Size"], "row_key": ["", "", ""], "places": "2"},
        {"options": ("price", "looks", "size"), "places": 2},
        {"option.new.price": "Price", "option.new.looks": "Looks", "option.new.size": "Size"},
    ),
    "best_worst": (
        {"row": ["A", "B", "C", "D"], "row_key": ["", "", "", ""], "best": "Most", "worst": "Least"},
        {"options": ("a", "b", "c", "d"), "sets": ("a b c d", "a b c d", "a b c d")},
        {"best.new": "Most", "worst.new": "Least", **{f"option.new.{key}": key.upper() for key in "abcd"}},
    ),
    "date": (
        {"earliest": "2020-01-01", "latest": "2026-12-31"},
        {"earliest": "2020-01-01", "latest": "2026-12-31"},
        {},
    ),
    "statement": ({}, {}, {}),
    "hidden": ({"parameter": "source"}, {"parameter": "source"}, {}),
    "short_text": ({"max_length": "40"}, {"max_length": 40}, {}),
    "long_text": ({}, {"max_length": 2000}, {}),
}

OFFERED = [name for name, kind in KINDS.items() if kind.offered]
NOT_ASKED = ("statement", "hidden")


def place(mine: Questionnaire, kind: str, section: str = "about-you") -> str:
    """The address of the form for a new question."""
    return at(mine, f"/build/sections/{section}/new-question?kind={kind}")


def test_every_kind_is_offered_by_its_title(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    page = words(as_(cast.anna).get(at(mine, "/build/sections/about-you/new-question")).text)
    assert [KINDS[kind].title for kind in OFFERED if KINDS[kind].title not in page] == []
    assert [kind.title for kind in KINDS.values() if not kind.offered and kind.title in page] == []
    assert "For the section “About you”" in page


@pytest.mark.parametrize("kind", OFFERED)
def test_a_question_of_each_kind_is_added_and_can_be_published(as_: As, cast: Cast, kind: str) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    typed, settings, texts = WRITTEN[kind]
    answer = send(as_(cast.anna), place(mine, kind), {"label": "New", "help": "A hint.", "required": "y", **typed})
    assert answer.location == at(mine, "/build#question-new")
    draft = draft_of(mine)
    item = structure_in(draft).sections[0].items[-1]
    assert item == Item("new", kind, kind not in NOT_ASKED, settings)
    english = words_in(draft)["en"]
    own = {key: text for key, text in english.items() if ".new" in key}
    hint = {} if kind == "hidden" else {"item.new.help": "A hint."}
    assert own == {"item.new.label": "New", **hint, **texts}
    assert problems(queries.structure_of(draft), english) == []


@pytest.mark.parametrize("kind", OFFERED)
def test_a_form_sent_twice_adds_one_question(as_: As, cast: Cast, kind: str) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    browser = as_(cast.anna)
    typed = {"label": "Once", "section": "about-you", "mark": str(len(draft_of(mine).keys_used)), "decimals": "0"}
    typed |= {"max_length": "10"} | WRITTEN[kind][0]
    first, second = (browser.post(place(mine, kind), data=typed) for _ in range(2))
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    assert len(list(structure_in(draft_of(mine)).items())) == 9


def test_the_same_question_can_be_asked_twice_on_purpose(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    for _ in range(2):
        send(as_(cast.anna), place(mine, "price"), {"label": "What price?"})
    keys = [item.key for item in structure_in(draft_of(mine)).sections[0].items]
    assert keys[-2:] == ["what-price", "what-price-2"]


def test_the_next_question_can_be_written_right_away(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    answer = send(as_(cast.anna), place(mine, "price"), {"label": "What price?"}, {"another": "1"})
    assert answer.location == at(mine, "/build/sections/about-you/new-question")
    assert structure_in(draft_of(mine)).item("what-price").kind == "price"


def test_two_people_add_questions_at_once_and_both_are_there(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    mark = str(len(draft_of(mine).keys_used))
    for person, label in ((cast.anna, "By Anna"), (cast.mikael, "By Mikael")):
        typed = {"label": label, "section": "about-you", "mark": mark}
        assert as_(person).post(place(mine, "price"), data=typed).status_code == 303
    assert [item.key for item in structure_in(draft_of(mine)).sections[0].items][-2:] == ["by-anna", "by-mikael"]


INVISIBLE = "\u200b \u00ad"
WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("price", {"label": ""}, "Write what the question asks."),
    ("price", {"label": INVISIBLE}, "Write what the question asks."),
    ("price", {"label": "l" * 501}, "Shorten this to 500 characters."),
    ("price", {"label": "New", "help": "h" * 1001}, "Shorten this to 1,000 characters."),
    ("price", {"label": "New", "section": "never-was"}, "Choose one from this list."),
    ("single_choice", {"label": "New", "row": ["Only one"]}, "Write at least 2 options."),
    ("single_choice", {"label": "New", "row": ["Yes", "yes ", "No"]}, "option 1 has them already"),
    ("single_choice", {"label": "New", "row": ["Yes", "n" * 201]}, "Shorten this to 200 characters."),
    ("single_choice", {"label": "New", "row": [f"Option {n}" for n in range(101)]}, "Use at most 100 options."),
    ("rating", {"label": "New", "row": ["Low"]}, "Write at least 2 points."),
    ("rating", {"label": "New", "row": [f"Point {n}" for n in range(12)]}, "Use at most 11 points."),
    ("rating", {"label": "New", "row": ["p" * 101, "High"]}, "Shorten this to 100 characters."),
    ("zero_to_ten", {"label": "New", "low": "", "high": "Yes"}, "Write the words for 0."),
    ("number", {"label": "New", "minimum": "ten"}, "Write a number, such as 12.5"),
    ("number", {"label": "New", "minimum": "5", "maximum": "4"}, "Make the largest number allowed larger"),
    ("number", {"label": "New", "decimals": "99"}, "Choose one from this list."),
    ("number", {"label": "New", "unit": "u" * 31}, "Shorten this to 30 characters."),
    ("short_text", {"label": "New", "max_length": "501"}, "Write a whole number from 1 to 500."),
    ("short_text", {"label": "New", "max_length": "many"}, "Write a whole number, such as 200."),
    ("long_text", {"label": "New", "max_length": "0"}, "Write a whole number from 1 to"),
    ("long_text", {"label": "New", "max_length": ""}, "Write a whole number from 1 to"),
]


@pytest.mark.parametrize(("kind", "typed", "sentence"), WRONG)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    as_: As, cast: Cast, kind: str, typed: dict[str, Any], sentence: str
) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    answer = send(as_(cast.anna), place(mine, kind), {"help": "Typed before", **typed})
    assert answer.status_code == 422
    assert sentence in words(answer.text)
    for value in typed.values():
        for text in value if isinstance(value, list) else [value]:
            assert text.strip() in answer.text or text in ("never-was", "99", INVISIBLE)
    assert "help" in typed or "Typed before" in answer.text
    assert structure_in(draft_of(mine)) == questionnaires.STRUCTURE


def test_an_unknown_kind_shows_the_kinds_and_adds_nothing(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    assert "What kind of question?" in as_(cast.anna).get(place(mine, "telepathy")).text
    assert as_(cast.anna).post(place(mine, "telepathy"), data={"label": "New"}).status_code == 400


def test_there_is_an_end_to_questions(as_: As, cast: Cast) -> None:
    structure = Structure((Section("a", tuple(Item(f"q{n}", "price") for n in range(200))),))
    mine = questionnaires.questionnaire(cast.norrsken, structure=structure, texts={"en": {"title": "Many"}})
    db.session.commit()
    answer = send(as_(cast.anna), place(mine, "price", "a"), {"label": "One more"})
    assert answer.status_code == 409
    assert "A questionnaire can have 200 questions." in answer.text
    assert as_(cast.anna).post(at(mine, "/build/questions/q1/duplicate")).status_code == 409
