"""What every form has in common."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from wtforms import EmailField, SelectField
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from livinglab.foundation.forms import Form, is_address
from livinglab.invitations.addresses import read_list

SWEDEN, POLAND = SelectChoice("SE", "Sweden"), SelectChoice("PL", "Poland")
LISTS: dict[str, Any] = {
    "countries": [SWEDEN, SelectChoice("", "Choose"), POLAND],
    "signs that mean something in HTML": [SelectChoice('"><b>', "<i>&"), SelectChoice("é", "»")],
    "numbers": [SelectChoice(1, "one"), SelectChoice(2, "two")],
    "empty labels": [SelectChoice("SE", "")],
    "more attributes": [SelectChoice("SE", "Sweden", render_kw={"disabled": True}), POLAND],
    "groups": [SelectChoice("SE", "Sweden", optgroup="North"), SelectChoice("PL", "Poland", optgroup="East")],
}


@pytest.mark.parametrize("choices", LISTS.values(), ids=LISTS.keys())
@pytest.mark.parametrize("chosen", ["SE", "1", None, '"><b>'])
def test_a_list_is_written_to_the_letter_as_the_library_writes_it(app: Flask, choices: Any, chosen: str | None) -> None:
    class Ours(Form):
        country = SelectField(choices=choices)

    class Theirs(PlainForm):
        country = SelectField(choices=choices)

    with app.test_request_context():
        assert str(Ours(data={"country": chosen}).country()) == str(Theirs(data={"country": chosen}).country())


@pytest.mark.parametrize(
    ("address", "taken"),
    [
        ("cleo@example.org", True),
        ("cleo@ö.example", True),
        ("ö@ö.example", False),
        ("łucja@example.org", False),
        ("cleo@example", False),
        ("cleo", False),
    ],
)
def test_forms_and_lists_of_testers_take_the_same_addresses(app: Flask, address: str, taken: bool) -> None:
    class Ours(Form):
        email = EmailField(validators=[is_address])

    with app.test_request_context(method="POST", data={"email": address}):
        assert Ours().validate() == taken
        assert bool(read_list(address).people) == taken
