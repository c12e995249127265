"""Every page of the room, for the one who registers the blueprint."""

from __future__ import annotations

from livinglab.questionnaires.views import (
    changes,
    conditions,
    files,
    languages,
    outline,
    preview,
    publishing,
    questionnaires,
    questions,
    removing,
    sections,
    translators,
)
from livinglab.questionnaires.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "changes",
    "conditions",
    "files",
    "languages",
    "outline",
    "preview",
    "publishing",
    "questionnaires",
    "questions",
    "removing",
    "sections",
    "translators",
]
