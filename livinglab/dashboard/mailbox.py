"""What the demo's mailbox holds: the mails that would have been sent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import cast

from flask import current_app

from livinglab.foundation.paging import Page

MAILS_ON_A_PAGE = 50
_NAME = re.compile(r"\d{8}T\d{12}-[0-9a-f]{6}")
_LINK = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True)
class Mail:
    """One mail as it would have left. `parts` is its text, cut at links: (text, is a link)."""

    name: str
    at: datetime
    to: str
    subject: str
    language: str
    parts: Sequence[tuple[str, bool]]


def folder() -> Path:
    """The folder the mails are put into."""
    return Path(current_app.config["DATA"]) / "mailbox"


def mails(number: int) -> Page:
    """One page of mails, newest first; only those of the page are opened."""
    here = folder()
    names = sorted((p.stem for p in here.glob("*.eml")), reverse=True) if here.is_dir() else []
    pages = max(1, -(-len(names) // MAILS_ON_A_PAGE))
    number = min(number, pages)
    shown = names[(number - 1) * MAILS_ON_A_PAGE : number * MAILS_ON_A_PAGE]
    found = [mail for name in shown if (mail := read_mail(name)) is not None]
    return Page(found, number, pages, len(names))


def read_mail(name: str) -> Mail | None:
    """The mail with a file name, None when there is none."""
    path = folder() / f"{name}.eml"
    if not _NAME.fullmatch(name) or not path.is_file():
        return None
    message = cast(EmailMessage, message_from_bytes(path.read_bytes(), policy=default))
    body = message.get_body(("plain",))
    text = body.get_content() if body is not None else ""
    sent = datetime.strptime(name.partition("-")[0], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
    language = message.get("Content-Language", "en")
    return Mail(name, sent, str(message["To"]), str(message["Subject"]), language, _cut_at_links(text))


def _cut_at_links(text: str) -> list[tuple[str, bool]]:
    parts, end = [], 0
    for link in _LINK.finditer(text):
        parts += [(text[end : link.start()], False), (link[0], True)]
        end = link.end()
    return [*parts, (text[end:], False)]
