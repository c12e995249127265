"""What is done to the questions of a draft. Every verb writes an audit line and never commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from livinglab.accounts.models import User
from livinglab.domain.questionnaire import editing
from livinglab.domain.questionnaire.conditions import renamed
from livinglab.domain.questionnaire.kinds.best_worst import balanced_sets, sets_of
from livinglab.domain.questionnaire.kinds.options import options_of
from livinglab.domain.questionnaire.kinds.rating import points_of
from livinglab.domain.questionnaire.kinds.registry import KINDS
from livinglab.domain.questionnaire.kinds.variables import keys_at
from livinglab.domain.questionnaire.structure import Item, Structure
from livinglab.domain.questionnaire.texts import item_text_keys
from livinglab.foundation import audit
from livinglab.foundation.audit import AuditLine
from livinglab.foundation.errors import Refused
from livinglab.foundation.stamps import stamp
from livinglab.questionnaires.drafts import Draft, last_removal
from livinglab.questionnaires.scales import scale_of

MOST_QUESTIONS = 200
_FROM_LISTS = ("options", "rows", "points", "other", "sets")


@dataclass(frozen=True)
class Answer:
    """One option or point as it stands in the form. `key` is that of the option, or the point's number; "" is new."""

    key: str
    words: str


@dataclass(frozen=True)
class Asked:
    """A question as it was written: words by part ("label", "help", "unit", "low", "high", "best", "worst"), settings,
    and its lists: `answers` maps "options", "points" or "rows" to what stands there. `says`: whether the last option
    has a line to say what."""

    words: Mapping[str, str]
    required: bool = False
    settings: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, Sequence[Answer]] = field(default_factory=dict)
    says: bool = False


def has_list(kind: str, setting: str) -> bool:
    """Whether such a question has options, points or rows with words of their own."""
    return setting in KINDS[kind].settings and kind != "rank"


def section_of(structure: Structure, key: str) -> str:
    """The key of the section a question stands in; KeyError when there is none."""
    for section in structure.sections:
        if any(item.key == key for item in section.items):
            return section.key
    raise KeyError(key)


def asked(draft: Draft, key: str) -> Asked:
    """A question as its form shows it; KeyError when there is none."""
    item, source = draft.structure.item(key), draft.source
    words = {part: source.get(text, "") for part, text in _places(item).items()}
    answers = {
        setting: [Answer(one, source.get(f"{place}.{key}.{one}", "")) for one in keys_at(item, setting)]
        for setting, place in editing.LISTS.items()
        if has_list(item.kind, setting)
    }
    if has_list(item.kind, "points"):
        points = range(1, points_of(item) + 1)
        answers["points"] = [Answer(str(point), source.get(f"point.{key}.{point}", "")) for point in points]
    return Asked(words, item.required, dict(item.settings), answers, "other" in item.settings)


def stamp_of_question(draft: Draft, key: str) -> str:
    """The mark of a question as somebody saw it: its settings and its words in the source language."""
    item = draft.structure.item(key)
    return stamp(item.to_json(), [draft.source.get(text, "") for text, _ in item_text_keys(item)])


def add_question(draft: Draft, section: str, kind: str, question: Asked, mark: int, by: User) -> str:
    """A question at the end of a section; its key. Sent twice it is added once: `mark` is the form's `Draft.mark`."""
    draft.structure.section(section)
    for item in draft.added_since(mark):
        if item.kind == kind and _same(asked(draft, item.key), question):
            return item.key
    _refuse_too_many(draft)
    added = editing.add_item(draft.structure, section, kind, question.words["label"], draft.version.keys_used)
    draft.keep(added.structure, added.words)
    _write(draft, added.key, question)
    audit.record("add question", draft.version, by, question=added.key)
    return added.key


def write_question(draft: Draft, key: str, section: str, question: Asked, by: User) -> None:
    """Other words, settings, answers; in another section if one is named. Keys of answers that stay stay."""
    draft.structure.section(section)
    _write(draft, key, question)
    if section != section_of(draft.structure, key):
        draft.keep(editing.move_item(draft.structure, key, section, MOST_QUESTIONS))
    audit.record("write question", draft.version, by, question=key)


