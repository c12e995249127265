"""Words between the questions; nothing to answer."""

from __future__ import annotations

from livinglab.domain.questionnaire.faults import Problem
from livinglab.domain.questionnaire.kinds.variables import ManifoldKind
from livinglab.domain.questionnaire.structure import Item


class Statement(ManifoldKind):
    """No variable. Its label is the heading, its help the text below."""

    name = "statement"
    title = "A text without an answer"

    def check_settings(self, item: Item, name: str) -> list[Problem]:
        """It cannot be required."""
        return [Problem("statement_required", f"item.{item.key}", {"name": name})] if item.required else []

    def variables(self, item: Item) -> tuple[Item, ...]:
        """None."""
        return ()
