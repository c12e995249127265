"""What the kinds with a list of statements on one scale have in common."""

from __future__ import annotations

from collections.abc import Sequence

from livinglab.domain.questionnaire.faults import Problem
from livinglab.domain.questionnaire.kinds.kind import bad_setting, whole_number
from livinglab.domain.questionnaire.kinds.options import options_twice
from livinglab.domain.questionnaire.kinds.rating import FEWEST, MOST
from livinglab.domain.questionnaire.kinds.variables import ManifoldKind
from livinglab.domain.questionnaire.structure import Item, is_key


class BatteryKind(ManifoldKind):
    """Settings `rows`, the keys of the statements in order, and `points`. Each statement is a variable."""

    settings = {"rows": "statements", "points": "number of points"}

    def check_settings(self, item: Item, name: str) -> list[Problem]:
        """At least one statement, each with a key of its own, and a number of points that can be shown."""
        where, rows = f"item.{item.key}", item.settings.get("rows")
        if rows is not None and not isinstance(rows, tuple):
            return [bad_setting(self, item, name, "rows", "a list of statements")]
        keys: Sequence[str] = rows or ()
        problems = [Problem("bad_key", where, {"key": key}) for key in keys if not is_key(key)]
        problems += [Problem("duplicate_row", where, {"row": key, "name": name}) for key in options_twice(keys)]
        if not keys:
            problems.append(Problem("no_rows", where, {"name": name}))
        if item.settings.get("points") is not None and not whole_number(item.settings["points"], FEWEST, MOST):
            problems.append(bad_setting(self, item, name, "points", f"a whole number from {FEWEST} to {MOST}"))
        return problems
