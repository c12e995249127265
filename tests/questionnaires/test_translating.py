"""The words of a version in other languages."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, select

from livinglab.foundation.db import db
from livinglab.questionnaires import queries
from livinglab.questionnaires.models import QuestionnaireText, QuestionnaireVersion
from tests.cast import Cast
from tests.counting import selects
from tests.factories import questionnaires
from tests.fixtures import As
from tests.pages import words
from tests.questionnaires.forms import at, fields_of, resend, send, words_in


def of_norrsken(cast: Cast) -> QuestionnaireVersion:
    """A draft in English and German."""
    version = questionnaires.questionnaire(cast.norrsken).versions[0]
    db.session.commit()
    return version


def revisions(version: QuestionnaireVersion, language: str) -> list[tuple[int, str]]:
    """(revision, title) of each stored row of a language."""
    rows = db.session.scalars(
        select(QuestionnaireText)
        .where(QuestionnaireText.version_id == version.id, QuestionnaireText.language == language)
        .order_by(QuestionnaireText.revision)
    )
    return [(row.revision, row.texts.get("title", "")) for row in rows]


def test_every_language_shows_how_far_it_is(as_: As, cast: Cast) -> None:
    texts = {
        "en": questionnaires.ENGLISH,
        "de": questionnaires.GERMAN,
        "fi": {"title": "Ensivaikutelma", "thanks": "Kiitos."},
    }
    version = questionnaires.questionnaire(cast.norrsken, texts=texts).versions[0]
    page = words(as_(cast.ana_maria).get(at(version, "/languages")).text)
    assert "English Complete Texts that have words 29 of 29" in page
    assert "German Complete, not reviewed Texts that have words 29 of 29" in page
    assert "Finnish Not complete Texts that have words 2 of 29" in page
    assert "Begin translating" not in page
    page = words(as_(cast.anna).get(at(version, "/languages")).text)
    assert "Spanish Swedish Ukrainian Begin translating" in page


def test_the_source_stands_beside_each_input(as_: As, cast: Cast) -> None:
    page = as_(cast.anna).get(at(of_norrsken(cast), "/languages/de")).text
    typed = fields_of(page)
    assert {key: value[0] for key, value in typed.items() if key.startswith("t.")} == {
        f"t.{key}": text for key, text in questionnaires.GERMAN.items()
    }
    for text in questionnaires.ENGLISH.values():
        assert text in page


def test_what_is_missing_in_the_source_is_not_asked_for(as_: As, cast: Cast) -> None:
    page = as_(cast.anna).get(at(of_norrsken(cast), "/languages/fi")).text
    assert "t.item.used.help" in page
    assert "t.item.why.help" not in page


def test_a_language_is_added_when_its_first_words_are_saved(as_: As, cast: Cast) -> None:
    version = of_norrsken(cast)
    browser = as_(cast.anna)
    there = browser.get(at(version, "/translate?language=fi"))
    assert there.location == at(version, "/languages/fi")
    assert "0 of 29" in browser.get(there.location).text
    answer = send(browser, there.location, {})
    assert "Nothing was changed." in browser.get(answer.location).text
    assert "fi" not in words_in(version)
    answer = send(browser, there.location, {"t.title": "Ensivaikutelma"})
    assert answer.location == at(version, "/languages")
    assert "Finnish is saved: 1 of 29 texts." in browser.get(answer.location).text
    assert words_in(version)["fi"] == {"title": "Ensivaikutelma"}


def test_a_draft_is_written_in_place(as_: As, cast: Cast) -> None:
    version = of_norrsken(cast)
    send(as_(cast.anna), at(version, "/languages/de"), {"t.title": " Der erste Eindruck\r\n", "t.thanks": ""})
    assert revisions(version, "de") == [(1, "Der erste Eindruck")]
    assert "thanks" not in words_in(version)["de"]
    assert words_in(version)["en"] == questionnaires.ENGLISH


def test_saving_can_go_on_on_the_same_page(as_: As, cast: Cast) -> None:
    version = of_norrsken(cast)
    answer = send(as_(cast.anna), at(version, "/languages/de"), {"t.title": "Anders"}, {"stay": "1"})
    assert answer.location == at(version, "/languages/de")


def test_of_a_published_version_a_change_is_the_next_revision(as_: As, cast: Cast) -> None:
    version = questionnaires.published(cast.norrsken)
    browser = as_(cast.anna)
    answer = send(browser, at(version, "/languages/de"), {"t.title": "Der erste Eindruck"})
    assert "German is saved as revision 2." in browser.get(answer.location).text
    assert revisions(version, "de") == [(1, "Erster Eindruck"), (2, "Der erste Eindruck")]
    send(browser, at(version, "/languages/de"), {})
    assert len(revisions(version, "de")) == 2
    send(browser, at(version, "/languages/de"), {"t.thanks": "Danke."})
    assert len(revisions(version, "de")) == 3


def test_a_language_can_be_added_to_a_published_version_bit_by_bit(as_: As, cast: Cast) -> None:
    version = questionnaires.published(cast.norrsken)
    browser = as_(cast.anna)
    send(browser, at(version, "/languages/sv"), {"t.title": "Första intrycket"})
    assert queries.languages_of(version.id) == ["en", "de"]
    send(browser, at(version, "/languages/sv"), {f"t.{key}": text for key, text in questionnaires.GERMAN.items()})
    assert queries.languages_of(version.id) == ["en", "de", "sv"]
    assert [number for number, _ in revisions(version, "sv")] == [1, 2]


def test_words_that_testers_may_be_reading_cannot_be_emptied(as_: As, cast: Cast) -> None:
    version = questionnaires.published(cast.norrsken)
    typed = {"t.option.channel.shop": " ", "t.title": "Typed before"}
    answer = send(as_(cast.anna), at(version, "/languages/de"), typed)
    assert answer.status_code == 422
    assert "Testers may be reading this now." in answer.text
    assert "Typed before" in answer.text
    assert revisions(version, "de") == [(1, "Erster Eindruck")]
    assert queries.languages_of(version.id) == ["en", "de"]


def test_a_text_that_is_too_long_is_refused_and_a_long_form_keeps_all_that_was_typed(as_: As, cast: Cast) -> None:
    version = of_norrsken(cast)
    typed = {f"t.{key}": f"Suomi {number}" for number, key in enumerate(questionnaires.ENGLISH)}
    answer = send(as_(cast.anna), at(version, "/languages/fi"), {**typed, "t.item.age.label": "x" * 501})
    assert answer.status_code == 422
    assert "Shorten this to 500 characters; it has 501." in answer.text
    again = fields_of(answer.text)
    assert {key: value[0] for key, value in again.items() if key.startswith("t.")} == {
        **typed,
        "t.item.age.label": "x" * 501,
    }
    assert "fi" not in words_in(version)
    assert resend(as_(cast.anna), at(version, "/languages/fi"), answer.text, typed).status_code == 303
    assert words_in(version)["fi"]["item.age.label"] == typed["t.item.age.label"]


@pytest.mark.parametrize("published", [False, True])
def test_two_people_translate_one_language_and_the_second_is_told(as_: As, cast: Cast, published: bool) -> None:
    version = questionnaires.published(cast.norrsken) if published else of_norrsken(cast)
    db.session.commit()
    path, anna = at(version, "/languages/de"), as_(cast.anna)
    stale = anna.get(path).text
    send(as_(cast.mikael), path, {"t.title": "Von Mikael"})
    answer = resend(anna, path, stale, {"t.title": "Von Anna", "t.thanks": "Danke!"})
    assert answer.status_code == 409
    assert fields_of(answer.text)["t.title"] == ["Von Anna"]
    assert "Saved in the meantime: Von Mikael" in words(answer.text)
    assert words_in(version)["de"]["title"] == "Von Mikael"
    assert resend(anna, path, answer.text, {}).status_code == 303
    assert words_in(version)["de"]["title"] == "Von Anna"
    assert words_in(version)["de"]["thanks"] == "Danke!"


@pytest.mark.parametrize("published", [False, True])
def test_two_people_translate_different_texts_and_nobody_is_disturbed(as_: As, cast: Cast, published: bool) -> None:
    version = questionnaires.published(cast.norrsken) if published else of_norrsken(cast)
    path, anna = at(version, "/languages/de"), as_(cast.anna)
    stale = anna.get(path).text
    send(as_(cast.mikael), path, {"t.title": "Von Mikael"})
    assert resend(anna, path, stale, {"t.thanks": "Danke!"}).status_code == 303
    german = words_in(version)["de"]
    assert (german["title"], german["thanks"]) == ("Von Mikael", "Danke!")


def test_a_form_without_its_marks_overwrites_nothing_unasked(as_: As, cast: Cast) -> None:
    version = of_norrsken(cast)
    answer = as_(cast.anna).post(at(version, "/languages/de"), data={"t.title": "Blind"})
    assert answer.status_code == 409
    assert "Saved in the meantime: Erster Eindruck" in words(answer.text)


def test_a_question_added_meanwhile_disturbs_no_translator(as_: As, cast: Cast) -> None:
    version = of_norrsken(cast)
    path, anna = at(version, "/languages/de"), as_(cast.anna)
    stale = anna.get(path).text
    mine = version.questionnaire
    send(as_(cast.mikael), at(mine, "/build/sections/about-you/new-question?kind=price"), {"label": "New"})
    as_(cast.mikael).post(at(mine, "/build/questions/why/remove"))
    assert resend(anna, path, stale, {"t.title": "Anders"}).status_code == 303
    german = words_in(version)["de"]
    assert german["title"] == "Anders"
    assert "item.why.label" not in german


def test_two_answers_with_the_same_words_are_pointed_out(as_: As, cast: Cast) -> None:
    version = of_norrsken(cast)
    path = at(version, "/languages/de")
    assert "tell them apart" not in as_(cast.anna).get(path).text
    send(as_(cast.anna), path, {"t.option.channel.online": "In einem Geschäft"})
    assert "so that people can tell them apart" in as_(cast.anna).get(path).text


def test_the_source_and_unknown_languages_have_no_such_page(as_: As, cast: Cast) -> None:
    version = questionnaires.published(cast.norrsken)
    browser = as_(cast.anna)
    for language in ("en", "xx", "de-CH", "..", "%00"):
        assert browser.get(at(version, f"/languages/{language}")).status_code == 404
        assert browser.post(at(version, f"/languages/{language}"), data={"t.title": "Hijacked"}).status_code == 404
    assert words_in(version) == questionnaires.TEXTS


def test_texts_that_belong_nowhere_are_not_kept(as_: As, cast: Cast) -> None:
    version = of_norrsken(cast)
    send(as_(cast.anna), at(version, "/languages/de"), {"t.item.never.label": "X", "t.keys_used": "Y", "t.title": "Z"})
    assert words_in(version)["de"] == {**questionnaires.GERMAN, "title": "Z"}


def test_a_language_is_removed_from_a_draft_but_not_from_what_is_published(as_: As, cast: Cast) -> None:
    draft, published = of_norrsken(cast), questionnaires.published(cast.norrsken)
    browser = as_(cast.anna)
    assert browser.post(at(draft, "/languages/de/remove")).location == at(draft, "/languages")
    assert list(words_in(draft)) == ["en"]
    assert browser.post(at(draft, "/languages/de/remove")).status_code == 404
    assert browser.post(at(draft, "/languages/en/remove")).status_code == 409
    assert browser.post(at(published, "/languages/de/remove")).status_code == 409
    assert list(words_in(published)) == ["en", "de"]


def test_the_page_asks_the_database_a_fixed_number_of_times(as_: As, cast: Cast, connection: Connection) -> None:
    path = at(of_norrsken(cast), "/languages/de")
    browser = as_(cast.anna)
    with selects(connection) as asked:
        browser.get(path)
    assert len(asked) <= 9
