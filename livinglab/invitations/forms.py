"""The list of people to invite."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from flask_wtf.file import FileField
from wtforms import HiddenField, TextAreaField

from livinglab.foundation.errors import Refused
from livinglab.foundation.forms import Form
from livinglab.invitations.addresses import read_file


class ListForm(Form):
    """Addresses, typed or from a file; `checked` is a fingerprint of the list as it was last looked at."""

    addresses = TextAreaField(
        "Addresses",
        description="One person a line: cleo@example.org or Cleo Berg <cleo@example.org>. "
        "Several in a line work too, with commas, semicolons or tabs between them.",
    )
    table = FileField(
        "Or a table from a file",
        description="A CSV file with a column of addresses, and of names if you have them. Other columns are not read.",
    )
    checked = HiddenField()
    notices: Sequence[str] = ()  # how the file was read that came with the form

    def take_file(self) -> None:
        """Add what an uploaded file holds to the list; what is wrong with it stands beside it."""
        upload = self.table.data
        if not upload:
            return
        try:
            found = read_file(upload.read())
        except Refused as refused:
            self.add_error("table", *refused.reasons)
            return
        self.addresses.data = "\n".join(part for part in (self.text, found.lines) if part)
        self.notices = found.notices

    @property
    def text(self) -> str:
        """The list as it was typed."""
        return self.addresses.data or ""

    def mark_checked(self) -> None:
        """Note that this list, and no other, has been looked at."""
        self.checked.data = _fingerprint(self.text)

    @property
    def is_as_checked(self) -> bool:
        """Whether the list is the one that was looked at."""
        return self.checked.data == _fingerprint(self.text)


def _fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
