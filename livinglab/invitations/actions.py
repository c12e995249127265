"""What happens to invitations: people are asked, reminded, let go; they open their link, or say no."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import insert as plain_insert
from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from livinglab.accounts.models import User
from livinglab.foundation import audit, links, mail
from livinglab.foundation.db import db, insert
from livinglab.foundation.errors import Refused
from livinglab.foundation.links import Link
from livinglab.foundation.surroundings import now, random_bytes
from livinglab.invitations import letters, queries, signals
from livinglab.invitations.addresses import Bad, Person, address_key, read_list
from livinglab.invitations.letters import Reader
from livinglab.invitations.models import PURPOSE, Invitation, Participation
from livinglab.invitations.queries import TOGETHER, AskedBefore
from livinglab.rounds.models import RecruitingRequest, Round, RoundMarket

# A link must outlive the round: who answered comes back by it to see the receipt or to take the answers back.
LINK_LIFE = timedelta(days=365)
LETTERS = "34679CDFGHJKMNPQRTVWXY"  # nothing that is read as something else, and no vowels, so no words
MOST_AT_ONCE = 10_000


@dataclass(frozen=True)
class Check:
    """What inviting a list would do. `good` would be invited; `repeated` stand on it twice; `already` were asked by
    this cluster; `elsewhere` is how many others were asked in this round, and nothing more is told about them."""

    good: list[Person]
    repeated: list[Person]
    already: list[tuple[Person, AskedBefore]]
    elsewhere: int
    bad: list[Bad]


def check_addresses(request: RecruitingRequest, text: str) -> Check:
    """Read a pasted list and say who of it can be invited. Nothing is changed."""
    reading = read_list(text)
    cluster = request.organisation_id
    asked = queries.asked_before(request.market.round_id, [person.address for person in reading.people])
    good, already, elsewhere = [], [], 0
    for person in reading.people:
        found = asked.get(person.address)
        if found is None:
            good.append(person)
        elif found.organisation_id == cluster:
            already.append((person, found))
        else:
            elsewhere += 1
    return Check(good, reading.repeated, already, elsewhere, reading.bad)


def invite(request: RecruitingRequest, people: Sequence[Person], by: User) -> int:
    """Invite people and queue their mail; how many were new. Who was asked in this round before is left alone.

    Sent twice, also at once, everybody is invited once. Raises `Refused` when nobody may be invited any more.
    """
    round_ = _lock(request)
    if len(people) > MOST_AT_ONCE:
        raise Refused(f"Invite at most {MOST_AT_ONCE:,} people at once: split the list.")
    invited = 0
    for begin in range(0, len(people), TOGETHER):
        readers = _insert_new(request, people[begin : begin + TOGETHER])
        letters.invite(request, readers, link_expiry(round_))
        invited += len(readers)
    if invited:
        audit.record("invite", request, by, count=invited)
    return invited


def _insert_new(request: RecruitingRequest, people: Sequence[Person]) -> list[Reader]:
    round_id = request.market.round_id
    rows = [
        {
            "round_id": round_id,
            "market_id": request.market_id,
            "request_id": request.id,
            "address": person.address,
            "name": person.name,
            "address_key": address_key(round_id, person.address),
            "created_at": now(),
        }
        for person in people
    ]
    table = Invitation.__table__  # without the ORM, and with the rows beside the statement: five times as fast
    statement = insert(table).on_conflict_do_nothing(index_elements=["round_id", "address_key"])
    found = db.session.execute(statement.returning(table.c.id, table.c.address, table.c.name), rows)
    return [Reader(*row) for row in found]


def remind(request: RecruitingRequest, by: User) -> int:
    """Queue a reminder to everybody who may be reminded now; how many. Pressed twice, also at once, they get one."""
    round_ = _lock(request)
    if not round_.takes_answers:
        raise Refused("The round takes no answers at the moment, so nobody needs a reminder.")
    ids = list(db.session.scalars(queries.to_be_reminded(request.id)))
    reminded: list[Reader] = []
    for begin in range(0, len(ids), TOGETHER):
        statement = (
            update(Invitation)
            .where(Invitation.id.in_(ids[begin : begin + TOGETHER]), queries.reminder_is_due())
            .values(reminded_at=now())
            .returning(Invitation.id, Invitation.address, Invitation.name)
            .execution_options(synchronize_session=False)
        )
        reminded += [Reader(*row) for row in db.session.execute(statement)]
    letters.remind(request, reminded, link_expiry(round_))
    if reminded:
        audit.record("remind", request, by, count=len(reminded))
    return len(reminded)


def withdraw(request: RecruitingRequest, by: User, invitation: Invitation | None = None) -> int:
    """Withdraw one invitation, or all that nobody has answered or declined; how many.

    Their links end with the caller's commit, and mails that wait do not leave. Also when the company does not ask the
    cluster any more. Raises `Refused` for one that was answered or declined.
    """
    _lock(request, to_invite=False)
    if invitation is not None and queries.is_settled(invitation.id):
        raise Refused("This person has answered or said no already, so there is nothing to withdraw.")
    ids = list(db.session.scalars(queries.to_be_withdrawn(request.id, None if invitation is None else invitation.id)))
    moment = now()  # one for invitation and link: by it the link is found again when this is undone
    for begin in range(0, len(ids), TOGETHER):
        some = ids[begin : begin + TOGETHER]
        db.session.execute(update(Invitation).where(Invitation.id.in_(some)).values(withdrawn_at=moment))
        links.revoke(PURPOSE, *some, at=moment)
        mail.withdraw(PURPOSE, *some)
    if ids:
        audit.record("withdraw", invitation or request, by, count=len(ids))
    return len(ids)


def take_back_withdrawing(request: RecruitingRequest, by: User, invitation: Invitation | None = None) -> int:
    """Undo the withdrawing of one invitation, or of all; how many. Links work again, mails that were stopped go on."""
    _lock(request)
    withdrawn = Invitation.request_id == request.id, Invitation.withdrawn_at.is_not(None)
    moments: dict[datetime, list[int]] = {}
    for row_id, at in db.session.execute(select(Invitation.id, Invitation.withdrawn_at).where(*withdrawn)):
        if at is not None and (invitation is None or row_id == invitation.id):
            moments.setdefault(at, []).append(row_id)
    for at, ids in moments.items():
        for begin in range(0, len(ids), TOGETHER):
            some = ids[begin : begin + TOGETHER]
            db.session.execute(update(Invitation).where(Invitation.id.in_(some)).values(withdrawn_at=None))
            links.take_back_revoking(PURPOSE, at, *some)
            mail.take_back_withdrawing(PURPOSE, *some)
    count = sum(map(len, moments.values()))
    if count:
        audit.record("take back withdrawing", invitation or request, by, count=count)
    return count


def stop_mail(round_: Round) -> None:
    """A round closes: invitations that have not left wait for it to open again, reminders are stopped."""
    mail.hold(PURPOSE, select(Invitation.id).where(Invitation.round_id == round_.id))


def begin_participation(link: Link) -> Participation:
    """Take part by a verified link. Pressed twice, or twice at once, it is the same participation.

    Who had declined takes part again. Raises `Refused` when the invitation was withdrawn, or when the round takes no
    answers and this person has not answered.
    """
    invitation = invitation_behind(link)
    participation = queries.participation_of(invitation.id)
    if participation is not None and participation.answered_at is not None:
        return participation
    if invitation.withdrawn_at is not None:
        raise Refused(_("This invitation was withdrawn. You need not do anything."))
    if not invitation.market.round.takes_answers:
        raise Refused(_("This trial takes no answers at the moment."))
    participation = participation or _participation_for(invitation)
    if participation.declined_at is not None:
        participation.declined_at = None
        audit.record("take part after all", participation, by="tester")
    return participation


def decline_by(link: Link) -> None:
    """Say no by a link, also one that has ended. Who has answered, or was let go, gets no more mail, and no more."""
    invitation = invitation_behind(link)
    mail.withdraw(PURPOSE, invitation.id)
    if invitation.withdrawn_at is None:
        decline(queries.participation_of(invitation.id) or _participation_for(invitation))


def decline(participation: Participation) -> None:
    """Say no. After the caller's commit no mail leaves any more. Answers that were given stand."""
    if participation.invitation_id is not None:
        mail.withdraw(PURPOSE, participation.invitation_id)
    if participation.declined_at is None and participation.answered_at is None:
        participation.declined_at = now()
        audit.record("decline", participation, by="tester")
        signals.declined.send(participation)


