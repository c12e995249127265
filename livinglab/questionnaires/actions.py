"""What is done to a questionnaire as a whole: written, renamed, put away, published, taken up again."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from livinglab.accounts.models import User
from livinglab.domain.questionnaire.editing import keys_in
from livinglab.domain.questionnaire.publishing import problems
from livinglab.domain.questionnaire.structure import Structure
from livinglab.domain.questionnaire.texts import clean_texts
from livinglab.foundation import audit
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.foundation.surroundings import now
from livinglab.network.models import Organisation
from livinglab.questionnaires import queries
from livinglab.questionnaires.access import ARCHIVED
from livinglab.questionnaires.models import Questionnaire, QuestionnaireText, QuestionnaireVersion


def create_questionnaire(
    organisation: Organisation,
    name: str,
    source_language: str,
    structure: Structure,
    texts_by_language: Mapping[str, Mapping[str, str]],
    by: User | str,
) -> Questionnaire:
    """A questionnaire with its first version as a draft. Without words in the source language it begins with none."""
    questionnaire = Questionnaire(
        organisation=organisation, name=name, source_language=source_language, created_at=now()
    )
    db.session.add(questionnaire)
    _add_draft(questionnaire, 1, structure, keys_in(structure), texts_by_language)
    audit.record("create", questionnaire, by, name=name)
    return questionnaire


def note_what_was_left_out(questionnaire: Questionnaire, file: str, messages: list[str], by: User) -> None:
    """Remember what of a file could not come along, sentence by sentence."""
    db.session.flush()
    audit.record("bring from file", questionnaire, by, file=file, left_out=messages)


def rename(questionnaire: Questionnaire, name: str, by: User) -> None:
    """Give it another name among its authors; testers read the title of its texts."""
    audit.record("rename", questionnaire, by, was=questionnaire.name, name=name)
    questionnaire.name = name


def archive(questionnaire: Questionnaire, by: User) -> None:
    """Put it away: it is offered for no new round. Rounds that use it go on."""
    if questionnaire.archived_at is None:
        questionnaire.archived_at = now()
        audit.record("archive", questionnaire, by)


def restore(questionnaire: Questionnaire, by: User) -> None:
    """Take it out of the archive."""
    if questionnaire.archived_at is not None:
        questionnaire.archived_at = None
        audit.record("restore", questionnaire, by)


def publish(version: QuestionnaireVersion, by: User | str) -> None:
    """Freeze a draft. Raises `Refused` with everything that stops it. Published already: nothing happens."""
    queries.hold(version)
    if version.is_published:
        return
    text = queries.newest_text(version.id, version.questionnaire.source_language)
    found = problems(queries.structure_of(version), text.texts if text else {})
    if found:
        raise Refused(*(problem.sentence for problem in found))
    version.published_at = now()
    audit.record("publish", version, by, number=version.number)


def next_version(questionnaire: Questionnaire, by: User) -> QuestionnaireVersion:
    """A draft with everything the newest version has; the draft there is, if there is one."""
    db.session.refresh(questionnaire, with_for_update=True)
    if questionnaire.archived_at is not None:
        raise Refused(ARCHIVED)
    newest = db.session.scalars(
        select(QuestionnaireVersion)
        .where(QuestionnaireVersion.questionnaire_id == questionnaire.id)
        .order_by(QuestionnaireVersion.number.desc())
    ).first()
    if newest is None:
        raise Refused("This questionnaire has no version to go on from. Write a new questionnaire.")
    if not newest.is_published:
        return newest
    structure = queries.structure_of(newest)
    draft = _add_draft(
        questionnaire, newest.number + 1, structure, newest.keys_used, queries.texts_by_language(newest.id)
    )
    before = {row.language: row for row in queries.newest_texts([newest.id])}
    for row in queries.newest_texts([draft.id]):  # what was approved stays so until a word changes
        was = before[row.language]
        row.source_marks, row.state = was.source_marks, was.state
        row.state_by_id, row.state_at = was.state_by_id, was.state_at
    audit.record("next version", draft, by, number=draft.number)
    return draft


def _add_draft(
    questionnaire: Questionnaire,
    number: int,
    structure: Structure,
    keys_used: list[str],
    texts_by_language: Mapping[str, Mapping[str, str]],
) -> QuestionnaireVersion:
    version = QuestionnaireVersion(
        questionnaire=questionnaire,
        number=number,
        structure=structure.to_json(),
        keys_used=list(keys_used),
        created_at=now(),
    )
    db.session.add(version)
    source = questionnaire.source_language
    languages = dict.fromkeys([source, *texts_by_language])  # the source first, so that it stays first in every list
    for language in languages:
        texts = clean_texts(structure, texts_by_language.get(language, {}))
        db.session.add(QuestionnaireText(version=version, language=language, revision=1, texts=texts, created_at=now()))
        db.session.flush()
    return version
