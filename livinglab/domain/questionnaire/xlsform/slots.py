"""Which rows become which questions of ours, in which sections, under which keys."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from livinglab.domain.questionnaire.findings import Findings, quoted
from livinglab.domain.questionnaire.kinds.choice import SAY
from livinglab.domain.questionnaire.kinds.hidden import TAKEN
from livinglab.domain.questionnaire.kinds.rating import FEWEST, MOST
from livinglab.domain.questionnaire.structure import new_key
from livinglab.domain.questionnaire.xlsform.choices import Keys, OptionList
from livinglab.domain.questionnaire.xlsform.meaning import Known
from livinglab.domain.questionnaire.xlsform.outline import Group, Question
from livinglab.domain.questionnaire.xlsform.types import is_yes

_HOWS = {"one": "one", "several": "several", "whole": "whole", "decimal": "number", "date": "date", "text": "text",
         "hidden": "text"}  # fmt: skip
_SAID = {"note": "is a text without an answer", "acknowledge": "is a text without an answer here",
         "photo": "is a photo", "rank": "is an order, at which no condition can look"}  # fmt: skip
_GONE = {
    "calculate": ("is calculated, which is not done here", "is calculated"),
    "about": ("tells about the device or the moment, which is not kept here", "is not kept here"),
    "elsewhere": ("takes its answers from another file, which is not read here", "is asked from another file"),
    "unsupported": ("asks for {of}, which cannot be answered here", "cannot be asked here"),
}  # fmt: skip
_PARAMETER = re.compile(r"([\w-]+)\s*=\s*(\S+)")


@dataclass
class Slot:
    """What becomes one question: a row, a group that is a matrix (with its `rows`), or a group's title as a text.

    `outer` are the groups around it whose conditions it shares, without the one that is its section.
    """

    at: Question | Group
    outer: tuple[Group, ...]
    key: str = ""
    rows: list[Question] = field(default_factory=list)
    position: int = 0


@dataclass
class Page:
    """A section: the group it comes from, or None for questions that stand in none."""

    group: Group | None
    slots: list[Slot] = field(default_factory=list)


def pages_of(whole: Group, lists: Mapping[str, OptionList], findings: Findings) -> list[Page]:
    """The sections. A group at the top is one; groups within it become texts with their titles."""
    pages: list[Page] = []
    for part in whole.parts:
        if isinstance(part, Group):
            rows = matrix_rows(part, lists)
            slots = [Slot(part, (), rows=rows)] if rows else list(_slots(part, (), lists, findings))
            pages.append(Page(part, slots))
            continue
        if not pages or pages[-1].group is not None:
            pages.append(Page(None))
        pages[-1].slots += _slots(Group(parts=[part]), (), lists, findings)
    for page in pages:
        if not page.slots and page.group and page.group.line:
            findings.say(page.group.line.place, f"no question is left in {quoted(page.group.name)}; it was left out.")
    return [page for page in pages if page.slots]


def _slots(
    group: Group, outer: tuple[Group, ...], lists: Mapping[str, OptionList], findings: Findings
) -> Iterator[Slot]:
    for part in group.parts:
        if isinstance(part, Group):
            rows = matrix_rows(part, lists)
            if rows:
                yield Slot(part, (*outer, part), rows=rows)
                continue
            inner = list(_slots(part, (*outer, part), lists, findings))
            if inner and part.line and part.line.words.get("label"):
                yield Slot(part, (*outer, part))
            yield from inner
        elif part.type.what in _GONE:
            what = _GONE[part.type.what][0].format(of=part.type.of)
            if part.line["appearance"].casefold().startswith("search("):
                what = _GONE["elsewhere"][0]
            findings.say(part.line.place, f"{quoted(part.name)} {what}; it was left out.")
        elif part.type.what == "note" and not part.line.words.get("label") and not part.line.words.get("hint"):
            findings.say(
                part.line.place, f"{quoted(part.name)} has no words, only what cannot be shown; it was left out."
            )
        elif part.type.what != "nothing":
            yield Slot(part, outer)


def matrix_rows(group: Group, lists: Mapping[str, OptionList]) -> list[Question]:
    """The rows of a group that is shown as a table with one scale for all of them; none for any other group."""
    looks = group.line["appearance"].casefold().split() if group.line else []
    questions = [part for part in group.parts if isinstance(part, Question)]
    shown = [question.line["appearance"].casefold().split() for question in questions]
    if "table-list" not in looks:
        if not any("list-nolabel" in look for look in shown):
            return []
        questions = [one for one, look in zip(questions, shown, strict=True) if "label" not in look]
        shown = [look for look in shown if "label" not in look]
        if not all("list-nolabel" in look for look in shown):
            return []
    if any(isinstance(part, Group) for part in group.parts) or not questions:
        return []
    first = questions[0]
    same = all(
        one.type == first.type
        and is_yes(one.line["required"]) == is_yes(first.line["required"])
        and not any(one.line[column] for column in ("choice_filter", "constraint"))
        for one in questions
    )
    options = lists[first.type.of].options if first.type.of in lists else []
    labelled = all(option.line.words.get("label") for option in options)
    fits = first.type.what == "one" and not first.type.other and FEWEST <= len(options) <= MOST and labelled
    return questions if same and fits else []


def give_keys(pages: list[Page], whole: Group, lists: Mapping[str, OptionList]) -> dict[str, Known]:
    """Give every slot its key, and gather what expressions can look at: {name in the form: question}."""
    known: dict[str, Known] = {}
    keys = Keys("question")
    position = 0
    for page in pages:
        for slot in page.slots:
            slot.key, slot.position = keys.take(slot.at.name), position
            position += 1
            if slot.rows:
                _rows_known(slot, lists, known)
            elif isinstance(slot.at, Question):
                _add(known, slot.at.name, _known(slot, slot.at, lists))
    for question in whole.questions():
        asked = known.get(question.name)
        if question.type.other and asked and not asked.why_not and f"{question.name}_other" not in known:
            # what was said at “other” is called so there
            said = Known(f"{asked.key}.{SAY}", "text", asked.position)
            known[f"{question.name}_other"] = said
        if question.type.what in _GONE:
            _add(known, question.name, Known("", "", 0, why_not=_GONE[question.type.what][1]))
    return known


def _rows_known(slot: Slot, lists: Mapping[str, OptionList], known: dict[str, Known]) -> None:
    keys = Keys("row")
    for row in slot.rows:
        # Our own exports name a row by its question and itself.
        row.key = keys.take(row.name.removeprefix(f"{slot.at.name}_"))
        points = {option.name: str(point) for point, option in enumerate(lists[row.type.of].options, 1)}
        _add(known, row.name, Known(f"{slot.key}.{row.key}", "one", slot.position, points))


def _known(slot: Slot, question: Question, lists: Mapping[str, OptionList]) -> Known:
    what = question.type.what
    if what in _SAID:
        return Known(slot.key, "", slot.position, why_not=_SAID[what])
    if what in ("one", "several"):
        found = lists.get(question.type.of)
        values = {option.name: option.key for option in found.options if option.key} if found else {}
        if question.type.other:
            values.setdefault("other", other_key(values))
        return Known(slot.key, what, slot.position, values)
    if what == "range":
        step = parameters_of(question).get("step", "1") + parameters_of(question).get("start", "1")
        return Known(slot.key, "number" if "." in step else "whole", slot.position)
    return Known(slot.key, _HOWS[what], slot.position)


def other_key(values: Mapping[str, str]) -> str:
    """The key of the option “other” that a question adds to its list."""
    return new_key("other", set(values.values()))


def parameters_of(question: Question) -> dict[str, str]:
    """What the column “parameters” says: {name: value}."""
    return {
        name.casefold(): value.rstrip(",;") for name, value in _PARAMETER.findall(question.line["parameters"][:500])
    }


def link_name(name: str, key: str) -> str:
    """What a value from the link is called there: as in the form where that is possible."""
    fits = re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]{0,39}", name) and name.lower() not in TAKEN
    return name if fits else f"v-{key}"[:40].rstrip("-")


def _add(known: dict[str, Known], name: str, one: Known) -> None:
    if name in known:
        one = Known(one.key, one.how, one.position, one.values, "is the name of several questions")
    known[name] = one
