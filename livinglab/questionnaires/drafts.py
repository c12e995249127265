"""A version that is being written: its structure and the words of all its languages, changed together.

Every verb takes a `Draft` that was opened to change it, writes an audit line, and never commits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from livinglab.accounts.models import User
from livinglab.domain.questionnaire import editing
from livinglab.domain.questionnaire.structure import Item, Section, Structure
from livinglab.domain.questionnaire.texts import clean_texts, item_text_keys
from livinglab.domain.questionnaire.translation import marks_after_source_change, marks_after_translating
from livinglab.foundation import audit
from livinglab.foundation.audit import AuditLine
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.foundation.stamps import stamp
from livinglab.questionnaires import queries
from livinglab.questionnaires.access import FROZEN
from livinglab.questionnaires.models import QuestionnaireVersion

MOST_SECTIONS = 50
WHOLE_KEYS = ("title", "intro", "thanks")
REMOVALS = ("remove question", "remove section")


class Draft:
    """`structure` and `source` (the words in the source language) are what `keep` last kept."""

    def __init__(self, version: QuestionnaireVersion, *, to_change: bool = False) -> None:
        """Load all of it in one query; `to_change` first locks the version, and refuses a published one."""
        if to_change:
            queries.hold(version)
            if version.is_published:
                raise Refused(FROZEN)
        self.version = version
        self.language = version.questionnaire.source_language
        self.structure = queries.structure_of(version)
        self.rows = {row.language: row for row in queries.newest_texts([version.id])}

    @property
    def source(self) -> dict[str, str]:
        """The words in the source language."""
        return self.rows[self.language].texts

    def keep(
        self,
        structure: Structure,
        words: Mapping[str, str] | None = None,
        elsewhere: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        """Take over a structure, words in the source language, and words by text key in other languages."""
        self.structure = structure
        self.version.structure = structure.to_json()
        used = self.version.keys_used
        known = set(used)
        fresh = [key for key in editing.keys_in(structure) if key not in known]
        if fresh:
            self.version.keys_used = [*used, *fresh]
        given = {**(elsewhere or {}), self.language: words or {}}
        before = dict(self.source)
        for language, row in self.rows.items():
            changed = clean_texts(structure, {**row.texts, **given.get(language, {})})
            if changed != row.texts:
                row.texts = changed
        self._mark_what_is_stale(before, elsewhere or {})

    def _mark_what_is_stale(self, before: Mapping[str, str], elsewhere: Mapping[str, Mapping[str, str]]) -> None:
        """What was translated from words that are others now remembers them. Words that come along are fresh."""
        if before == self.source:
            return
        for language, row in self.rows.items():
            if language != self.language:
                marks = marks_after_source_change(row.source_marks, row.texts, before, self.source)
                marks = marks_after_translating(marks, elsewhere.get(language, {}), row.texts, self.source)
                if marks != row.source_marks:
                    row.source_marks = marks

    def added_since(self, mark: int) -> list[Item]:
        """The questions that came after `mark` keys had been used: what a form sent twice would add again."""
        later = set(self.version.keys_used[max(0, mark) :])
        return [item for item in self.structure.items() if item.key in later]

    @property
    def mark(self) -> int:
        """How many keys were ever used; grows with each question."""
        return len(self.version.keys_used)

    def words_at(self, keys: Sequence[str]) -> dict[str, dict[str, str]]:
        """{language: words} of some text keys, as they are now."""
        return {
            language: {key: row.texts[key] for key in keys if key in row.texts} for language, row in self.rows.items()
        }


def stamp_of_words(draft: Draft) -> str:
    """The mark of title, welcome and thanks."""
    return stamp([draft.source.get(key, "") for key in WHOLE_KEYS])


def stamp_of_section(draft: Draft, key: str) -> str:
    """The mark of a section's own words."""
    return stamp([draft.source.get(f"section.{key}.{part}", "") for part in ("title", "intro")])


def write_words(draft: Draft, words: Mapping[str, str], by: User) -> None:
    """Title, welcome and thanks of the questionnaire."""
    draft.keep(draft.structure, {key: words.get(key, "") for key in WHOLE_KEYS})
    audit.record("write words", draft.version, by)


