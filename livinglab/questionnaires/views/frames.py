"""What all pages about a draft show around their own part."""

from __future__ import annotations

from typing import Any, NoReturn

from flask import abort, request, url_for

from livinglab.accounts.sessions import me
from livinglab.domain.questionnaire.faults import Problem
from livinglab.domain.questionnaire.publishing import problems
from livinglab.domain.questionnaire.structure import Item, Section
from livinglab.domain.questionnaire.variables import question_numbers
from livinglab.foundation.errors import Refused
from livinglab.questionnaires import access
from livinglab.questionnaires.drafts import Draft
from livinglab.questionnaires.translating import progress_in

GONE = (
    "Somebody removed this in the meantime. Go back to see what you typed; "
    "“Removed lately”, below the questions, brings it back."
)
CHANGED = (
    "Somebody changed this while you were writing. What you typed is below and is not saved yet. "
    "Save again to let it replace what they wrote."
)


def open_draft(questionnaire_id: int) -> Draft:
    """The draft of this person, locked when the request changes something."""
    return Draft(access.draft_to_edit(me(), questionnaire_id), to_change=request.method == "POST")


def section_here(draft: Draft, key: str) -> Section:
    """A section of the draft; 404, or in words when somebody removed it while a form was open."""
    try:
        return draft.structure.section(key)
    except KeyError:
        gone()


def item_here(draft: Draft, key: str) -> Item:
    """A question of the draft; 404, or in words when somebody removed it while a form was open."""
    try:
        return draft.structure.item(key)
    except KeyError:
        gone()


def gone() -> NoReturn:
    """404, or in words when somebody removed it while a form was open."""
    if request.method == "POST":
        raise Refused(GONE)
    abort(404)


def draft_frame(draft: Draft, current: str = "", found: list[Problem] | None = None) -> dict[str, Any]:
    """The questionnaire, the version, the tabs with their counts."""
    version = draft.version
    found = problems(draft.structure, draft.source) if found is None else found
    progress = progress_in(draft.structure, draft.language, list(draft.rows.values()))
    place: dict[str, Any] = {"questionnaire_id": version.questionnaire_id}
    tabs = [
        ("questions", "Questions", url_for(".build", **place), len(question_numbers(draft.structure))),
        (
            "languages",
            "Languages",
            url_for(".languages", version_id=version.id),
            f"{sum(1 for one in progress if one.is_complete)} of {len(progress)}",
        ),
        ("publish", "Check and publish", url_for(".publishing", **place), len(found) or None),
    ]
    return {
        "questionnaire": version.questionnaire,
        "version": version,
        "tab_entries": [
            {"label": label, "url": url, "count": count, "current": key == current} for key, label, url, count in tabs
        ],
    }
