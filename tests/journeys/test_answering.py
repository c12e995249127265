"""The sixth step: Cleo answers, in her own language, and loses nothing."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.answering import Cleo
from tests.journeys.conftest import Demo, People

LANGUAGES = ("de", "sv", "pl", "fi", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_cleo_answers_in_her_language(people: People, demo: Demo, language: str) -> None:
    cleo = Cleo(people(), language)
    cleo.person.open(demo.link("DE"))
    cleo.speak_here()
    cleo.press("Show me what it is about")
    cleo.reads("title")
    cleo.press("Begin")
    expect(cleo.page.get_by_role("alert")).to_contain_text(cleo.say("Tick the box if you agree, then begin."))
    cleo.agree_to_take_part()
    for page in range(4):
        cleo.fill_in(page)
        cleo.press("Send my answers" if page == 3 else "Next")
    cleo.is_thanked()


def test_nothing_that_cleo_typed_is_lost(people: People, demo: Demo) -> None:
    cleo = Cleo(people(), "de")
    cleo.begin(demo.link("DE"))
    cleo.press("Next")  # the first question must be answered
    expect(cleo.page.get_by_role("alert")).to_contain_text(cleo.text("item.overall.label"))
    cleo.fill_in(0)
    cleo.press("Next")
    cleo.choose("ease-of-use", "4")
    cleo.type("time-to-start", "bald")
    cleo.press("Next")
    expect(cleo.question("time-to-start").locator(".field__error")).to_be_visible()
    expect(cleo.input("time-to-start")).to_have_value("bald")
    expect(cleo.option("ease-of-use", "4")).to_be_checked()
    cleo.type("time-to-start", "12")
    cleo.press("Next")

    cleo.fill_in(2)
    cleo.type("fair-price", "79,50")
    cleo.change_language("en")
    expect(cleo.input("fair-price")).to_have_value("79.5")
    expect(cleo.option("purchase-intent", "4")).to_be_checked()
    cleo.change_language("de")
    expect(cleo.input("fair-price")).to_have_value("79,5")
    cleo.press("Back")
    expect(cleo.input("time-to-start")).to_have_value("12")
    cleo.page.reload()
    expect(cleo.input("time-to-start")).to_have_value("12")
    cleo.press("Next")
    cleo.page.go_back()
    cleo.page.go_back()
    cleo.person.look()
    cleo.page.go_forward()
    cleo.page.go_forward()
    expect(cleo.input("fair-price")).to_have_value("79,5")
    cleo.press("Next")
    cleo.fill_in(3)
    cleo.press("Send my answers")
    cleo.is_thanked()


def test_sending_twice_stores_one_answer_with_one_receipt(people: People, demo: Demo) -> None:
    before = demo.answers("DE")
    cleo = Cleo(people(), "de")
    cleo.answer_all_but_sending(demo.link("DE"))
    same, other = cleo.in_another_tab(), cleo.in_another_tab()
    with cleo.page.expect_navigation(url=re.compile("/thanks")):
        cleo.page.get_by_role("button", name=cleo.say("Send my answers")).dblclick()
    receipt = cleo.is_thanked()
    same.fill_in(3)
    same.press("Send my answers")
    assert same.is_thanked() == receipt
    other.type("best-thing", "Etwas anderes")
    other.press("Send my answers")
    other.person.is_at(other.say("You have sent answers before"))
    other.person.follow(other.say("Show my receipt"))
    assert other.is_thanked() == receipt
    cleo.page.go_back()
    assert cleo.is_thanked() == receipt
    assert demo.answers("DE") == before + 1


def test_all_of_it_works_without_scripts(people: People, demo: Demo) -> None:
    before = demo.answers("DE")
    cleo = Cleo(people(scripts=False), "de")
    cleo.answer_all_but_sending(demo.link("DE"))
    with cleo.page.expect_navigation(url=re.compile("/thanks")):
        cleo.page.get_by_role("button", name=cleo.say("Send my answers")).dblclick()
    cleo.is_thanked()
    assert demo.answers("DE") == before + 1


def test_cleo_says_no_and_changes_her_mind_and_says_no_again(people: People, demo: Demo) -> None:
    cleo, link = Cleo(people(), "de"), demo.link("DE")
    cleo.person.open(link)
    cleo.press("No, thank you")
    cleo.person.is_at(cleo.say("You are not taking part"))
    cleo.press("Take part after all")
    cleo.agree_to_take_part()
    cleo.fill_in(0)
    cleo.press("Next")
    cleo.person.agree(cleo.say("I do not want to take part"))
    cleo.person.is_at(cleo.say("You are not taking part"))
    cleo.person.open(link)
    cleo.person.is_at(cleo.say("You are not taking part"))


def test_cleo_takes_her_answers_back_later_by_the_same_link(people: People, demo: Demo) -> None:
    cleo, link = Cleo(people(), "de"), demo.link("DE")
    before = demo.answers("DE")
    cleo.answer_all_but_sending(link)
    cleo.press("Send my answers")
    receipt = cleo.is_thanked()
    later = Cleo(people(), "de")
    later.person.open(link)
    later.press("Show my receipt")
    assert later.is_thanked() == receipt
    later.person.agree(later.say("Take my answers back"))
    later.person.is_at(later.say("Your answers are deleted"))
    assert demo.answers("DE") == before


def test_a_link_that_nobody_gave_out_leads_nowhere(people: People) -> None:
    stranger = people()
    stranger.open("/i/" + "A" * 43)
    expect(stranger.page.get_by_text("404")).to_be_visible()
