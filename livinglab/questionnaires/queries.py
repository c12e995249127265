"""What pages and other rooms ask about questionnaires, their versions and their words."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import joinedload

from livinglab.accounts.models import User
from livinglab.domain.questionnaire.structure import Structure
from livinglab.domain.questionnaire.texts import missing
from livinglab.domain.questionnaire.variables import question_numbers
from livinglab.foundation.audit import AuditLine
from livinglab.foundation.db import db
from livinglab.foundation.places import language_name
from livinglab.questionnaires.access import visible_questionnaires
from livinglab.questionnaires.models import Questionnaire, QuestionnaireText, QuestionnaireVersion

Texts = dict[str, str]


class PublishedVersion(NamedTuple):
    """What can be asked in a round."""

    version_id: int
    name: str
    number: int


def hold(version: QuestionnaireVersion) -> None:
    """Let nobody else change a version until this transaction ends, and read it anew."""
    db.session.refresh(version, with_for_update={"of": QuestionnaireVersion})


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


def questionnaires_of(user: User, *, archived: bool) -> Select[Any]:
    """The questionnaires a person sees, by name, with their organisations: those in use or those put away."""
    put_away = Questionnaire.archived_at.is_not(None)
    return (
        visible_questionnaires(user)
        .where(put_away if archived else ~put_away)
        .options(joinedload(Questionnaire.organisation))
        .order_by(Questionnaire.name, Questionnaire.id)
    )


def how_many(statement: Select[Any]) -> int:
    """How many rows a statement finds."""
    return db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0


def newest_id(user: User) -> int:
    """The highest id among the questionnaires a person sees; 0 when there are none."""
    return db.session.scalar(visible_questionnaires(user).with_only_columns(func.max(Questionnaire.id))) or 0


def made_after(user: User, organisation_id: int, name: str, after: int) -> int | None:
    """The id of a questionnaire of this name that is newer than the one with id `after`."""
    later = visible_questionnaires(user).where(
        Questionnaire.organisation_id == organisation_id, Questionnaire.name == name, Questionnaire.id > after
    )
    return db.session.scalar(later.with_only_columns(Questionnaire.id).limit(1))


def line_about_its_file(questionnaire: Questionnaire) -> AuditLine | None:
    """The line about the file a questionnaire came from; None where it was written here."""
    return db.session.scalar(
        select(AuditLine)
        .where(
            AuditLine.object_type == Questionnaire.__tablename__,
            AuditLine.object_id == questionnaire.id,
            AuditLine.verb == "bring from file",
        )
        .limit(1)
    )


def newest_text(version_id: int, language: str) -> QuestionnaireText | None:
    """The words of a version in a language, in their newest revision."""
    return db.session.scalar(
        select(QuestionnaireText)
        .where(QuestionnaireText.version_id == version_id, QuestionnaireText.language == language)
        .order_by(QuestionnaireText.revision.desc())
        .limit(1)
    )


def _newest_texts() -> Select[QuestionnaireText]:
    newest = (
        select(
            QuestionnaireText.version_id,
            QuestionnaireText.language,
            func.max(QuestionnaireText.revision).label("revision"),
            func.min(QuestionnaireText.id).label("first_id"),
        )
        .where(QuestionnaireText.version_id.in_(bindparam("version_ids", expanding=True)))
        .group_by(QuestionnaireText.version_id, QuestionnaireText.language)
        .subquery()
    )
    return (
        select(QuestionnaireText)
        .join(
            newest,
            (QuestionnaireText.version_id == newest.c.version_id)
            & (QuestionnaireText.language == newest.c.language)
            & (QuestionnaireText.revision == newest.c.revision),
        )
        .order_by(QuestionnaireText.version_id, newest.c.first_id)
    )


_NEWEST_TEXTS = _newest_texts()  # every page of a tester asks it, and putting it together took longer than asking


def newest_texts(version_ids: Collection[int]) -> list[QuestionnaireText]:
    """The newest revision of each language of some versions, the language that was there first first. One query."""
    return list(db.session.scalars(_NEWEST_TEXTS, {"version_ids": list(version_ids)}))


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


@dataclass(frozen=True)
class VersionLine:
    """A version in a list: how much it asks, and in which languages it can be answered."""

    version: QuestionnaireVersion
    questions: int
    sections: int
    complete: list[str]
    begun: list[str]


@dataclass(frozen=True)
class QuestionnaireLine:
    """A questionnaire in a list, with its draft and its newest published version, if there are any."""

    questionnaire: Questionnaire
    draft: VersionLine | None
    published: VersionLine | None

    @property
    def newest(self) -> VersionLine:
        """The version that says most about it now."""
        return self.draft or self.published  # type: ignore[return-value]  # each questionnaire has a version


def version_before(version: QuestionnaireVersion) -> QuestionnaireVersion | None:
    """The version that a version was made from; None for the first one."""
    return db.session.scalar(
        select(QuestionnaireVersion)
        .where(
            QuestionnaireVersion.questionnaire_id == version.questionnaire_id,
            QuestionnaireVersion.number < version.number,
        )
        .order_by(QuestionnaireVersion.number.desc())
        .limit(1)
    )


def version_lines(questionnaire_ids: Iterable[int]) -> dict[int, list[VersionLine]]:
    """{questionnaire id: its versions, newest first}. Two queries, however many there are."""
    versions = db.session.scalars(
        select(QuestionnaireVersion)
        .where(QuestionnaireVersion.questionnaire_id.in_(list(questionnaire_ids)))
        .order_by(QuestionnaireVersion.number.desc())
    ).all()
    texts: dict[int, dict[str, Texts]] = {}
    for row in newest_texts([version.id for version in versions]):
        texts.setdefault(row.version_id, {})[row.language] = row.texts
    lines: dict[int, list[VersionLine]] = {}
    for version in versions:
        structure, by_language = structure_of(version), texts.get(version.id, {})
        complete = complete_languages(structure, by_language)
        line = VersionLine(
            version,
            len(question_numbers(structure)),
            len(structure.sections),
            [language_name(language) for language in complete],
            [language_name(language) for language in by_language if language not in complete],
        )
        lines.setdefault(version.questionnaire_id, []).append(line)
    return lines


def questionnaire_lines(questionnaires: Collection[Questionnaire]) -> list[QuestionnaireLine]:
    """The same for a list of questionnaires, each with its newest versions."""
    by_id = version_lines([questionnaire.id for questionnaire in questionnaires])
    found = []
    for questionnaire in questionnaires:
        lines = by_id.get(questionnaire.id, [])
        draft = next((line for line in lines if not line.version.is_published), None)
        published = next((line for line in lines if line.version.is_published), None)
        found.append(QuestionnaireLine(questionnaire, draft, published))
    return found
