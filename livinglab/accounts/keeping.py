"""What somebody typed into a form while their session had ended, on its way through the sign-in.

It travels in the pages themselves, signed, and is never stored here. Only what a form of ours sent is taken: its
token was that of this browser's session. So nobody can have a page of theirs ask a person to send what they made up.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from flask import current_app, g, request, session
from itsdangerous import BadData, URLSafeSerializer

from livinglab.foundation.permissions import safe_next

MOST_BYTES = 200_000
PASSWORDS = frozenset({"password", "old", "new", "again"})  # names of fields for passwords, in whichever form
TOKEN = "csrf_token"  # noqa: S105  the name of a field


@dataclass(frozen=True)
class Typed:
    """Where it was to go, the fields as (name, value), and whether files have to be chosen again."""

    to: str
    fields: list[tuple[str, str]]
    had_files: bool

    @property
    def is_too_long(self) -> bool:
        """Whether it is more than a page should carry."""
        return sum(len(name.encode()) + len(value.encode()) for name, value in self.fields) > MOST_BYTES


def typed_here() -> Typed | None:
    """What this request's form holds; None when it holds nothing, or did not come from a page of ours."""
    if not g.get("csrf_valid"):
        return None
    named = request.form.items(multi=True)
    fields = [(name, value) for name, value in named if name not in PASSWORDS and name != TOKEN]
    if not any(value.strip() for _, value in fields):
        return None
    had_files = any(file.filename for file in request.files.values())
    return Typed(request.full_path.rstrip("?"), fields, had_files)


def sealed(typed: Typed) -> str:
    """As one text that a page can carry, which only this browser's session opens."""
    return _seal().dumps([typed.to, typed.fields, typed.had_files])


def opened(text: str) -> Typed | None:
    """What was sealed for this browser's session; None for anything else."""
    try:
        to, fields, had_files = _seal().loads(text)
    except BadData:
        return None
    where = safe_next(to)
    return Typed(where, [(name, value) for name, value in fields], had_files) if where else None


def _seal() -> URLSafeSerializer:
    salt = f"livinglab: typed while signed out\n{session.get(TOKEN, '')}"
    return URLSafeSerializer(
        current_app.config["SECRET_KEY"],
        salt=salt,
        serializer=json,
        signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
    )
