"""What the kinds with free text have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from livinglab.domain.questionnaire.cleaning import clean, is_blank
from livinglab.domain.questionnaire.faults import Invalid, Problem
from livinglab.domain.questionnaire.kinds.kind import Kind, bad_setting, only, whole_number
from livinglab.domain.questionnaire.numbers import NumberMarks
from livinglab.domain.questionnaire.structure import Item
from livinglab.domain.questionnaire.values import Value


class WordsKind(Kind):
    """Setting `max_length`: how many characters are allowed. The value is the text, cleaned; it is never counted."""

    measure = "text"
    settings = {"max_length": "largest number of characters"}
    usual: ClassVar[int]
    most: ClassVar[int]

    def fresh(self) -> dict[str, Any]:
        """The usual length."""
        return {"max_length": self.usual}

    def check_settings(self, item: Item, name: str) -> list[Problem]:
        """A length that can be stored."""
        length = item.settings.get("max_length")
        if length is None or whole_number(length, 1, self.most):
            return []
        return [bad_setting(self, item, name, "max_length", f"a whole number from 1 to {self.most}")]

    def max_length(self, item: Item) -> int:
        """How many characters are allowed."""
        return whole_number(item.settings.get("max_length"), 1, self.most) or self.usual

    def tidy(self, text: str) -> str:
        """The text as it is stored."""
        return clean(text)

    def read(self, item: Item, typed: Sequence[str], marks: NumberMarks, decimals: int = 2) -> str | None:
        """The text typed, cleaned."""
        text = only(typed)
        tidy = "" if text is None else self.tidy(text)
        if is_blank(tidy):
            return None
        self._check(item, tidy)
        return tidy

    def accept(self, item: Item, value: object) -> None:
        """A clean text in which something can be seen."""
        if not isinstance(value, str) or is_blank(value) or self.tidy(value) != value:
            raise Invalid("not_canonical")
        self._check(item, value)

    def counted(self, item: Item, value: Value) -> list[str]:
        """Nothing: texts are read, not counted."""
        return []

    def _check(self, item: Item, text: str) -> None:
        limit = self.max_length(item)
        if len(text) > limit:
            raise Invalid("too_long", limit=limit)
