"""A form that was written here, read back: the same questionnaire, with what a person changed in between.

Changed words win: those of a language, and those of a language that was added. Everything else that was changed in the
sheets is refused with its place, because the sheet of our own says something else; without that sheet the form is read
as any other. So nothing that a person did is passed over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from livinglab.domain.questionnaire.cleaning import clean
from livinglab.domain.questionnaire.findings import Findings, Place, quoted
from livinglab.domain.questionnaire.incoming import too_large
from livinglab.domain.questionnaire.languages import name_for
from livinglab.domain.questionnaire.structure import Structure
from livinglab.domain.questionnaire.texts import limit_of, text_keys, tidy
from livinglab.domain.questionnaire.variables import all_variables
from livinglab.domain.questionnaire.xlsform.formulas import name_of
from livinglab.domain.questionnaire.xlsform.plan import IF, Row, Words, plan_of, read_back, words_in
from livinglab.domain.questionnaire.xlsform.sheets import CHOICES, OWN, SURVEY, Line, Sheets, Table, seen
from livinglab.domain.questionnaire.xlsform.words import Languages
from livinglab.domain.questionnaire.xlsform.writing import checksum, with_fixed_words

MOST_TEXTS, MOST_LETTERS = 30_000, 4_000_000
_REFERENCE = re.compile(r"\$\{([^{}]{0,200})\}")
_WORDS = ("label", "hint", "constraint_message")
_AGAIN = f"Put it back, or remove the sheet “{OWN}” to read the form as any other"
_BY_HAND = f"its contents are not as they were written. Export the form again, or remove the sheet “{OWN}”."


@dataclass
class Kept:
    """A questionnaire as it was written; `texts` take in what was changed since."""

    structure: Structure
    texts: dict[str, dict[str, str]]
    source_language: str


def kept_in(name: str, table: Table, findings: Findings) -> Kept | None:
    """What the sheet of our own holds; None where it was changed, which is refused."""
    rows = [(number, list(cells)) for number, cells in table[1:] if any(cells)]
    place = Place(name, rows[0][0] if rows else 1)
    data = "".join(cells[1] for _, cells in rows if len(cells) > 1)
    said = rows[0][1][2] if rows and len(rows[0][1]) > 2 else ""
    if len(data) > MOST_LETTERS or checksum(data) != said:
        findings.refuse(place, _BY_HAND)
        return None
    try:
        found = _kept(json.loads(data))
    except (ValueError, RecursionError, TypeError, KeyError, AttributeError):  # `Invalid` is a ValueError
        found = None
    if found is None:
        findings.refuse(place, _BY_HAND)
    return found


def _kept(data: Mapping[str, object]) -> Kept | None:
    structure, texts, source = Structure.from_json(data["structure"]), data["texts"], data["source_language"]
    if not isinstance(texts, dict) or not isinstance(source, str) or too_large(structure):
        return None
    words = [word for one in texts.values() for pair in one.items() for word in pair]
    if len(words) > 2 * MOST_TEXTS or not all(isinstance(word, str) for word in words):
        return None
    if len(text_keys(structure)) * max(1, len(texts)) > 2 * MOST_TEXTS:
        return None
    return Kept(structure, {tag: dict(one) for tag, one in texts.items()}, source)


def take_changes(kept: Kept, sheets: Sheets, languages: Languages, findings: Findings) -> dict[str, Place]:
    """Compare the sheets with what was written, and take over or refuse what differs: {text key: its place}."""
    comparison = _Comparison(kept, languages, findings)
    comparison.compare(sheets)
    return comparison.places


class _Comparison:
    def __init__(self, kept: Kept, languages: Languages, findings: Findings) -> None:
        self._kept, self._languages, self._findings = kept, languages, findings
        self._plan = plan_of(kept.structure, kept.texts)
        self._keys = {key for key, _ in text_keys(kept.structure)}
        self.places: dict[str, Place] = {}
        variables = [item.key for item in all_variables(kept.structure)]
        self._names = {name_of(key): key for key in [*(item.key for item in kept.structure.items()), *variables]}
        self._old = {tag: with_fixed_words(kept.texts.get(tag, {}), tag) for tag in languages.tags}
        self._changed: dict[tuple[str, str], tuple[str, Place]] = {}

    def compare(self, sheets: Sheets) -> None:
        """Take over changed words, refuse all other changes."""
        self._rows(sheets.survey, self._plan.survey, SURVEY, ("type", "name"))
        self._rows(sheets.choices, self._plan.choices, CHOICES, ("list_name", "name"))
        self._settings(sheets)
        self._removed_languages()
        for (tag, key), (words, _) in self._changed.items():
            texts = self._kept.texts.setdefault(tag, {})
            if words:
                texts[key] = words
            else:
                texts.pop(key, None)

    def _rows(self, lines: Sequence[Line], rows: Sequence[Row], sheet: str, who: tuple[str, str]) -> None:
        for line, row in zip_longest(lines, rows):
            there = [line[column] for column in who] if line else []
            written = [row.cells.get(column, "") for column in who] if row else []
            if there != written:
                place = line.place if line else lines[-1].place if lines else Place(sheet, 1)
                stands = quoted(" ".join(there)) if line else "nothing more"
                once = quoted(" ".join(written)) if row else "nothing more"
                self._findings.refuse(
                    place, f"{stands} stands where {once} stood when the form was written. {_AGAIN}."
                )  # fmt: skip
                return
            self.places.update({key: line.place for words in row.words.values() for key in _keys(words)})
            self._cells(line, row)
            self._words(line, row)

    def _cells(self, line: Line, row: Row) -> None:
        found = dict(line.cells) | ({IF: line.other[IF]} if line.other.get(IF) else {})
        for column in dict.fromkeys([*found, *row.cells]):
            stands, stood = found.get(column, ""), seen(clean(row.cells.get(column, "")))
            if stands != stood:
                said = (
                    f"“{column}” says {quoted(stands)}, and said {quoted(stood)} when the form was written. {_AGAIN}."
                )
                self._findings.refuse(line.place, said)

    def _words(self, line: Line, row: Row) -> None:
        for column in line.words:
            if column not in _WORDS:
                self._findings.say(line.place, f"“{column}” was left out: there is no place for it.")
        for column in _WORDS:
            found, words = self._languages.by_tag(line, column), row.words.get(column, ())
            for tag in self._languages.tags:
                if tag not in self._kept.texts and tag not in found:
                    continue
                text = found.get(tag, "")
                if text != _as_read(words_in(words, self._old[tag])):
                    self._take(line.place, column, tag, text, words)

    def _take(self, place: Place, column: str, tag: str, text: str, words: Words) -> None:
        new = read_back(words, text) if words and text else dict.fromkeys(_keys(words), "")
        if new is None or not new or not new.keys() <= self._keys:
            if tag not in self._kept.texts and words and _is_fixed(words, self._keys):
                self._findings.say(place, f"“{column}” {quoted(text)} was left out: these words are always the same.")
            else:
                fixed = quoted(words_in(words, self._old[tag]))
                self._findings.refuse(
                    place, f"“{column}” in {name_for(tag)} cannot be {quoted(text)} instead of {fixed}. {_AGAIN}."
                )
            return
        for key, changed in new.items():
            kept = self._inward(changed, place)
            if len(kept) > limit_of(key):
                said = f"{quoted(kept)} has {len(kept):,} letters, and there can be {limit_of(key):,}. Shorten it."
                self._findings.refuse(place, said)
            kept = tidy(key, kept)
            if kept == self._old[tag].get(key, ""):
                continue  # another part of the cell was changed
            before, where = self._changed.setdefault((tag, key), (kept, place))
            if before != kept:
                self._findings.refuse(
                    place,
                    f"{quoted(kept)} stands in {quoted(where.sheet)}, row {where.row}, too, as {quoted(before)}. "
                    "Write the same words in both.",
                )

    def _inward(self, text: str, place: Place) -> str:
        """References to answers by our keys."""

        def ours(found: re.Match[str]) -> str:
            name = found[1].strip()
            if name not in self._names:
                said = f"a text takes in the answer to {quoted(name)}, which is no question. Write it without."
                self._findings.refuse(place, said)
            return "${" + self._names.get(name, name) + "}"

        return _REFERENCE.sub(ours, text) if "${" in text else text

    def _settings(self, sheets: Sheets) -> None:
        kept = self._kept
        place = sheets.places.get("form_title", Place("settings", 2))
        title = sheets.settings.get("form_title", "")
        if title != _as_read(kept.texts.get(kept.source_language, {}).get("title", "")):
            if not 0 < len(title) <= limit_of("title"):
                self._findings.refuse(place, f"the title must have between 1 and {limit_of('title')} letters.")
            kept.texts.setdefault(kept.source_language, {})["title"] = tidy("title", title)
        default = sheets.settings.get("default_language", "")
        if default != name_for(kept.source_language):
            said = f"the default language was {name_for(kept.source_language)} when the form was written. {_AGAIN}."
            self._findings.refuse(sheets.places.get("default_language", place), said)

    def _removed_languages(self) -> None:
        for tag in [tag for tag in self._kept.texts if tag not in self._languages.tags]:
            texts = with_fixed_words(self._kept.texts[tag], tag)
            rows = [*self._plan.survey, *self._plan.choices]
            if not any(words_in(words, texts) for row in rows for words in row.words.values()):
                continue  # it had none
            said = f"no column has words in {name_for(tag)} any more"
            if tag == self._kept.source_language:
                self._findings.refuse(Place(SURVEY, 1), f"{said}. {_AGAIN}.")
            else:
                self._findings.say(Place(SURVEY, 1), f"{said}, so that this language was left out.")
                del self._kept.texts[tag]


def _keys(words: Words) -> list[str]:
    return [piece.text for piece in words if piece.is_key]


def _is_fixed(words: Words, keys: set[str]) -> bool:
    """Whether there is nothing in a cell that could be translated."""
    return all(not piece.is_key or piece.text not in keys for piece in words)


def _as_read(text: str) -> str:
    """A text as it comes back from a cell."""
    return clean(text)
