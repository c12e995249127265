"""Questions of all kinds, asked only of those whom they concern: built by Anna, tried as a tester would."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.conftest import People
from tests.journeys.steps import Person

PLAIN = {"Put in order": ("Price", "Looks", "Size"), "Best and worst of a few (MaxDiff)": ("A", "B", "C", "D")}


def test_a_form_of_many_kinds_asks_people_what_concerns_them(people: People, own: str) -> None:
    anna = people("anna")
    _begin(anna, f"Kinds {own}")
    anna.follow("Add a question")
    anna.follow("A text without an answer")
    anna.field("Heading").fill("Before you begin")
    anna.press("Add the question")
    _add(anna, "One answer from a list", "Do you use a sensor?", ("Yes", "No"))
    anna.follow("Add a question")
    anna.follow("Several statements on one scale")
    anna.field("Question").fill("How easy is it?")
    for place, words in enumerate(("To set it up", "To read it"), 1):
        anna.page.get_by_label(f"Statement {place}", exact=True).fill(words)
    anna.go(anna.page.get_by_role("group", name="Start from ready-made words:").get_by_role("button").first)
    expect(anna.page.get_by_label("Statement 2", exact=True)).to_have_value("To read it")
    anna.choose("Offer “Does not apply”")
    anna.press("Add the question")
    for kind, options in PLAIN.items():
        _add(anna, kind, f"{kind}?", options)
    _add(anna, "A date", "Since when?", ())

    anna.page.get_by_label("More for “How easy is it?”").click()
    anna.follow("Who sees it, and checks")
    anna.field("Which answer decides?").select_option(label="Do you use a sensor?")
    anna.press("Choose")
    anna.press("Add this condition")
    expect(anna.page.get_by_role("alert")).to_contain_text("Choose one of these.")
    anna.choose("is one of these", "Yes")
    anna.press("Add this condition")
    anna.reads("“Do you use a sensor?” is “Yes”")
    anna.follow("Back to the questions")
    anna.reads("Only if “Do you use a sensor?” is “Yes”")
    _try(anna)


def _begin(anna: Person, name: str) -> None:
    anna.open("/questionnaires/new")
    anna.choose("With an empty page")
    anna.field("Name").fill(name)
    anna.press("Begin")
    anna.field("Name of the new section").fill("Your sensor")
    anna.press("Add the section")


def _add(anna: Person, kind: str, label: str, options: tuple[str, ...]) -> None:
    anna.follow("Add a question")
    anna.follow(kind)
    anna.field("Question").fill(label)
    for place, words in enumerate(options, 1):
        anna.page.get_by_label(f"Option {place}", exact=True).fill(words)
    if "MaxDiff" in kind:
        anna.field("Words above the best").fill("Most")
        anna.field("Words above the worst").fill("Least")
    anna.press("Add the question")


def _try(anna: Person) -> None:
    """In the preview: what concerns nobody is not there, with scripts and without."""
    anna.follow("Preview")
    anna.follow("Begin")
    page = anna.page
    easy = page.get_by_role("group", name="How easy is it?")
    expect(easy).to_be_hidden()
    page.get_by_label("Yes", exact=True).check()
    expect(easy).to_be_visible()
    anna.look()
    page.get_by_label("No", exact=True).check()
    expect(easy).to_be_hidden()
    page.get_by_label("Yes", exact=True).check()
    row = easy.get_by_role("radiogroup", name="To set it up")
    row.get_by_role("radio").nth(4).check(force=True)
    easy.get_by_role("radiogroup", name="To read it").get_by_label("Does not apply").check(force=True)
    for place, words in enumerate(("Size", "Size", "Price"), 1):
        page.get_by_label(words, exact=True).select_option(str(min(place, 2)))
    first = page.get_by_role("group", name="1 of 3")
    first.get_by_role("radio", name="Most: A").check()
    first.get_by_role("radio", name="Least: A").check()
    anna.press("Send my answers")
    expect(page.get_by_role("alert")).to_contain_text("Choose two different answers for the two ends.")
    expect(page.get_by_role("alert")).to_contain_text("Give this another place: place 2 is taken.")
    first.get_by_role("radio", name="Least: C").check()
    page.get_by_label("Size", exact=True).select_option("1")
    page.get_by_label("Looks", exact=True).select_option("3")
    expect(row.get_by_role("radio").nth(4)).to_be_checked()
    for number in ("2 of 3", "3 of 3"):
        group = page.get_by_role("group", name=number)
        group.get_by_role("radio", name="Most: B").check()
        group.get_by_role("radio", name="Least: D").check()
    anna.press("Send my answers")
    anna.reads("Thank you")
