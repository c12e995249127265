"""Fields and validators that several forms of this room use."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import (
    IntegerField,
    SelectField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length, ValidationError

from livinglab.domain.questionnaire.cleaning import is_blank
from livinglab.domain.questionnaire.texts import limit_of


def choices_of(pairs: Iterable[tuple[Any, str]]) -> list[SelectChoice]:
    """(value, label) pairs as the choices of a field."""
    return [SelectChoice(value, label) for value, label in pairs]


class Seen:
    """A validator: something can be seen of the words."""

    field_flags = {"required": True}

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence

    def __call__(self, form: Any, field: Any) -> None:
        if is_blank(field.data or ""):
            field.errors[:] = []
            raise ValidationError(self.sentence)


def no_longer_than(place: str) -> Length:
    """A validator: no longer than a text at this place may be."""
    limit = limit_of(place)
    return Length(max=limit, message=f"Shorten this to {limit:,} characters.")


class Choice(SelectField):
    """A list to choose from, that says in our words when something else was sent."""

    def pre_validate(self, form: Any) -> None:
        """Raise unless the value is offered."""
        try:
            super().pre_validate(form)
        except ValidationError as error:
            raise ValidationError("Choose one from this list.") from error


class WholeNumber(IntegerField):
    """A whole number, that says in our words when it is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; it stays in the field when it is no number."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError("Write a whole number, such as 200.") from error
