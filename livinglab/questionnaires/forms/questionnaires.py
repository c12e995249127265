"""Forms about a questionnaire as a whole and its sections."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    HiddenField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length

from livinglab.foundation.forms import Form
from livinglab.questionnaires.forms.fields import Choice, Seen, no_longer_than


class NewForm(Form):
    """A new questionnaire."""

    start = RadioField(
        "How do you want to begin?",
        [InputRequired("Choose how to begin.")],
        choices=[
            SelectChoice("starter", "With the ready questionnaire “First impression of a product”, in five languages"),
            SelectChoice("blank", "With an empty page"),
        ],
    )
    organisation = Choice("For which company?", coerce=int)
    name = StringField(
        "Name",
        [Seen("Write a name."), Length(max=120, message="Shorten this to 120 characters.")],
        description="For you and your colleagues. Testers read the title, which you write next.",
    )
    language = Choice(
        "Language you write in",
        default="en",
        description="You can translate the questionnaire into other languages later.",
    )
    newest = HiddenField()


class NameForm(Form):
    """Another name."""

    name = StringField(
        "Name",
        [Seen("Write a name."), Length(max=120, message="Shorten this to 120 characters.")],
        description="For you and your colleagues. Testers read the title of the questionnaire instead.",
    )


class WordsForm(Form):
    """What testers read before the first and after the last page."""

    title = StringField("Title", [Seen("Write a title for the questionnaire."), no_longer_than("title")])
    intro = TextAreaField(
        "Welcome",
        [no_longer_than("intro")],
        description="Stands before the first question. What is it about, and why does it matter?",
    )
    thanks = TextAreaField("Thanks", [no_longer_than("thanks")], description="Stands at the end.")
    stamp = HiddenField()


class SectionTitleForm(Form):
    """A new section."""

    title = StringField(
        "Name of the new section", [Seen("Write a name for the section."), no_longer_than("section.title")]
    )
    seen = HiddenField()


class SectionForm(Form):
    """A section's own words."""

    title = StringField(
        "Title",
        [Seen("Write a title for the section."), no_longer_than("section.title")],
        description="Testers read it.",
    )
    intro = TextAreaField(
        "Introduction",
        [no_longer_than("section.intro")],
        description="Stands between the title and the first question.",
    )
    stamp = HiddenField()


class FileForm(Form):
    """A questionnaire in a file."""

    file = FileField(
        "File",
        [FileRequired("Choose a file first.")],
        description="A workbook (.xlsx or .xls) of XLSForm, or a JSON file of ours, up to 10 MB.",
    )
    name = StringField(
        "Name",
        [Length(max=120, message="Shorten this to 120 characters.")],
        description="For you and your colleagues. Without one it is called like the file.",
    )
    organisation = Choice("For which company?", coerce=int)
    newest = HiddenField()


class TranslationsForm(Form):
    """A table that translators have filled in."""

    file = FileField(
        "File",
        [FileRequired("Choose a file first.")],
        description="A workbook, a CSV file or a PO file that was taken out here.",
    )
