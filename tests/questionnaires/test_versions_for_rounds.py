"""What other rooms get from this one: published versions, their words, their complete languages."""

from __future__ import annotations

import pytest

from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.foundation.surroundings import now
from livinglab.questionnaires import actions, queries
from livinglab.questionnaires.models import QuestionnaireText
from tests.cast import Cast
from tests.factories import questionnaires


def test_only_published_versions_of_what_is_not_archived_are_offered(cast: Cast) -> None:
    published = questionnaires.published(cast.norrsken)
    questionnaires.questionnaire(cast.norrsken, "A draft")
    archived = questionnaires.published(cast.norrsken, name="Old")
    actions.archive(archived.questionnaire, by=cast.anna)
    questionnaires.published(cast.danvind)
    assert queries.published_versions([cast.norrsken.id]) == [(published.id, "First impression", 1)]


def test_the_newest_version_is_offered_first(cast: Cast) -> None:
    first = questionnaires.published(cast.norrsken)
    second = actions.next_version(first.questionnaire, by=cast.anna)
    actions.publish(second, by=cast.anna)
    rows = queries.published_versions([cast.norrsken.id])
    assert [(row.version_id, row.number) for row in rows] == [(second.id, 2), (first.id, 1)]


def test_a_language_with_a_missing_word_is_not_complete(cast: Cast) -> None:
    german = {key: words for key, words in questionnaires.GERMAN.items() if key != "option.channel.shop"}
    version = questionnaires.published(cast.norrsken, texts={"en": questionnaires.ENGLISH, "de": german})
    assert queries.languages_of(version.id) == ["en"]
    assert list(queries.texts_by_language(version.id)) == ["en", "de"]


def test_the_newest_revision_counts_and_the_source_language_stays_first(cast: Cast) -> None:
    version = questionnaires.published(cast.norrsken)
    db.session.add(
        QuestionnaireText(
            version=version,
            language="en",
            revision=2,
            texts={**questionnaires.ENGLISH, "title": "New"},
            created_at=now(),
        )
    )
    db.session.flush()
    text = queries.newest_text(version.id, "en")
    assert text is not None
    assert (text.revision, text.texts["title"]) == (2, "New")
    assert queries.newest_text(version.id, "fi") is None
    assert list(queries.texts_by_language(version.id)) == ["en", "de"]
    assert queries.texts_by_language(version.id)["en"]["title"] == "New"


def test_what_lacks_words_is_not_published(cast: Cast) -> None:
    english = {key: words for key, words in questionnaires.ENGLISH.items() if key != "item.why.label"}
    draft = questionnaires.questionnaire(cast.norrsken, texts={"en": english}).versions[0]
    with pytest.raises(Refused, match="question “why”"):
        actions.publish(draft, by=cast.anna)


def test_the_structure_of_a_version_is_read_once(cast: Cast) -> None:
    version = questionnaires.published(cast.norrsken)
    assert queries.structure_of(version) == questionnaires.STRUCTURE
    assert queries.structure_of(version) is queries.structure_of(version)
