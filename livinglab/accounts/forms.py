"""Forms of the accounts room."""

from __future__ import annotations

from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired

from livinglab.foundation.forms import Form, is_address


class SignInForm(Form):
    """Address and password."""

    email = EmailField("E-mail", [InputRequired("Enter your e-mail address."), is_address])
    password = PasswordField("Password", [InputRequired("Enter your password.")])
