"""Text from people as it is stored: what cannot be seen is no text, and what scripts need inside words stays."""

from __future__ import annotations

import unicodedata

import pytest
from flask import Flask
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired

from livinglab.foundation.forms import Form
from livinglab.foundation.texts import clean
from tests.cast import Cast
from tests.fixtures import As

INVISIBLE = {
    "a zero-width space": "\u200b",
    "joiners": "\u200d\u200c",
    "a mark for the direction": "\u200e",
    "a byte order mark": "\ufeff",
    "a soft hyphen between spaces": " \u00ad ",
    "a Hangul filler": "\u3164",
    "an empty Braille cell": "\u2800",
    "a variation selector": "\ufe0f",
    "tags": "\U000e0041\U000e007f",
    "spaces of other widths": "\u2003\u00a0\u3000",
    "all of them on two lines": "\u200b\n\u3164\u2800",
}
VISIBLE = {
    "Persian with a joiner": "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    "Hindi with joiners": "\u0915\u094d\u200d\u0937 \u0915\u094d\u200c\u0937",
    "a family": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "a heart with its selector": "\u2764\ufe0f",
    "Korean": "\ud55c\uad6d\uc5b4",
    "a dash": "\u2013",
    "one letter": "Q",
}


@pytest.mark.parametrize("text", INVISIBLE.values(), ids=INVISIBLE.keys())
def test_text_of_which_nothing_can_be_seen_is_no_text(text: str) -> None:
    assert clean(text) == ""


@pytest.mark.parametrize("text", VISIBLE.values(), ids=VISIBLE.keys())
def test_what_can_be_seen_stays_with_the_joiners_inside(text: str) -> None:
    assert clean(f" {text} ") == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("marks", ["\u0301\u0323", "\u0f73", "\u0323\u0301\u0344"])
def test_marks_without_an_end_are_cut_and_cost_no_time(marks: str) -> None:
    text = clean("a" + marks * 200_000 + "z")
    assert (text[-1], len(text)) < ("z", 70)
    assert clean(text) == text


def test_as_many_marks_as_any_script_needs_stay() -> None:
    stacked = "a" + "\u0323" * 15 + "\u0302" * 15
    assert unicodedata.normalize("NFD", clean(stacked + " e\u0301")) == unicodedata.normalize("NFD", stacked + " é")


def test_control_characters_and_lone_halves_go_and_tabs_and_lines_stay() -> None:
    assert clean("\x00a\x07b\x85\ud800c\t\r\nd\re\x7f") == "abc\t\nd\ne"


@pytest.mark.parametrize("text", INVISIBLE.values(), ids=INVISIBLE.keys())
def test_a_field_that_must_be_filled_in_is_empty_with_it(app: Flask, text: str) -> None:
    class Ours(Form):
        name = StringField(validators=[DataRequired("Give it a name.")])
        about = TextAreaField(validators=[DataRequired("Say what it is.")])

    with app.test_request_context(method="POST", data={"name": text, "about": text}):
        form = Ours()
        assert not form.validate()
        assert form.errors == {"name": ["Give it a name."], "about": ["Say what it is."]}


def test_an_organisation_has_a_name_that_can_be_seen(as_: As, cast: Cast) -> None:
    typed = {"kind": "company", "name": "\u200b\u2060", "country": "SE", "website": "", "description": ""}
    page = as_(cast.anna).post("/network/new", data=typed)
    assert page.status_code == 422
    assert "Enter the name of the organisation." in page.text
