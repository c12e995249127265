"""The third step: a questionnaire is written, put in order, translated, tried, published, and taken further."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.journeys.conftest import People
from tests.journeys.steps import Person

FILLED = {
    "One answer from a list": {"rows": ("Kitchen", "Cellar")},
    "Several answers from a list": {"rows": ("Water", "Smoke", "Cold")},
    "Rating with words at every point": {"scale": True},
    "From 0 to 10": {"ends": ("Not at all likely", "Very likely")},
    "A number, such as minutes or pieces": {"unit": "minutes"},
    "A price in the currency of the market": {},
    "A few words": {},
    "A longer text": {},
}


def test_the_ready_questionnaire_is_published_and_gets_a_next_version(people: People, own: str) -> None:
    anna, name = people("anna"), f"Ready {own}"
    anna.menu("Questionnaires")
    anna.follow("Write a questionnaire")
    anna.press("Begin")
    expect(anna.page.get_by_role("alert")).to_contain_text("Write a name.")
    anna.choose("With the ready questionnaire “First impression of a product”, in five languages")
    anna.field("Name").fill(name)
    anna.press("Begin")
    anna.reads("What is your overall impression of the product?")
    _publish(anna, 1)
    anna.reads("English, Swedish, German, Polish, Finnish")
    anna.press("Make the next version")
    anna.reads("Version 2, draft")
    anna.follow("Do you use a similar product today?")
    anna.field("Question").fill("Do you use something like it today?")
    anna.press("Save the question")
    anna.reads("Do you use something like it today?")
    anna.follow(name)
    anna.go(anna.page.get_by_role("row").filter(has_text="Version 1").get_by_role("link", name="Preview"))
    anna.follow("Begin")
    anna.reads("Do you use a similar product today?")


def test_a_questionnaire_is_written_from_an_empty_page(people: People, own: str) -> None:
    anna, name = people("anna"), f"Cellar {own}"
    anna.open("/questionnaires/new")
    anna.choose("With an empty page")
    anna.field("Name").fill(name)
    anna.press("Begin")
    anna.reads("No sections yet")
    anna.field("Name of the new section").fill("Your cellar")
    anna.press("Add the section")
    for number, (kind, what) in enumerate(FILLED.items(), 1):
        anna.follow("Add a question")
        anna.follow(kind)
        _write_question(anna, f"Question {number}?", **what)
        anna.press("Add the question")
    assert _order(anna) == [f"Question {number}?" for number in range(1, 9)]

    _move_by_key(anna, "Question 2?", "ArrowUp")
    assert _order(anna)[:3] == ["Question 2?", "Question 1?", "Question 3?"]
    _drag(anna, "Question 3?", above="Question 2?")
    assert _order(anna)[:3] == ["Question 3?", "Question 2?", "Question 1?"]
    before = _order(anna)
    by_button = people("anna", scripts=False)
    by_button.open(anna.path)
    by_button.press(f"Move “{before[1]}” up")
    assert _order(by_button)[:2] == [before[1], before[0]]

    anna.open(anna.path)
    _translate(anna)
    anna.follow(name)
    _preview(anna)
    anna.page.go_back()
    anna.open(f"/questionnaires/{re.findall(r'[0-9]+', by_button.path)[0]}")
    _publish(anna, 1)
    anna.reads("English, German")


def _write_question(
    anna: Person,
    label: str,
    rows: tuple[str, ...] = (),
    ends: tuple[str, ...] = (),
    unit: str = "",
    scale: bool = False,
) -> None:
    anna.field("Question").fill(label)
    for place, words in enumerate(rows, 1):
        row = anna.page.get_by_label(f"Option {place}", exact=True)
        if not row.count():
            anna.page.get_by_role("button", name="Add an option").click()
        row.fill(words)
    if scale:
        anna.go(anna.page.get_by_role("group", name="Start from ready-made words:").get_by_role("button").first)
        expect(anna.field("Question")).to_have_value(label)
        expect(anna.page.get_by_label("Point 1", exact=True)).not_to_have_value("")
    if ends:
        anna.field("Words at 0").fill(ends[0])
        anna.field("Words at 10").fill(ends[1])
    if unit:
        anna.field("Unit").fill(unit)


def _order(anna: Person) -> list[str]:
    return [one.strip() for one in anna.page.locator(".outline__label").all_inner_texts()]


def _handle(anna: Person, label: str) -> Locator:
    return anna.page.get_by_role("button", name=f"Move “{label}”: drag", exact=False)


def _move_by_key(anna: Person, label: str, key: str) -> None:
    _handle(anna, label).focus()
    with anna.page.expect_response(lambda answer: answer.request.method == "POST"):
        _handle(anna, label).press(key)
    expect(_handle(anna, label)).to_be_focused()
    anna.page.reload()


def _drag(anna: Person, label: str, above: str) -> None:
    target = _handle(anna, above).bounding_box()
    assert target
    _handle(anna, label).hover()
    anna.page.mouse.down()
    with anna.page.expect_response(lambda answer: answer.request.method == "POST"):
        anna.page.mouse.move(target["x"] + 5, target["y"] + 40, steps=8)
        anna.page.mouse.move(target["x"] + 5, target["y"] + 5, steps=4)
        anna.page.mouse.up()
    anna.page.reload()


def _translate(anna: Person) -> None:
    anna.follow(re.compile("^Languages"))
    anna.field("Language").select_option(label="German")
    anna.press("Begin translating")
    empty = [box for box in anna.main.locator("form.translate .control").all() if not box.input_value()]
    empty[0].fill("Fragen zum Keller")
    anna.press("Save and go on")
    for box in anna.main.locator("form.translate .control").all():
        if not box.input_value():
            box.fill("auf Deutsch")
    anna.press("Save and close")
    expect(anna.main.get_by_role("listitem").filter(has_text="German").first).to_contain_text("Complete")


def _preview(anna: Person) -> None:
    anna.follow("Preview")
    anna.page.locator("details.languages summary").click()
    anna.go(anna.page.get_by_role("link", name="Deutsch"))
    anna.is_at("Fragen zum Keller")
    expect(anna.page.locator("html")).to_have_attribute("lang", "de")


def _publish(anna: Person, version: int) -> None:
    anna.follow(re.compile("Publish|Check and publish"))
    anna.reads("Nothing stops publishing")
    anna.agree(f"Publish version {version}")
    anna.reads("Published")
