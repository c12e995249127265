"""The preview: as a tester sees it, page by page; answers can be tried and nothing is stored."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from livinglab.feedback.models import Draft, Response
from livinglab.foundation.db import db
from livinglab.questionnaires.models import QuestionnaireVersion
from tests.cast import Cast
from tests.counting import selects
from tests.factories import questionnaires
from tests.fixtures import As
from tests.pages import words
from tests.questionnaires.forms import at


def test_it_leads_from_the_welcome_through_the_pages_to_the_end(as_: As, cast: Cast) -> None:
    version = questionnaires.questionnaire(cast.norrsken).versions[0]
    browser = as_(cast.ana_maria)
    start = browser.get(at(version, "/preview"))
    assert "We would like to hear what you think." in start.text
    assert at(version, "/preview/1?language=en") in start.text
    first = browser.get(at(version, "/preview/1")).text
    assert "1. Where did you hear" not in words(first)
    assert "2. Where did you hear about the product?" in words(first)
    on = browser.post(at(version, "/preview/1"), data={"a.channel": "shop", "a.age": "44"})
    assert on.location == at(version, "/preview/2?language=en")
    last = browser.post(at(version, "/preview/2"), data={"a.liking": "4", "a.recommend": "9", "a.fair-price": "12.50"})
    assert last.location == at(version, "/preview/end?language=en")
    assert "Thank you." in browser.get(last.location).text


def test_every_page_says_that_it_is_a_preview(as_: As, cast: Cast) -> None:
    version = questionnaires.questionnaire(cast.norrsken).versions[0]
    for rest in ("/preview", "/preview/1", "/preview/2", "/preview/end"):
        page = words(as_(cast.anna).get(at(version, rest + "?language=de")).text)
        assert "Preview of “First impression”, version 1 (draft)." in page
        assert "nothing is stored" in page


def test_the_way_back_leads_to_where_one_was_writing(as_: As, cast: Cast) -> None:
    draft = questionnaires.questionnaire(cast.norrsken).versions[0]
    mine = draft.questionnaire
    there = f'href="{at(mine, "/build#section-the-product")}"'
    assert there in as_(cast.anna).get(at(draft, "/preview/2")).text
    assert there not in as_(cast.ana_maria).get(at(draft, "/preview/2")).text
    assert f'href="{at(mine)}"' in as_(cast.ana_maria).get(at(draft, "/preview/2")).text
    published = questionnaires.published(cast.norrsken)
    assert f'href="{at(published.questionnaire)}"' in as_(cast.anna).get(at(published, "/preview/2")).text


def test_it_speaks_the_language_that_is_chosen(as_: As, cast: Cast) -> None:
    version = questionnaires.published(cast.norrsken)
    page = as_(cast.anna).get(at(version, "/preview/1?language=de")).text
    assert '<html lang="de"' in page
    assert "Wie alt sind Sie?" in page
    assert at(version, "/preview/1?language=en") in page
    for language in ("fi", "xx", "de;q=1", ""):
        assert as_(cast.anna).get(at(version, f"/preview/1?language={language}")).status_code == 404


def test_what_is_not_translated_is_shown_in_the_source_and_said(as_: As, cast: Cast) -> None:
    german = {key: text for key, text in questionnaires.GERMAN.items() if key != "item.age.label"}
    texts = {"en": questionnaires.ENGLISH, "de": german}
    version = questionnaires.questionnaire(cast.norrsken, texts=texts).versions[0]
    page = words(as_(cast.anna).get(at(version, "/preview/1?language=de")).text)
    assert "How old are you?" in page
    assert "1 text is not translated yet and shown in English." in page


def test_answers_are_checked_as_for_a_tester_and_stay_typed(as_: As, cast: Cast) -> None:
    version = questionnaires.questionnaire(cast.norrsken).versions[0]
    answer = as_(cast.anna).post(
        at(version, "/preview/1?language=de"), data={"a.age": "12,5", "a.used": ["app", "none"]}
    )
    assert answer.status_code == 422
    assert 'value="12,5"' in answer.text
    assert answer.text.count(" checked") == 2
    assert '<li><a href="#q-channel-1">' in answer.text


def test_trying_it_stores_nothing(as_: As, cast: Cast) -> None:
    version = questionnaires.published(cast.norrsken)
    as_(cast.anna).post(at(version, "/preview/2"), data={"a.liking": "4", "a.recommend": "9", "a.why": "Because"})
    for table in (Draft, Response):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0


def test_there_are_only_the_pages_there_are(as_: As, cast: Cast) -> None:
    version = questionnaires.questionnaire(cast.norrsken).versions[0]
    assert as_(cast.anna).get(at(version, "/preview/99999999999999999999")).status_code == 404
    for page in ("0", "3", "-1"):
        assert as_(cast.anna).get(at(version, f"/preview/{page}")).status_code == 404
        assert as_(cast.anna).post(at(version, f"/preview/{page}")).status_code == 404


def test_a_draft_without_sections_has_a_welcome_only(as_: As, cast: Cast) -> None:
    version: QuestionnaireVersion = questionnaires.questionnaire(
        cast.norrsken, texts={"en": {"title": "New"}}
    ).versions[0]
    version.structure = {"sections": []}
    db.session.commit()
    page = as_(cast.anna).get(at(version, "/preview")).text
    assert "Begin" not in page


def test_a_page_asks_the_database_a_fixed_number_of_times(as_: As, cast: Cast, connection: Connection) -> None:
    path = at(questionnaires.questionnaire(cast.norrsken).versions[0], "/preview/2")
    browser = as_(cast.anna)
    with selects(connection) as asked:
        browser.get(path)
    assert len(asked) <= 5  # person, menu, version with its questionnaire, texts, role
