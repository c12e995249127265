"""Sending what waits in the outbox, step by step. Nothing here commits: the worker does, after every step.

`rescue_stuck` · `lease` · `begin_sending` · for each mail `is_still_wanted` and `hand_over` · `note`, `put_back`.
A crash at any moment leaves rows that say how far their mails may have come.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from functools import lru_cache
from typing import Any

import structlog
from sqlalchemy import ColumnElement, DateTime, bindparam, func, select, true, update

from livinglab.foundation import links
from livinglab.foundation.db import db, reading_only
from livinglab.foundation.mail import Message, compose
from livinglab.foundation.post import Declined, InDoubt
from livinglab.foundation.surroundings import here, now

LEASE = timedelta(minutes=10)
MAXIMUM_ATTEMPTS = 10  # with the pauses between them: about twelve hours
LONGEST_PAUSE = timedelta(hours=4)
SERVER_PAUSE = timedelta(minutes=1)  # when the server cannot be reached; this counts against no mail

log = structlog.get_logger()


def database_time() -> datetime:
    """The database's clock, by which leases run: two machines agree on it, whatever their own clocks say."""
    return _aware(db.session.execute(select(_clock())).scalar_one())


def _clock() -> ColumnElement[datetime]:
    return func.now() if db.engine.dialect.name == "sqlite" else func.clock_timestamp(type_=DateTime(True))


def _aware(value: datetime) -> datetime:
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value


def rescue_stuck() -> None:
    """A lease that ran out goes back to the queue. A mail that was being sent then may have left: see `Message`."""
    expired = Message.lease_until < database_time()
    for state, condition, values in (
        ("leased", true(), {"state": "queued"}),
        ("sending", Message.at_most_once, {"state": "unknown", "doubtful": True}),
        ("sending", Message.attempts >= MAXIMUM_ATTEMPTS, {"state": "unknown", "doubtful": True}),
        ("sending", true(), {"state": "queued", "doubtful": True}),
    ):
        db.session.execute(update(Message).where(Message.state == state, expired, condition).values(values))


@dataclass(frozen=True)
class Lease:
    """Mails that this worker, and no other, may send until a moment. The moment is also how a lease is recognised."""

    ids: list[int]
    until: datetime


def lease(count: int) -> Lease:
    """Take up to `count` waiting mails, so that no other worker sends them: those to people with accounts first."""
    waiting = (
        select(Message.id)
        .where(Message.state == "queued", Message.not_before <= now())
        .order_by(Message.kind.startswith("tester_"), Message.id)
        .limit(count)
        .with_for_update(skip_locked=True)
    )
    taken = Lease(list(db.session.scalars(waiting)), database_time() + LEASE)
    if taken.ids:
        db.session.execute(
            update(Message).where(Message.id.in_(taken.ids)).values(state="leased", lease_until=taken.until)
        )
    return taken


def begin_sending(taken: Lease) -> dict[int, EmailMessage]:
    """Mark leased mails as being sent and compose them. Those that were withdrawn are missing.

    A mail that cannot be composed is dead, and holds up no other.
    """
    ours = Message.id.in_(taken.ids), Message.state == "leased", Message.lease_until == taken.until
    marked = update(Message).where(*ours).values(state="sending", attempts=Message.attempts + 1)
    db.session.execute(marked)
    rows = db.session.scalars(
        select(Message)
        .where(Message.id.in_(taken.ids), Message.state == "sending", Message.lease_until == taken.until)
        .order_by(Message.id)
        .execution_options(populate_existing=True)
    ).all()
    tokens = _tokens_for(rows)
    ready = {}
    for row in rows:
        try:
            ready[row.id] = compose(row, tokens.get(row.id, ""))
        except Exception as error:
            log.exception("mail", message=row.id, kind=row.kind)
            row.state, row.problem = "dead", f"it could not be written: {type(error).__name__}"
    return ready


