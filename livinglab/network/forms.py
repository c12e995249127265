"""Forms of the network room. Fields stand in the order in which the pages show them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from wtforms import EmailField, Field, PasswordField, RadioField, SearchField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length, ValidationError

from livinglab.accounts.passwords import MINIMUM_LENGTH, weakness
from livinglab.foundation.forms import Form, is_address, is_only_a_name, normal_address, one_line
from livinglab.foundation.places import country_choices, country_name

KINDS_IN_WORDS = {
    "company": "A company: it lets people try its products",
    "cluster": "A cluster: a network of companies that recruits people to try them",
}
ROLES_IN_WORDS = {
    "owner": "Owner – changes everything, and decides who belongs to it",
    "member": "Member – changes everything but the people",
    "reader": "Reader – looks at everything and changes nothing",
}


def choices_of(words: Mapping[str, str]) -> list[SelectChoice]:
    """{value: label} as WTForms wants it."""
    return [SelectChoice(value, label) for value, label in words.items()]


def whole_address(text: Any) -> Any:
    """A filter: `example.com` becomes `https://example.com`."""
    if isinstance(text, str) and text.strip() and "://" not in text:
        return f"https://{text.strip()}"
    return text.strip() if isinstance(text, str) else text


def is_website(_form: Any, field: Field) -> None:
    """A validator: empty, or the address of a page; nothing that runs when it is clicked."""
    if not field.data:
        return
    try:
        parts = urlsplit(field.data)
        host = parts.hostname or ""
    except ValueError:
        parts, host = urlsplit(""), ""
    good = parts.scheme in ("http", "https") and "." in host.strip(".") and "@" not in parts.netloc
    if not good or any(c.isspace() or c in "<>\"'" for c in field.data):
        raise ValidationError("Enter an address such as https://www.example.com, or leave this empty.")


class KindForm(Form):
    """What an organisation is; it stays that."""

    kind = RadioField("Kind", [InputRequired("Choose one of the two.")], choices=choices_of(KINDS_IN_WORDS))


class OrganisationForm(Form):
    """What an organisation says about itself."""

    name = StringField(
        "Name",
        [
            DataRequired("Enter the name of the organisation."),
            Length(2, 120, message="Use 2 to 120 characters."),
            is_only_a_name,
        ],
        filters=[one_line],
    )
    country = SelectField(
        "Country",
        [InputRequired("Choose the country.")],
        choices=lambda: choices_of({"": "Choose the country", **dict(country_choices())}),
    )
    website = StringField(
        "Website",
        [Length(max=200, message="Use at most 200 characters."), is_website],
        filters=[whole_address],
    )
    about = TextAreaField(
        "About",
        [Length(max=10_000, message="Use at most 10,000 characters.")],
        description="What you do, for whom, and where. You can use Markdown: **bold**, lists, links.",
    )


class NewOrganisationForm(KindForm, OrganisationForm):
    """A new company or cluster."""


class ClusterSearchForm(Form):
    """Find a cluster."""

    q = SearchField("Name")
    country = SelectField("Country", choices=[], validate_choice=False)

    def offer(self, countries: list[str]) -> None:
        """Let people choose among countries that have a cluster."""
        named = sorted(((code, country_name(code)) for code in countries), key=lambda pair: pair[1])
        self.country.choices = choices_of({"": "All countries", **dict(named)})


class RoleForm(Form):
    """What somebody may do."""

    role = RadioField(
        "Role",
        [InputRequired("Choose one of the three.")],
        choices=choices_of(ROLES_IN_WORDS),
    )


class InvitationForm(Form):
    """Whom to ask, and for what."""

    email = EmailField("E-mail", [InputRequired("Enter the person's e-mail address."), is_address])
    role = RadioField(
        "Role",
        [InputRequired("Choose one of the three.")],
        choices=choices_of(ROLES_IN_WORDS),
        default="member",
    )

    @property
    def address(self) -> str:
        """The address as it is compared and stored; of a form that is valid."""
        return normal_address(self.email.data or "") or ""


class NewcomerForm(Form):
    """An account for who was invited and has none. `address` is the one the invitation was sent to."""

    name = StringField(
        "Your name",
        [DataRequired("Enter your name."), Length(max=120, message="Use at most 120 characters."), is_only_a_name],
        filters=[one_line],
    )
    new = PasswordField(
        "Password",
        [InputRequired("Choose a password.")],
        description=f"At least {MINIMUM_LENGTH} characters. Four words in a row are good.",
    )
    again = PasswordField(
        "Password again",
        [InputRequired("Enter the password again."), EqualTo("new", "The two are not the same. Enter both again.")],
    )
    address: str = ""

    def validate_new(self, field: Field) -> None:
        """Refuse a password that is short, or the person's own name or address."""
        if problem := weakness(field.data or "", self.address, self.name.data or ""):
            raise ValidationError(problem)
