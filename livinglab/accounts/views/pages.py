"""Every page of the room, for the one who registers the blueprint."""

from __future__ import annotations

from livinglab.accounts.views import new_password, profile, sessions, sign_in, sign_up
from livinglab.accounts.views.blueprint import blueprint

__all__ = ["blueprint", "new_password", "profile", "sessions", "sign_in", "sign_up"]