def set_required(draft: Draft, key: str, required: bool, by: User) -> None:
    """Whether testers must answer it."""
    draft.keep(editing.change_item(draft.structure, key, required=required))
    audit.record("write question", draft.version, by, question=key, required=required)


def duplicate_question(draft: Draft, key: str, mark: int, by: User) -> str:
    """The same question once more, right below, in all languages; the copy's key. Sent twice it is copied once."""
    item = draft.structure.item(key)
    original = asked(draft, key)
    for later in draft.added_since(mark):
        if later.key != key and _is_copy(later, item) and asked(draft, later.key) == original:
            return later.key
    _refuse_too_many(draft)
    section = section_of(draft.structure, key)
    added = editing.add_item(
        draft.structure, section, item.kind, original.words["label"] or key, draft.version.keys_used
    )
    structure = editing.change_item(added.structure, added.key, _replaced(added, item), item.required)
    structure = editing.copy_conditions(structure, key, added.key)
    position = [one.key for one in draft.structure.section(section).items].index(key) + 1
    structure = editing.move_item(structure, added.key, section, position)
    pairs = zip(item_text_keys(item), item_text_keys(structure.item(added.key)), strict=True)
    new_for_old = {old: new for (old, _), (new, _) in pairs}
    texts = {
        language: {new: row.texts[old] for old, new in new_for_old.items() if old in row.texts}
        for language, row in draft.rows.items()
    }
    draft.keep(structure, texts[draft.language], texts)
    audit.record("duplicate question", draft.version, by, question=added.key, of=key)
    return added.key


def move_question(draft: Draft, key: str, step: int, by: User) -> None:
    """A question one place up (-1) or down (1) within its section."""
    section = section_of(draft.structure, key)
    keys = [item.key for item in draft.structure.section(section).items]
    draft.keep(editing.move_item(draft.structure, key, section, max(0, keys.index(key) + step)))
    audit.record("move question", draft.version, by, question=key)


def move_question_to(draft: Draft, key: str, section: str, by: User) -> None:
    """A question to the end of another section."""
    draft.keep(editing.move_item(draft.structure, key, section, MOST_QUESTIONS))
    audit.record("move question", draft.version, by, question=key, section=section)


def order_questions(draft: Draft, section: str, keys: Sequence[str], by: User) -> None:
    """The questions of a section in another order. Raises `Refused` when the page showed other questions."""
    if sorted(keys) != sorted(item.key for item in draft.structure.section(section).items):
        raise Refused(
            "Somebody added or removed a question in the meantime. Reload the page, then set the order again."
        )
    draft.keep(editing.reorder_items(draft.structure, section, keys))
    audit.record("order questions", draft.version, by, section=section)


def remove_question(draft: Draft, key: str, by: User) -> AuditLine:
    """Without a question. The line it leaves in the audit brings it back."""
    item = draft.structure.item(key)
    section = section_of(draft.structure, key)
    kept = {
        "question": item.to_json(),
        "section": section,
        "position": draft.structure.section(section).items.index(item),
        "texts": draft.words_at([text for text, _ in item_text_keys(item)]),
        "label": draft.source.get(f"item.{key}.label", key),
    }
    draft.keep(editing.remove_item(draft.structure, key))
    audit.record("remove question", draft.version, by, **kept)
    return last_removal(draft.version)


def _write(draft: Draft, key: str, question: Asked) -> None:
    structure = editing.change_item(draft.structure, key, question.settings, question.required)
    item = structure.item(key)
    words = {text: question.words.get(part, "") for part, text in _places(item).items()}
    elsewhere: dict[str, dict[str, str]] = {}
    for setting in editing.LISTS:
        if has_list(item.kind, setting):
            structure, written = _with_list(draft, structure, item, setting, question.answers.get(setting, ()))
            words |= written
    if has_list(item.kind, "points"):
        points = question.answers.get("points", ())
        structure = editing.change_item(structure, key, {"points": len(points)})
        words |= {f"point.{key}.{n}": answer.words for n, answer in enumerate(points, 1)}
        elsewhere = _points_elsewhere(draft, key, points)
    draft.keep(editing.change_item(structure, key, _following(item, structure.item(key), question)), words, elsewhere)


