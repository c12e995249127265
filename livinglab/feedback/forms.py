"""Forms of the feedback room."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField

from livinglab.foundation.forms import Form


class UploadForm(Form):
    """A table of answers."""

    table = FileField(
        "CSV file",
        [FileRequired("Choose a CSV file first.")],
        description="One row per person, column names in the first row. Up to 200,000 rows and 25 MB. "
        "From Excel: “Save as”, then “CSV UTF-8”.",
    )


class StartForm(Form):
    """The decision about rows that cannot come in."""

    leave_out = BooleanField("Leave out the refused rows")
