"""The words of a version in its other languages: in a draft written in place, of a published version by revisions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete

from livinglab.accounts.models import User
from livinglab.domain.questionnaire.cleaning import is_blank
from livinglab.domain.questionnaire.structure import Structure
from livinglab.domain.questionnaire.texts import clean_texts, missing, text_keys
from livinglab.domain.questionnaire.translation import marks_after_translating, stale_keys
from livinglab.foundation import audit
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.foundation.places import language_choices, language_name
from livinglab.foundation.stamps import stamp
from livinglab.foundation.surroundings import now
from livinglab.questionnaires import queries
from livinglab.questionnaires.models import QuestionnaireText, QuestionnaireVersion


@dataclass(frozen=True)
class Progress:
    """How far a language is: `done` of `wanted` texts; `missing` of them are ones that testers cannot do without, and
    of `stale` ones the source has changed since. `state` is what `state_by` said at `state_at`."""

    language: str
    name: str
    is_source: bool
    done: int
    wanted: int
    missing: int
    revision: int
    stale: int = 0
    state: str = "draft"
    state_by: str = ""
    state_at: datetime | None = None

    @property
    def is_approved(self) -> bool:
        """Whether somebody answers for these words as they are now. The source needs nobody but its authors."""
        return self.is_source or (self.state == "approved" and self.is_complete and not self.stale)

    @property
    def is_complete(self) -> bool:
        """Whether testers can answer in it."""
        return self.missing == 0


def wanted_keys(structure: Structure, source: Mapping[str, str]) -> list[str]:
    """The text keys a translation should have words for: what is required, and what the source has words for."""
    return [key for key, required in text_keys(structure) if required or not is_blank(source.get(key, ""))]


def progress_of(version: QuestionnaireVersion) -> list[Progress]:
    """Every language a version has words in, the source language first. One query."""
    rows = queries.newest_texts([version.id])
    return progress_in(queries.structure_of(version), version.questionnaire.source_language, rows)


def progress_in(structure: Structure, source_language: str, rows: list[QuestionnaireText]) -> list[Progress]:
    """The same from rows that are loaded already."""
    source = next((row.texts for row in rows if row.language == source_language), {})
    wanted = wanted_keys(structure, source)
    found = [
        Progress(
            row.language,
            language_name(row.language),
            row.language == source_language,
            sum(1 for key in wanted if not is_blank(row.texts.get(key, ""))),
            len(wanted),
            len(missing(structure, row.texts)),
            row.revision,
            0 if row.language == source_language else len(stale_keys(row.texts, row.source_marks, source)),
            row.state,
            row.state_by.name if row.state_by else "",
            row.state_at,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: not one.is_source)


def languages_to_add(progress: list[Progress]) -> list[tuple[str, str]]:
    """(code, name) of the languages of the answer pages that a version has no words in yet."""
    there = {one.language for one in progress}
    return [(code, name) for code, name in language_choices() if code not in there]


def stamp_of_text(words: str) -> str:
    """The mark of one text as somebody saw it: two people may write the same language, but not the same text."""
    return stamp(words)[:10]


def words_that_must_stay(version: QuestionnaireVersion, language: str) -> set[str]:
    """The text keys that may not be emptied: all required ones, once testers may be reading a published version."""
    row = queries.newest_text(version.id, language)
    structure = queries.structure_of(version)
    if row is None or not version.is_published or missing(structure, row.texts):
        return set()
    return {key for key, required in text_keys(structure) if required}


def save_words(
    version: QuestionnaireVersion,
    language: str,
    words: Mapping[str, str],
    by: User,
    still_right: Collection[str] = (),
    sources: Mapping[str, str] | None = None,
) -> bool:
    """Keep words by text key; False when that changes nothing. Texts that are not named stay as they are. Texts at the
    keys in `still_right` fit their source as it is now; `sources` are what words were translated from, where that is
    another text than the source of now.

    Whatever changes makes the language a draft again. Raises `Refused` for the source language, and when a published
    version would lose words that testers need.
    """
    queries.hold(version)
    if language == version.questionnaire.source_language:
        raise Refused("These words belong to the questions themselves. Change them where the questions are written.")
    structure = queries.structure_of(version)
    row = queries.newest_text(version.id, language)
    before = row.texts if row else {}
    texts = clean_texts(structure, {**before, **words})
    source = queries.texts_by_language(version.id)[version.questionnaire.source_language]
    written = [key for key in texts if texts[key] != before.get(key)]
    marks = marks_after_translating(
        row.source_marks if row else {}, [*written, *still_right], texts, {**source, **(sources or {})}
    )
    if texts == before:
        if row is not None and still_right and marks != row.source_marks:
            row.source_marks = marks
            audit.record("translate", version, by, language=language, still_right=sorted(still_right))
            return True
        return False
    if any(key not in texts for key in words_that_must_stay(version, language)):
        raise Refused("Testers may be reading these words now. Change them, but leave none of them empty.")
    if row is not None and not version.is_published:
        row.texts, row.source_marks = texts, marks
        row.state, row.state_by_id, row.state_at = "draft", None, None
    else:
        revision = row.revision + 1 if row else 1
        row = QuestionnaireText(
            version=version, language=language, revision=revision, texts=texts, source_marks=marks, created_at=now()
        )
        db.session.add(row)
    audit.record("translate", version, by, language=language, revision=row.revision)
    return True


def set_state(version: QuestionnaireVersion, language: str, state: str, by: User) -> None:
    """Say how far the words of a language are. Raises `Refused` for words that are not all there or not all fresh."""
    queries.hold(version)
    row = queries.newest_text(version.id, language)
    mine = next((one for one in progress_of(version) if one.language == language), None)
    if row is None or mine is None or mine.is_source:
        raise Refused("There are no translated words in this language. Translate them first.")
    if state != "draft" and not mine.is_complete:
        raise Refused(f"{mine.name} is not complete. Translate what is missing first.")
    if state != "draft" and mine.stale:
        raise Refused(f"The source of some texts in {mine.name} has changed. Look at those first.")
    if row.state != state:
        row.state, row.state_by_id, row.state_at = state, by.id, now()
        audit.record("say state", version, by, language=language, revision=row.revision, state=state)


def remove_language(version: QuestionnaireVersion, language: str, by: User) -> None:
    """A draft without the words of a language."""
    queries.hold(version)
    if version.is_published:
        raise Refused("This version is published, so its languages stay. Leave the language out of your next round.")
    if language == version.questionnaire.source_language:
        raise Refused("The questions are written in this language, so it stays.")
    db.session.execute(
        delete(QuestionnaireText).where(
            QuestionnaireText.version_id == version.id, QuestionnaireText.language == language
        )
    )
    audit.record("remove language", version, by, language=language)
