"""The form of one criterion, and of what a check says."""

from __future__ import annotations

from typing import Any

from wtforms import (
    RadioField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from livinglab.domain.questionnaire.faults import Invalid
from livinglab.domain.questionnaire.kinds.date import day_of
from livinglab.domain.questionnaire.numbers import PLAIN, read_decimal
from livinglab.foundation.forms import Form
from livinglab.questionnaires.forms.fields import Seen, choices_of, no_longer_than


class CriterionForm(Form):
    """What an earlier answer must be. Fields that do not fit the question are taken out by `criterion_form`."""

    how = RadioField("The answer", [InputRequired("Choose one of these.")])
    values = SelectMultipleField(
        "Answers",
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validate_choice=False,
    )
    value = StringField("Value")

    def chosen(self) -> tuple[str, ...]:
        """The answers that were ticked, or the one that was typed."""
        if self.values is not None:
            offered = [value for value, *_ in self.values.iter_choices()]
            return tuple(value for value in offered if value in (self.values.data or []))
        return ((self.value.data or "").strip(),)

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """With a value where one is needed, and one that can be."""
        good = super().validate(*args, **kwargs)
        if self.how.data in ("is", "is_not") and self.values is not None:
            if not self.chosen():
                self.add_error("values", "Tick at least one answer.")
                return False
        elif good and self.how.data not in ("answered", "not_answered"):
            return self._has_value()
        return good

    def _has_value(self) -> bool:
        text = (self.value.data or "").strip()
        if self.is_date:
            wrong = "" if day_of(text) else "Write a date, such as 2026-11-29."
        elif self.is_number:
            wrong = _no_number(text)
        else:
            wrong = "" if text else "Write the value."
        if wrong:
            self.add_error("value", wrong)
        return not wrong

    is_date = False
    is_number = False


def _no_number(text: str) -> str:
    try:
        return "" if read_decimal(text, PLAIN) is not None else "Write a number."
    except Invalid as invalid:
        return invalid.sentence


_COMPARED = [
    ("more", "is more than"), ("at_least", "is at least"), ("less", "is less than"), ("at_most", "is at most"),
]  # fmt: skip
_DAYS = [
    ("more", "is later than"),
    ("at_least", "is on or after"),
    ("less", "is before"),
    ("at_most", "is on or before"),
]
_ANSWERED = [("answered", "was given, whatever it is"), ("not_answered", "was not given")]


def criterion_form(measure: str, answers: list[tuple[str, str]] | None) -> CriterionForm:
    """The form for a question of a measure; `answers` are (value, words) where they are listed."""
    form = CriterionForm()
    form.is_date, form.is_number = measure == "date", measure in ("scale", "rank", "amount")
    compared = _DAYS if form.is_date else _COMPARED if form.is_number else []
    if answers is None:
        del form.values
        form.values = None  # type: ignore[assignment]
        equal = [("is", "is exactly"), ("is_not", "is not, or was not given")] if measure not in ("text",) else []
    else:
        form.values.choices = choices_of(answers)
        equal = [("is", "is one of these"), ("is_not", "is none of these, or was not given")]
    form.how.choices = choices_of([*equal, *compared, *_ANSWERED])
    if not (compared or (equal and answers is None)):
        del form.value
    elif form.is_date:
        form.value.render_kw = {"type": "date"}
    return form


class CheckForm(Form):
    """What people read when their answers do not fit."""

    words = StringField(
        "What testers read when it is not met",
        [Seen("Write what testers read."), no_longer_than("check")],
        description="Say what to do, such as “Write at most 24 hours”. It is translated like every other text.",
    )
