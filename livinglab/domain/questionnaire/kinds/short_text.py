"""A few words on one line."""

from __future__ import annotations

from livinglab.domain.questionnaire.cleaning import clean
from livinglab.domain.questionnaire.kinds.words import WordsKind

_BREAKS = str.maketrans("\n\t", "  ")


class ShortText(WordsKind):
    """One line."""

    name = "short_text"
    title = "A few words"
    usual = 200
    most = 500

    def tidy(self, text: str) -> str:
        """Line breaks and tabs become spaces."""
        return clean(text).translate(_BREAKS)
