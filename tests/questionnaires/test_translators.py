"""Tables for translators, out and in again."""

from __future__ import annotations

import io

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from livinglab.foundation.tables import read_table
from livinglab.questionnaires import queries
from livinglab.questionnaires.models import QuestionnaireVersion
from livinglab.questionnaires.translating import progress_of
from tests.cast import Cast
from tests.factories import questionnaires
from tests.fixtures import As
from tests.pages import words
from tests.questionnaires.forms import at, send

KINDS = ["csv", "xlsx", "po"]


@pytest.fixture
def draft(cast: Cast) -> QuestionnaireVersion:
    """Anna's draft in English only."""
    texts = {"en": questionnaires.ENGLISH | {"item.why.label": "=Why, “truly”?\nReally; yes"}}
    return questionnaires.questionnaire(cast.norrsken, texts=texts).versions[0]


def _table(browser: FlaskClient, version: QuestionnaireVersion, kind: str, language: str = "de") -> bytes:
    return browser.get(at(version, f"/languages/{language}/table?as={kind}")).data


def _bring(browser: FlaskClient, version: QuestionnaireVersion, content: bytes, language: str = "de") -> TestResponse:
    return browser.post(at(version, f"/languages/{language}/table"), data={"file": (io.BytesIO(content), "translated")})


def _german(version: QuestionnaireVersion) -> dict[str, str]:
    return queries.texts_by_language(version.id).get("de", {})


@pytest.mark.parametrize("kind", KINDS)
def test_what_goes_out_comes_back_and_changes_nothing(as_: As, cast: Cast, kind: str) -> None:
    version = questionnaires.questionnaire(cast.norrsken).versions[0]
    anna = as_(cast.anna)
    before = _german(version)
    answer = _bring(anna, version, _table(anna, version, kind))
    assert answer.status_code == 303
    assert "Nothing was changed" in words(anna.get(answer.location).text)
    assert _german(version) == before


def test_the_column_of_translations_is_taken_in(as_: As, cast: Cast, draft: QuestionnaireVersion) -> None:
    anna = as_(cast.anna)
    table = read_table(_table(anna, draft, "csv"))
    assert table.head == ["key", "source", "translation"]
    lines = [f"{row[0]};;Auf Deutsch {n}" for n, row in enumerate(table.rows)]
    content = "key;source;translation\n" + "\n".join(lines)
    answer = _bring(anna, draft, content.encode())
    assert "German is saved: 29 of 29 texts." in words(anna.get(answer.location).text)
    assert _german(draft)["title"] == "Auf Deutsch 0"


@pytest.mark.parametrize("kind", KINDS)
def test_the_source_stands_beside_as_it_is(as_: As, cast: Cast, draft: QuestionnaireVersion, kind: str) -> None:
    anna = as_(cast.anna)
    content = _table(anna, draft, kind)
    if kind == "po":
        assert 'msgctxt "item.why.label"' in content.decode()
        assert '"=Why, “truly”? Really; yes"' in content.decode()
    filled = _bring(anna, draft, content)
    assert filled.status_code == 303
    assert _german(draft) == {}


def test_what_was_translated_from_an_older_source_is_said(as_: As, cast: Cast, draft: QuestionnaireVersion) -> None:
    anna = as_(cast.anna)
    content = b"key,source,translation\ntitle,First impression,Erster Eindruck\nthanks,Thank you.,Danke.\n"
    send(anna, at(draft.questionnaire, "/build/words"), {"title": "What do you think?"})
    answer = _bring(anna, draft, content)
    assert "The source of 1 has changed since the file went out." in words(anna.get(answer.location).text)
    german = next(one for one in progress_of(draft) if one.language == "de")
    assert german.stale == 1


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("nowhere,x,y", "Row 2: the questionnaire has no text “nowhere”. Remove it."),
        ("title,x," + "y" * 201, "Row 2: shorten the translation to 200 characters."),
        ("title,x,You said ${age}", "Row 2: take in the same answers as the source does"),
    ],
)
def test_what_is_wrong_is_said_row_by_row_and_nothing_is_kept(
    as_: As, cast: Cast, draft: QuestionnaireVersion, rows: str, sentence: str
) -> None:
    content = f"key,source,translation\n{rows}\nthanks,Thank you.,Danke.\n"
    answer = _bring(as_(cast.anna), draft, content.encode())
    assert answer.status_code == 422
    assert sentence in words(answer.text)
    assert _german(draft) == {}


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"PK\x03\x04x", b'msgid "a\nmsgstr', b"\xff\xfe\x00msgid"])
def test_what_is_no_such_table_is_refused_in_words(
    as_: As, cast: Cast, draft: QuestionnaireVersion, content: bytes
) -> None:
    answer = _bring(as_(cast.anna), draft, content)
    assert answer.status_code == 422
    assert "error-summary" in answer.text


def test_nobody_translates_into_the_source_or_a_language_that_is_none(
    as_: As, cast: Cast, draft: QuestionnaireVersion
) -> None:
    anna = as_(cast.anna)
    for language in ("en", "xx", "../de"):
        assert anna.get(at(draft, f"/languages/{language}/table")).status_code == 404
    assert anna.get(at(draft, "/languages/de/table?as=exe")).status_code == 404
