"""Every page of the room, for the one who registers the blueprint."""

from __future__ import annotations

from livinglab.network.views import colleagues, directory, joining, organisations, people
from livinglab.network.views.blueprint import blueprint

__all__ = ["blueprint", "colleagues", "directory", "joining", "organisations", "people"]
