"""A real mail server inside a test, which can be told to refuse, to be slow to answer, or to die."""

from __future__ import annotations

import socket
from asyncio import Transport
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


class MailServer:
    """`mails` holds what was accepted. `refuse_recipient` and `refuse_content` are answers such as "550 no such user";
    `die` ends the connection at "RCPT", at "DATA" (nothing accepted) or "accepted" (accepted, and no answer)."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.connections = 0
        self.recipients: list[str] = []
        self.refuse_recipient: dict[str, str] = {}
        self.refuse_content = ""
        self.die = ""
        self.port = 0

    async def handle_HELO(self, server: SMTP, session: Session, envelope: Envelope, hostname: str) -> str:  # noqa: N802
        session.host_name = hostname
        self.connections += 1
        return "250 hello"

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.connections += 1
        return responses

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.die == "RCPT":
            _end(server)
        if address in self.refuse_recipient:
            return self.refuse_recipient[address]
        self.recipients.append(address)
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.die == "DATA":
            _end(server)
            return "451 gone"
        if self.refuse_content:
            return self.refuse_content
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        self.raw.append(content)
        self.mails.append(message_from_bytes(content, policy=default))  # type: ignore[arg-type]
        if self.die == "accepted":
            _end(server)
        return "250 taken"


def _end(server: SMTP) -> None:
    if isinstance(server.transport, Transport):
        server.transport.abort()


def _is_known(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    known = isinstance(data, LoginPassword) and (data.login, data.password) == (b"living", b"lab")
    return AuthResult(success=known, handled=False)  # the server itself says no


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def mail_server(*, asks_who: bool = False) -> Iterator[MailServer]:
    """A server on a port of its own, for as long as the block runs."""
    server = MailServer()
    more: dict[str, Any] = {"authenticator": _is_known, "auth_required": True, "auth_require_tls": False}
    controller = Controller(server, hostname="127.0.0.1", port=free_port(), **(more if asks_who else {}))
    controller.start()
    server.port = controller.port
    server.connections = 0
    try:
        yield server
    finally:
        controller.stop(no_assert=True)
