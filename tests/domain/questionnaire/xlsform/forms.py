"""Small forms for tests, as the rows of their sheets."""

from __future__ import annotations

from collections.abc import Sequence

from livinglab.domain.questionnaire.incoming import Incoming
from livinglab.domain.questionnaire.xlsform.reading import read_form

Rows = Sequence[Sequence[str]]
YES_NO = [["list_name", "name", "label"], ["yn", "yes", "Yes"], ["yn", "no", "No"]]


def sheet(rows: Rows) -> list[tuple[int, Sequence[str]]]:
    """Rows with their numbers, counted from 1."""
    return list(enumerate(rows, 1))


def form(survey: Rows, choices: Rows = (), settings: Rows = (), **others: Rows) -> Incoming:
    """What is read from a form with these sheets."""
    sheets = {"survey": survey, "choices": choices, "settings": settings, **others}
    return read_form([(name, sheet(rows)) for name, rows in sheets.items() if rows], "A form")


def asked(*rows: str, choices: Rows = YES_NO) -> Incoming:
    """What is read from rows of “type | name | label | relevant | constraint | choice_filter | required”."""
    head = ["type", "name", "label", "relevant", "constraint", "choice_filter", "required"]
    return form([head, *([cell.strip() for cell in row.split("|")] for row in rows)], choices)


def refusals(found: Incoming) -> list[str]:
    """The sentences that stop an import."""
    return [finding.message for finding in found.findings if finding.refused]


def left_out(found: Incoming) -> list[str]:
    """The sentences about what was left out."""
    return [finding.message for finding in found.findings if not finding.refused]
