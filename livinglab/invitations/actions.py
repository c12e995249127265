"""What happens to invitations: people are asked, reminded, let go; they open their link, or say no."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import insert as plain_insert
from sqlalchemy.orm import joinedload

from livinglab.foundation import audit, links, mail
from livinglab.foundation.db import db, insert
from livinglab.foundation.errors import Refused
from livinglab.foundation.links import Link
from livinglab.foundation.surroundings import now, random_bytes
from livinglab.invitations import queries
from livinglab.invitations.models import PURPOSE, Invitation, Participation
from livinglab.rounds.models import RecruitingRequest, Round, RoundMarket

# A link must outlive the round: who answered comes back by it to see the receipt or to take the answers back.
LINK_LIFE = timedelta(days=365)
LETTERS = "23456789BCDFGHJKMNPQRSTVWXZ"  # nothing that is read as something else, and no vowels, so no words


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
        raise Refused("This invitation was withdrawn. You need not do anything.")
    if not invitation.market.round.takes_answers:
        raise Refused("This trial takes no answers at the moment.")
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


def link_expiry(round_: Round) -> datetime:
    """Until when a link of this round opens something."""
    return max(round_.closes_at or now(), now()) + LINK_LIFE


def invitation_behind(link: Link) -> Invitation:
    """What a link leads to, with its market and round."""
    return db.session.get_one(
        Invitation, link.object_id, options=[joinedload(Invitation.market).joinedload(RoundMarket.round)]
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
