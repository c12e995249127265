"""Checks a round that comes from a file: its size, its shape, and what only we know, in sentences that say where."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from livinglab.domain.questionnaire.faults import Invalid
from livinglab.domain.questionnaire.publishing import problems
from livinglab.domain.questionnaire.structure import Structure
from livinglab.domain.questionnaire.texts import clean_texts, limit_of, text_keys
from livinglab.foundation.errors import Refused
from livinglab.foundation.places import ANSWER_LANGUAGES, country_codes, currency_choices, language_name
from livinglab.foundation.texts import clean
from livinglab.rounds.times import zone_names

SCHEMA = Path(__file__).with_name("round.schema.json")
MOST_BYTES = 5_000_000
MOST_VALUES = 100_000
DEEPEST = 12
LONGEST = 300  # entries of any list in a round
MOST_QUESTIONS = 200
MOST_COMPLAINTS = 10
KINDS_OF_VALUE = {
    "string": "text", "integer": "a whole number", "array": "a list", "object": "an object with names",
    "boolean": "true or false", "null": "null",
}  # fmt: skip
SEVERAL_LINES = frozenset({"description", "secrets", "enter_when", "adapt_when", "leave_when"})


def read(content: bytes) -> Any:
    """The JSON in a file; `Refused` when it is too large or none."""
    if len(content) > MOST_BYTES:
        raise Refused(f"This file is too large for a round: it has more than {MOST_BYTES // 1_000_000} MB.")
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        where = f" Line {error.lineno}: {error.msg}." if isinstance(error, json.JSONDecodeError) else ""
        raise Refused(f"This file is not JSON, so no round can be read from it.{where}") from None


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number in JSON")


def checked(data: Any) -> dict[str, Any]:
    """The plan in `data`, with its texts cleaned. `Refused` with up to ten sentences, each beginning with its place."""
    _refuse_monsters(data)
    tidied = _tidied(data)
    _refuse(_sentence(error) for error in _validator().iter_errors(tidied))
    _refuse([*_unknown_words(tidied), *_wrong_markets(tidied["markets"])])
    tidied["questionnaire"] = _checked_questionnaire(tidied["questionnaire"])
    tidied["product"]["markets"] = sorted(tidied["product"]["markets"])
    return tidied


@lru_cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def _refuse(sentences: Iterable[str]) -> None:
    # Cleaned, because names from the file stand in them: a terminal must be able to show them, and only show them.
    found = list(islice(dict.fromkeys(clean(sentence) for sentence in sentences), MOST_COMPLAINTS))
    if found:
        raise Refused(*found)


def _refuse_monsters(data: Any) -> None:
    """Nothing that would keep the checks themselves busy: too deep, too many values, other things than JSON has."""
    left, seen, letters = [(data, 1)], 0, 0
    while left:
        value, depth = left.pop()
        seen += 1
        if depth > DEEPEST:
            raise Refused(f"This is no round: it is nested more than {DEEPEST} deep.")
        if isinstance(value, dict):
            if not all(isinstance(name, str) for name in value):
                raise Refused("This is no round: a name in it is not text.")
            left += [(part, depth + 1) for part in value.values()]
            letters += sum(map(len, value))
        elif isinstance(value, list):
            if len(value) > LONGEST:
                raise Refused(f"This is too large for a round: a list in it has more than {LONGEST} entries.")
            left += [(part, depth + 1) for part in value]
        elif isinstance(value, str):
            letters += len(value)
        elif value is not None and not isinstance(value, (int, float)):
            raise Refused("This is no round: it holds something that JSON does not know.")
        elif isinstance(value, int) and value.bit_length() > 64:
            raise Refused("This is no round: a number in it is too large.")
        if seen + len(left) > MOST_VALUES or letters > MOST_BYTES:
            raise Refused("This is too large for a round.")


def _tidied(value: Any, name: str = "") -> Any:
    """A copy with texts cleaned, on one line where they are one line in our forms. `texts` are left for later."""
    if isinstance(value, dict):
        return {key: part if key == "texts" else _tidied(part, key) for key, part in value.items()}
    if isinstance(value, list):
        return [_tidied(part, name) for part in value]
    if isinstance(value, str):
        cleaned = clean(clean(value))
        return cleaned if name in SEVERAL_LINES else " ".join(cleaned.split())
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _sentence(error: ValidationError) -> str:
    """What is wrong, beginning with where. The value itself is not repeated: it may be anything."""
    where = _path(error.absolute_path)
    wanted: Any = error.validator_value
    instance: Any = error.instance
    schema: Any = error.schema
    rule = str(error.validator)
    if rule == "required":
        missing = ", ".join(f"“{name}”" for name in wanted if name not in instance)
        return f"{where}: {missing} is missing."
    if rule == "additionalProperties":
        extra = [name for name in instance if name not in schema["properties"]]
        return f"{where}: “{_short(extra[0])}” does not belong here."
    said = {
        "type": lambda: f"must be {_kinds(wanted)}",
        "const": lambda: f"must be “{wanted}”; a file from another program or version cannot be read",
        "enum": lambda: "must be one of " + ", ".join(f"“{choice}”" for choice in wanted),
        "minLength": lambda: "must not be empty",
        "maxLength": lambda: f"must have at most {wanted} characters",
        "minimum": lambda: f"must be {wanted} or more",
        "maximum": lambda: f"must be {wanted} or less",
        "minItems": lambda: "must not be empty",
        "maxItems": lambda: f"must have at most {wanted} entries",
        "minProperties": lambda: "must not be empty",
        "maxProperties": lambda: f"must have at most {wanted} entries",
        "uniqueItems": lambda: "must not hold the same entry twice",
        "anyOf": lambda: "must be text, a whole number, null, or a list of texts",
    }
    return f"{where}: {said.get(rule, lambda: 'is not written as it should be')()}."


def _kinds(wanted: str | list[str]) -> str:
    names = [wanted] if isinstance(wanted, str) else wanted
    return " or ".join(KINDS_OF_VALUE.get(name, name) for name in names)


def _path(parts: Iterable[str | int]) -> str:
    """`questionnaire.structure.sections[0].items[3].kind`; "the file" for the whole."""
    written = ""
    for part in parts:
        written += f"[{part}]" if isinstance(part, int) else f".{_short(part)}"
    return written.removeprefix(".") or "the file"


def _short(name: str) -> str:
    return name if len(name) <= 60 else name[:60] + "…"


def _unknown_words(data: Mapping[str, Any]) -> Iterator[str]:
    """Names of places, moneys, zones and times that are written well and yet do not exist."""
    known, currencies = set(country_codes()), {code for code, _ in currency_choices()}
    for at, country in enumerate(data["product"]["markets"]):
        if country not in known:
            yield f"product.markets[{at}]: “{country}” is no country we know."
    for at, market in enumerate(data["markets"]):
        if market["country"] not in known:
            yield f"markets[{at}].country: “{market['country']}” is no country we know."
        if market["language"] not in ANSWER_LANGUAGES:
            yield f"markets[{at}].language: there are no answer pages in “{market['language']}”."
        if market["currency"] not in currencies:
            yield f"markets[{at}].currency: “{market['currency']}” is no currency we know."
    about = data["round"]
    if about["time_zone"] not in zone_names():
        yield "round.time_zone: this is no time zone we know, such as Europe/Stockholm."
    moments = {name: _read_moment(about[name]) for name in ("opens_at", "closes_at")}
    for name, moment in moments.items():
        if about[name] is not None and (moment is None or not 2000 <= moment.year <= 2200):
            yield f"round.{name}: there is no such day or time between the years 2000 and 2200."
    if moments["opens_at"] and moments["closes_at"] and moments["closes_at"] <= moments["opens_at"]:
        yield "round.closes_at: the round would close before it opens."


def _read_moment(text: str | None) -> datetime | None:
    try:
        return None if text is None else datetime.fromisoformat(text)
    except ValueError:
        return None


def _wrong_markets(markets: list[dict[str, Any]]) -> Iterator[str]:
    for country, times in Counter(market["country"] for market in markets).items():
        if times > 1:
            yield f"markets: “{country}” is there {times} times."


def _checked_questionnaire(data: dict[str, Any]) -> dict[str, Any]:
    """The same with its structure and texts as they are stored."""
    source, texts = data["source_language"], data["texts"]
    try:
        structure = Structure.from_json(data["structure"])
    except Invalid as wrong:
        raise Refused(f"questionnaire.structure: {wrong.sentence}") from None
    if sum(1 for _ in structure.items()) > MOST_QUESTIONS:
        raise Refused(f"questionnaire.structure: a questionnaire can have {MOST_QUESTIONS} questions.")
    if source not in texts:
        raise Refused(
            f"questionnaire.texts: the words in the source language, {language_name(source, 'en')}, are missing."
        )
    places = {key for key, _ in text_keys(structure)}
    languages = (source, *sorted(set(texts) - {source}))
    cleaned = {language: clean_texts(structure, texts[language]) for language in languages}
    found = (f"questionnaire, {p.where or 'as a whole'}: {p.sentence}" for p in problems(structure, cleaned[source]))
    _refuse([*found, *_wrong_texts(texts, places)])
    return {**data, "structure": structure.to_json(), "texts": cleaned}


def _wrong_texts(texts: Mapping[str, Mapping[str, str]], places: set[str]) -> Iterator[str]:
    for language, words in texts.items():
        if language != language.strip():  # a pattern's $ also matches before a line break
            yield f"questionnaire.texts: “{language.strip()}” has space around it."
        for key, text in words.items():
            if key not in places:
                yield f"questionnaire.texts.{language}: the questionnaire has no place for “{_short(key)}”."
            elif len(clean(text)) > limit_of(key):
                yield f"questionnaire.texts.{language}.{key}: must have at most {limit_of(key)} characters."
