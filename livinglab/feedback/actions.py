"""What happens to answers: consent, drafts, the one submission, taking it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from livinglab.foundation.db import db, insert
from livinglab.foundation.errors import Refused
from livinglab.foundation.surroundings import now, random_bytes
from livinglab.invitations.actions import decline as say_no
from livinglab.invitations.actions import mark_answered
from livinglab.invitations.models import Participation
from livinglab.questionnaires.models import QuestionnaireText
from livinglab.questionnaires.queries import structure_of

CONSENT_VERSION = "2026-11"  # of the words in templates/feedback/_consent.html: a test holds the two together
RECEIPT_LETTERS = "34679CDFGHJKMNPQRTVWXY"  # nothing that is read as something else, and no vowels, so no words
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
    """A code such as K7QF-M3XP-4DRT: short, readable, and no two of its letters look alike."""
    letters = ""
    while len(letters) < RECEIPT_LENGTH:
        # 11 * 22 = 242: bytes above are thrown away, so that every letter is as likely as any other.
        letters += "".join(RECEIPT_LETTERS[byte % 22] for byte in random_bytes(2 * RECEIPT_LENGTH) if byte < 242)
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
    state, consent_id = queries.state_and_consent(participation)
    refusal: Exception | None = None
    if state != "running":
        refusal = NotOpen("This trial takes no answers at the moment.")
    elif consent_id is None:
        refusal = Refused("Agree to take part first, then send your answers.")
    else:
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
            consent_id=consent_id,
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


def _count_in(participation: Participation, response: Response, structure: Structure, by: str) -> None:
    counting.add(response.market_id, structure, response.answers)
    mark_answered(participation)
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


def agree(participation: Participation, language: str, brought: Mapping[str, Sequence[str]] | None = None) -> bool:
    """A tester says yes: consent is written down and the form is opened, with the key its answers will travel under.
    `brought` is what the link says of questions that nobody is asked, as it would be typed.

    Said twice it is the same yes, and what was typed stays; whether the form was new. The caller commits.
    """
    opened = insert(Draft).values(
        participation_id=participation.id,
        submission_key=random_bytes(16).hex(),
        language=language,
        answers={key: list(raw) for key, raw in (brought or {}).items()},
        begun_at=now(),
        updated_at=now(),
    )
    fresh = db.session.execute(
        opened.on_conflict_do_nothing(index_elements=["participation_id"]),
        execution_options={"preserve_rowcount": True},
    )
    is_new = fresh.rowcount > 0  # type: ignore[attr-defined]
    if is_new:  # an open form means that a yes stands: both come and go together
        _say(participation, "yes", language, "ticked a box and pressed a button")
    if participation.declined_at is not None:
        participation.declined_at = None
        audit.record("taken part after all", participation, by="tester")
    return is_new


def save(draft: Draft, typed: Mapping[str, Sequence[str]], language: str) -> None:
    """Keep what was typed, right or wrong. The caller commits."""
    draft.answers = {key: list(raw) for key, raw in typed.items()}
    draft.language = language
    draft.updated_at = now()


def decline(participation: Participation, language: str) -> None:
    """A tester says no, before or after having begun: what was typed is gone. The caller commits.

    After sending there is `withdraw` for it: raises `Refused`.
    """
    if participation.answered_at is not None:
        raise Refused("Your answers were sent. You can take them back.")
    forget_entered(participation, language=language)
    say_no(participation)


def forget_entered(participation: Participation, *, language: str | None = None) -> None:
    """What a tester entered goes when they say no, wherever they say it; consent given before is taken back.

    Connected to the invitations' `declined`: whoever says no on the page of the link has no form open. Done twice it is
    done once. The caller commits.
    """
    db.session.execute(delete(Draft).where(Draft.participation_id == participation.id))
    before = queries.newest_consent(participation.id)
    if before is not None and before.said == "yes":
        _say(participation, "withdrawn", language or before.language, "said no")


def withdraw(participation: Participation, language: str) -> None:
    """A tester takes the answers back, for ever: a tombstone stays, uncounted and empty. The caller commits.

    Done twice it is done once. Raises `Refused` when there is nothing to take back.
    """
    response = db.session.scalar(
        select(Response).where(Response.participation_id == participation.id).with_for_update(),
        execution_options={"populate_existing": True},
    )
    if response is None:
        raise Refused("There are no answers to take back.")
    if response.withdrawn_at is not None:
        return
    empty(response)
    participation.withdrawn_at = now()
    _say(participation, "withdrawn", language, "pressed a button")
    audit.record("withdraw", response, by="tester")


def empty(response: Response) -> None:
    """Turn a response into a tombstone and take it out of the counts. The caller commits."""
    counting.add(response.market_id, structure_of(response.version), response.answers, sign=-1)
    response.answers = {}
    response.payload_hash = ""  # the hash of a short form could be guessed back to its answers
    response.withdrawn_at = now()


def _say(participation: Participation, said: str, language: str, how: str) -> None:
    db.session.add(
        Consent(
            participation_id=participation.id,
            said=said,
            purpose=participation.round.mode,
            text_version=CONSENT_VERSION,
            language=language,
            how=how,
            at=now(),
        )
    )
