"""Words over several lines."""

from __future__ import annotations

from livinglab.domain.questionnaire.kinds.words import WordsKind


class LongText(WordsKind):
    """Any number of lines."""

    name = "long_text"
    title = "A longer text"
    usual = 2000
    most = 10000
