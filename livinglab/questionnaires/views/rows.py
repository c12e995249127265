"""The rows of a question's form: one input for each option or point, with buttons that work without scripts."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from livinglab.domain.questionnaire.cleaning import clean, is_blank
from livinglab.domain.questionnaire.kinds.best_worst import FEWEST_OPTIONS
from livinglab.domain.questionnaire.kinds.rating import FEWEST, MOST
from livinglab.domain.questionnaire.texts import limit_of
from livinglab.foundation.addresses import number_in
from livinglab.questionnaires.asking import Answer, has_list
from livinglab.questionnaires.scales import Scale, scale_called, scales

LONGEST_LIST = 100
FIRST_ROWS = 4
BUTTONS = ("up", "down", "drop", "more", "scale")


@dataclass
class Row:
    """One input. `key` is the option's key or the point's number; "" when it is new."""

    key: str = ""
    words: str = ""
    error: str = ""


@dataclass(frozen=True)
class RowsAbout:
    """How rows are called and bounded for a kind of question. Their inputs are called `field`; `setting` keeps them."""

    setting: str
    field: str
    one: str
    many: str
    fewest: int
    most: int
    limit: int
    scales: Sequence[Scale] = ()


def about_rows(kind: str) -> list[RowsAbout]:
    """What the rows of a kind are, each list by itself."""
    found = []
    if has_list(kind, "rows"):
        found.append(RowsAbout("rows", "statement", "statement", "statements", 1, LONGEST_LIST, limit_of("row")))
    if has_list(kind, "options"):
        fewest = FEWEST_OPTIONS if kind == "best_worst" else FEWEST
        found.append(RowsAbout("options", "row", "option", "options", fewest, LONGEST_LIST, limit_of("option")))
    if has_list(kind, "points"):
        found.append(RowsAbout("points", "row", "point", "points", FEWEST, MOST, limit_of("point"), scales()))
    return found


@dataclass
class RowList:
    """One list of rows in a form, and what is wrong with all of them together."""

    about: RowsAbout
    rows: list[Row]
    errors: list[str]

    @classmethod
    def of(cls, about: RowsAbout, sent: MultiDict[str, str] | None, kept: Mapping[str, Sequence[Answer]]) -> RowList:
        """As it was sent, else as it is kept."""
        given = rows_of(kept.get(about.setting, ()), about) if sent is None else typed_rows(sent, about)
        return cls(about, given, [])

    def press(self, form: Mapping[str, str], language: str) -> bool:
        """Whether one of its buttons was pressed; then the rows are as it says."""
        if not any(f"{self.about.field}_{button}" in form for button in BUTTONS):
            return False
        self.rows = after_button(self.rows, form, self.about, language)
        return True

    def check(self) -> bool:
        """Whether it can be kept; writes what is wrong beside it."""
        self.errors = check_rows(self.rows, self.about)
        return not self.errors and not any(row.error for row in self.rows)

    def answers(self) -> list[Answer]:
        """The rows as they are kept."""
        return answers_of(self.rows)


def rows_of(answers: Sequence[Answer], about: RowsAbout) -> list[Row]:
    """The rows of a question as it is kept; of a new one some empty ones."""
    if not answers:
        return [Row() for _ in range(5 if about.scales else FIRST_ROWS)]
    return [Row(answer.key, answer.words) for answer in answers]


def typed_rows(form: MultiDict[str, str], about: RowsAbout) -> list[Row]:
    """The rows as they were sent, and what was pasted as a list, one a line."""
    keys, words = form.getlist(f"{about.field}_key"), form.getlist(about.field)
    rows = [Row(keys[at] if at < len(keys) else "", text) for at, text in enumerate(words)]
    pasted = [line for line in clean(form.get(f"{about.field}_paste", "")).split("\n") if not is_blank(line)]
    if pasted:
        while rows and is_blank(rows[-1].words) and not rows[-1].key:
            rows.pop()
        rows += [Row("", line.strip()) for line in pasted]
    return rows[: about.most + 1]


def after_button(rows: list[Row], form: Mapping[str, str], about: RowsAbout, language: str) -> list[Row]:
    """The rows after one of their buttons."""
    button = f"{about.field}_"
    scale = scale_called(form.get(f"{button}scale", ""))
    if scale is not None and about.scales:
        return [Row("", words) for words in scale.words.get(language, scale.words["en"])]
    if f"{button}more" in form:
        return [*rows, *(Row() for _ in range(min(1, about.most - len(rows))))]
    for name, step in (("up", -1), ("down", 1)):
        at = _place(form.get(button + name), rows)
        if at is not None:
            to = min(max(0, at + step), len(rows) - 1)
            rows.insert(to, rows.pop(at))
    at = _place(form.get(f"{button}drop"), rows)
    if at is not None:
        del rows[at]
    return rows or [Row()]


def check_rows(rows: list[Row], about: RowsAbout) -> list[str]:
    """Write what is wrong beside the rows; sentences for all of them together."""
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        words = clean(row.words)
        if is_blank(words):
            continue
        folded = " ".join(unicodedata.normalize("NFKC", words).casefold().split())
        if len(words) > about.limit:
            row.error = f"Shorten this to {about.limit} characters."
        elif folded in seen:
            row.error = f"Change these words: {about.one} {seen[folded]} has them already."
        seen.setdefault(folded, number)
    filled = sum(1 for row in rows if not is_blank(row.words))
    if filled < about.fewest:
        return [f"Write at least {about.fewest} {about.many}."]
    if filled > about.most:
        return [f"Use at most {about.most} {about.many}."]
    return []


def answers_of(rows: Sequence[Row]) -> list[Answer]:
    """The rows with words, as they are kept."""
    kept = [Answer(row.key, clean(row.words).replace("\n", " ").replace("\t", " ")) for row in rows]
    return [answer for answer in kept if not is_blank(answer.words)]


def _place(value: str | None, rows: Sequence[Row]) -> int | None:
    """The index of the row a button belongs to."""
    number = number_in(value or "")
    return number - 1 if number is not None and 1 <= number <= len(rows) else None
