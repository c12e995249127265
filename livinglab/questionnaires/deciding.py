"""What decides whether a question, an option or a section of a draft is shown, and what its answers must meet.

Every verb writes an audit line and never commits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from livinglab.accounts.models import User
from livinglab.domain.questionnaire.conditions import Condition, Together
from livinglab.domain.questionnaire.kinds.variables import keys_at
from livinglab.domain.questionnaire.publishing import label_of, title_of
from livinglab.domain.questionnaire.structure import Item, Structure
from livinglab.domain.questionnaire.variables import variables_of
from livinglab.foundation import audit
from livinglab.foundation.errors import Refused
from livinglab.foundation.stamps import stamp
from livinglab.questionnaires.drafts import Draft
from livinglab.questionnaires.saying import parts_of

MOST_CRITERIA, MOST_CHECKS = 20, 5
Words = Mapping[str, str]


@dataclass(frozen=True)
class Place:
    """Where a condition stands: `what` is section, question, option or check; `part` the key of the option or check."""

    what: str
    key: str
    part: str = ""

    def __str__(self) -> str:
        return ".".join(filter(None, (self.what, self.key, self.part)))

    @classmethod
    def of(cls, text: str, structure: Structure) -> Place:
        """Read what `str` writes; KeyError for a place that is not there."""
        what, _, rest = text.partition(".")
        key, _, part = rest.partition(".")
        if what == "section" and not part:
            structure.section(key)
        elif what == "question" and not part:
            structure.item(key)
        elif not (what in ("option", "check") and _has(structure.item(key), what, part)):
            raise KeyError(text)
        return cls(what, key, part)


def _has(item: Item, what: str, part: str) -> bool:
    """Whether there is such an option, or there can be such a check."""
    if what == "option":
        return part in options_that_may_hide(item)
    return bool(variables_of(item)) and part.isascii() and part.isdigit() and len(part) < 3 and part[0] != "0"


def options_that_may_hide(item: Item) -> list[str]:
    """The options or rows that can have a condition. What stands in the sets of best and worst cannot."""
    return [] if item.kind == "best_worst" else [*keys_at(item, "options"), *keys_at(item, "rows")]


def condition_at(structure: Structure, place: Place) -> Condition | None:
    """The condition at a place; None where there is none."""
    if place.what == "section":
        return structure.section(place.key).show_if
    item = structure.item(place.key)
    if place.what == "question":
        return item.show_if
    return (item.option_if if place.what == "option" else item.checks).get(place.part)


def name_of_place(draft: Draft, place: Place) -> str:
    """What the condition is about, in the words of the draft."""
    if place.what == "section":
        return title_of(draft.structure.section(place.key), draft.source)
    item = draft.structure.item(place.key)
    if place.what == "option":
        setting = "option" if place.part in keys_at(item, "options") else "row"
        return draft.source.get(f"{setting}.{place.key}.{place.part}", place.part)
    return label_of(item, draft.source)


def may_look_at(structure: Structure, place: Place) -> list[Item]:
    """The variables whose answers are there before the place is reached; a check may also look at its own question."""
    found: list[Item] = []
    for section in structure.sections:
        if (place.what, place.key) == ("section", section.key):
            return found
        for question in section.items:
            own = place.what != "section" and question.key == place.key
            if own and place.what != "check":
                return found
            found += variables_of(question)
            if own:
                return found
    return found


def stamp_of(draft: Draft, place: Place) -> str:
    """The mark of a condition as somebody saw it."""
    condition = condition_at(draft.structure, place)
    return stamp(condition.to_json() if condition else None, draft.source.get(f"check.{place.key}.{place.part}", ""))


def add_criterion(draft: Draft, place: Place, criterion: Condition, by: User) -> None:
    """One more criterion; the same once more changes nothing."""
    how, parts = parts_of(condition_at(draft.structure, place))
    if criterion in parts:
        return
    if len(parts) >= MOST_CRITERIA:
        raise Refused(f"A condition can have {MOST_CRITERIA} parts. Remove one that you need less.")
    _write(draft, place, _joined(how, [*parts, criterion]), by)


def drop_criterion(draft: Draft, place: Place, at: int, by: User) -> None:
    """Without one of the criteria; without the last one there is no condition."""
    how, parts = parts_of(condition_at(draft.structure, place))
    if 0 <= at < len(parts):
        _write(draft, place, _joined(how, parts[:at] + parts[at + 1 :]), by)


def join_criteria(draft: Draft, place: Place, how: str, by: User) -> None:
    """Whether all criteria must be met, or any of them."""
    _, parts = parts_of(condition_at(draft.structure, place))
    if how in ("all", "any") and len(parts) > 1:
        _write(draft, place, Together(how, tuple(parts)), by)


def write_check(draft: Draft, place: Place, words: str, by: User) -> None:
    """What people read when the check is not met."""
    draft.keep(draft.structure, {f"check.{place.key}.{place.part}": words})
    audit.record("write check", draft.version, by, place=str(place))


def next_check(item: Item) -> str:
    """The key of one more check; `Refused` when there are enough."""
    if len(item.checks) >= MOST_CHECKS:
        raise Refused(f"A question can have {MOST_CHECKS} checks. Remove one that you need less.")
    return str(max(map(int, item.checks), default=0) + 1)


def _joined(how: str, parts: list[Condition]) -> Condition | None:
    return Together(how, tuple(parts)) if len(parts) > 1 else parts[0] if parts else None


def _write(draft: Draft, place: Place, condition: Condition | None, by: User) -> None:
    draft.keep(_with(draft.structure, place, condition))
    audit.record("write condition", draft.version, by, place=str(place))


def _with(structure: Structure, place: Place, condition: Condition | None) -> Structure:
    if place.what == "section":
        return Structure(tuple(replace(s, show_if=condition) if s.key == place.key else s for s in structure.sections))
    item = structure.item(place.key)
    if place.what == "question":
        changed = replace(item, show_if=condition)
    else:
        field = "option_if" if place.what == "option" else "checks"
        others = {key: one for key, one in getattr(item, field).items() if key != place.part}
        changed = replace(item, **{field: others | ({place.part: condition} if condition else {})})
    return Structure(
        tuple(
            replace(s, items=tuple(changed if one.key == item.key else one for one in s.items))
            for s in structure.sections
        )
    )
