"""What carries mail away: an SMTP server, or a folder in the demo."""

from __future__ import annotations

import re
import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import parseaddr
from pathlib import Path
from time import monotonic
from typing import Any

from livinglab.foundation.surroundings import now, random_bytes

MAILS_PER_CONNECTION = 100
IDLE_SECONDS = 20.0


class Unreachable(OSError):
    """The server cannot be reached or takes nothing from us at the moment; no mail is to blame."""


class Declined(OSError):
    """The server refused this mail. `code` is its answer: from 500 on for good, below for now."""

    def __init__(self, code: int, answer: str) -> None:
        super().__init__(f"{code} {answer}")
        self.code = code


class InDoubt(OSError):
    """The connection broke after the mail was handed over and before the server said that it has it."""


class UnfoldedLists(EmailPolicy):
    """List-Unsubscribe must stay on one line: mail programs do not unfold it. Plain headers are not parsed: faster."""

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:
        if name.lower().startswith("content-"):  # these are asked for again and again
            return super().header_store_parse(name, value)
        plain = isinstance(value, str) and value.isascii() and value.isprintable() and len(name) + len(value) < 76
        return (name, value) if plain else super().header_store_parse(name, value)

    def fold(self, name: str, value: Any) -> str:
        return f"{name}: {value}\r\n" if name.lower().startswith("list-") else super().fold(name, value)

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name.lower().startswith("list-"):
            return self.fold(name, value).encode("ascii", "surrogateescape")
        return super().fold_binary(name, value)


POLICY = UnfoldedLists(**{k: getattr(SMTP, k) for k in ("linesep", "max_line_length", "cte_type")})


@dataclass
class SmtpTransport:
    """Sends through an SMTP server. `security` is starttls, tls or none. A connection serves up to 100 mails.

    Raises `Unreachable`, `Declined` or `InDoubt`.
    """

    host: str
    port: int
    user: str | None = None
    password: str | None = None
    security: str = "starttls"
    timeout: float = 30.0
    _server: smtplib.SMTP | None = field(default=None, init=False, repr=False)
    _used: int = field(default=0, init=False, repr=False)
    _last: float = field(default=0.0, init=False, repr=False)

    def send(self, message: EmailMessage) -> None:
        """Hand over one mail; when this returns the server has it."""
        server = self._connected()
        try:
            self._transmit(server, message)
        except Declined:
            if not self._answers(server, "rset"):
                self._hang_up()
            raise
        except (OSError, smtplib.SMTPException):
            self._hang_up()
            raise
        finally:
            self._used, self._last = self._used + 1, monotonic()

    def _connected(self) -> smtplib.SMTP:
        """The connection, which may be an open one if it was used just now and still answers."""
        if self._server is not None:
            if (
                self._used < MAILS_PER_CONNECTION
                and monotonic() - self._last < IDLE_SECONDS
                and self._answers(self._server, "noop")
            ):
                return self._server
            self._hang_up()
        context = None if self.security == "none" else ssl.create_default_context()
        try:
            if self.security == "tls":
                server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=self.timeout, context=context)
            else:
                server = smtplib.SMTP(self.host, self.port, timeout=self.timeout)
            self._server, self._used = server, 0
            if self.security == "starttls":
                server.starttls(context=context)
            if self.user:
                server.login(self.user, self.password or "")
            server.ehlo_or_helo_if_needed()
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            raise Unreachable(f"{type(error).__name__}: {error}") from error
        return server

    @staticmethod
    def _answers(server: smtplib.SMTP, command: str) -> bool:
        try:
            return server.docmd(command)[0] == 250
        except (OSError, smtplib.SMTPException):
            return False

    def _hang_up(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            try:
                server.quit()
            except (OSError, smtplib.SMTPException):
                server.close()

    @staticmethod
    def _transmit(server: smtplib.SMTP, message: EmailMessage) -> None:
        """MAIL, RCPT, DATA by hand: what a broken connection means depends on how far we were."""
        content = re.sub(rb"(?m)^\.", b"..", message.as_bytes(policy=POLICY))
        try:
            code, answer = server.mail(parseaddr(message["From"])[1])
            if code != 250:
                raise Unreachable(f"the sender was refused: {code} {_words(answer)}")
            code, answer = server.rcpt(parseaddr(message["To"])[1])
            if code in (250, 251):
                code, answer = server.docmd("DATA")
        except (OSError, smtplib.SMTPException) as error:
            if isinstance(error, Unreachable):
                raise
            # Not delivered. Perhaps this very mail makes the server hang up, so it is this mail that waits.
            raise Declined(421, f"{type(error).__name__}: {error}") from error
        if code != 354:
            raise Declined(code, _words(answer))
        try:
            server.send(content + b".\r\n")
            code, answer = server.getreply()
        except (OSError, smtplib.SMTPException) as error:
            raise InDoubt(f"{type(error).__name__}: {error}") from error
        if code != 250:
            raise Declined(code, _words(answer))


def _words(answer: bytes) -> str:
    return " ".join(answer.decode("utf-8", "replace").split())[:300]


@dataclass
class FolderTransport:
    """Puts each mail as a file into a folder, where the demo's mailbox page shows it."""

    folder: Path

    def send(self, message: EmailMessage) -> None:
        """Write one mail; a half-written one is never seen."""
        self.folder.mkdir(parents=True, exist_ok=True)
        name = f"{now():%Y%m%dT%H%M%S%f}-{random_bytes(3).hex()}.eml"
        unfinished = self.folder / f"{name}.part"
        unfinished.write_bytes(message.as_bytes(policy=POLICY))
        unfinished.rename(self.folder / name)
