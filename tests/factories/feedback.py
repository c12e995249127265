"""Answers for tests and the demo: stored and counted as if testers had sent them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from livinglab.domain.questionnaire.answers import check_answers, payload_hash
from livinglab.feedback import counting
from livinglab.feedback.actions import CONSENT_VERSION, new_receipt
from livinglab.feedback.models import Consent, Response
from livinglab.foundation.db import db
from livinglab.foundation.surroundings import now, random_bytes
from livinglab.invitations.models import Participation
from livinglab.questionnaires.queries import newest_text, structure_of
from livinglab.rounds.models import Round, RoundMarket


def participation(round: Round, market: RoundMarket, **more: Any) -> Participation:
    """A tester who has opened a link that nobody remembers: no invitation, a pseudonym."""
    row = _participation(round, market, **more)
    db.session.add(row)
    db.session.flush()
    return row


def _participation(round: Round, market: RoundMarket, **more: Any) -> Participation:
    return Participation(
        code=random_bytes(16).hex(),
        pseudonym=f"Tester {random_bytes(3).hex().upper()}",
        round_id=round.id,
        market_id=market.id,
        opened_at=now(),
        **more,
    )


def consent(person: Participation, said: str = "yes") -> Consent:
    """What a tester said about taking part."""
    row = _consent(person, person.round, person.market, said)
    db.session.add(row)
    db.session.flush()
    return row


def _consent(person: Participation, round: Round, market: RoundMarket, said: str = "yes") -> Consent:
    return Consent(
        participation_id=person.id,
        said=said,
        purpose=round.mode,
        text_version=CONSENT_VERSION,
        language=market.language,
        how="answer page",
        at=now(),
    )


def response(
    round: Round,
    market: RoundMarket,
    answers: Mapping[str, Any],
    *,
    person: Participation | None = None,
    language: str | None = None,
    at: datetime | None = None,
) -> Response:
    """One submitted questionnaire, checked and counted; its tester is made when none is given."""
    return responses(round, market, [answers], person=person, language=language, at=at)[0]


def responses(
    round: Round,
    market: RoundMarket,
    many: Iterable[Mapping[str, Any]],
    *,
    person: Participation | None = None,
    language: str | None = None,
    at: datetime | None = None,
) -> list[Response]:
    """Many of one market, stored and counted all at once. Answers are in stored form, else domain `Invalid`."""
    structure = structure_of(round.version)
    language = language or market.language
    text = newest_text(round.version_id, language)
    counted: counting.Counted = Counter()
    rows, given = [], list(many)
    people = [person or _participation(round, market) for _ in given]
    for who in people:
        who.answered_at = at or now()
    db.session.add_all(people)
    db.session.flush()
    consents = [_consent(who, round, market) for who in people]
    db.session.add_all(consents)
    db.session.flush()
    for answers, who, said in zip(given, people, consents, strict=True):
        check_answers(structure, answers)
        rows.append(
            Response(
                round_id=round.id,
                market_id=market.id,
                participation_id=who.id,
                submission_key=random_bytes(16).hex(),
                payload_hash=payload_hash(answers, participation=who.id, version=round.version_id),
                receipt=new_receipt(),
                answers=dict(answers),
                version_id=round.version_id,
                text_id=text.id if text else None,
                language=language,
                consent_id=said.id,
                source="page",
                submitted_at=at or now(),
            )
        )
        counted.update(counting.count(structure, answers))
    db.session.add_all(rows)
    db.session.flush()
    counting.add_many(market.id, counted)
    return rows
