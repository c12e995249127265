"""Every page of the room, for the one who registers the blueprint."""

from __future__ import annotations

from livinglab.invitations.views import inviting, opening
from livinglab.invitations.views.blueprint import blueprint

__all__ = ["blueprint", "inviting", "opening"]
