"""Questions about invitations: counts, who was asked before, who may be reminded, what became of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute

from livinglab.foundation.db import db
from livinglab.foundation.links import Link
from livinglab.foundation.mail import HELD, Message
from livinglab.foundation.paging import Page, page_of
from livinglab.foundation.surroundings import now
from livinglab.invitations.addresses import address_key
from livinglab.invitations.models import INVITATION_MAIL, PURPOSE, Invitation, Participation
from livinglab.rounds.models import RecruitingRequest

REMIND_AFTER = timedelta(days=3)
TOGETHER = 500  # values in one statement


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


def pointless_mail(message_ids: Collection[int]) -> list[int]:
    """The invitations behind some mails to which nothing may be sent: answered, declined, or withdrawn."""
    return list(
        db.session.scalars(
            select(Invitation.id)
            .join(Message, (Message.object_id == Invitation.id) & (Message.purpose == PURPOSE))
            .outerjoin(Participation, Participation.invitation_id == Invitation.id)
            .where(
                Message.id.in_(message_ids),
                Invitation.withdrawn_at.is_not(None)
                | Participation.answered_at.is_not(None)
                | Participation.declined_at.is_not(None),
            )
        )
    )


def standing_of(link: Link, invitation: Invitation, participation: Participation | None) -> str:
    """Where a tester stands with a link: `answered`, `withdrawn`, `expired`, `closed`, `early`, `declined`, `begun` or
    `open`. With `answered`, `declined`, `begun` and `open` the link leads on."""
    if participation is not None and participation.answered_at is not None:
        return "answered" if link.works_at(now()) else "expired"
    if invitation.withdrawn_at is not None:
        return "withdrawn"
    if not link.works_at(now()):
        return "expired"
    if not invitation.market.round.takes_answers:
        return "early" if invitation.market.round.state in ("draft", "recruiting") else "closed"
    if participation is None:
        return "open"
    return "declined" if participation.declined_at is not None else "begun"


@dataclass(frozen=True)
class AskedBefore:
    """By which cluster an address was asked in a round (None: by nobody's list), and whether that was withdrawn."""

    organisation_id: int | None
    withdrawn: bool


def asked_before(round_id: int, addresses: Sequence[str]) -> dict[str, AskedBefore]:
    """{address: who asked it} for those of some addresses that were asked in a round. One query for each 500."""
    keys = {address_key(round_id, address): address for address in addresses}
    found: dict[str, AskedBefore] = {}
    wanted = list(keys)
    for begin in range(0, len(wanted), TOGETHER):
        rows = db.session.execute(
            select(Invitation.address_key, RecruitingRequest.organisation_id, Invitation.withdrawn_at)
            .outerjoin(Invitation.request)
            .where(Invitation.round_id == round_id, Invitation.address_key.in_(wanted[begin : begin + TOGETHER]))
        )
        for key, organisation_id, withdrawn_at in rows:
            found[keys[str(key)]] = AskedBefore(organisation_id, withdrawn_at is not None)
    return found


def _settled() -> ColumnElement[bool]:
    """Whether a person has answered or said no."""
    said_something = (
        Participation.answered_at.is_not(None)
        | Participation.declined_at.is_not(None)
        | Participation.withdrawn_at.is_not(None)
    )
    return exists().where(Participation.invitation_id == Invitation.id, said_something).correlate(Invitation)


def is_settled(invitation_id: int) -> bool:
    """Whether the person behind an invitation has answered or said no."""
    return db.session.scalar(select(Invitation.id).where(Invitation.id == invitation_id, _settled())) is not None


def to_be_withdrawn(request_id: int, invitation_id: int | None = None) -> Select[Any]:
    """The ids of the invitations of a request (or of one) that can be withdrawn."""
    statement = select(Invitation.id).where(
        Invitation.request_id == request_id, Invitation.withdrawn_at.is_(None), ~_settled()
    )
    return statement if invitation_id is None else statement.where(Invitation.id == invitation_id)


def reminder_is_due() -> ColumnElement[bool]:
    """Whether so much time has passed since the last reminder that another may be sent."""
    return Invitation.reminded_at.is_(None) | (Invitation.reminded_at <= now() - REMIND_AFTER)


def to_be_reminded(request_id: int) -> Select[Any]:
    """The ids of the people of a request who may be reminded now.

    They were sent their invitation some days ago, and neither answered nor said no since.
    """
    was_sent = exists().where(
        Message.purpose == PURPOSE,
        Message.object_id == Invitation.id,
        Message.kind == INVITATION_MAIL,
        Message.state.in_(("sent", "unknown")),
        func.coalesce(Message.sent_at, Message.created_at) <= now() - REMIND_AFTER,
    )
    return select(Invitation.id).where(
        Invitation.request_id == request_id,
        Invitation.address.is_not(None),
        Invitation.withdrawn_at.is_(None),
        reminder_is_due(),
        was_sent,
        ~_settled(),
    )


def how_many(statement: Select[Any]) -> int:
    """How many rows a statement has."""
    return db.session.scalar(select(func.count()).select_from(statement.subquery())) or 0


@dataclass(frozen=True)
class Asked:
    """One line of a cluster's list. `state` is a key of `STATES`; `at` is when it came to be so."""

    id: int
    address: str | None
    name: str
    state: str
    at: datetime
    reminded_at: datetime | None
    doubtful: bool

    @property
    def can_be_withdrawn(self) -> bool:
        """Whether withdrawing it would change anything."""
        return self.state not in ("answered", "taken back", "declined", "withdrawn")


_ANSWERED = Participation.answered_at.is_not(None) & Participation.withdrawn_at.is_(None)
# Ways to look at a list: which states belong together.
VIEWS: dict[str, ColumnElement[bool]] = {
    "waiting": Invitation.withdrawn_at.is_(None) & ~_settled(),
    "answered": _ANSWERED,
    "declined": _settled() & ~_ANSWERED,
    "undelivered": (Message.state == "dead") & Invitation.withdrawn_at.is_(None),
    "withdrawn": Invitation.withdrawn_at.is_not(None),
}


def undelivered(request_id: int) -> int:
    """To how many people of a request the mail could not be delivered."""
    return how_many(
        select(Invitation.id)
        .join(Message, _is_its_mail())
        .where(Invitation.request_id == request_id, VIEWS["undelivered"])
    )


def _is_its_mail() -> ColumnElement[bool]:
    return (Message.purpose == PURPOSE) & (Message.object_id == Invitation.id) & (Message.kind == INVITATION_MAIL)


def invitations_of(request_id: int, number: int, view: str = "", words: str = "") -> Page:
    """One page of a cluster's list, newest first: all, or a view of it, or those whose address or name has words."""
    statement: Any = (
        select(Invitation, Participation, Message.state, Message.sent_at, Message.not_before, Message.doubtful)
        .outerjoin(Participation, Participation.invitation_id == Invitation.id)
        .outerjoin(Message, _is_its_mail())
        .where(Invitation.request_id == request_id)
        .order_by(Invitation.id.desc())
    )
    if view in VIEWS:
        statement = statement.where(VIEWS[view])
    for word in words.split():
        statement = statement.where(
            Invitation.address.icontains(word, autoescape=True) | Invitation.name.icontains(word, autoescape=True)
        )
    page = page_of(statement, number, whole_rows=True)
    return Page([_asked(*row) for row in page.rows], page.number, page.pages, page.total)


def _asked(
    invitation: Invitation,
    person: Participation | None,
    mail: str | None,
    sent_at: datetime | None,
    not_before: datetime | None,
    doubtful: bool | None,
) -> Asked:
    state, at = _state_of(invitation, person, mail, sent_at, not_before == HELD)
    return Asked(
        invitation.id, invitation.address, invitation.name, state, at or invitation.created_at,
        invitation.reminded_at, bool(doubtful),
    )  # fmt: skip


def _state_of(
    invitation: Invitation, person: Participation | None, mail: str | None, sent_at: datetime | None, held: bool
) -> tuple[str, datetime | None]:
    """The newest thing that happened comes first."""
    if person is not None and person.withdrawn_at is not None:
        return "taken back", person.withdrawn_at
    if person is not None and person.answered_at is not None:
        return "answered", person.answered_at
    if person is not None and person.declined_at is not None:
        return "declined", person.declined_at
    if invitation.withdrawn_at is not None:
        return "withdrawn", invitation.withdrawn_at
    if person is not None:
        return "opened", person.opened_at
    if invitation.address is None:
        return "printed", invitation.created_at
    if mail == "sent":
        return "sent", sent_at
    if mail in ("dead", "unknown"):
        return mail, None
    return ("held" if held else "waiting"), None
