"""Pictures that a tester takes or chooses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from livinglab.domain.questionnaire.cleaning import is_blank
from livinglab.domain.questionnaire.faults import Invalid, Problem
from livinglab.domain.questionnaire.kinds.kind import Kind, bad_setting, whole_number
from livinglab.domain.questionnaire.numbers import NumberMarks
from livinglab.domain.questionnaire.structure import Item
from livinglab.domain.questionnaire.values import Value

MOST = 5
_REFERENCE = re.compile(r"[0-9a-f]{64}")


class Photo(Kind):
    """Setting `most`: how many are allowed. The value is the list of their references: the SHA-256 of each, in hex.

    It can be written and checked. It cannot be published before answers can keep pictures.
    """

    name = "photo"
    title = "A photo"
    measure = "text"
    settings = {"most": "largest number of photos"}
    offered = False

    def fresh(self) -> dict[str, Any]:
        """One."""
        return {"most": 1}

    def check_settings(self, item: Item, name: str) -> list[Problem]:
        """A number of photos that can be sent."""
        most, problems = item.settings.get("most"), []
        if most is not None and not whole_number(most, 1, MOST):
            problems.append(bad_setting(self, item, name, "most", f"a whole number from 1 to {MOST}"))
        return [*problems, Problem("photo_not_yet", f"item.{item.key}", {"name": name})]

    def read(self, item: Item, typed: Sequence[str], marks: NumberMarks, decimals: int = 2) -> list[str] | None:
        """References of photos that were sent before."""
        found = list(dict.fromkeys(text for text in typed if not is_blank(text)))
        if found:
            self.accept(item, found)
        return found or None

    def accept(self, item: Item, value: object) -> None:
        """As many different references as are allowed."""
        if not isinstance(value, list) or not value or len(set(map(str, value))) != len(value):
            raise Invalid("not_canonical")
        if not all(isinstance(one, str) and _REFERENCE.fullmatch(one) for one in value):
            raise Invalid("not_canonical")
        most = whole_number(item.settings.get("most"), 1, MOST) or 1
        if len(value) > most:
            raise Invalid("too_many_photos", limit=most)

    def counted(self, item: Item, value: Value) -> list[str]:
        """Nothing: photos are looked at, not counted."""
        return []
