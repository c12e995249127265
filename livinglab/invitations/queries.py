"""Questions about invitations: counts per market and request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute

from livinglab.foundation.db import db
from livinglab.invitations.models import Invitation, Participation


@dataclass(frozen=True)
class InvitationCounts:
    """How far recruiting is. `invited` are those who may take part: without the `withdrawn`.

    `opened` are people who did anything with their link. `answered` (and their answers stand) and `declined` (said no
    before or after answering) are parts of them. Who came by a link without an invitation is not among `invited`.
    """

    invited: int = 0
    opened: int = 0
    answered: int = 0
    declined: int = 0
    withdrawn: int = 0


NONE = InvitationCounts()


def counts_by_market(round_id: int) -> dict[int, InvitationCounts]:
    """{market id: counts} of a round; markets in which nobody was invited are missing. Two queries."""
    return _counts(
        Invitation.market_id, Participation.market_id, Invitation.round_id == round_id,
        Participation.round_id == round_id,
    )  # fmt: skip


def counts_by_request(request_ids: Collection[int]) -> dict[int, InvitationCounts]:
    """{request id: counts} of what clusters did; requests under which nobody was invited are missing. Two queries."""
    return _counts(
        Invitation.request_id, Participation.request_id, Invitation.request_id.in_(request_ids),
        Participation.request_id.in_(request_ids),
    )  # fmt: skip


def _counts(
    invited_by: InstrumentedAttribute[Any],
    opened_by: InstrumentedAttribute[Any],
    invitations: ColumnElement[bool],
    participations: ColumnElement[bool],
) -> dict[int, InvitationCounts]:
    asked = db.session.execute(
        select(invited_by, func.count(), func.count(Invitation.withdrawn_at)).where(invitations).group_by(invited_by)
    )
    found: dict[int, dict[str, int]] = {
        key: {"invited": n - withdrawn, "withdrawn": withdrawn} for key, n, withdrawn in asked
    }
    counts = Invitation.withdrawn_at.is_(None) | Participation.answered_at.is_not(None)
    stands = Participation.answered_at.is_not(None) & Participation.withdrawn_at.is_(None)
    said_no = Participation.withdrawn_at.is_not(None) | (
        Participation.declined_at.is_not(None) & Participation.answered_at.is_(None)
    )
    came = db.session.execute(
        select(
            opened_by,
            func.count(),
            func.count().filter(stands),
            func.count().filter(said_no),
        )
        .outerjoin(Invitation, Invitation.id == Participation.invitation_id)
        .where(participations, counts)
        .group_by(opened_by)
    )
    for key, opened, answered, declined in came:
        found.setdefault(key, {}).update(opened=opened, answered=answered, declined=declined)
    return {key: InvitationCounts(**numbers) for key, numbers in found.items()}


def invited_by_market(round_id: int) -> dict[int, int]:
    """{market id: people who were invited, or came by a link without an invitation}. For the rules of a round."""
    found: Counter[int] = Counter()
    for table, condition in (
        (Invitation, Invitation.round_id == round_id),
        (Participation, (Participation.round_id == round_id) & Participation.invitation_id.is_(None)),
    ):
        rows = db.session.execute(select(table.market_id, func.count()).where(condition).group_by(table.market_id))
        found.update({row[0]: row[1] for row in rows})
    return dict(found)


def invited_through(request_id: int) -> int:
    """How many people the cluster of a request has invited, the withdrawn ones too."""
    return db.session.scalar(select(func.count()).where(Invitation.request_id == request_id)) or 0


def participation_of(invitation_id: int) -> Participation | None:
    """What became of an invitation, once its link was used."""
    return db.session.scalar(select(Participation).where(Participation.invitation_id == invitation_id))
