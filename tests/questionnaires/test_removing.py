"""Removing a question or a section, and putting it back."""

from __future__ import annotations

from livinglab.questionnaires import drafts
from tests.cast import Cast
from tests.factories import questionnaires
from tests.fixtures import As
from tests.pages import words
from tests.questionnaires.forms import at, draft_of, structure_in, words_in


def test_a_question_goes_with_its_words_in_all_languages(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    browser = as_(cast.anna)
    asked = words(browser.get(at(mine, "/build/questions/channel/remove")).text)
    assert "“Where did you hear about the product?” goes, with its words in 2 languages." in asked
    answer = browser.post(at(mine, "/build/questions/channel/remove"))
    assert answer.status_code == 303
    assert [item.key for item in structure_in(draft_of(mine)).sections[0].items] == ["age", "used"]
    for texts in words_in(draft_of(mine)).values():
        assert not [key for key in texts if ".channel." in key]
    page = words(browser.get(answer.location).text)
    assert "“Where did you hear about the product?” is removed. Put it back" in page


def test_a_question_comes_back_to_its_place_with_all_its_words(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    browser = as_(cast.anna)
    line = browser.post(at(mine, "/build/questions/channel/remove")).location.rpartition("=")[2]
    answer = browser.post(at(mine, f"/build/removed/{line}/put-back"))
    assert answer.location == at(mine, "/build#question-channel")
    assert structure_in(draft_of(mine)) == questionnaires.STRUCTURE
    assert words_in(draft_of(mine)) == questionnaires.TEXTS
    assert "Removed lately" not in browser.get(at(mine, "/build")).text
    again = browser.post(at(mine, f"/build/removed/{line}/put-back"))
    assert again.location == answer.location
    assert structure_in(draft_of(mine)) == questionnaires.STRUCTURE


def test_a_section_goes_with_its_questions_and_says_so_first(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    browser = as_(cast.anna)
    asked = words(browser.get(at(mine, "/build/sections/about-you/remove")).text)
    assert "“About you” goes, with its 3 questions: How old are you? Where did you hear about the product?" in asked
    line = browser.post(at(mine, "/build/sections/about-you/remove")).location.rpartition("=")[2]
    assert [section.key for section in structure_in(draft_of(mine)).sections] == ["the-product"]
    assert "section.about-you.title" not in words_in(draft_of(mine))["de"]
    answer = browser.post(at(mine, f"/build/removed/{line}/put-back"))
    assert answer.location == at(mine, "/build#section-about-you")
    assert structure_in(draft_of(mine)) == questionnaires.STRUCTURE
    assert words_in(draft_of(mine)) == questionnaires.TEXTS


def test_a_question_whose_section_is_gone_comes_back_in_the_last_one(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    browser = as_(cast.anna)
    line = browser.post(at(mine, "/build/questions/age/remove")).location.rpartition("=")[2]
    browser.post(at(mine, "/build/sections/about-you/remove"))
    browser.post(at(mine, f"/build/removed/{line}/put-back"))
    (section,) = structure_in(draft_of(mine)).sections
    assert "age" in [item.key for item in section.items]


def test_a_question_needs_a_section_to_come_back_to(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    browser = as_(cast.anna)
    line = browser.post(at(mine, "/build/questions/age/remove")).location.rpartition("=")[2]
    for key in ("about-you", "the-product"):
        browser.post(at(mine, f"/build/sections/{key}/remove"))
    answer = browser.post(at(mine, f"/build/removed/{line}/put-back"))
    assert answer.status_code == 409
    assert "Add a section first." in answer.text


def test_what_another_questionnaire_lost_cannot_be_fetched_here(as_: As, cast: Cast) -> None:
    mine, other = questionnaires.questionnaire(cast.norrsken), questionnaires.questionnaire(cast.norrsken, "Other")
    browser = as_(cast.anna)
    line = browser.post(at(other, "/build/questions/age/remove")).location.rpartition("=")[2]
    assert browser.post(at(mine, f"/build/removed/{line}/put-back")).status_code == 404
    assert "Removed lately" not in browser.get(at(mine, f"/build?removed={line}")).text


def test_removing_twice_removes_once(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    browser = as_(cast.anna)
    for path in ("/build/questions/age/remove", "/build/sections/the-product/remove"):
        first, second = (browser.post(at(mine, path)) for _ in range(2))
        assert (first.status_code, second.status_code) == (303, 303)
        assert first.location == second.location
    assert len(drafts.removals(draft_of(mine))) == 2
    assert browser.post(at(mine, "/build/questions/never-was/remove")).status_code == 409


def test_what_was_removed_and_put_back_can_be_removed_again(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    browser = as_(cast.anna)
    line = browser.post(at(mine, "/build/questions/age/remove")).location.rpartition("=")[2]
    browser.post(at(mine, f"/build/removed/{line}/put-back"))
    browser.post(at(mine, "/build/questions/age/remove"))
    assert [item.key for item in structure_in(draft_of(mine)).sections[0].items] == ["channel", "used"]


def test_a_removed_key_never_comes_back_with_another_meaning(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    browser = as_(cast.anna)
    browser.post(at(mine, "/build/questions/fair-price/remove"))
    typed = {"label": "Fair price", "section": "about-you", "mark": str(len(draft_of(mine).keys_used))}
    browser.post(at(mine, "/build/sections/about-you/new-question?kind=price"), data=typed)
    keys = [item.key for item in structure_in(draft_of(mine)).items()]
    assert "fair-price" not in keys
    assert "fair-price-2" in keys
