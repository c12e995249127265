"""Checking a draft, and freezing it."""

from __future__ import annotations

from sqlalchemy import select

from livinglab.domain.questionnaire.structure import Section, Structure
from livinglab.foundation.audit import AuditLine
from livinglab.foundation.db import db
from tests.cast import Cast
from tests.factories import questionnaires
from tests.fixtures import As
from tests.pages import words
from tests.questionnaires.forms import at, draft_of, send
from tests.surroundings import BEGIN


def test_a_draft_is_published_and_that_is_written_down(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    browser = as_(cast.anna)
    page = words(browser.get(at(mine, "/publish")).text)
    assert "Nothing stops publishing: 8 questions in 2 sections" in page
    assert "for ever" in page
    answer = browser.post(at(mine, "/publish"))
    assert answer.location == at(mine)
    assert mine.versions[0].published_at == BEGIN
    line = db.session.scalars(select(AuditLine).where(AuditLine.verb == "publish")).one()
    assert (line.object_id, line.actor) == (mine.versions[0].id, str(cast.anna.id))


def test_pressing_twice_publishes_once(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    answers = [as_(cast.anna).post(at(mine, "/publish")) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(db.session.scalars(select(AuditLine).where(AuditLine.verb == "publish")).all()) == 1


def test_everything_that_stops_it_is_a_link_to_its_place(as_: As, cast: Cast) -> None:
    gone = (
        "title",
        "section.about-you.title",
        "option.channel.shop",
        "point.liking.2",
        "end.recommend.low",
        "unit.age",
    )
    english = {key: text for key, text in questionnaires.ENGLISH.items() if key not in gone}
    structure = Structure((*questionnaires.STRUCTURE.sections, Section("rest")))
    texts = {"en": {**english, "section.rest.title": "The rest"}}
    mine = questionnaires.questionnaire(cast.norrsken, structure=structure, texts=texts)
    browser = as_(cast.anna)
    page = browser.get(at(mine, "/publish")).text
    assert "7 things stop publishing" in page
    for place in (
        "/build/words#title",
        "/build/sections/about-you",
        "/build/questions/channel",
        "/build/questions/liking",
        "/build/questions/recommend",
        "/build/questions/age",
        "/build#section-rest",
    ):
        assert f'href="{at(mine, place)}"' in page
        assert browser.get(at(mine, place).partition("#")[0]).status_code == 200
    assert f'action="{at(mine, "/publish")}"' not in page


def test_what_is_not_ready_is_not_published_and_the_page_says_why(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken, structure=Structure(), texts={"en": {"title": "Empty"}})
    answer = as_(cast.anna).post(at(mine, "/publish"))
    assert answer.status_code == 422
    assert "Add at least one question." in answer.text
    assert f'href="{at(mine, "/build#new-section")}"' in answer.text
    assert not mine.versions[0].is_published


def test_a_translation_that_is_not_complete_is_said_and_stops_nothing(as_: As, cast: Cast) -> None:
    german = {key: text for key, text in questionnaires.GERMAN.items() if key not in ("title", "item.why.label")}
    mine = questionnaires.questionnaire(cast.norrsken, texts={"en": questionnaires.ENGLISH, "de": german})
    page = as_(cast.anna).get(at(mine, "/publish")).text
    assert "2 texts missing" in page
    assert at(draft_of(mine), "/languages/de") in page
    assert as_(cast.anna).post(at(mine, "/publish")).status_code == 303
    assert mine.versions[0].is_published


def test_what_is_worth_another_look_is_said_and_stops_nothing(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    anna = as_(cast.anna)
    send(anna, at(mine, "/build/questions/liking"), {"label": "How quick and quiet is it?"})
    page = words(anna.get(at(mine, "/publish")).text)
    assert "It takes a tester about 2 minutes." in page
    assert "How quick and quiet is it? : It may ask two things at once" in page.replace("it?:", "it? :")
    assert "There is no question that puts things in order." in page
    assert "Nothing stops publishing" in page
