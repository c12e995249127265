"""Everything can be done without a mouse, and one always sees where one is."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from livinglab.cli.demo.people import PASSWORD, PEOPLE
from tests.journeys.answering import Cleo
from tests.journeys.conftest import Demo, People
from tests.journeys.steps import Person

pytestmark = pytest.mark.parametrize("device", ["desk"], indirect=True)
FOCUS = """() => {
  const one = document.activeElement;
  const by = (one.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id)?.innerText);
  return one.labels?.length ? one.labels[0].innerText
    : one.getAttribute("aria-label") || by.join(" ") || one.innerText || one.name;
}"""
PLACE = """() => {
  const one = document.activeElement.closest("label") ?? document.activeElement;
  const box = one.getBoundingClientRect();
  return {x: Math.max(0, box.x - 8), y: Math.max(0, box.y - 8), width: box.width + 16, height: box.height + 16};
}"""
COVERED = """() => {
  const one = document.activeElement.closest("label") ?? document.activeElement;
  const box = one.getBoundingClientRect();
  const above = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height, innerHeight) / 2);
  return !above || !(one.contains(above) || above.contains(one));
}"""


class Keys:
    """Somebody who only presses keys."""

    def __init__(self, person: Person) -> None:
        self.person, self.page = person, person.page

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def focus(self) -> str:
        """What has the focus, by its words. It must look different from how it looks without, and lie below nothing."""
        words = self.page.evaluate(FOCUS)
        assert not self.page.evaluate(COVERED), f"something lies over “{words}”, which has the focus"
        clip = self.page.evaluate(PLACE)
        with_focus = self.page.screenshot(clip=clip, animations="disabled")
        self.page.evaluate("() => { window.had = document.activeElement; had.blur(); }")
        without = self.page.screenshot(clip=clip, animations="disabled")
        self.page.evaluate("() => window.had.focus()")
        assert with_focus != without, f"the focus on “{words}” cannot be seen"
        return " ".join(words.split())

    def tab_to(self, words: str, most: int = 40) -> None:
        """Tab until something has the focus; never lose sight of it."""
        passed = []
        for _ in range(most):
            self.press("Tab")
            passed.append(self.focus())
            if words in passed[-1]:
                return
        raise AssertionError(f"“{words}” is not reached by Tab, only {passed}")

    def go(self, *keys: str) -> None:
        """Press keys that lead to another page."""
        with self.page.expect_navigation():
            self.press(*keys)
        self.person.look()


def test_signing_in_by_keyboard_goes_from_field_to_field(people: People) -> None:
    keys = Keys(people())
    keys.person.open("/accounts/sign-in")
    keys.press("Tab")
    assert keys.focus() == "Skip to the content"
    keys.press("Tab", "Tab")
    assert keys.focus() == "E-mail"
    keys.page.keyboard.type(PEOPLE["aino"][1])
    keys.press("Tab")
    assert keys.focus() == "Password"
    keys.page.keyboard.type(PASSWORD)
    keys.press("Tab")
    assert keys.focus() == "Sign in"
    keys.go("Enter")
    keys.person.is_at("Good to see you, Aino Korhonen")
    keys.press("Tab", "Enter")
    assert keys.page.evaluate("document.activeElement.id") == "main"
    keys.press("Shift+Tab")
    assert "Aino Korhonen" in keys.focus()


def test_answering_by_keyboard(people: People, demo: Demo) -> None:
    cleo = Cleo(people(), "en")
    keys = Keys(cleo.person)
    cleo.person.open(demo.link("DE"))
    cleo.speak_here()
    keys.tab_to("Show me what it is about")
    keys.go("Enter")
    keys.tab_to("I have read this")
    keys.press("Space")
    keys.tab_to("Begin")
    keys.go("Enter")
    keys.tab_to("Very bad")
    keys.press("ArrowDown", "ArrowDown", "ArrowDown")
    expect(cleo.option("overall", "4")).to_be_checked()
    keys.tab_to("Yes, often")
    keys.press("Space")
    keys.tab_to("Next")
    keys.go("Enter")
    cleo.person.is_at("Using the product")
    keys.tab_to("Next")
    keys.go("Enter")
    assert "Please look at these answers again" in keys.focus()
    keys.press("Tab")
    assert "How easy or difficult is the product to use?" in keys.focus()
    keys.press("Enter")
    assert keys.focus() == "Very difficult"


def test_building_a_questionnaire_by_keyboard(people: People) -> None:
    keys = Keys(people("anna"))
    keys.person.open("/questionnaires/new")
    keys.tab_to("With the ready questionnaire")
    keys.press("Space")
    keys.tab_to("Name")
    keys.page.keyboard.type("By keyboard")
    keys.tab_to("Begin")
    keys.go("Enter")
    keys.tab_to("Move “What is your overall impression of the product?”: drag")
    with keys.page.expect_response(lambda answer: answer.request.method == "POST"):
        keys.press("ArrowDown")
    assert keys.focus().startswith("Move “What is your overall impression of the product?”: drag")
    keys.page.reload()
    expect(keys.page.locator(".outline__label").first).to_have_text("Do you use a similar product today?")
    keys.tab_to("More for “Do you use a similar product today?”", 60)
    keys.press("Enter", "Tab")
    assert keys.focus() == "Edit"
    keys.press("Escape")
    assert keys.focus().startswith("More for")
    keys.press("Enter", "Tab")
    keys.go("Enter")
    keys.tab_to("Question")


def test_translating_by_keyboard_never_loses_the_field(people: People) -> None:
    keys = Keys(people("anna"))
    keys.person.open("/questionnaires/versions/1/languages/de")
    keys.tab_to("First impression of a product")
    for _ in range(20):
        keys.press("Tab")
        keys.focus()
    keys.page.keyboard.type("x")
    assert keys.person.troubles == []
    keys.page.reload()  # asks first, because something was typed
    assert [one for one in keys.person.troubles if "beforeunload" in one]
    keys.person.troubles.clear()
