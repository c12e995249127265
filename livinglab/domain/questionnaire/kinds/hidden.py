"""A value that the link brings along, such as where somebody saw it. Nobody is asked."""

from __future__ import annotations

import re
from typing import Any

from livinglab.domain.questionnaire.faults import Problem
from livinglab.domain.questionnaire.kinds.kind import bad_setting
from livinglab.domain.questionnaire.kinds.short_text import ShortText
from livinglab.domain.questionnaire.structure import Item
from livinglab.domain.questionnaire.values import Value

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}", re.IGNORECASE)
# What our own links and forms say.
TAKEN = frozenset({"language", "again", "look", "token", "csrf_token", "list-unsubscribe"})


class Hidden(ShortText):
    """Setting `parameter`: its name in the link's query. The value is at most 60 characters long, and counted."""

    name = "hidden"
    title = "A value from the link"
    measure = "choice"
    settings = {"parameter": "name in the link"}
    usual = 60
    most = 60

    def fresh(self) -> dict[str, Any]:
        """A usual name."""
        return {"parameter": "source"}

    def check_settings(self, item: Item, name: str) -> list[Problem]:
        """A name that can stand in a link; nobody can be made to answer what is not asked."""
        problems = []
        if item.required:
            problems.append(Problem("hidden_required", f"item.{item.key}", {"name": name}))
        parameter = item.settings.get("parameter")
        if not isinstance(parameter, str) or not _NAME.fullmatch(parameter) or parameter.lower() in TAKEN:
            expected = "letters, digits, - and _, with a letter first"
            problems.append(bad_setting(self, item, name, "parameter", expected))
        return problems

    def counted(self, item: Item, value: Value) -> list[str]:
        """The value."""
        return [value] if isinstance(value, str) else []


def parameter_of(item: Item) -> str:
    """Its name in the query of the link."""
    return str(item.settings.get("parameter", item.key))
