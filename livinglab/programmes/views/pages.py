"""Every page of the room, for the one who registers the blueprint."""

from __future__ import annotations

from livinglab.programmes.views import asking, programmes, taking_part
from livinglab.programmes.views.blueprint import blueprint

__all__ = ["asking", "blueprint", "programmes", "taking_part"]
