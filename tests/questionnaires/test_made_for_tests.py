"""What the factory writes for other tests is what the room's actions write."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from livinglab.foundation.audit import AuditLine
from livinglab.foundation.db import db
from livinglab.questionnaires import actions
from livinglab.questionnaires.models import Questionnaire, QuestionnaireText, QuestionnaireVersion
from tests.cast import Cast
from tests.factories import questionnaires

NEW_IDS = ("id", "questionnaire_id", "version_id", "object_id")


def everything_written() -> list[list[dict[str, Any]]]:
    """All rows of the room and the lines about them, oldest first, with places instead of ids; then they are gone."""
    db.session.flush()
    found = []
    for model in (Questionnaire, QuestionnaireVersion, QuestionnaireText, AuditLine):
        rows = [dict(row) for row in db.session.execute(select(model.__table__).order_by(model.id)).mappings()]
        first = {name: value for name, value in rows[0].items() if name in NEW_IDS}
        found.append([row | {name: row[name] - value for name, value in first.items()} for row in rows])
    db.session.rollback()
    return found


@pytest.mark.parametrize("publish", [False, True])
def test_a_questionnaire_is_as_if_somebody_had_written_and_published_it(cast: Cast, publish: bool) -> None:
    texts, structure = questionnaires.TEXTS, questionnaires.STRUCTURE
    written = actions.create_questionnaire(cast.norrsken, "Name", "en", structure, texts, by="tests")
    if publish:
        actions.publish(written.versions[0], by="tests")
    expected = everything_written()
    if publish:
        questionnaires.published(cast.norrsken, name="Name")
    else:
        questionnaires.questionnaire(cast.norrsken, "Name")
    assert everything_written() == expected
    assert [len(rows) for rows in expected] == [1, 1, 2, 1 + publish]
