"""What the product meets in the world: time, chance, post and disk. Tests move, fix and break them."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

from flask import Flask, current_app


class Transport(Protocol):
    """Whatever carries a mail away. Raises `OSError` (as smtplib does) when it cannot."""

    def send(self, message: EmailMessage) -> None: ...


def utc_now() -> datetime:
    """The machine's time, aware, in UTC."""
    return datetime.now(UTC)


@dataclass
class Surroundings:
    """One per app. `folder` is where stored files live."""

    folder: Path
    transport: Transport
    clock: Callable[[], datetime] = field(default=utc_now)
    chance: Callable[[int], bytes] = field(default=secrets.token_bytes)


def init_app(app: Flask, surroundings: Surroundings) -> None:
    """Give the app its surroundings."""
    app.extensions["livinglab.surroundings"] = surroundings


def here() -> Surroundings:
    """The running app's surroundings."""
    return current_app.extensions["livinglab.surroundings"]


def now() -> datetime:
    """The present time, aware, in UTC."""
    return here().clock()


def random_bytes(count: int) -> bytes:
    """`count` bytes that nobody can guess."""
    return here().chance(count)
