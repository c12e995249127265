"""One questionnaire over its versions: show, rename, put away, make the next version."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from livinglab.foundation.audit import AuditLine
from livinglab.foundation.db import db
from livinglab.questionnaires import actions, queries
from tests.cast import Cast
from tests.factories import questionnaires
from tests.fixtures import As
from tests.pages import words
from tests.questionnaires.forms import at, draft_of, send, structure_in, words_in


def test_it_shows_its_versions_and_what_to_do_next(as_: As, cast: Cast) -> None:
    version = questionnaires.published(cast.norrsken)
    page = words(as_(cast.anna).get(at(version.questionnaire)).text)
    assert "Version 1 can be used: open a trial round and choose it there." in page
    assert re.search(r"Version 1 Published [\w ,]+ 2026 8 English, German", page)
    actions.next_version(version.questionnaire, by=cast.anna)
    db.session.commit()
    page = words(as_(cast.anna).get(at(version.questionnaire)).text)
    assert "Version 2 is a draft." in page
    assert "Version 2 Draft" in page


def test_a_language_that_is_not_complete_is_shown_as_begun(as_: As, cast: Cast) -> None:
    texts = {"en": questionnaires.ENGLISH, "sv": {"title": "Hej"}}
    mine = questionnaires.questionnaire(cast.norrsken, texts=texts)
    assert "English Begun: Swedish" in words(as_(cast.anna).get(at(mine)).text)


def test_a_reader_sees_it_without_buttons_that_change(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    page = as_(cast.ana_maria).get(at(mine)).text
    assert "First impression" in page
    for word in ("Rename", "Archive", "Go on writing", "Check and publish"):
        assert word not in page


def test_it_gets_another_name(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    answer = send(as_(cast.anna), at(mine, "/name"), {"name": "  Second thoughts "})
    assert answer.location == at(mine)
    assert mine.name == "Second thoughts"
    assert words_in(draft_of(mine))["en"]["title"] == "First impression"


@pytest.mark.parametrize("name", ["", "\u200b", "n" * 121])
def test_a_name_that_cannot_be_is_refused(as_: As, cast: Cast, name: str) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    answer = send(as_(cast.anna), at(mine, "/name"), {"name": name})
    assert answer.status_code == 422
    assert mine.name == "First impression"


def test_it_is_put_away_and_taken_back(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    browser = as_(cast.anna)
    for _ in range(2):
        assert browser.post(at(mine, "/archive")).location == "/questionnaires/"
    assert mine.archived_at is not None
    assert "This questionnaire is archived" in browser.get(at(mine)).text
    for _ in range(2):
        assert browser.post(at(mine, "/restore")).location == at(mine)
    assert mine.archived_at is None
    verbs = [line.verb for line in db.session.scalars(select(AuditLine).order_by(AuditLine.id))]
    assert verbs == ["create", "archive", "restore"]


def test_the_next_version_begins_with_everything_and_leaves_the_old_one_alone(as_: As, cast: Cast) -> None:
    version = questionnaires.published(cast.norrsken)
    mine = version.questionnaire
    browser = as_(cast.anna)
    assert browser.post(at(mine, "/next")).location == at(mine, "/build")
    draft = draft_of(mine)
    assert (draft.number, draft.is_published) == (2, False)
    assert structure_in(draft) == questionnaires.STRUCTURE
    assert words_in(draft) == questionnaires.TEXTS
    assert draft.keys_used == version.keys_used
    send(browser, at(mine, "/build/questions/why"), {"label": "Why, now?"})
    browser.post(at(mine, "/build/questions/age/remove"))
    assert structure_in(version) == questionnaires.STRUCTURE
    assert words_in(version) == questionnaires.TEXTS


def test_two_presses_make_one_next_version(as_: As, cast: Cast) -> None:
    version = questionnaires.published(cast.norrsken)
    for _ in range(2):
        assert as_(cast.anna).post(at(version.questionnaire, "/next")).status_code == 303
    assert [one.number for one in version.questionnaire.versions] == [1, 2]


def test_the_next_version_has_the_newest_words(as_: As, cast: Cast) -> None:
    version = questionnaires.published(cast.norrsken)
    browser = as_(cast.anna)
    send(browser, at(version, "/languages/de"), {"t.title": "Der erste Eindruck"})
    browser.post(at(version.questionnaire, "/next"))
    text = queries.newest_text(draft_of(version.questionnaire).id, "de")
    assert text is not None
    assert (text.revision, text.texts["title"]) == (1, "Der erste Eindruck")
