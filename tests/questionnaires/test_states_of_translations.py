"""What is said of a translation: that it is a draft, reviewed, approved; and that its source has changed since."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from livinglab.foundation.db import db
from livinglab.questionnaires import queries
from livinglab.questionnaires.models import QuestionnaireText, QuestionnaireVersion
from livinglab.questionnaires.translating import progress_of
from tests.cast import Cast
from tests.factories import questionnaires
from tests.fixtures import As
from tests.pages import words
from tests.questionnaires.forms import at, draft_of, send


@pytest.fixture
def draft(cast: Cast) -> QuestionnaireVersion:
    """Anna's draft, complete in English and German."""
    return questionnaires.questionnaire(cast.norrsken).versions[0]


def _say(browser: FlaskClient, version: QuestionnaireVersion, state: str):
    return browser.post(at(version, "/languages/de/state"), data={"state": state})


def _german(version: QuestionnaireVersion) -> QuestionnaireText:
    db.session.expire_all()
    found = queries.newest_text(version.id, "de")
    assert found is not None
    return found


def _reword(browser: FlaskClient, version: QuestionnaireVersion, label: str) -> None:
    send(browser, at(version.questionnaire, "/build/questions/why"), {"label": label})


def test_anna_reviews_and_approves_and_everybody_reads_who_and_when(
    as_: As, cast: Cast, draft: QuestionnaireVersion
) -> None:
    anna = as_(cast.anna)
    assert "German Complete, not reviewed" in words(anna.get(at(draft, "/languages")).text)
    assert _say(anna, draft, "reviewed").status_code == 303
    page = words(as_(cast.ana_maria).get(at(draft, "/languages")).text)
    assert "German Reviewed" in page
    assert "Reviewed by Anna Lindqvist, 24 Nov 2026." in page
    _say(anna, draft, "approved")
    assert "Approved by Anna Lindqvist" in words(anna.get(at(draft, "/languages")).text)
    _say(anna, draft, "draft")
    assert _german(draft).state == "draft"


def test_another_word_makes_it_a_draft_again(as_: As, cast: Cast, draft: QuestionnaireVersion) -> None:
    anna = as_(cast.anna)
    _say(anna, draft, "approved")
    send(anna, at(draft, "/languages/de"), {"t.item.why.label": "Weshalb?"})
    assert (_german(draft).state, _german(draft).state_by_id) == ("draft", None)


def test_what_is_not_complete_cannot_be_approved(as_: As, cast: Cast, draft: QuestionnaireVersion) -> None:
    anna = as_(cast.anna)
    send(anna, at(draft, "/languages/de"), {"t.item.why.label": ""})
    answer = _say(anna, draft, "approved")
    assert answer.status_code == 409
    assert "German is not complete." in words(answer.text)
    assert _german(draft).state == "draft"


def test_a_changed_source_is_said_until_somebody_looks_at_it(as_: As, cast: Cast, draft: QuestionnaireVersion) -> None:
    anna = as_(cast.anna)
    _say(anna, draft, "approved")
    _reword(anna, draft, "Why do you say so?")
    page = words(anna.get(at(draft, "/languages")).text)
    assert "German 1 out of date" in page
    german = next(one for one in progress_of(draft) if one.language == "de")
    assert (german.stale, german.is_approved) == (1, False)
    assert "The source of some texts in German has changed." in words(_say(anna, draft, "approved").text)
    form = anna.get(at(draft, "/languages/de"))
    assert "Go to the first text whose source has changed" in words(form.text)
    assert form.text.count("These words are still right") == 1
    send(anna, at(draft, "/languages/de"), {"k.item.why.label": "1"})
    german = next(one for one in progress_of(draft) if one.language == "de")
    assert (german.stale, german.is_approved) == (0, True), "the words are those that were approved"


def test_with_the_old_words_back_nothing_is_out_of_date(as_: As, cast: Cast, draft: QuestionnaireVersion) -> None:
    anna = as_(cast.anna)
    _reword(anna, draft, "Why do you say so?")
    _reword(anna, draft, "Why?")
    assert "out of date" not in words(anna.get(at(draft, "/languages")).text)


def test_translating_it_again_makes_it_fresh(as_: As, cast: Cast, draft: QuestionnaireVersion) -> None:
    anna = as_(cast.anna)
    _reword(anna, draft, "Why do you say so?")
    send(anna, at(draft, "/languages/de"), {"t.item.why.label": "Warum sagen Sie das?"})
    assert "out of date" not in words(anna.get(at(draft, "/languages")).text)


def test_the_next_version_keeps_what_was_said(as_: As, cast: Cast) -> None:
    version = questionnaires.published(cast.norrsken)
    anna = as_(cast.anna)
    _say(anna, version, "approved")
    anna.post(at(version.questionnaire, "/next"))
    newest = draft_of(version.questionnaire)
    assert _german(newest).state == "approved"
    _reword(anna, newest, "Why do you say so?")
    assert "German 1 out of date" in words(anna.get(at(newest, "/languages")).text)
    assert "out of date" not in words(anna.get(at(version, "/languages")).text)


def test_a_revision_of_a_published_version_is_a_draft_of_its_own(as_: As, cast: Cast) -> None:
    version = questionnaires.published(cast.norrsken)
    anna = as_(cast.anna)
    _say(anna, version, "approved")
    send(anna, at(version, "/languages/de"), {"t.item.why.label": "Weshalb?"})
    assert (_german(version).revision, _german(version).state) == (2, "draft")


def test_a_translation_must_take_in_the_same_answers(as_: As, cast: Cast, draft: QuestionnaireVersion) -> None:
    anna = as_(cast.anna)
    _reword(anna, draft, "You said ${channel}. Why?")
    answer = send(anna, at(draft, "/languages/de"), {"t.item.why.label": "Sie sagten ${chanel}. Warum?"})
    assert answer.status_code == 422
    assert "Take in the same answers as the source does" in words(answer.text)
    assert "Sie sagten ${chanel}." in answer.text


@pytest.mark.parametrize(("state", "status"), [("perfect", 400), ("", 400)])
def test_no_other_state_is_taken(as_: As, cast: Cast, draft: QuestionnaireVersion, state: str, status: int) -> None:
    assert _say(as_(cast.anna), draft, state).status_code == status
