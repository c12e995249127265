"""Removing a section or a question: first what goes with it, then without it, with a way back."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from livinglab.accounts.sessions import me
from livinglab.domain.questionnaire.publishing import label_of, title_of
from livinglab.domain.questionnaire.references import looked_at_by_others
from livinglab.foundation.audit import AuditLine
from livinglab.foundation.db import db
from livinglab.foundation.permissions import Policy, policy
from livinglab.questionnaires import asking, drafts
from livinglab.questionnaires.drafts import Draft
from livinglab.questionnaires.views.blueprint import blueprint
from livinglab.questionnaires.views.frames import draft_frame, item_here, open_draft, section_here

Page = str | tuple[str, int] | Response


@blueprint.get("/<int:questionnaire_id>/build/sections/<key>/remove")
@policy(Policy.SIGNED_IN)
def ask_remove_section(questionnaire_id: int, key: str) -> Page:
    """What is removed with a section."""
    draft = open_draft(questionnaire_id)
    section = section_here(draft, key)
    return render_template(
        "questionnaires/remove.html",
        **draft_frame(draft),
        name=title_of(section, draft.source),
        inside=[label_of(item, draft.source) for item in section.items],
        lookers=[one for item in section.items for one in _lookers(draft, item.key, section.key)],
        languages=len(draft.rows),
        is_section=True,
        anchor=f"section-{key}",
        remove_url=url_for(".remove_section", questionnaire_id=questionnaire_id, key=key),
    )


@blueprint.post("/<int:questionnaire_id>/build/sections/<key>/remove")
@policy(Policy.SIGNED_IN)
def remove_section(questionnaire_id: int, key: str) -> Page:
    """Without the section and its questions. Sent twice, the second finds it done."""
    draft = open_draft(questionnaire_id)
    line = _removed_before(draft, f"section-{key}")
    if line is None:
        section_here(draft, key)
        line = drafts.remove_section(draft, key, by=me())
        db.session.commit()
    return redirect(url_for(".build", questionnaire_id=questionnaire_id, removed=line.id), 303)


def _lookers(draft: Draft, key: str, within: str = "") -> list[str]:
    """The names of what is shown only after some answers to a question; what goes as well is left out."""
    structure, found = draft.structure, []
    gone = {within, *(item.key for item in structure.section(within).items)} if within else set()
    sections = {section.key: section for section in structure.sections}
    for other in looked_at_by_others(structure, key):
        if other not in gone:
            is_section = other in sections
            name = (
                title_of(sections[other], draft.source) if is_section else label_of(structure.item(other), draft.source)
            )
            found.append(name)
    return found


def _removed_before(draft: Draft, anchor: str) -> AuditLine | None:
    """The line about something that was removed and is not back."""
    lines = [line for line in drafts.removals(draft.version) if drafts.can_come_back(draft.structure, line)]
    return next((line for line in lines if drafts.anchor_of(line) == anchor), None)


@blueprint.get("/<int:questionnaire_id>/build/questions/<key>/remove")
@policy(Policy.SIGNED_IN)
def ask_remove_question(questionnaire_id: int, key: str) -> Page:
    """Which question is removed."""
    draft = open_draft(questionnaire_id)
    item = item_here(draft, key)
    return render_template(
        "questionnaires/remove.html",
        **draft_frame(draft),
        name=label_of(item, draft.source),
        inside=[],
        lookers=_lookers(draft, key),
        languages=len(draft.rows),
        is_section=False,
        anchor=f"question-{key}",
        remove_url=url_for(".remove_question", questionnaire_id=questionnaire_id, key=key),
    )


@blueprint.post("/<int:questionnaire_id>/build/questions/<key>/remove")
@policy(Policy.SIGNED_IN)
def remove_question(questionnaire_id: int, key: str) -> Page:
    """Without the question. Sent twice, the second finds it done."""
    draft = open_draft(questionnaire_id)
    line = _removed_before(draft, f"question-{key}")
    if line is None:
        item_here(draft, key)
        line = asking.remove_question(draft, key, by=me())
        db.session.commit()
    return redirect(url_for(".build", questionnaire_id=questionnaire_id, removed=line.id), 303)
