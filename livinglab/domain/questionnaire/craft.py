"""What people who write questionnaires for a living would say: how long it takes, and which questions will not work.

Nothing here stops anybody. The rules are those of textbooks (Dillman, Smyth & Christian 2014; Krosnick & Presser 2010).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from livinglab.domain.questionnaire.kinds.best_worst import sets_of
from livinglab.domain.questionnaire.kinds.rating import points_of
from livinglab.domain.questionnaire.kinds.registry import KINDS
from livinglab.domain.questionnaire.kinds.variables import keys_at
from livinglab.domain.questionnaire.structure import Item, Structure
from livinglab.domain.questionnaire.texts import item_text_keys
from livinglab.domain.questionnaire.variables import is_asked, variables_of

WORDS_A_MINUTE = 200  # questions are read more carefully than other texts: those at 238 (Brysbaert 2019)
LONG_LABEL, LONG_FORM, LONG_BATTERY = 25, 15, 7
# Seconds to think and to answer, besides reading.
_SECONDS = {
    "single_choice": 4, "several_choices": 7, "rating": 4, "zero_to_ten": 4, "number": 6, "price": 8, "date": 8,
    "short_text": 12, "long_text": 40, "photo": 30,
}  # fmt: skip
_PER_VARIABLE = {"matrix": 4, "opposites": 4, "ranking": 5, "best_worst": 6}
_ORDERED = ("ranking", "best_worst")
_JUDGED = ("rating", "matrix", "zero_to_ten", "opposites")
_AND = {"en": " and ", "sv": " och ", "de": " und ", "pl": " i ", "fi": " ja ", "nl": " en ", "fr": " et ", "es": " y "}
_LEADING = {
    "en": re.compile(r"\b(don't you|isn't it|wouldn't you|do you agree that|how much do you (?:love|enjoy))\b", re.I),
    "de": re.compile(r"\b(finden Sie nicht|stimmen Sie zu, dass|wie sehr (?:lieben|genießen) Sie)\b", re.I),
    "sv": re.compile(r"\b(tycker du inte|håller du med om att|hur mycket (?:älskar|njuter) du)\b", re.I),
}
_END = re.compile(r"[.!?…]\s")


@dataclass(frozen=True)
class Advice:
    """One sentence about a question, or about the whole where `key` is empty."""

    key: str
    sentence: str


def minutes(structure: Structure, texts: Mapping[str, str]) -> int:
    """How many minutes it takes to read and answer everything, rounded up; at least one."""
    words = sum(len(texts.get(key, "").split()) for item in structure.items() for key, _ in item_text_keys(item))
    words += sum(len(texts.get(key, "").split()) for key in ("title", "intro"))
    seconds = 60 * words / WORDS_A_MINUTE + sum(map(_seconds, structure.items()))
    return max(1, -int(-seconds // 60))


def _seconds(item: Item) -> float:
    if item.kind in _PER_VARIABLE:
        return _PER_VARIABLE[item.kind] * len(variables_of(item))
    return _SECONDS.get(item.kind, 0)


def advice(structure: Structure, texts: Mapping[str, str], language: str) -> list[Advice]:
    """What to look at again, the whole first, then question by question."""
    return [*_whole(structure, texts), *(one for item in structure.items() for one in _of(item, texts, language))]


def _whole(structure: Structure, texts: Mapping[str, str]) -> Iterator[Advice]:
    long = minutes(structure, texts)
    if long > LONG_FORM:
        yield Advice(
            "", f"It takes about {long} minutes. After {LONG_FORM} many people stop, or answer without reading."
        )
    kinds = {item.kind for item in structure.items()}
    if kinds & set(_JUDGED) and not kinds & set(_ORDERED):
        yield Advice(
            "",
            "There is no question that puts things in order. Habits of ticking high or low numbers differ by country; "
            "an order is not bent by them.",
        )
    if len({points_of(item) for item in structure.items() if item.kind in ("rating", "matrix")}) > 1:
        yield Advice("", "The ratings have different numbers of points. People stumble, and means cannot be compared.")


def _of(item: Item, texts: Mapping[str, str], language: str) -> Iterator[Advice]:
    label = " ".join(texts.get(f"item.{item.key}.label", "").split())
    if not is_asked(item) or item.kind not in KINDS:
        return
    if len(label.split()) > LONG_LABEL:
        yield Advice(
            item.key, f"The question has {len(label.split())} words. Ask in {LONG_LABEL}, and explain below it."
        )
    asked = _END.split(label)[-1]
    if item.kind in _JUDGED and f"{_AND.get(language, '')}" and _AND.get(language, "\0") in f" {asked} ".lower():
        yield Advice(item.key, "It may ask two things at once: who likes one and not the other cannot answer.")
    if language in _LEADING and _LEADING[language].search(label):
        yield Advice(item.key, "It says which answer is expected. Ask so that every answer is as easy to give.")
    rows = keys_at(item, "rows")
    if item.kind == "matrix" and len(rows) > LONG_BATTERY:
        yield Advice(item.key, f"{len(rows)} statements in a row are answered without reading. Take {LONG_BATTERY}.")
    if item.kind in ("rating", "matrix") and points_of(item) in (2, 3):
        yield Advice(item.key, "Few points tell little. Five or seven are usual.")
    if item.kind == "best_worst" and len(sets_of(item)) > 12:
        yield Advice(item.key, f"{len(sets_of(item))} sets are many. With fewer options there are fewer.")
