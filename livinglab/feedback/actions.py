"""What happens to answers: consent, drafts, the one submission, taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from livinglab.domain.questionnaire.answers import check_answers, payload_hash
from livinglab.domain.questionnaire.structure import Structure
from livinglab.feedback import counting, queries
from livinglab.feedback.models import Consent, Draft, Response
from livinglab.foundation import audit
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.foundation.surroundings import now, random_bytes
from livinglab.invitations.models import Participation
from livinglab.questionnaires.models import QuestionnaireText
from livinglab.questionnaires.queries import structure_of
from livinglab.rounds.models import Round

CONSENT_VERSION = "2026-11"  # of the words in templates/feedback/_consent.html: a test holds the two together
RECEIPT_LETTERS = "23456789BCDFGHJKMNPQRSTVWXZ"  # nothing that is read as something else, no vowels, so no words
RECEIPT_LENGTH = 12


class OtherContent(Refused):
    """The key of this submission has been used already, for other answers."""


class NotOpen(Refused):
    """The round takes no answers now."""


@dataclass(frozen=True)
class Receipt:
    """What proves that answers arrived. `repeated` when they had arrived before, word for word."""

    code: str
    submitted_at: datetime
    repeated: bool


def new_receipt() -> str:
    """A code such as K7QF-M2XP-4DRT: short, readable, and no two of its letters look alike."""
    letters = ""
    while len(letters) < RECEIPT_LENGTH:
        # 9 * 27 = 243: bytes above are thrown away, so that every letter is as likely as any other.
        letters += "".join(RECEIPT_LETTERS[byte % 27] for byte in random_bytes(2 * RECEIPT_LENGTH) if byte < 243)
    return "-".join(letters[begin : begin + 4] for begin in range(0, RECEIPT_LENGTH, 4))


def hash_for(participation: Participation, version_id: int, answers: Mapping[str, Any]) -> str:
    """The hash of what one tester says about one version of the questionnaire."""
    return payload_hash(answers, participation=participation.id, version=version_id)


def submit(
    participation: Participation,
    key: str,
    answers: Mapping[str, Any],
    *,
    text: QuestionnaireText | None,
    language: str,
    by: str = "tester",
) -> Receipt:
    """Store answers, once, however often they are sent. The caller commits.

    `answers` are in stored form (domain `Invalid` when they are not, or not complete), `text` the words they were
    given to. Same key and content: the same receipt again. Raises `OtherContent` for the key with other content, or
    another key after the tester has answered; `NotOpen` when the round takes no answers; `Refused` without consent.
    """
    round_ = participation.round
    structure = structure_of(round_.version)
    check_answers(structure, answers)
    content = hash_for(participation, round_.version_id, answers)
    consent = queries.newest_consent(participation.id)
    refusal: Exception | None = _refusal(round_.id, consent)
    if refusal is None and consent is not None:
        response = Response(
            round_id=round_.id,
            market_id=participation.market_id,
            participation_id=participation.id,
            submission_key=key,
            payload_hash=content,
            receipt=new_receipt(),
            answers=dict(answers),
            version_id=round_.version_id,
            text_id=text.id if text else None,
            language=language,
            consent_id=consent.id,
            source="page",
            submitted_at=now(),
        )
        try:
            with db.session.begin_nested():
                db.session.add(response)
                db.session.flush()
        except IntegrityError as error:
            refusal = error
        else:
            _count_in(participation, response, structure, by)
            return Receipt(response.receipt, response.submitted_at, repeated=False)
    known = _receipt_if_known(participation, key, content)
    if known is None:
        raise refusal or RuntimeError("a refusal without a reason")
    return known


def _refusal(round_id: int, consent: Consent | None) -> Refused | None:
    """Why a new response cannot be taken. The round stays as it is until the transaction ends: it is locked."""
    state = db.session.scalar(select(Round.state).where(Round.id == round_id).with_for_update(read=True))
    if state != "running":
        return NotOpen("This trial takes no answers at the moment.")
    if consent is None or consent.said != "yes":
        return Refused("Agree to take part first, then send your answers.")
    return None


def _count_in(participation: Participation, response: Response, structure: Structure, by: str) -> None:
    counting.add(response.market_id, structure, response.answers)
    participation.answered_at = response.submitted_at
    db.session.execute(delete(Draft).where(Draft.participation_id == participation.id))
    audit.record("submit", response, by)


def _receipt_if_known(participation: Participation, key: str, content: str) -> Receipt | None:
    """The receipt of what was stored already under this key or by this tester; `OtherContent` when it differs."""
    found = db.session.execute(
        select(Response.submission_key, Response.payload_hash, Response.receipt, Response.submitted_at).where(
            (Response.participation_id == participation.id)
            | ((Response.round_id == participation.round_id) & (Response.submission_key == key))
        )
    ).all()
    if not found:
        return None
    for stored_key, stored_content, receipt, submitted_at in found:
        if (stored_key, stored_content) == (key, content):
            return Receipt(receipt, submitted_at, repeated=True)
    raise OtherContent("Answers were sent before, and these are others. The first ones stand.")