def _following(before: Item, now: Item, question: Asked) -> dict[str, Any]:
    """The settings that follow from the options: which one has a line, and the sets of best and worst."""
    options = options_of(now)
    if "other" in KINDS[now.kind].settings:
        return {"other": options[-1] if question.says and options else None}
    if now.kind == "best_worst" and (set(options) != set(options_of(before)) or not sets_of(now)):
        return {"sets": [" ".join(one) for one in balanced_sets(options)]}
    return {}


def _with_list(
    draft: Draft, structure: Structure, item: Item, setting: str, answers: Sequence[Answer]
) -> tuple[Structure, dict[str, str]]:
    """The options or rows in the order of the form: known keys stay, a new one gets a key that never meant another."""
    known, kept, words = set(keys_at(item, setting)), [], {}
    for answer in answers:
        if answer.key in known and answer.key not in kept:
            key = answer.key
        else:
            added = editing.add_option(structure, item.key, answer.words, draft.version.keys_used, setting)
            structure, key = added.structure, added.key
        kept.append(key)
        words[f"{editing.LISTS[setting]}.{item.key}.{key}"] = answer.words
    return editing.change_item(structure, item.key, {setting: kept}), words


def _points_elsewhere(draft: Draft, key: str, answers: Sequence[Answer]) -> dict[str, dict[str, str]]:
    """The points' words in other languages follow their point; ready-made words are filled in where none are."""
    scale = scale_of([answer.words for answer in answers], draft.language)
    found: dict[str, dict[str, str]] = {}
    for language, row in draft.rows.items():
        moved = {
            f"point.{key}.{n}": row.texts.get(f"point.{key}.{answer.key}", "") if answer.key else ""
            for n, answer in enumerate(answers, 1)
        }
        if scale is not None and language in scale.words and not any(moved.values()):
            moved = {f"point.{key}.{n}": words for n, words in enumerate(scale.words[language], 1)}
        found[language] = moved
    return found


def _places(item: Item) -> dict[str, str]:
    """{part of a form: text key} of the words a question has apart from its answers."""
    places = {"label": f"item.{item.key}.label", "help": f"item.{item.key}.help"}
    if item.kind == "zero_to_ten":
        places |= {"low": f"end.{item.key}.low", "high": f"end.{item.key}.high"}
    if "unit" in KINDS[item.kind].settings:
        places["unit"] = f"unit.{item.key}"
    if item.kind == "best_worst":
        places |= {"best": f"best.{item.key}", "worst": f"worst.{item.key}"}
    return places


def _same(there: Asked, sent: Asked) -> bool:
    """Whether a question that is there is what a form sends again. Keys of its answers are not in that form."""
    words = {part: sent.words.get(part, "") for part in there.words}
    settings = {name: value for name, value in sent.settings.items() if value is not None}
    own = {name: value for name, value in there.settings.items() if name not in _FROM_LISTS}
    return (dict(there.words), own, there.required, there.says, _words_of(there)) == (
        words, settings, sent.required, sent.says, _words_of(sent),
    )  # fmt: skip


def _words_of(question: Asked) -> dict[str, list[str]]:
    return {setting: [answer.words for answer in answers] for setting, answers in question.answers.items()}


def _is_copy(later: Item, item: Item) -> bool:
    checks = {key: renamed(check, later.key, item.key) for key, check in later.checks.items()}
    return replace(later, key=item.key, checks=checks) == item


def _replaced(added: editing.Added, item: Item) -> dict[str, Any]:
    """The settings of a question for its copy: those its kind begins with, but the original has not, are removed."""
    fresh = dict.fromkeys(added.structure.item(added.key).settings)
    return {**fresh, **item.settings}


def _refuse_too_many(draft: Draft) -> None:
    if sum(1 for _ in draft.structure.items()) >= MOST_QUESTIONS:
        raise Refused(f"A questionnaire can have {MOST_QUESTIONS} questions. Remove one that you need less.")
