"""Mail leaves only from the outbox: a row written in the transaction that caused it, sent by the worker.

A link's token is made when its mail is sent and only its hash stays, so the outbox holds no secret.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from functools import lru_cache
from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale
from sqlalchemy import Index, Select, String, insert, select, update
from sqlalchemy.orm import Mapped

from livinglab.foundation import links
from livinglab.foundation.db import Base, confidential, db, personal, public
from livinglab.foundation.post import POLICY
from livinglab.foundation.post import FolderTransport as FolderTransport
from livinglab.foundation.post import SmtpTransport as SmtpTransport
from livinglab.foundation.surroundings import now, random_bytes

HELD = datetime(9999, 1, 1, tzinfo=UTC)  # `not_before` of a mail that waits for something else than time
WAITING = ("queued", "leased")
STOPPABLE = (*WAITING, "sending")  # what is being sent is looked at once more just before it leaves


class Message(Base):
    """One mail to one address. State: queued, leased, sending, then sent, unknown, dead or withdrawn.

    `unknown` may have left or not. A mail that is sent `at_most_once` stays so; any other is sent again, and stays
    marked as `doubtful`: it may arrive twice.
    """

    __tablename__ = "messages"
    __table_args__ = (Index(None, "state", "not_before"), Index(None, "purpose", "object_id"))

    id: Mapped[int] = public(primary_key=True)
    message_id: Mapped[str] = public(String(200), unique=True)
    kind: Mapped[str] = public(String(40))
    address: Mapped[str] = personal(String(254))
    language: Mapped[str] = public(String(35))
    context: Mapped[dict[str, Any]] = confidential(default=dict)
    purpose: Mapped[str] = public(String(40))
    object_id: Mapped[int] = public()
    path: Mapped[str] = public(String(200))
    link_expires_at: Mapped[datetime | None] = public()
    at_most_once: Mapped[bool] = public(default=False)
    state: Mapped[str] = public(String(10), default="queued")
    attempts: Mapped[int] = public(default=0)
    doubtful: Mapped[bool] = public(default=False)
    not_before: Mapped[datetime] = public()
    lease_until: Mapped[datetime | None] = public()
    created_at: Mapped[datetime] = public()
    sent_at: Mapped[datetime | None] = public()
    problem: Mapped[str | None] = personal(String(500))


@dataclass(frozen=True)
class Letter:
    """One of many mails of a kind: to what it belongs, to whom it goes, what stands in its placeholders."""

    object_id: int
    address: str
    context: dict[str, Any]


def queue(
    kind: str,
    address: str,
    language: str,
    *,
    purpose: str,
    object_id: int,
    path: str,
    context: dict[str, Any],
    link_expires_at: datetime | None = None,
    at_most_once: bool = False,
) -> None:
    """Write a mail into the outbox. `path` holds `{token}` where the link's token goes."""
    queue_many(
        kind, language, [Letter(object_id, address, context)],
        purpose=purpose, path=path, link_expires_at=link_expires_at, at_most_once=at_most_once,
    )  # fmt: skip


def queue_many(
    kind: str,
    language: str,
    letters: Iterable[Letter],
    *,
    purpose: str,
    path: str,
    link_expires_at: datetime | None = None,
    at_most_once: bool = False,
    not_before: datetime | None = None,
) -> None:
    """Write many mails of a kind into the outbox. They leave at `not_before` or later; `HELD` until `release_held`.

    A mail that is sent `at_most_once` is not sent again when it may have left; else it is, and marked as doubtful.
    """
    domain = current_app.config["MAIL_FROM"].rpartition("@")[2].strip(">")
    at = now()
    same = {
        "kind": kind, "language": language, "purpose": purpose, "path": path, "link_expires_at": link_expires_at,
        "at_most_once": at_most_once, "not_before": not_before or at, "created_at": at, "state": "queued",
        "attempts": 0, "doubtful": False,
    }  # fmt: skip
    rows = [
        {**same, "message_id": f"<{random_bytes(16).hex()}@{domain}>", "address": letter.address,
         "object_id": letter.object_id, "context": letter.context}
        for letter in letters
    ]  # fmt: skip
    if rows:
        db.session.execute(insert(Message), rows)


