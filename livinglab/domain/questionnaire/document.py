"""A questionnaire as a file of its own: JSON as `questionnaire.schema.json` describes it.

    {"format": "livinglab questionnaire", "version": 1, "source_language": "en",
     "structure": {"sections": […]}, "texts": {"en": {"title": …}, …}}

`format` and `version` may be missing. Written and read, a questionnaire is the same.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from livinglab.domain.questionnaire.faults import Invalid
from livinglab.domain.questionnaire.findings import NO_PLACE, Findings, Place, quoted
from livinglab.domain.questionnaire.incoming import MOST_TEXTS, Incoming, say_problems, too_large
from livinglab.domain.questionnaire.languages import name_for
from livinglab.domain.questionnaire.structure import Structure
from livinglab.domain.questionnaire.texts import limit_of, text_keys, tidy

FORMAT, VERSION = "livinglab questionnaire", 1
MOST_LANGUAGES = 40
# What one file may hold, counted before it is read: a list or an object takes many times its letters in memory.
_MOST_BRACKETS, _MOST_PARTS = 60_000, 200_000
_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,7}")
_NAMES = ("structure", "texts", "source_language")


def written(structure: Structure, texts: Mapping[str, Mapping[str, str]], source_language: str) -> str:
    """The file's text."""
    data = {
        "format": FORMAT,
        "version": VERSION,
        "source_language": source_language,
        "structure": structure.to_json(),
        "texts": {tag: dict(words) for tag, words in texts.items()},
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def is_document(content: bytes) -> bool:
    """Whether a file begins as an object of JSON."""
    return content[:1_000].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def read_document(content: bytes) -> Incoming:
    """Read a file. What it has that no questionnaire has is left out and said."""
    findings = Findings()
    data = _parsed(content, findings)
    if data is None:
        return Incoming(findings=findings.listed())
    structure = _structure(data.get("structure"), findings)
    texts = _texts(data.get("texts"), structure, findings) if structure else {}
    source = data.get("source_language")
    for name in data.keys() - {*_NAMES, "format", "version"}:
        findings.say(NO_PLACE, f"{quoted(name)} means nothing here and was left out.")
    if not isinstance(source, str) or (source not in texts and structure):
        findings.refuse(NO_PLACE, "“source_language” must be one of the languages under “texts”.")
    elif structure and len(text_keys(structure)) * len(texts) <= MOST_TEXTS:
        say_problems(structure, texts, source, {}, findings)
    return Incoming(structure or Structure(), texts, source if isinstance(source, str) else "en", findings.listed())


def _parsed(content: bytes, findings: Findings) -> dict[str, Any] | None:
    if content.count(b"{") + content.count(b"[") > _MOST_BRACKETS or content.count(b",") > _MOST_PARTS:
        findings.refuse(NO_PLACE, "The file holds more than a questionnaire can have. Split it.")
        return None
    try:
        data = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_object, parse_constant=_no_number)
    except UnicodeDecodeError:
        findings.refuse(NO_PLACE, "The file is not written in UTF-8. Save it so.")
    except json.JSONDecodeError as error:
        findings.refuse(Place("", error.lineno), f"the file is no JSON from there on (letter {error.colno}). Mend it.")
    except _TwiceError as error:
        findings.refuse(NO_PLACE, f"{quoted(str(error))} stands twice in the same object. Remove one of them.")
    except (ValueError, RecursionError):
        findings.refuse(NO_PLACE, "The file holds numbers, or things within each other, that no questionnaire has.")
    else:
        if data.get("format", FORMAT) == FORMAT and data.get("version", VERSION) == VERSION and "structure" in data:
            return data
        said = "The file is JSON, but no questionnaire of this program and version: it needs “structure”, “texts” and "
        findings.refuse(NO_PLACE, f"{said}“source_language”.")
    return None


class _TwiceError(Exception):
    """A name that an object has twice."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _TwiceError(Counter(name for name, _ in pairs).most_common(1)[0][0])
    return found


def _no_number(name: str) -> None:
    raise ValueError(name)


def _structure(data: object, findings: Findings) -> Structure | None:
    try:
        structure = Structure.from_json(data)
    except Invalid as invalid:
        what = "“{where}” is not what a questionnaire has there. Correct it" if invalid.code == "malformed" else ""
        findings.refuse(NO_PLACE, f"{what.format_map(invalid.params)}." if what else invalid.sentence)
        return None
    if too_large(structure):
        findings.refuse(NO_PLACE, "The questionnaire holds more than people can build. Split it.")
        return None
    return structure


def _texts(data: object, structure: Structure, findings: Findings) -> dict[str, dict[str, str]]:
    if not isinstance(data, dict) or not 0 < len(data) <= MOST_LANGUAGES:
        findings.refuse(NO_PLACE, f"“texts” must hold the words of 1 to {MOST_LANGUAGES} languages.")
        return {}
    known = {key for key, _ in text_keys(structure)}
    if len(known) * len(data) > MOST_TEXTS:
        findings.refuse(NO_PLACE, f"the questionnaire needs more than {MOST_TEXTS:,} texts in all languages. Split it.")
        return {}
    texts: dict[str, dict[str, str]] = {}
    for tag, words in data.items():
        if not _TAG.fullmatch(tag) or not isinstance(words, dict):
            findings.refuse(NO_PLACE, f"{quoted(tag)} under “texts” must be a language such as “sv”, with its words.")
            continue
        texts[tag] = _in_language(tag, words, known, findings)
    return texts


def _in_language(tag: str, words: Mapping[str, object], known: set[str], findings: Findings) -> dict[str, str]:
    kept: dict[str, str] = {}
    for key, text in words.items():
        if not isinstance(text, str):
            findings.refuse(NO_PLACE, f"{quoted(key)} in {name_for(tag)} is no text. Write one.")
        elif key not in known:
            findings.say(NO_PLACE, f"{quoted(key)} in {name_for(tag)} was left out: no question has such a text.")
        elif len(text) > limit_of(key):
            said = f"{quoted(key)} in {name_for(tag)} has {len(text):,} letters, and there can be {limit_of(key):,}."
            findings.refuse(NO_PLACE, f"{said} Shorten it.")
        elif tidied := tidy(key, text):
            kept[key] = tidied
    return kept