def mark_answered(participation: Participation) -> None:
    """Note that this person has answered, once; reminders that wait are stopped."""
    if participation.answered_at is None:
        participation.answered_at = now()
    participation.declined_at = None
    if participation.invitation_id is not None:
        mail.withdraw(PURPOSE, participation.invitation_id)


def print_links(
    market: RoundMarket, count: int, request: RecruitingRequest | None = None, by: str = "command line"
) -> list[str]:
    """Make `count` invitations without address, for paper or for scripts; their absolute links, shown only now.

    Raises `Refused` when nobody is recruited for the round.
    """
    round_ = market.round
    if not round_.is_recruiting:
        raise Refused("Links can be made while the round is recruiting or open for answers. Open it first.")
    row = {
        "round_id": round_.id, "market_id": market.id, "request_id": request.id if request else None, "name": "",
        "created_at": now(),
    }  # fmt: skip
    ids = list(db.session.scalars(plain_insert(Invitation).returning(Invitation.id), [row] * count)) if count else []
    tokens = links.issue_many(PURPOSE, ids, link_expiry(round_))
    audit.record("print links", market, by, count=count, request=request.id if request else None)
    return [links.absolute(f"/i/{tokens[invitation_id]}") for invitation_id in ids]


def _lock(request: RecruitingRequest, *, to_invite: bool = True) -> Round:
    """The round, which does not move until this transaction ends; `Refused` when nobody may be invited now.

    Without `to_invite`, only when nobody recruits for the round any more.
    """
    round_ = request.market.round
    db.session.refresh(round_, with_for_update={"read": True})
    db.session.refresh(request)
    if to_invite and request.state != "accepted":
        raise Refused("The company does not ask you for this market any more, so nothing can be changed here.")
    if not round_.is_recruiting:
        raise Refused("The round is closed, so nobody can be invited or reminded any more.")
    return round_