def _tokens_for(rows: Collection[Message]) -> dict[int, str]:
    """{message id: token} of a new link for each mail that carries one."""
    groups: dict[tuple[str, datetime | None], dict[int, int]] = {}
    for row in rows:
        if "{token}" in row.path:
            groups.setdefault((row.purpose, row.link_expires_at), {})[row.id] = row.object_id
    tokens = {}
    for (purpose, expires_at), objects in groups.items():
        issued = links.issue_many(purpose, set(objects.values()), expires_at)
        tokens.update({message_id: issued[object_id] for message_id, object_id in objects.items()})
    return tokens


def is_still_wanted(message_id: int, taken: Lease) -> bool:
    """Whether a mail that is about to leave was neither withdrawn nor given to another worker. Ends the transaction."""
    with reading_only():
        found = db.session.connection().execute(_how_it_stands(db.engine.dialect.name), {"id": message_id})
        row = found.one_or_none()
        db.session.rollback()
    if row is None:
        return False
    return (row.state, row.lease_until) == ("sending", taken.until) and _aware(row.clock) < taken.until


@lru_cache
def _how_it_stands(_dialect: str) -> Any:
    """Made once: it is asked before every single mail."""
    row = Message.__table__.c
    return select(row.state, row.lease_until, _clock().label("clock")).where(row.id == bindparam("id"))


def hand_over(mail: EmailMessage) -> Exception | None:
    """Give a mail to the transport; what went wrong, if anything did. Touches no row."""
    try:
        here().transport.send(mail)
    except Exception as error:
        return error
    return None


def note(outcomes: Mapping[int, Exception | None]) -> None:
    """Note how the mails went that were handed over: {message id: what went wrong, None when it left}."""
    left = [message_id for message_id, error in outcomes.items() if error is None]
    if left:
        # Whatever was said meanwhile: they have left.
        db.session.execute(
            update(Message).where(Message.id.in_(left)).values(state="sent", sent_at=now(), problem=None)
        )
    for message_id, error in outcomes.items():
        if error is not None:
            # Without its words: servers repeat the address in them.
            log.warning("mail", message=message_id, problem=type(error).__name__, code=getattr(error, "code", None))
            _note_failure(message_id, error)


def _note_failure(message_id: int, error: Exception) -> None:
    """A mail that was stopped meanwhile stays stopped."""
    attempts = db.session.scalar(
        select(Message.attempts).where(Message.id == message_id, Message.state == "sending").with_for_update()
    )
    once = db.session.scalar(select(Message.at_most_once).where(Message.id == message_id))
    if attempts is None:
        return
    values: dict[str, Any] = {"problem": f"{type(error).__name__}: {error}"[:500]}
    in_doubt = isinstance(error, InDoubt)
    its_own_fault = in_doubt or isinstance(error, Declined)
    if in_doubt:
        values["doubtful"] = True
    if isinstance(error, ValueError) or (isinstance(error, Declined) and error.code >= 500):
        values["state"] = "dead"
    elif in_doubt and (once or attempts >= MAXIMUM_ATTEMPTS):
        values["state"] = "unknown"
    elif its_own_fault and attempts >= MAXIMUM_ATTEMPTS:
        values["state"] = "dead"
    elif its_own_fault:
        pause = min(timedelta(minutes=2**attempts), LONGEST_PAUSE)
        values |= {"state": "queued", "not_before": now() + pause}
    else:
        values |= {"state": "queued", "attempts": attempts - 1, "not_before": now() + SERVER_PAUSE}
    db.session.execute(update(Message).where(Message.id == message_id).values(values))


def put_back(message_ids: Collection[int], taken: Lease) -> None:
    """Give mails back to the queue that were marked as being sent and were not handed over."""
    db.session.execute(
        update(Message)
        .where(Message.id.in_(message_ids), Message.state == "sending", Message.lease_until == taken.until)
        .values(state="queued", attempts=Message.attempts - 1)
    )
