"""Sections of a draft: add, write, move."""

from __future__ import annotations

import pytest

from livinglab.domain.questionnaire.structure import Section, Structure
from livinglab.foundation.db import db
from tests.cast import Cast
from tests.factories import questionnaires
from tests.fixtures import As
from tests.questionnaires.forms import at, draft_of, fields_of, resend, send, structure_in, words_in


def keys_of(structure: Structure) -> list[str]:
    """The keys of its sections."""
    return [section.key for section in structure.sections]


def test_a_section_is_added_at_the_end(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    browser = as_(cast.anna)
    typed = fields_of(browser.get(at(mine, "/build")).text, at(mine, "/build/sections#new-section"))
    assert typed["seen"] == ["about-you,the-product"]
    answer = browser.post(at(mine, "/build/sections"), data={**typed, "title": "Über den Preis"})
    assert answer.location == at(mine, "/build#section-uber-den-preis")
    assert keys_of(structure_in(draft_of(mine))) == ["about-you", "the-product", "uber-den-preis"]
    assert words_in(draft_of(mine))["en"]["section.uber-den-preis.title"] == "Über den Preis"


def test_a_form_sent_twice_adds_one_section(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    browser = as_(cast.anna)
    typed = {"seen": "about-you,the-product", "title": "Price"}
    first, second = (browser.post(at(mine, "/build/sections"), data=typed) for _ in range(2))
    assert first.location == second.location
    assert len(structure_in(draft_of(mine)).sections) == 3
    browser.post(at(mine, "/build/sections"), data={"seen": "about-you,the-product,price", "title": "Price"})
    assert keys_of(structure_in(draft_of(mine)))[2:] == ["price", "price-2"]


@pytest.mark.parametrize("title", ["", " \u200b ", "t" * 201])
def test_a_section_without_a_name_or_with_an_endless_one_is_refused(as_: As, cast: Cast, title: str) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    answer = as_(cast.anna).post(at(mine, "/build/sections"), data={"title": title, "seen": ""})
    assert answer.status_code == 422
    assert "Name of the new section:" in answer.text
    assert (title.strip("\u200b ") or 'name="title"') in answer.text
    assert len(structure_in(draft_of(mine)).sections) == 2


def test_there_is_an_end_to_sections(as_: As, cast: Cast) -> None:
    structure = Structure(tuple(Section(f"s{n}") for n in range(50)))
    mine = questionnaires.questionnaire(cast.norrsken, structure=structure, texts={"en": {"title": "Many"}})
    answer = as_(cast.anna).post(at(mine, "/build/sections"), data={"title": "One more", "seen": ""})
    assert answer.status_code == 409
    assert "A questionnaire can have 50 sections." in answer.text


def test_title_and_introduction_change_and_the_key_stays(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    answer = send(as_(cast.anna), at(mine, "/build/sections/the-product"), {"title": "It", "intro": ""})
    assert answer.location == at(mine, "/build#section-the-product")
    english = words_in(draft_of(mine))["en"]
    assert english["section.the-product.title"] == "It"
    assert "section.the-product.intro" not in english
    assert words_in(draft_of(mine))["de"]["section.the-product.title"] == "Das Produkt"


def test_a_section_needs_a_title_and_what_was_typed_stays(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    answer = send(as_(cast.anna), at(mine, "/build/sections/the-product"), {"title": " ", "intro": "Kept words"})
    assert answer.status_code == 422
    assert "Write a title for the section." in answer.text
    assert "Kept words" in answer.text


def test_two_people_write_one_section_and_the_second_is_told(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    db.session.commit()
    path = at(mine, "/build/sections/the-product")
    anna = as_(cast.anna)
    stale = anna.get(path).text
    send(as_(cast.mikael), path, {"title": "By Mikael"})
    answer = resend(anna, path, stale, {"title": "By Anna"})
    assert answer.status_code == 409
    assert "By Anna" in answer.text
    assert words_in(draft_of(mine))["en"]["section.the-product.title"] == "By Mikael"


def test_a_section_that_was_removed_meanwhile_is_said_to_be(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    db.session.commit()
    anna = as_(cast.anna)
    path = at(mine, "/build/sections/the-product")
    stale = anna.get(path).text
    as_(cast.mikael).post(path + "/remove")
    answer = resend(anna, path, stale, {"title": "By Anna"})
    assert answer.status_code == 409
    assert "Somebody removed this in the meantime" in answer.text


def test_sections_move_up_and_down_with_plain_buttons(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    browser = as_(cast.anna)
    answer = browser.post(at(mine, "/build/order"), data={"down": "about-you"})
    assert answer.location == at(mine, "/build#section-about-you")
    assert keys_of(structure_in(draft_of(mine))) == ["the-product", "about-you"]
    browser.post(at(mine, "/build/order"), data={"up": "about-you"})
    assert keys_of(structure_in(draft_of(mine))) == ["about-you", "the-product"]


@pytest.mark.parametrize("button", [{"up": "about-you"}, {"down": "the-product"}])
def test_the_first_stays_first_and_the_last_last(as_: As, cast: Cast, button: dict[str, str]) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    assert as_(cast.anna).post(at(mine, "/build/order"), data=button).status_code == 303
    assert keys_of(structure_in(draft_of(mine))) == ["about-you", "the-product"]


def test_an_order_without_a_section_is_not_understood(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    browser = as_(cast.anna)
    assert browser.post(at(mine, "/build/order"), data={}).status_code == 400
    assert browser.post(at(mine, "/build/order"), data={"up": "never-was"}).status_code == 409


def test_a_section_called_order_can_be_written(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    browser = as_(cast.anna)
    browser.post(at(mine, "/build/sections"), data={"title": "Order", "seen": "about-you,the-product"})
    assert send(browser, at(mine, "/build/sections/order"), {"title": "Your order"}).status_code == 303
    assert words_in(draft_of(mine))["en"]["section.order.title"] == "Your order"
