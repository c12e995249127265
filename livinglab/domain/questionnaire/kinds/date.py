"""A day of the calendar."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from livinglab.domain.questionnaire.cleaning import clean
from livinglab.domain.questionnaire.faults import Invalid, Problem
from livinglab.domain.questionnaire.kinds.kind import Kind, bad_setting, only
from livinglab.domain.questionnaire.numbers import NumberMarks
from livinglab.domain.questionnaire.structure import Item

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Day before month, with points: so it is written where our clusters are. With strokes it could be either.
_POINTS = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})")


def day_of(text: object) -> date | None:
    """The day that 2026-11-29 stands for; None for anything else."""
    if not isinstance(text, str) or not _ISO.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


class Day(Kind):
    """Settings `earliest` and `latest`, as 2026-11-29. The value is written so as well."""

    name = "date"
    title = "A date"
    measure = "date"
    settings = {"earliest": "earliest date", "latest": "latest date"}
    may_not_apply = True

    def fresh(self) -> dict[str, Any]:
        """Any day."""
        return {}

    def check_settings(self, item: Item, name: str) -> list[Problem]:
        """Two days, in their order."""
        problems = [
            bad_setting(self, item, name, setting, "a date such as 2026-11-29")
            for setting in ("earliest", "latest")
            if item.settings.get(setting) is not None and day_of(item.settings[setting]) is None
        ]
        earliest, latest = (day_of(item.settings.get(setting)) for setting in ("earliest", "latest"))
        if earliest and latest and earliest > latest:
            params = {"name": name, "earliest": earliest.isoformat(), "latest": latest.isoformat()}
            problems.append(Problem("earliest_after_latest", f"item.{item.key}", params))
        return problems

    def read(self, item: Item, typed: Sequence[str], marks: NumberMarks, decimals: int = 2) -> str | None:
        """The day typed, as 2026-11-29 or 29.11.2026."""
        text = only(typed)
        if text is None:
            return None
        text = clean(text)
        written = _POINTS.fullmatch(text)
        if written:
            text = f"{written[3]}-{int(written[2]):02}-{int(written[1]):02}"
        if day_of(text) is None:
            raise Invalid("not_a_date")
        self.accept(item, text)
        return text

    def accept(self, item: Item, value: object) -> None:
        """A day between the ends."""
        day = day_of(value)
        if day is None:
            raise Invalid("not_canonical")
        earliest, latest = (day_of(item.settings.get(setting)) for setting in ("earliest", "latest"))
        if earliest and day < earliest:
            raise Invalid("too_early", limit=earliest.isoformat())
        if latest and day > latest:
            raise Invalid("too_late", limit=latest.isoformat())
