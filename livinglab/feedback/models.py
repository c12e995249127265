"""Consents, drafts, responses, counts and imports."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from livinglab.domain.questionnaire.structure import KEY_LENGTH
from livinglab.foundation.db import Base, confidential, personal, public, secret, special
from livinglab.foundation.files import StoredFile
from livinglab.invitations.models import Participation
from livinglab.questionnaires.models import QuestionnaireText, QuestionnaireVersion
from livinglab.rounds.models import Round, RoundMarket

ITEM_KEY = 2 * KEY_LENGTH + 1  # that of a question, a dot, that of its part


class Consent(Base):
    """Append-only: a tester said yes, or took it back. The newest row of a participation holds."""

    __tablename__ = "consents"
    __table_args__ = (CheckConstraint("said IN ('yes', 'withdrawn')", name="said"),)

    id: Mapped[int] = public(primary_key=True)
    participation_id: Mapped[int] = personal(ForeignKey("participations.id"), index=True)
    said: Mapped[str] = public(String(10))
    purpose: Mapped[str] = public(String(20))
    text_version: Mapped[str] = public(String(20))
    language: Mapped[str] = public(String(35))
    how: Mapped[str] = public(String(40))
    at: Mapped[datetime] = public()


class Draft(Base):
    """What a tester has entered so far. It carries the submission's key from the moment the form was opened."""

    __tablename__ = "drafts"

    participation_id: Mapped[int] = personal(ForeignKey("participations.id"), primary_key=True)
    submission_key: Mapped[str] = secret(String(32))
    language: Mapped[str] = public(String(35))
    answers: Mapped[dict[str, Any]] = special(default=dict)
    begun_at: Mapped[datetime] = public()
    updated_at: Mapped[datetime] = public()

    participation: Mapped[Participation] = relationship()


class Response(Base):
    """One submitted questionnaire; never changed. `withdrawn_at` is a tombstone: then `answers` is empty.

    `submission_key` with `payload_hash` makes delivery exact: same key and content gives the same receipt, same key
    with other content is refused. A tester answers once: `participation_id` is unique (imported rows have none).
    """

    __tablename__ = "responses"
    __table_args__ = (
        UniqueConstraint("round_id", "submission_key"),
        Index(None, "round_id", "market_id", "id"),
        Index(None, "round_id", "submitted_at", "id"),
        CheckConstraint("source IN ('page', 'import')", name="source"),
    )

    id: Mapped[int] = public(primary_key=True)
    round_id: Mapped[int] = public(ForeignKey("rounds.id"))
    market_id: Mapped[int] = public(ForeignKey("round_markets.id"))
    participation_id: Mapped[int | None] = personal(ForeignKey("participations.id"), unique=True)
    submission_key: Mapped[str] = secret(String(64))
    payload_hash: Mapped[str] = secret(String(64))
    receipt: Mapped[str] = secret(String(20), unique=True)
    answers: Mapped[dict[str, Any]] = special()
    version_id: Mapped[int] = public(ForeignKey("questionnaire_versions.id"))
    text_id: Mapped[int | None] = public(ForeignKey("questionnaire_texts.id"))
    language: Mapped[str] = public(String(35))
    consent_id: Mapped[int | None] = public(ForeignKey("consents.id"))
    source: Mapped[str] = public(String(10))
    import_id: Mapped[int | None] = public(ForeignKey("imports.id"), index=True)
    submitted_at: Mapped[datetime] = public()
    withdrawn_at: Mapped[datetime | None] = public()

    round: Mapped[Round] = relationship()
    market: Mapped[RoundMarket] = relationship()
    participation: Mapped[Participation | None] = relationship()
    version: Mapped[QuestionnaireVersion] = relationship()
    text: Mapped[QuestionnaireText | None] = relationship()


class AnswerCount(Base):
    """How many people in a market gave a value to a variable: all that a results page reads. `item_key` is its key.

    The value "" counts the people who answered it at all; the key "" with value "" counts responses.
    """

    __tablename__ = "answer_counts"

    market_id: Mapped[int] = public(ForeignKey("round_markets.id"), primary_key=True)
    item_key: Mapped[str] = confidential(String(ITEM_KEY), primary_key=True)
    value: Mapped[str] = confidential(String(60), primary_key=True)
    n: Mapped[int] = confidential()


class Import(Base):
    """A table of answers collected elsewhere, on its way into a round: all of it, or nothing.

    `mapping` is what `domain.questionnaire.mapping` reads. Of `total` rows `done` are looked at so far; then `added`
    came in, `known` were there already, `refused` were left out, which somebody decided (`leaves_out`) beforehand.
    The table itself is kept until the import has ended: what people said stands in their responses, and only there.
    """

    __tablename__ = "imports"
    __table_args__ = (
        CheckConstraint("state IN ('uploaded', 'waiting', 'running', 'done', 'failed', 'cancelled')", name="state"),
    )

    id: Mapped[int] = public(primary_key=True)
    round_id: Mapped[int] = public(ForeignKey("rounds.id"), index=True)
    stored_file_id: Mapped[int | None] = public(ForeignKey("stored_files.id"))
    file_name: Mapped[str] = confidential(String(120))
    state: Mapped[str] = public(String(10), default="uploaded", index=True)
    mapping: Mapped[dict[str, Any]] = confidential(default=dict)
    total: Mapped[int] = public(default=0)
    done: Mapped[int] = public(default=0)
    added: Mapped[int] = public(default=0)
    known: Mapped[int] = public(default=0)
    refused: Mapped[int] = public(default=0)
    leaves_out: Mapped[bool] = public(default=False)
    problem: Mapped[str] = confidential(Text, default="")
    lease_until: Mapped[datetime | None] = public()
    created_by_id: Mapped[int | None] = personal(ForeignKey("users.id"))
    created_at: Mapped[datetime] = public()
    finished_at: Mapped[datetime | None] = public()
    taken_back_at: Mapped[datetime | None] = public()

    round: Mapped[Round] = relationship()
    stored: Mapped[StoredFile | None] = relationship()


class StagedResponse(Base):
    """A checked row of an import that waits for all the others; nothing else reads it."""

    __tablename__ = "staged_responses"

    import_id: Mapped[int] = public(ForeignKey("imports.id"), primary_key=True)
    number: Mapped[int] = public(primary_key=True)
    market_id: Mapped[int] = public(ForeignKey("round_markets.id"))
    submission_key: Mapped[str] = secret(String(64))
    payload_hash: Mapped[str] = secret(String(64))
    receipt: Mapped[str] = secret(String(20))
    answers: Mapped[dict[str, Any]] = special()
