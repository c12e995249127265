"""What the worker does for mail: it owns its transactions."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

from sqlalchemy import select

from livinglab.foundation import delivery, mail
from livinglab.foundation.db import db
from livinglab.foundation.post import Declined, InDoubt
from livinglab.invitations import queries
from livinglab.invitations.models import PURPOSE, Invitation
from livinglab.rounds.models import Round

FIRST_BATCH = 8
LARGEST_BATCH = 100
BATCH_SECONDS = 0.5  # how long the mails of one batch should take: so much is in doubt after a crash
LONGEST_BATCH = 60.0


def deliver(seconds: float = 5.0) -> int:
    """Send what waits in the outbox, for a few seconds; how many mails left. Safe on several machines at once.

    Mails go in batches, whose size follows the speed of the post: each costs three commits, however many mails it has.
    """
    delivery.rescue_stuck()
    db.session.commit()
    size, left, until = FIRST_BATCH, 0, monotonic() + seconds
    while monotonic() < until:
        taken = delivery.lease(size)
        db.session.commit()
        if not taken.ids:
            break
        batch = _send_batch(taken)
        left += batch.left
        if not batch.reachable:
            break
        size = min(max(1, int(size * BATCH_SECONDS / max(batch.seconds, BATCH_SECONDS / 4))), LARGEST_BATCH)
    return left


@dataclass(frozen=True)
class Batch:
    """How many mails left, how long the post took for them, and whether it could be reached."""

    left: int
    seconds: float
    reachable: bool


def _send_batch(taken: delivery.Lease) -> Batch:
    mail.withdraw(PURPOSE, *queries.pointless_mail(taken.ids))
    ready = delivery.begin_sending(taken)
    db.session.commit()
    outcomes: dict[int, Exception | None] = {}
    reachable = True
    began = monotonic()
    for message_id, letter in ready.items():
        if not reachable or monotonic() - began > LONGEST_BATCH:
            break
        if delivery.is_still_wanted(message_id, taken):
            outcomes[message_id] = error = delivery.hand_over(letter)
            reachable = error is None or isinstance(error, Declined | InDoubt | ValueError)
    seconds = monotonic() - began
    delivery.note(outcomes)
    delivery.put_back(ready.keys() - outcomes.keys(), taken)
    db.session.commit()
    return Batch(sum(error is None for error in outcomes.values()), seconds, reachable)


def release_held() -> int:
    """Let the invitations go that waited for their round to open; how many."""
    open_now = select(Invitation.id).join(Round, Round.id == Invitation.round_id).where(Round.state == "running")
    return mail.release(PURPOSE, open_now)
