"""Questionnaires: structure by version, texts beside it by language."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from livinglab.accounts.models import User
from livinglab.foundation.db import Base, confidential, public
from livinglab.network.models import Organisation


class Questionnaire(Base):
    """What an organisation asks, over all its versions. `name` is for its authors; testers read the texts' title."""

    __tablename__ = "questionnaires"

    id: Mapped[int] = public(primary_key=True)
    organisation_id: Mapped[int] = public(ForeignKey("organisations.id"), index=True)
    name: Mapped[str] = confidential(String(120))
    source_language: Mapped[str] = public(String(35))
    created_at: Mapped[datetime] = public()
    archived_at: Mapped[datetime | None] = public()

    organisation: Mapped[Organisation] = relationship()
    versions: Mapped[list[QuestionnaireVersion]] = relationship(
        order_by="QuestionnaireVersion.number", back_populates="questionnaire"
    )


class QuestionnaireVersion(Base):
    """One version. Once published its structure never changes; there is at most one draft, the newest.

    `structure` is what `livinglab.domain.questionnaire.structure` reads. `keys_used` are all item keys the
    questionnaire ever had, so that a key never comes back with another meaning.
    """

    __tablename__ = "questionnaire_versions"
    __table_args__ = (UniqueConstraint("questionnaire_id", "number"),)

    id: Mapped[int] = public(primary_key=True)
    questionnaire_id: Mapped[int] = public(ForeignKey("questionnaires.id"))
    number: Mapped[int] = public()
    structure: Mapped[dict[str, Any]] = confidential()
    keys_used: Mapped[list[Any]] = confidential(default=list)
    created_at: Mapped[datetime] = public()
    published_at: Mapped[datetime | None] = public()

    questionnaire: Mapped[Questionnaire] = relationship(back_populates="versions")

    @property
    def is_published(self) -> bool:
        """Whether it is frozen."""
        return self.published_at is not None


class QuestionnaireText(Base):
    """All texts of a version in one language: `texts` maps a text key to a string.

    In a draft, revision 1 is edited in place; of a published version a change adds the next revision, so that
    each answer can name the words it was given to.

    `state` is draft, reviewed or approved, as somebody said at a moment; another word makes it a draft again.
    `source_marks` is what `domain.questionnaire.translation` remembers of the sources.
    """

    __tablename__ = "questionnaire_texts"
    __table_args__ = (
        UniqueConstraint("version_id", "language", "revision"),
        CheckConstraint("state IN ('draft', 'reviewed', 'approved')", name="state"),
    )

    id: Mapped[int] = public(primary_key=True)
    version_id: Mapped[int] = public(ForeignKey("questionnaire_versions.id"))
    language: Mapped[str] = public(String(35))
    revision: Mapped[int] = public(default=1)
    texts: Mapped[dict[str, Any]] = confidential()
    source_marks: Mapped[dict[str, Any]] = public(default=dict)  # hashes, no words
    state: Mapped[str] = public(String(10), default="draft")
    state_by_id: Mapped[int | None] = public(ForeignKey("users.id"))
    state_at: Mapped[datetime | None] = public()
    created_at: Mapped[datetime] = public()

    state_by: Mapped[User | None] = relationship()
    version: Mapped[QuestionnaireVersion] = relationship()
