"""Mail leaves only from the outbox: a row written in the transaction that caused it, sent by the worker.

A link's token is made when its mail is sent and only its hash stays, so the outbox holds no secret.
"""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from pathlib import Path
from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale
from sqlalchemy import Index, String, select, update
from sqlalchemy.orm import Mapped

from livinglab.foundation import links
from livinglab.foundation.db import Base, confidential, db, personal, public
from livinglab.foundation.surroundings import here, now, random_bytes

LEASE = timedelta(minutes=5)
MAXIMUM_ATTEMPTS = 6


class Message(Base):
    """One mail to one address. State: queued, leased, sending, then sent, unknown, dead or withdrawn."""

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
    state: Mapped[str] = public(String(10), default="queued")
    attempts: Mapped[int] = public(default=0)
    not_before: Mapped[datetime] = public()
    lease_until: Mapped[datetime | None] = public()
    created_at: Mapped[datetime] = public()
    sent_at: Mapped[datetime | None] = public()
    problem: Mapped[str | None] = personal(String(500))


class UnfoldedLists(EmailPolicy):
    """List-Unsubscribe must stay on one line: mail programs do not unfold it."""

    def fold(self, name: str, value: Any) -> str:
        return f"{name}: {value}\r\n" if name.lower().startswith("list-") else super().fold(name, value)

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name.lower().startswith("list-"):
            return self.fold(name, value).encode("ascii", "surrogateescape")
        return super().fold_binary(name, value)


POLICY = UnfoldedLists(**{k: getattr(SMTP, k) for k in ("linesep", "max_line_length", "cte_type")})


@dataclass
class SmtpTransport:
    """Sends through an SMTP server. `security` is starttls, tls or none."""

    host: str
    port: int
    user: str | None = None
    password: str | None = None
    security: str = "starttls"

    def send(self, message: EmailMessage) -> None:
        context = ssl.create_default_context()
        if self.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=30, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=30)
        with server:
            if self.security == "starttls":
                server.starttls(context=context)
            if self.user:
                server.login(self.user, self.password or "")
            server.send_message(message)


@dataclass
class FolderTransport:
    """Puts each mail as a file into a folder, where the demo's mailbox page shows it."""

    folder: Path

    def send(self, message: EmailMessage) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        name = f"{now():%Y%m%dT%H%M%S%f}-{random_bytes(3).hex()}.eml"
        (self.folder / name).write_bytes(message.as_bytes(policy=POLICY))


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
) -> Message:
    """Write a mail into the outbox. `path` holds `{token}` where the link's token goes."""
    domain = current_app.config["MAIL_FROM"].rpartition("@")[2].strip(">")
    message = Message(
        message_id=f"<{random_bytes(16).hex()}@{domain}>",
        kind=kind,
        address=address,
        language=language,
        context=context,
        purpose=purpose,
        object_id=object_id,
        path=path,
        link_expires_at=link_expires_at,
        not_before=now(),
        created_at=now(),
    )
    db.session.add(message)
    return message


def withdraw(purpose: str, *object_ids: int) -> None:
    """Stop every mail of this purpose to these objects that has not left yet."""
    db.session.execute(
        update(Message)
        .where(
            Message.purpose == purpose,
            Message.object_id.in_(object_ids),
            Message.state.in_(("queued", "leased", "sending")),
        )
        .values(state="withdrawn")
    )


def compose(message: Message, token: str) -> EmailMessage:
    """Render a mail in its language: first line of the template is the subject, the rest the text."""
    link = links.absolute(message.path.format(token=token))
    with force_locale(message.language.replace("-", "_")):
        text = render_template(f"emails/{message.kind}.txt", link=link, **message.context)
    subject, _, body = text.partition("\n")
    mail = EmailMessage(policy=POLICY)
    mail["Subject"] = " ".join(subject.split())
    mail["From"] = current_app.config["MAIL_FROM"]
    mail["To"] = message.address
    mail["Date"] = message.created_at
    mail["Message-ID"] = message.message_id
    mail["Content-Language"] = message.language
    mail["Auto-Submitted"] = "auto-generated"
    if message.kind.startswith("tester_"):
        mail["List-Unsubscribe"] = f"<{link}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(body.strip() + "\n")
    return mail


def rescue_stuck() -> None:
    """A lease that ran out goes back to the queue; a mail that was being sent then may have left: unknown."""
    expired = Message.lease_until < now()
    db.session.execute(update(Message).where(Message.state == "leased", expired).values(state="queued"))
    db.session.execute(update(Message).where(Message.state == "sending", expired).values(state="unknown"))


def lease(count: int = 20) -> list[int]:
    """Take up to `count` waiting mails, so that no other worker sends them. The caller commits."""
    waiting = (
        select(Message.id)
        .where(Message.state == "queued", Message.not_before <= now())
        .order_by(Message.id)
        .limit(count)
        .with_for_update(skip_locked=True)
    )
    taken = list(db.session.scalars(waiting))
    if taken:
        db.session.execute(
            update(Message).where(Message.id.in_(taken)).values(state="leased", lease_until=now() + LEASE)
        )
    return taken


def begin_sending(message_id: int) -> EmailMessage | None:
    """Mark a leased mail as being sent and compose it; None when it was withdrawn. The caller commits, then sends."""
    marked = db.session.execute(
        update(Message)
        .where(Message.id == message_id, Message.state == "leased")
        .values(state="sending", attempts=Message.attempts + 1, lease_until=now() + LEASE)
    )
    if not marked.rowcount:  # type: ignore[attr-defined]
        return None
    message = db.session.get_one(Message, message_id, populate_existing=True)
    token = (
        links.issue(message.purpose, message.object_id, message.link_expires_at) if "{token}" in message.path else ""
    )
    return compose(message, token)


def send(message_id: int, mail: EmailMessage) -> None:
    """Hand a composed mail to the transport and note how it went. The caller commits."""
    problem: str | None = None
    refused_for_good = False
    try:
        here().transport.send(mail)
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        problem, refused_for_good = f"refused by the server: {codes}", all(code >= 500 for code in codes)
    except (OSError, smtplib.SMTPException) as error:
        problem = f"{type(error).__name__}: {error}"[:500]
    message = db.session.get_one(Message, message_id)
    message.problem = problem
    if problem is None:
        message.state, message.sent_at = "sent", now()
    elif refused_for_good or message.attempts >= MAXIMUM_ATTEMPTS:
        message.state = "dead"
    else:
        message.state, message.not_before = "queued", now() + timedelta(minutes=2**message.attempts)
