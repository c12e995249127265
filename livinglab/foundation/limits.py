"""How often something may be tried: kept in the database, so that several processes share one count."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped

from livinglab.foundation.db import Base, add_to_count, db, public, secret
from livinglab.foundation.surroundings import now


class Attempt(Base):
    """Tries of one kind by one source in one stretch of time."""

    __tablename__ = "attempts"

    bucket: Mapped[str] = secret(String(64), primary_key=True)
    begins_at: Mapped[datetime] = public(primary_key=True, index=True)
    n: Mapped[int] = public()


def within_limit(what: str, source: str, limit: int, minutes: int) -> bool:
    """Count one try and say whether `source` stays within `limit` tries of `what` in `minutes`.

    The source (an address, an account) is kept as a hash only. The caller commits.
    """
    bucket = hashlib.sha256(f"{what}\n{source}".encode()).hexdigest()
    stretch = timedelta(minutes=minutes).total_seconds()
    begins = datetime.fromtimestamp(now().timestamp() // stretch * stretch, tz=now().tzinfo)
    add_to_count(Attempt, [{"bucket": bucket, "begins_at": begins, "n": 1}])
    tried = db.session.scalar(select(Attempt.n).where(Attempt.bucket == bucket, Attempt.begins_at == begins)) or 0
    return tried <= limit


def forget_old_attempts() -> int:
    """Remove what is older than a day; how many rows. A periodic job."""
    result = db.session.execute(delete(Attempt).where(Attempt.begins_at < now() - timedelta(days=1)))
    return result.rowcount  # type: ignore[attr-defined]
