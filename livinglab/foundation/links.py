"""Links that carry power: 32 random bytes in an address, of which only the SHA-256 is kept."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Collection
from datetime import datetime

from flask import current_app
from sqlalchemy import Index, String, insert, select, update
from sqlalchemy.orm import Mapped

from livinglab.foundation.db import Base, db, public, secret
from livinglab.foundation.surroundings import now, random_bytes

TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


class Link(Base):
    """One link that was given away: for what, to which object, until when."""

    __tablename__ = "links"
    __table_args__ = (Index(None, "purpose", "object_id"),)

    id: Mapped[int] = public(primary_key=True)
    token_hash: Mapped[str] = secret(String(64), unique=True)
    purpose: Mapped[str] = public(String(40))
    object_id: Mapped[int] = public()
    created_at: Mapped[datetime] = public()
    expires_at: Mapped[datetime | None] = public()
    revoked_at: Mapped[datetime | None] = public()

    def works_at(self, moment: datetime) -> bool:
        """Whether it opens anything at a moment: neither revoked nor expired."""
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > moment)


def new_token() -> str:
    """A token of 256 bits, written in 43 characters that any mail program leaves alone."""
    return base64.urlsafe_b64encode(random_bytes(32)).rstrip(b"=").decode()


def hash_of(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def issue(purpose: str, object_id: int, expires_at: datetime | None = None) -> str:
    """Make a link and return its token, which is shown once and kept nowhere."""
    token = new_token()
    db.session.add(
        Link(token_hash=hash_of(token), purpose=purpose, object_id=object_id, created_at=now(), expires_at=expires_at)
    )
    return token


def issue_many(purpose: str, object_ids: Collection[int], expires_at: datetime | None = None) -> dict[int, str]:
    """{object id: token} for many objects at once; the tokens are kept nowhere."""
    tokens = {object_id: new_token() for object_id in object_ids}
    rows = [
        {"token_hash": hash_of(token), "purpose": purpose, "object_id": object_id, "created_at": now(),
         "expires_at": expires_at}
        for object_id, token in tokens.items()
    ]  # fmt: skip
    if rows:
        db.session.execute(insert(Link), rows)
    return tokens


def find(token: str, purpose: str) -> Link | None:
    """The link behind a token, whatever became of it, to say why it opens nothing. What opens is told by `verify`."""
    if not TOKEN.fullmatch(token):
        return None
    return db.session.scalar(select(Link).where(Link.token_hash == hash_of(token), Link.purpose == purpose))


def verify(token: str, purpose: str) -> Link | None:
    """The link behind a token, if it is known, for this purpose, not expired and not revoked; else None."""
    link = find(token, purpose)
    return link if link is not None and link.works_at(now()) else None


def revoke(purpose: str, *object_ids: int, at: datetime | None = None) -> None:
    """End every link for this purpose to these objects. Who wants to take it back remembers the moment `at`."""
    db.session.execute(
        update(Link)
        .where(Link.purpose == purpose, Link.object_id.in_(object_ids), Link.revoked_at.is_(None))
        .values(revoked_at=at or now())
    )


def take_back_revoking(purpose: str, revoked_at: datetime, *object_ids: int) -> None:
    """Let the links to these objects work again that were ended at exactly this moment, and no others."""
    db.session.execute(
        update(Link)
        .where(Link.purpose == purpose, Link.object_id.in_(object_ids), Link.revoked_at == revoked_at)
        .values(revoked_at=None)
    )


def absolute(path: str) -> str:
    """An address for a mail: from the configured base only, never from what a browser sent as its Host."""
    return current_app.config["BASE_URL"].rstrip("/") + path
