"""What pages and other rooms ask about questionnaires, their versions and their words."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select

from livinglab.domain.questionnaire.structure import Structure
from livinglab.domain.questionnaire.texts import missing
from livinglab.foundation.db import db
from livinglab.questionnaires.models import Questionnaire, QuestionnaireText, QuestionnaireVersion

Texts = dict[str, str]


class PublishedVersion(NamedTuple):
    """What can be asked in a round."""

    version_id: int
    name: str
    number: int


def structure_of(version: QuestionnaireVersion) -> Structure:
    """The sections and questions of a version. Read once per content, so asking again costs next to nothing."""
    return _structure(json.dumps(version.structure))


@lru_cache(maxsize=256)
def _structure(written: str) -> Structure:
    return Structure.from_json(json.loads(written))


def published_versions(organisation_ids: Select[Any] | Collection[int]) -> list[PublishedVersion]:
    """What can be asked now, by name, newest version first."""
    statement = (
        select(QuestionnaireVersion.id, Questionnaire.name, QuestionnaireVersion.number)
        .join(Questionnaire, QuestionnaireVersion.questionnaire_id == Questionnaire.id)
        .where(
            Questionnaire.organisation_id.in_(organisation_ids),
            Questionnaire.archived_at.is_(None),
            QuestionnaireVersion.published_at.is_not(None),
        )
        .order_by(Questionnaire.name, Questionnaire.id, QuestionnaireVersion.number.desc())
    )
    return [PublishedVersion(*row) for row in db.session.execute(statement).all()]


def newest_text(version_id: int, language: str) -> QuestionnaireText | None:
    """The words of a version in a language, in their newest revision."""
    return db.session.scalar(
        select(QuestionnaireText)
        .where(QuestionnaireText.version_id == version_id, QuestionnaireText.language == language)
        .order_by(QuestionnaireText.revision.desc())
        .limit(1)
    )


def newest_texts(version_ids: Collection[int]) -> list[QuestionnaireText]:
    """The newest revision of each language of some versions, the language that was there first first. One query."""
    newest = (
        select(
            QuestionnaireText.version_id,
            QuestionnaireText.language,
            func.max(QuestionnaireText.revision).label("revision"),
            func.min(QuestionnaireText.id).label("first_id"),
        )
        .where(QuestionnaireText.version_id.in_(version_ids))
        .group_by(QuestionnaireText.version_id, QuestionnaireText.language)
        .subquery()
    )
    statement = (
        select(QuestionnaireText)
        .join(
            newest,
            (QuestionnaireText.version_id == newest.c.version_id)
            & (QuestionnaireText.language == newest.c.language)
            & (QuestionnaireText.revision == newest.c.revision),
        )
        .order_by(QuestionnaireText.version_id, newest.c.first_id)
    )
    return list(db.session.scalars(statement))


def texts_by_language(version_id: int) -> dict[str, Texts]:
    """{language: texts}, each language in its newest revision; the language that was there first comes first."""
    return {row.language: row.texts for row in newest_texts([version_id])}


def languages_of(version_id: int) -> list[str]:
    """The languages in which a version can be answered: no word that a tester needs is missing."""
    version = db.session.get_one(QuestionnaireVersion, version_id)
    return complete_languages(structure_of(version), texts_by_language(version_id))


def complete_languages(structure: Structure, by_language: Mapping[str, Mapping[str, str]]) -> list[str]:
    """The languages of texts in which no word is missing."""
    return [language for language, texts in by_language.items() if not missing(structure, texts)]
