"""Marks by which a form tells what its reader saw, so that nobody writes over somebody else's change unseen."""

from __future__ import annotations

import hashlib
import json


def stamp(*parts: object) -> str:
    """A short mark of what somebody saw when a form opened; another one when it has changed."""
    written = json.dumps(parts, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(written.encode()).hexdigest()[:20]
