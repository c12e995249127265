"""What a form holds that could not be taken as it is, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from livinglab.domain.questionnaire.cleaning import clean

MOST_OF_EACH = 400  # as many are listed; then only their number is told
_PLACE = re.compile(r"[Ss]heet “([^”]*)”, (?:row |cell [A-Z]+)([0-9]+)")
_SHOWN, _LONGEST = 60, 1_000


class Place(NamedTuple):
    """A row as spreadsheet programs count it, from 1. Without a sheet it is a line of a file, or no place at all: 0."""

    sheet: str
    row: int


NO_PLACE = Place("", 0)


@dataclass(frozen=True)
class Finding:
    """A `message` of whole sentences that names its place. `refused`: without it the form would be another one."""

    sheet: str
    row: int
    message: str
    refused: bool


class Findings:
    """Gathers findings: those that stop the import, and those that only tell what was left out."""

    def __init__(self) -> None:
        self._listed: dict[Finding, None] = {}
        self._more = {True: 0, False: 0}
        self._last: dict[bool, Place] = {}
        self._counts = {True: 0, False: 0}

    def refuse(self, place: Place, what: str) -> None:
        """The form cannot be taken because of this."""
        self._add(place, what, refused=True)

    def say(self, place: Place, what: str) -> None:
        """The form is taken without this."""
        self._add(place, what, refused=False)

    @property
    def refused(self) -> bool:
        """Whether anything stops the import."""
        return self._counts[True] > 0

    def listed(self) -> list[Finding]:
        """All of them from top to bottom, sheet by sheet in the order in which they were first spoken of."""
        sheets: dict[str, int] = {}
        for finding in self._listed:
            sheets.setdefault(finding.sheet, len(sheets))
        found = sorted(self._listed, key=lambda finding: (sheets[finding.sheet], finding.row))
        for refused, what in ((True, "stop the import"), (False, "were left out")):
            if self._more[refused]:
                place = self._last[refused]
                more = f"{self._more[refused]:,} more things {what}. Correct these first."
                where = _where(place)
                found.append(Finding(*place, f"{where} and others: {more}" if where else more, refused))
        return found

    def _add(self, place: Place, what: str, *, refused: bool) -> None:
        finding = Finding(*place, _sentences(_where(place), what), refused)
        if finding in self._listed:
            return
        if self._counts[refused] >= MOST_OF_EACH:
            self._more[refused] += 1
            self._last[refused] = place
            return
        self._counts[refused] += 1
        self._listed[finding] = None


def placed(sentence: str, *, refused: bool) -> Finding:
    """A finding of a sentence that may say itself which sheet and row it is about."""
    found = _PLACE.search(sentence)
    return Finding(found[1] if found else "", int(found[2]) if found else 0, sentence, refused)


def quoted(text: str) -> str:
    """A text within a sentence: on one line, between quotation marks, not too long."""
    line = " ".join(text[: 20 * _SHOWN].split())
    return f"“{line if len(line) <= _SHOWN else line[: _SHOWN - 1].rstrip() + '…'}”"


def _where(place: Place) -> str:
    if not place.sheet:
        return f"Line {place.row}" if place.row else ""
    return f"Sheet {quoted(place.sheet)}, row {place.row}"


def _sentences(where: str, what: str) -> str:
    """The place and what is there. Files can hold anything: what is shown of it is cleaned, and not endless."""
    shown = clean(what if len(what) <= _LONGEST else what[: _LONGEST - 1] + "…")
    return f"{where}: {shown}" if where else shown[:1].upper() + shown[1:]
