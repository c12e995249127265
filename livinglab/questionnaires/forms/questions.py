"""The form of a question, kind by kind."""

from __future__ import annotations

from typing import Any

from wtforms import (
    BooleanField,
    HiddenField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from livinglab.domain.questionnaire.faults import Invalid
from livinglab.domain.questionnaire.kinds.date import day_of
from livinglab.domain.questionnaire.kinds.kind import MAY_NOT_APPLY
from livinglab.domain.questionnaire.kinds.registry import KINDS
from livinglab.domain.questionnaire.kinds.words import WordsKind
from livinglab.domain.questionnaire.numbers import DECIMALS, PLAIN, read_decimal
from livinglab.domain.questionnaire.structure import Item
from livinglab.domain.questionnaire.texts import tidy
from livinglab.foundation.forms import Form
from livinglab.questionnaires.forms.fields import Choice, Seen, WholeNumber, no_longer_than


def is_number(_form: Any, field: Any) -> None:
    """A validator: nothing, or a number."""
    try:
        read_decimal(field.data or "", PLAIN)
    except Invalid as invalid:
        raise ValidationError(invalid.sentence) from invalid


def is_day(_form: Any, field: Any) -> None:
    """A validator: nothing, or a day as the browser sends it."""
    if field.data and day_of(field.data) is None:
        raise ValidationError("Write a date, such as 2026-11-29.")


def is_parameter(_form: Any, field: Any) -> None:
    """A validator: a name that a link can hold and that nothing else uses."""
    if KINDS["hidden"].check(Item("x", "hidden", settings={"parameter": (field.data or "").strip()}), "it"):
        raise ValidationError("Use letters, digits, - and _, with a letter first; and not language, again or look.")


class QuestionForm(Form):
    """What every question has. `section` gets its choices from the view; `stamp` and `mark` what the person saw."""

    label = TextAreaField("Question", [Seen("Write what the question asks."), no_longer_than("item.label")])
    help = TextAreaField(
        "Help",
        [no_longer_than("item.help")],
        description="A line below the question: what counts, what does not, an example.",
    )
    required = BooleanField(
        "Testers must answer this question", description="They cannot go on without an answer. Use it sparingly."
    )
    section = Choice("Section")
    stamp = HiddenField()
    mark = HiddenField()

    def settings(self) -> dict[str, Any]:
        """The settings of the question as they were typed; None takes one away. Only of a form that is valid."""
        return {}

    def in_order(self, kind: str, field: str, sentence: str) -> bool:
        """Whether the settings fit together; writes a sentence beside a field where they do not."""
        given = {name: value for name, value in self.settings().items() if value is not None}
        wrong = KINDS[kind].check(Item("x", kind, settings=given), "this question")
        if wrong:
            self.add_error(field, sentence)
        return not wrong


class ApplicableForm(QuestionForm):
    """A question that may not apply to somebody."""

    not_applicable = BooleanField(
        "Offer “Does not apply”", description="It is counted by itself, apart from those who did not answer."
    )

    def settings(self) -> dict[str, Any]:
        """Whether it is offered."""
        return {MAY_NOT_APPLY: 1 if self.not_applicable.data else None}


class ChoiceForm(ApplicableForm):
    """One or several answers from a list."""

    other = BooleanField(
        "The last option opens a line to say what",
        description="For “Other, please say”. What people write there is read, not counted.",
    )


class NumberForm(ApplicableForm):
    """A number: its unit, its ends, its decimals."""

    unit = StringField("Unit", [no_longer_than("unit")], description="Stands beside the number, such as minutes or kg.")
    minimum = StringField("Smallest number allowed", [is_number])
    maximum = StringField("Largest number allowed", [is_number])
    decimals = Choice(
        "Digits after the decimal mark",
        coerce=int,
        choices=[SelectChoice(n, "None: whole numbers" if n == 0 else f"Up to {n}") for n in range(DECIMALS + 1)],
        default=0,
    )

    def settings(self) -> dict[str, Any]:
        """Ends in their stored form."""
        return super().settings() | {
            "minimum": read_decimal(self.minimum.data or "", PLAIN),
            "maximum": read_decimal(self.maximum.data or "", PLAIN),
            "decimals": self.decimals.data,
            "unit": 1 if tidy("unit.x", self.unit.data or "") else None,
        }

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """The ends are in their order as well."""
        return super().validate(*args, **kwargs) and self.in_order(
            "number", "maximum", "Make the largest number allowed larger than the smallest."
        )


class EndsForm(ApplicableForm):
    """From 0 to 10: words at both ends."""

    low = StringField("Words at 0", [Seen("Write the words for 0."), no_longer_than("end.low")])
    high = StringField("Words at 10", [Seen("Write the words for 10."), no_longer_than("end.high")])


class TextForm(QuestionForm):
    """Words: how many. The largest number is that of the kind, and set by `form_for`."""

    max_length = WholeNumber("Longest answer, in characters", [Optional()])

    def settings(self) -> dict[str, Any]:
        """The length."""
        return {"max_length": self.max_length.data}


class DateForm(ApplicableForm):
    """A date: the first and the last that are allowed."""

    earliest = StringField("Earliest date", [is_day], render_kw={"type": "date"})
    latest = StringField("Latest date", [is_day], render_kw={"type": "date"})

    def settings(self) -> dict[str, Any]:
        """Both ends."""
        return super().settings() | {"earliest": self.earliest.data or None, "latest": self.latest.data or None}

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """The ends are in their order as well."""
        return super().validate(*args, **kwargs) and self.in_order(
            "date", "latest", "Choose a latest date that comes after the earliest."
        )


class RankingForm(QuestionForm):
    """How many get a place."""

    places = WholeNumber(
        "How many get a place",
        [Optional(), NumberRange(1, 100, "Write a whole number from 1 to 100.")],
        description="Such as 3 for “the three most important”. Without a number all of them.",
    )

    def settings(self) -> dict[str, Any]:
        """The number of places."""
        return {"places": self.places.data}


class BestWorstForm(QuestionForm):
    """The words above the two columns."""

    best = StringField("Words above the best", [Seen("Write the words above the best."), no_longer_than("best")])
    worst = StringField("Words above the worst", [Seen("Write the words above the worst."), no_longer_than("worst")])


class StatementForm(QuestionForm):
    """A text between questions: nothing to answer, so nothing must be."""

    label = TextAreaField("Heading", [Seen("Write the heading."), no_longer_than("item.label")])
    help = TextAreaField("Text", [no_longer_than("item.help")])
    required = None  # type: ignore[assignment]


class HiddenForm(QuestionForm):
    """A value from the link: nobody is asked."""

    label = TextAreaField(
        "What the value says",
        [Seen("Write what the value says."), no_longer_than("item.label")],
        description="Testers do not see it. It is the heading of its results.",
    )
    help = None  # type: ignore[assignment]
    required = None  # type: ignore[assignment]
    parameter = StringField(
        "Name in the link",
        [Seen("Write the name in the link."), is_parameter],
        description="Such as source: then links that end in ?source=fair bring the value “fair” along.",
    )

    def settings(self) -> dict[str, Any]:
        """The name."""
        return {"parameter": (self.parameter.data or "").strip()}


FORMS: dict[str, type[QuestionForm]] = {
    "single_choice": ChoiceForm,
    "several_choices": ChoiceForm,
    "rating": ApplicableForm,
    "matrix": ApplicableForm,
    "zero_to_ten": EndsForm,
    "ranking": RankingForm,
    "best_worst": BestWorstForm,
    "number": NumberForm,
    "price": ApplicableForm,
    "date": DateForm,
    "short_text": TextForm,
    "long_text": TextForm,
    "statement": StatementForm,
    "hidden": HiddenForm,
}


def form_for(kind: str, **values: Any) -> QuestionForm:
    """The form of a kind of question, filled from `values` unless something was sent."""
    form, about = FORMS.get(kind, QuestionForm)(data=values), KINDS[kind]
    if isinstance(form, TextForm) and isinstance(about, WordsKind):
        sentence = f"Write a whole number from 1 to {about.most:,}."
        form.max_length.validators = [InputRequired(sentence), NumberRange(1, about.most, sentence)]
    return form
