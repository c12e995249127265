"""Everything that stops a questionnaire from being published."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from livinglab.domain.questionnaire.cleaning import is_blank
from livinglab.domain.questionnaire.faults import Problem
from livinglab.domain.questionnaire.kinds.hidden import parameter_of
from livinglab.domain.questionnaire.kinds.registry import KINDS
from livinglab.domain.questionnaire.references import reference_problems
from livinglab.domain.questionnaire.structure import Item, Section, Structure, is_key
from livinglab.domain.questionnaire.texts import item_text_keys
from livinglab.domain.questionnaire.variables import all_variables

MOST_HIDDEN = 5  # their values travel in a cookie
MOST_VARIABLES = 1000  # each is a row in the counts of each market
# What people must be able to tell apart: answers from answers, statements from statements, one end from the other.
_ANSWERS = {"option": "answers", "point": "answers", "end": "answers", "row": "rows", "best": "ends", "worst": "ends"}


def problems(structure: Structure, texts: Mapping[str, str]) -> list[Problem]:
    """What must be put right first, in reading order; empty when it can be published.

    `texts` are those of one language: ask again for each language.
    """
    return [*_whole(structure, texts), *_sections(structure, texts), *reference_problems(structure, texts)]


def label_of(item: Item, texts: Mapping[str, str]) -> str:
    """The words of a question, or its key while there are none."""
    label = texts.get(f"item.{item.key}.label", "")
    return item.key if is_blank(label) else label


def title_of(section: Section, texts: Mapping[str, str]) -> str:
    """The title of a section, or its key while there is none."""
    title = texts.get(f"section.{section.key}.title", "")
    return section.key if is_blank(title) else title


def _whole(structure: Structure, texts: Mapping[str, str]) -> Iterator[Problem]:
    if is_blank(texts.get("title", "")):
        yield Problem("empty_title", "title")
    if not any(True for _ in structure.items()):
        yield Problem("no_items", "")
    if len(all_variables(structure)) > MOST_VARIABLES:
        yield Problem("too_many_variables", "", {"most": f"{MOST_VARIABLES:,}"})
    hidden = [parameter_of(item) for item in structure.items() if item.kind == "hidden"]
    if len(hidden) > MOST_HIDDEN:
        yield Problem("too_many_hidden", "", {"most": MOST_HIDDEN})
    for parameter in _twice(hidden):
        yield Problem("same_parameter", "", {"parameter": parameter})
    for key in _twice(section.key for section in structure.sections):
        yield Problem("duplicate_section", f"section.{key}", {"key": key})
    for key in _twice(item.key for item in structure.items()):
        yield Problem("duplicate_item", f"item.{key}", {"key": key})


def _sections(structure: Structure, texts: Mapping[str, str]) -> Iterator[Problem]:
    # Without any question, one sentence says it; a second one per section would only repeat it.
    asks = any(True for _ in structure.items())
    for section in structure.sections:
        where, name = f"section.{section.key}", title_of(section, texts)
        if not is_key(section.key):
            yield Problem("bad_key", where, {"key": section.key})
        if is_blank(texts.get(f"{where}.title", "")):
            yield Problem("empty_section_title", f"{where}.title", {"name": name})
        if asks and not section.items:
            yield Problem("empty_section", where, {"name": name})
        for item in section.items:
            yield from _item(item, texts)


def _item(item: Item, texts: Mapping[str, str]) -> Iterator[Problem]:
    where, name = f"item.{item.key}", label_of(item, texts)
    if not is_key(item.key):
        yield Problem("bad_key", where, {"key": item.key})
    if item.kind not in KINDS or KINDS[item.kind].only_variable:
        yield Problem("unknown_kind", where, {"name": name, "kind": item.kind})
    else:
        yield from KINDS[item.kind].check(item, name)
    for key, required in item_text_keys(item):
        if required and is_blank(texts.get(key, "")):
            yield _empty(key, name)
    yield from _same_words(item, name, texts)


def _empty(key: str, name: str) -> Problem:
    """The problem that words are missing at a key of an item."""
    place, _, rest = key.partition(".")
    last = rest.rpartition(".")[2]
    codes: dict[str, tuple[str, dict[str, object]]] = {
        "item": ("empty_label", {}),
        "option": ("empty_option", {"option": last}),
        "row": ("empty_row", {"row": last}),
        "low": ("empty_low", {"row": last}),
        "high": ("empty_high", {"row": last}),
        "best": ("empty_best", {}),
        "worst": ("empty_worst", {}),
        "check": ("empty_check", {}),
        "point": ("empty_point", {"point": last}),
        "end": ("empty_end", {"end": last}),
        "unit": ("empty_unit", {}),
    }
    code, params = codes[place]
    return Problem(code, key, {"name": name, **params})


def _same_words(item: Item, name: str, texts: Mapping[str, str]) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for key, _ in item_text_keys(item):
        words = texts.get(key, "")
        place = _ANSWERS.get(key.partition(".")[0])
        if place is None or is_blank(words):
            continue
        folded = place, " ".join(unicodedata.normalize("NFKC", words).casefold().split())
        if folded in seen:
            yield Problem("same_words", key, {"name": name, "words": words})
        seen.add(folded)


def _twice(keys: Iterable[str]) -> list[str]:
    return [key for key, count in Counter(keys).items() if count > 1]
