"""A form of XLSForm as a questionnaire: its structure, its texts by language, and what could not be taken over.

What decides who is asked what, or what an answer means, is refused when it cannot be said here; what would only be
missing is left out and said. So a form that was taken asks the same questions of the same people, and the findings name
everything else.
"""

from __future__ import annotations

from collections.abc import Sequence

from livinglab.domain.questionnaire.findings import Findings, Place, quoted
from livinglab.domain.questionnaire.incoming import Incoming, say_problems
from livinglab.domain.questionnaire.languages import name_for
from livinglab.domain.questionnaire.structure import Item, Section, Structure
from livinglab.domain.questionnaire.texts import tidy
from livinglab.domain.questionnaire.xlsform.choices import Keys, lists_of, say_unused
from livinglab.domain.questionnaire.xlsform.items import Items, spoken
from livinglab.domain.questionnaire.xlsform.outline import outline_of
from livinglab.domain.questionnaire.xlsform.own import kept_in, take_changes
from livinglab.domain.questionnaire.xlsform.sheets import SURVEY, Sheets, Table, read_sheets
from livinglab.domain.questionnaire.xlsform.slots import Page, give_keys, pages_of
from livinglab.domain.questionnaire.xlsform.words import Languages, Words
from livinglab.domain.questionnaire.xlsform.writing import form_id_of

_SETTINGS = ("form_title", "default_language")
_PLACES = ("item", "option", "row", "point", "check")


def read_form(book: Sequence[tuple[str, Table]], name: str = "Questionnaire") -> Incoming:
    """Read the sheets of a workbook: (name, [(row, cells), …]). `name` is the title where the form has none."""
    findings = Findings()
    sheets = read_sheets(book, findings)
    if sheets is None:
        return Incoming(findings=findings.listed())
    return _read_own(sheets, *sheets.own, findings) if sheets.own else _read(sheets, name, findings)


def _read_own(sheets: Sheets, name: str, table: Table, findings: Findings) -> Incoming:
    """A form that was written here."""
    kept = kept_in(name, table, findings)
    if kept is None:
        return Incoming(findings=findings.listed())
    heads = {name_for(tag): tag for tag in [kept.source_language, *kept.texts]}
    languages = Languages(sheets, findings, heads)
    form_id = form_id_of(kept.texts, kept.source_language)
    places = take_changes(kept, sheets, languages, findings)
    known = (*_SETTINGS, "form_id") if sheets.settings.get("form_id") == form_id else _SETTINGS
    _say_settings(sheets, findings, known)
    say_problems(kept.structure, kept.texts, kept.source_language, places, findings, Place(SURVEY, 1))
    return Incoming(kept.structure, kept.texts, kept.source_language, findings.listed())


def _read(sheets: Sheets, name: str, findings: Findings) -> Incoming:
    languages = Languages(sheets, findings)
    lists = lists_of(sheets.choices, findings)
    whole = outline_of(sheets.survey, sheets.settings, findings)
    pages = pages_of(whole, lists, findings)
    known = give_keys(pages, whole, lists)
    words = Words(languages, known, findings)
    first = Place(sheets.survey[0].place.sheet if sheets.survey else "survey", 1)
    title = sheets.settings.get("form_title") or tidy("title", name) or "Questionnaire"
    words.everywhere("title", title, sheets.places.get("form_title", first))
    items = Items(words, known, lists, findings)
    structure = _structure(pages, items, words, title, findings)
    say_unused(lists, findings)
    filters = " ".join(line["choice_filter"] for line in sheets.survey).casefold()
    for head, place in sheets.unknown.items():
        if head not in filters:
            findings.say(place, f"the column {quoted(head)} means nothing here and was left out.")
    _say_settings(sheets, findings, _SETTINGS)
    if not words.full and not items.full:
        say_problems(structure, words.texts, languages.source, words.places, findings, first)
    return Incoming(structure, words.texts, languages.source, findings.listed())


def _structure(pages: list[Page], items: Items, words: Words, title: str, findings: Findings) -> Structure:
    sections: list[Section] = []
    keys = Keys("section")
    for page in pages:
        line = page.group.line if page.group else None
        shown = items.condition(line, page.slots[0].position) if line else True
        if line and shown is False:
            findings.say(line.place, f"{quoted(line['name'])} is shown to nobody; it was left out.")
        found = [item for slot in page.slots if (item := items.item(slot))] if shown is not False else []
        if not found:
            continue
        place = line.place if line else words.places.get(f"item.{found[0].key}.label", Place("survey", 1))
        label = words.languages.by_tag(line, "label") if line else {}
        if page.group and not label:
            title_ = spoken(page.group.name) or title
            said = f"the group has no label: {quoted(title_)} is the title of its section."
            findings.say(place, said)
            label = dict.fromkeys(words.languages.tags, title_)
        for number, part in enumerate(_divided(found, words)):
            key = keys.take(page.group.name if page.group else "questions")
            words.put(f"section.{key}.title", label or dict.fromkeys(words.languages.tags, title), place)
            if number == 0 and line and not page.slots[0].rows:
                words.put(f"section.{key}.intro", words.languages.by_tag(line, "hint"), place)
            sections.append(Section(key, tuple(part), None if isinstance(shown, bool) else shown))
    return Structure(tuple(sections))


def _divided(items: list[Item], words: Words) -> list[list[Item]]:
    """Items on as many pages as are needed so that no text takes in an answer of its own page."""
    parts: list[list[Item]] = [[]]
    here: set[str] = set()
    for item in items:
        inside = {key for place in _PLACES for key in words.taken_in.get(f"{place}.{item.key}", ())}
        if {key.partition(".")[0] for key in inside} & here:
            parts.append([])
            here = set()
        parts[-1].append(item)
        here.add(item.key)
    return parts


def _say_settings(sheets: Sheets, findings: Findings, known: Sequence[str]) -> None:
    others = [name for name in sheets.settings if name not in known]
    if others:
        place = next(iter(sheets.places.values()), Place("settings", 2))
        names = ", ".join(quoted(name) for name in others[:20])
        findings.say(place, f"these settings mean nothing here and were left out: {names}.")
