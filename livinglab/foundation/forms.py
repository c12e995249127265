"""The base of every form, and fields that several rooms use."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_wtf import FlaskForm
from markupsafe import Markup, escape
from wtforms import Field, SelectField, StringField, TextAreaField, widgets
from wtforms.validators import ValidationError

from livinglab.foundation.texts import clean


class Select(widgets.Select):
    """One of many. Written down directly: by the library's way a list of 450 time zones was half of a page's time."""

    @classmethod
    def render_option(cls, choice: Any, **kwargs: Any) -> Markup:  # type: ignore[override]  # stubs of an older one
        """One option, to the letter as the library writes it."""
        if kwargs or choice.render_kw:
            return super().render_option(choice, **kwargs)
        chosen = " selected" if choice.selected else ""
        return Markup(f'<option{chosen} value="{escape(choice.value)}">{escape(choice.label or choice.value)}</option>')  # noqa: S704


class Form(FlaskForm):
    """Text is cleaned before it is checked; what a person typed stays in the field when something is wrong."""

    class Meta(FlaskForm.Meta):
        def bind_field(self, form: Any, unbound_field: Any, options: MutableMapping[str, Any]) -> Any:
            filters = list(unbound_field.kwargs.get("filters", []))
            if unbound_field.field_class in (StringField, TextAreaField):
                filters.append(lambda value: clean(value) if isinstance(value, str) else value)
            if unbound_field.field_class is SelectField:
                options = {"widget": Select(), **options}
            return unbound_field.bind(form=form, filters=filters, **options)

    def add_error(self, field_name: str, *sentences: str) -> None:
        """Put sentences beside a field after validation."""
        field = self[field_name]
        field.errors = [*field.errors, *sentences]


def normal_address(text: str) -> str | None:
    """A mail address in the form we compare and store, or None when it is none."""
    try:
        return validate_email(text.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        return None


def is_address(_form: Any, field: Field) -> None:
    """A validator: the field holds a mail address that our mail reaches.

    Letters beyond ASCII before the @ need SMTPUTF8 on every server on the way, which few offer; after the @ they are
    rewritten and do no harm. Lists of testers follow the same rule.
    """
    address = normal_address(field.data or "")
    if address is None:
        raise ValidationError("Enter an e-mail address such as name@example.com.")
    if not address.rpartition("@")[0].isascii():
        raise ValidationError("Letters such as ö or ł before the @ reach few mail boxes. Enter another address.")


def one_line(text: Any) -> Any:
    """A filter: a name stands on one line, with single spaces."""
    return " ".join(text.split()) if isinstance(text, str) else text


def is_only_a_name(_form: Any, field: Field) -> None:
    """A validator: the name holds no web address, because names stand in mails to people who never asked for one."""
    text = (field.data or "").casefold()
    if "://" in text or "www." in text:
        raise ValidationError("Write the name only, without a web address.")
