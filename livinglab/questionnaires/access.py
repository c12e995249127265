"""Who may see and change which questionnaire; the only way to get one, or a version of one, by its id."""

from __future__ import annotations

from typing import Any

from flask import abort
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from livinglab.accounts.models import User
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.network import access as network
from livinglab.questionnaires.models import Questionnaire, QuestionnaireVersion

FROZEN = (
    "This version is published, so its questions stay as they are. "
    "Make the next version of the questionnaire, and change that one."
)
ARCHIVED = "This questionnaire is archived. Restore it first, then change it."


def visible_questionnaires(user: User) -> Select[Any]:
    """The questionnaires of the organisations a person works for."""
    return select(Questionnaire).where(Questionnaire.organisation_id.in_(network.ids_of(user)))


def questionnaire_to_view(user: User, questionnaire_id: int) -> Questionnaire:
    """A questionnaire a person may see, else 404."""
    found = db.session.scalar(visible_questionnaires(user).where(Questionnaire.id == questionnaire_id))
    if found is None:
        abort(404)
    return found


def questionnaire_to_manage(user: User, questionnaire_id: int) -> Questionnaire:
    """A questionnaire a person may change: 404 when they do not see it, 403 for readers."""
    found = questionnaire_to_view(user, questionnaire_id)
    network.require(user, found.organisation_id, "member")
    return found


def version_to_view(user: User, version_id: int) -> QuestionnaireVersion:
    """A version a person may see, else 404."""
    mine = visible_questionnaires(user).with_only_columns(Questionnaire.id)
    found = db.session.scalar(
        _versions().where(QuestionnaireVersion.id == version_id, QuestionnaireVersion.questionnaire_id.in_(mine))
    )
    if found is None:
        abort(404)
    return found


def version_to_change(user: User, version_id: int) -> QuestionnaireVersion:
    """A version, draft or published, whose words a person may translate; raises `Refused` when it is archived."""
    found = version_to_view(user, version_id)
    network.require(user, found.questionnaire.organisation_id, "member")
    if found.questionnaire.archived_at is not None:
        raise Refused(ARCHIVED)
    return found


def draft_to_edit(user: User, questionnaire_id: int) -> QuestionnaireVersion:
    """The draft of a questionnaire a person may change; raises `Refused` when it is archived or has no draft."""
    questionnaire = questionnaire_to_manage(user, questionnaire_id)
    if questionnaire.archived_at is not None:
        raise Refused(ARCHIVED)
    found = db.session.scalar(
        _versions().where(
            QuestionnaireVersion.questionnaire_id == questionnaire.id, QuestionnaireVersion.published_at.is_(None)
        )
    )
    if found is None:
        raise Refused(FROZEN)
    return found


def draft_or_newest(user: User, questionnaire_id: int) -> QuestionnaireVersion:
    """The draft of a questionnaire a person may change, else its newest version; `Refused` when it is archived."""
    questionnaire = questionnaire_to_manage(user, questionnaire_id)
    if questionnaire.archived_at is not None:
        raise Refused(ARCHIVED)
    return db.session.scalars(
        _versions()
        .where(QuestionnaireVersion.questionnaire_id == questionnaire.id)
        .order_by(QuestionnaireVersion.number.desc())
        .limit(1)
    ).one()


def _versions() -> Select[Any]:
    return select(QuestionnaireVersion).options(joinedload(QuestionnaireVersion.questionnaire, innerjoin=True))
