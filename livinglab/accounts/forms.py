"""Forms of the accounts room. Fields stand in the order in which the pages show them."""

from __future__ import annotations

from wtforms import EmailField, Field, PasswordField, StringField
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length, ValidationError

from livinglab.accounts.passwords import MINIMUM_LENGTH, weakness
from livinglab.foundation.forms import Form, is_address, is_only_a_name, normal_address, one_line


class AddressForm(Form):
    """An address to send a link to."""

    email = EmailField("E-mail", [InputRequired("Enter your e-mail address."), is_address])

    @property
    def address(self) -> str:
        """The address as it is compared and stored; of a form that is valid."""
        return normal_address(self.email.data or "") or ""


class SignInForm(AddressForm):
    """Address and password."""

    password = PasswordField("Password", [InputRequired("Enter your password.")])


class NameForm(Form):
    """What others see."""

    name = StringField(
        "Your name",
        [DataRequired("Enter your name."), Length(max=120, message="Use at most 120 characters."), is_only_a_name],
        filters=[one_line],
        description="The people you work with here see it.",
    )


class OldPasswordForm(Form):
    """The password somebody has now."""

    old = PasswordField("Your password now", [InputRequired("Enter the password you have now.")])


class NewPasswordForm(Form):
    """A password, twice. `person` says whose: (address, name)."""

    new = PasswordField(
        "New password",
        [InputRequired("Choose a password.")],
        description=f"At least {MINIMUM_LENGTH} characters. Four words in a row are good.",
    )
    again = PasswordField(
        "New password again",
        [InputRequired("Enter the new password again."), EqualTo("new", "The two are not the same. Enter both again.")],
    )
    person: tuple[str, str] = ("", "")

    def validate_new(self, field: Field) -> None:
        """Refuse a password that is short, or the person's own name or address."""
        if problem := weakness(field.data or "", *self.person):
            raise ValidationError(problem)


class SignUpForm(NameForm, NewPasswordForm):
    """The rest of an account, once the address is proved."""

    def validate_new(self, field: Field) -> None:
        """The name that stands in the same form is no password either."""
        if problem := weakness(field.data or "", self.person[0], self.name.data or ""):
            raise ValidationError(problem)


class ChangePasswordForm(OldPasswordForm, NewPasswordForm):
    """A new password, for who knows the old one."""