def link_expiry(round_: Round) -> datetime:
    """Until when a link of this round opens something."""
    return max(round_.closes_at or now(), now()) + LINK_LIFE


def invitation_behind(link: Link) -> Invitation:
    """What a link leads to, with its market, round, company and cluster. One query."""
    return db.session.get_one(
        Invitation,
        link.object_id,
        options=[
            joinedload(Invitation.market).joinedload(RoundMarket.round).joinedload(Round.organisation),
            joinedload(Invitation.request).joinedload(RecruitingRequest.organisation),
        ],
    )


def _participation_for(invitation: Invitation) -> Participation:
    """The one participation of an invitation: whoever comes first makes it, all others get it."""
    statement = insert(Participation).values(
        code=random_bytes(16).hex(),
        pseudonym=new_pseudonym(invitation.market.country),
        round_id=invitation.round_id,
        market_id=invitation.market_id,
        request_id=invitation.request_id,
        invitation_id=invitation.id,
        opened_at=now(),
    )
    db.session.execute(statement.on_conflict_do_nothing(index_elements=["invitation_id"]))
    found = queries.participation_of(invitation.id)
    if found is None:
        raise RuntimeError("a participation was neither made nor found")
    return found


def new_pseudonym(country: str) -> str:
    """A name such as DE-7QK2MX, under which the company reads what somebody said."""
    return country + "-" + "".join(LETTERS[byte % len(LETTERS)] for byte in random_bytes(6))
