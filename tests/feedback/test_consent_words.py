"""Every consent names a version of the words it was given to: other words, another version."""

from __future__ import annotations

import hashlib
from pathlib import Path

from livinglab.feedback.actions import CONSENT_VERSION

WORDS = Path(__file__).resolve().parents[2] / "templates" / "feedback" / "_consent.html"
VERSIONS = {"2026-11": "f66dd29b0ce33e48"}


def test_the_words_are_those_of_their_version() -> None:
    """When this fails, give the new words a new version, and add it here; the old lines stay for ever."""
    words = WORDS.read_text(encoding="utf-8").partition("{% macro")[2]
    assert VERSIONS[CONSENT_VERSION] == hashlib.sha256(words.encode()).hexdigest()[:16]