def add_section(draft: Draft, title: str, seen: Sequence[str], by: User) -> str:
    """A section at the end; its key. Sent twice it is added once: `seen` are the keys the form was opened with."""
    for section in draft.structure.sections:
        if section.key not in seen and draft.source.get(f"section.{section.key}.title") == title:
            return section.key
    if len(draft.structure.sections) >= MOST_SECTIONS:
        raise Refused(f"A questionnaire can have {MOST_SECTIONS} sections. Use one of those there are.")
    added = editing.add_section(draft.structure, title)
    draft.keep(added.structure, added.words)
    audit.record("add section", draft.version, by, section=added.key)
    return added.key


def write_section(draft: Draft, key: str, title: str, intro: str, by: User) -> None:
    """Title and introduction of a section; its key stays."""
    draft.keep(draft.structure, {f"section.{key}.title": title, f"section.{key}.intro": intro})
    audit.record("write section", draft.version, by, section=key)


def move_section(draft: Draft, key: str, step: int, by: User) -> None:
    """A section one place up (-1) or down (1)."""
    keys = [section.key for section in draft.structure.sections]
    draft.keep(editing.move_section(draft.structure, key, max(0, keys.index(key) + step)))
    audit.record("move section", draft.version, by, section=key)


def remove_section(draft: Draft, key: str, by: User) -> AuditLine:
    """Without a section and its questions. The line it leaves in the audit brings them back."""
    structure = draft.structure
    section = structure.section(key)
    texts = [f"section.{key}.title", f"section.{key}.intro"]
    texts += [text for item in section.items for text, _ in item_text_keys(item)]
    kept = {
        "section": section.to_json(),
        "position": structure.sections.index(section),
        "texts": draft.words_at(texts),
        "label": draft.source.get(f"section.{key}.title", key),
    }
    draft.keep(editing.remove_section(structure, key))
    audit.record("remove section", draft.version, by, **kept)
    return last_removal(draft.version)


def last_removal(version: QuestionnaireVersion) -> AuditLine:
    """The newest line about something that was removed; there must be one."""
    db.session.flush()
    return removals(version)[0]


def removals(version: QuestionnaireVersion, most: int = 10) -> list[AuditLine]:
    """The newest lines about what was removed from a version, newest first."""
    statement = (
        select(AuditLine)
        .where(
            AuditLine.object_type == QuestionnaireVersion.__tablename__,
            AuditLine.object_id == version.id,
            AuditLine.verb.in_(REMOVALS),
        )
        .order_by(AuditLine.id.desc())
        .limit(most)
    )
    return list(db.session.scalars(statement))


def anchor_of(line: AuditLine) -> str:
    """Where on the page of the draft the thing stood that a line says was removed."""
    kind = "section" if line.verb == "remove section" else "question"
    return f"{kind}-{line.details[kind]['key']}"


def can_come_back(structure: Structure, line: AuditLine) -> bool:
    """Whether what a line says was removed is still missing."""
    if line.verb == "remove section":
        return all(section.key != line.details["section"]["key"] for section in structure.sections)
    return all(item.key != line.details["question"]["key"] for item in structure.items())


def put_back(draft: Draft, line: AuditLine, by: User) -> str:
    """Bring back what was removed, with its words in all languages; the anchor of its place on the page.

    What is back already stays as it is.
    """
    details: dict[str, Any] = line.details
    if not can_come_back(draft.structure, line):
        return anchor_of(line)
    if line.verb == "remove section":
        section = Section.from_json(details["section"])
        there = {item.key for item in draft.structure.items()}
        section = Section(section.key, tuple(item for item in section.items if item.key not in there))
        structure = Structure((*draft.structure.sections, section))
        structure = editing.move_section(structure, section.key, details["position"])
    else:
        item = Item.from_json(details["question"])
        structure = _with_item(draft.structure, item, details["section"], details["position"])
    texts = details["texts"]
    draft.keep(structure, texts.get(draft.language, {}), texts)
    audit.record("put back", draft.version, by, line=line.id)
    return anchor_of(line)


def _with_item(structure: Structure, item: Item, section: str, position: int) -> Structure:
    """A structure with a question that was there before; in the last section when its own is gone."""
    if not structure.sections:
        raise Refused("Add a section first. Then put the question back.")
    keys = [one.key for one in structure.sections]
    home = section if section in keys else keys[-1]
    sections = tuple(Section(one.key, (*one.items, item)) if one.key == home else one for one in structure.sections)
    return editing.move_item(Structure(sections), item.key, home, position)