def withdraw(purpose: str, *object_ids: int) -> None:
    """Stop every mail of this purpose to these objects that has not left yet."""
    db.session.execute(
        update(Message)
        .where(Message.purpose == purpose, Message.object_id.in_(object_ids), Message.state.in_(STOPPABLE))
        .values(state="withdrawn")
    )


def take_back_withdrawing(purpose: str, *object_ids: int) -> None:
    """Let mails go on that were withdrawn, but none that may have left and must not leave twice."""
    db.session.execute(
        update(Message)
        .where(
            Message.purpose == purpose,
            Message.object_id.in_(object_ids),
            Message.state == "withdrawn",
            (Message.attempts == 0) | Message.at_most_once.is_(False),
        )
        .values(state="queued", doubtful=Message.attempts > 0)
    )


def hold(purpose: str, object_ids: Select[Any]) -> None:
    """Keep the waiting mails to these objects back until `release`; those sent at most once are stopped."""
    waiting = Message.purpose == purpose, Message.object_id.in_(object_ids), Message.state.in_(WAITING)
    db.session.execute(update(Message).where(*waiting, Message.at_most_once).values(state="withdrawn"))
    db.session.execute(update(Message).where(*waiting).values(state="queued", not_before=HELD))


def release(purpose: str, object_ids: Select[Any]) -> int:
    """Let the mails to these objects go that were kept back; how many."""
    held = Message.purpose == purpose, Message.state == "queued", Message.not_before == HELD
    ids = list(db.session.scalars(select(Message.id).where(*held, Message.object_id.in_(object_ids)).limit(5_000)))
    if ids:
        db.session.execute(update(Message).where(Message.id.in_(ids), *held).values(not_before=now()))
    return len(ids)


def compose(message: Message, token: str) -> EmailMessage:
    """Render a mail in its language: first line of the template is the subject, the rest the text.

    What `context["sender"]` says stands before our address. Raises `ValueError` for what cannot stand in a header.
    """
    link = links.absolute(message.path.format(token=token))
    subject, body = render(message.kind, message.language, link, message.context)
    mail = EmailMessage(policy=POLICY)
    mail["Subject"] = subject
    mail["From"] = _sender(message.context.get("sender", ""), current_app.config["MAIL_FROM"])
    mail["To"] = _with_plain_domain(message.address)
    mail["Date"] = format_datetime(message.created_at)
    mail["Message-ID"] = message.message_id
    mail["Auto-Submitted"] = "auto-generated"
    if message.kind.startswith("tester_"):
        mail["List-Unsubscribe"] = f"<{link}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(body + "\n", cte="quoted-printable")
    mail["Content-Language"] = message.language
    return mail


def render(kind: str, language: str, link: str, context: dict[str, Any]) -> tuple[str, str]:
    """(subject, text) of a mail in a language. Values are put in once: a placeholder in them is text."""
    with force_locale(language.replace("-", "_")):
        text = render_template(f"emails/{kind}.txt", link=link, **context)
    subject, _, body = text.partition("\n")
    return " ".join(subject.split()), body.strip()


@lru_cache
def _sender(who: str, ours: str) -> str:
    """Who a mail is from, as it stands in a header: a name that is no plain text is encoded."""
    name, address = parseaddr(ours)
    shown = " ".join((f"{who} via {name}" if who else name).split())
    return str(Address(display_name=shown, addr_spec=address))


def _with_plain_domain(address: str) -> str:
    """An address whose domain every server reads: letters beyond ASCII as IDNA writes them."""
    local, _, domain = address.rpartition("@")
    return address if domain.isascii() else f"{local}@{domain.encode('idna').decode()}"
