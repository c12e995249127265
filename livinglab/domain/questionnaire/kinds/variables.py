"""What the kinds have in common whose question has several variables, or none."""

from __future__ import annotations

from collections.abc import Sequence

from livinglab.domain.questionnaire.faults import Invalid
from livinglab.domain.questionnaire.kinds.kind import MAY_NOT_APPLY, Kind
from livinglab.domain.questionnaire.numbers import NumberMarks
from livinglab.domain.questionnaire.structure import Item
from livinglab.domain.questionnaire.values import Value


class ManifoldKind(Kind):
    """The question itself has no value: its variables have."""

    measure = ""

    def read(self, item: Item, typed: Sequence[str], marks: NumberMarks, decimals: int = 2) -> Value | None:
        """Nothing."""
        return None

    def accept(self, item: Item, value: object) -> None:
        """Nothing."""
        raise Invalid("not_canonical")


def keys_at(item: Item, setting: str) -> list[str]:
    """The keys of a list among the settings, in order, each once; none where the setting is no list."""
    keys = item.settings.get(setting)
    return list(dict.fromkeys(keys)) if isinstance(keys, tuple) else []


def variable(item: Item, part: str, kind: str, *, required: bool = False, **settings: object) -> Item:
    """One variable of a question; “does not apply” is offered where the question offers it."""
    if MAY_NOT_APPLY in item.settings and kind != "short_text":
        settings[MAY_NOT_APPLY] = item.settings[MAY_NOT_APPLY]
    return Item(f"{item.key}.{part}", kind, required, settings, within=item)
