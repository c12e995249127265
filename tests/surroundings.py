"""A world for tests: a clock that is moved, post that is read, a disk of its own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

from livinglab.foundation.surroundings import Surroundings

BEGIN = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


class Outbox:
    """Keeps every mail that was sent; `fail_with` makes the next ones fail."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.fail_with: Exception | None = None

    def send(self, message: EmailMessage) -> None:
        if self.fail_with is not None:
            raise self.fail_with
        self.mails.append(message)


class World(Surroundings):
    """`world.advance(hours=1)` moves the clock; `world.outbox` holds what left."""

    def __init__(self, folder: Path) -> None:
        self.time = BEGIN
        self.post = Outbox()
        super().__init__(folder=folder, transport=self.post, clock=lambda: self.time)

    @property
    def outbox(self) -> list[EmailMessage]:
        """The mails that were sent, oldest first."""
        return self.post.mails

    def advance(self, **how_far: float) -> None:
        """Let time pass, in the words of timedelta."""
        self.time += timedelta(**how_far)
