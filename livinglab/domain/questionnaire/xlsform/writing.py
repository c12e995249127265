"""A questionnaire as the sheets of a form of XLSForm.

ODK, KoboToolbox and others read the sheets survey, choices and settings, in which every question stands as the nearest
thing they know. What they have no place for is kept on a sheet of our own, which they ignore: the questionnaire as it
is, in JSON, so that the same file read here is the same questionnaire. `own.py` reads it back.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from livinglab.domain.questionnaire.languages import DOES_NOT_APPLY, in_language, name_for
from livinglab.domain.questionnaire.structure import Structure, new_key
from livinglab.domain.questionnaire.xlsform.formulas import NOT_APPLICABLE_NAME
from livinglab.domain.questionnaire.xlsform.plan import IF, Row, plan_of, words_in
from livinglab.domain.questionnaire.xlsform.sheets import CHOICES, OWN, SETTINGS, SURVEY

Texts = Mapping[str, Mapping[str, str]]
HEAD = ("part", "do not change: remove this sheet to read the form as any other", "checksum")
_PART = 30_000  # letters: a cell takes some more
_SURVEY_CELLS = ("type", "name", "required", "relevant", "constraint", "choice_filter", "appearance")
_ALWAYS = ("label", "hint")  # also where they are empty: somebody may translate there
_CHOICES_CELLS = ("list_name", "name", IF)


def to_rows(structure: Structure, texts: Texts, source_language: str) -> dict[str, list[list[str]]]:
    """The sheets of a form by name, each with its head first. `texts` by language; the source comes first."""
    tags = in_order(texts, source_language)
    plan = plan_of(structure, texts)
    shown = {tag: with_fixed_words(texts.get(tag, {}), tag) for tag in tags}
    title = texts.get(source_language, {}).get("title", "")
    settings = {
        "form_title": title,
        "form_id": form_id_of(texts, source_language),
        "default_language": name_for(source_language),
    }
    return {
        SURVEY: _table(plan.survey, _SURVEY_CELLS, ("label", "hint", "constraint_message"), shown),
        CHOICES: _table(plan.choices, _CHOICES_CELLS, ("label",), shown),
        SETTINGS: [list(settings), list(settings.values())],
        OWN: [list(HEAD), *_own_rows(structure, texts, source_language)],
    }


def form_id_of(texts: Texts, source_language: str) -> str:
    """What other programs call the form: its title as a name."""
    return new_key(texts.get(source_language, {}).get("title", ""), (), "form")


def in_order(texts: Texts, source_language: str) -> list[str]:
    """The languages, the source first."""
    return list(dict.fromkeys([source_language, *texts]))


def with_fixed_words(texts: Mapping[str, str], tag: str) -> dict[str, str]:
    """Texts together with the words that no questionnaire has, because the product has them."""
    return {**texts, NOT_APPLICABLE_NAME: in_language(DOES_NOT_APPLY, tag)}


def checksum(data: str) -> str:
    """What tells that nobody changed the JSON by hand."""
    return hashlib.sha256(data.encode("utf-8", "surrogatepass")).hexdigest()


def _table(rows: Sequence[Row], cells: Sequence[str], words: Sequence[str], shown: Texts) -> list[list[str]]:
    head = [*cells[:2], *(f"{column}::{name_for(tag)}" for column in words for tag in shown), *cells[2:]]
    table = [head]
    for row in rows:
        texts = [words_in(row.words.get(column, ()), shown[tag]) for column in words for tag in shown]
        first, *others = (row.cells.get(cell, "") for cell in cells)
        table.append([first, others[0], *texts, *others[1:]])
    filled = [
        number for number, name in enumerate(head) if number < 2 or name.startswith(_ALWAYS) or _any(table, number)
    ]
    return [[cells[number] for number in filled] for cells in table]


def _any(table: list[list[str]], number: int) -> bool:
    """Whether anything stands in a column, below its head."""
    return any(row[number] for row in table[1:])


def _own_rows(structure: Structure, texts: Texts, source_language: str) -> list[list[str]]:
    data: dict[str, Any] = {
        "structure": structure.to_json(),
        "texts": {tag: dict(words) for tag, words in texts.items()},
        "source_language": source_language,
    }
    written = _dumped(data)
    parts = _parts(written)
    return [[str(number), part, checksum(written) if number == 1 else ""] for number, part in enumerate(parts, 1)]


def _dumped(data: object) -> str:
    """JSON in which no letter is changed by a program that tidies up cells."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    if written.isprintable() and unicodedata.is_normalized("NFC", written):
        return written
    return json.dumps(data, separators=(",", ":"))


def _parts(text: str) -> list[str]:
    """A text in parts that fit into cells. None begins or ends with a space: it would be lost."""
    parts: list[str] = []
    at = 0
    while at < len(text):
        end = min(at + _PART, len(text))
        while end < len(text) and " " in text[end - 1 : end + 1]:
            end -= 1
        end = end if end > at else min(at + _PART, len(text))
        parts.append(text[at:end])
        at = end
    return parts
