"""Every page of the room, for the one who registers the blueprint."""

from __future__ import annotations

from livinglab.feedback.views import answering, imports, mapping, responses
from livinglab.feedback.views.blueprint import blueprint

__all__ = ["answering", "blueprint", "imports", "mapping", "responses"]
