"""Several files at once: what is good is kept, of the others people read why not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from werkzeug.datastructures import FileStorage

from livinglab.foundation.errors import Refused
from livinglab.foundation.texts import file_name

MOST_SENTENCES = 5  # they travel in a cookie when the page is shown again


@dataclass(frozen=True)
class Taken:
    """How many files were added, and a sentence for each that was not (for many: for the first ones)."""

    added: int
    problems: list[str]

    def counted(self, noun: str) -> str:
        """`1 picture is` or `3 pictures are`."""
        return f"1 {noun} is" if self.added == 1 else f"{self.added} {noun}s are"


def take(uploads: Iterable[FileStorage | str], add: Callable[[FileStorage], None]) -> Taken:
    """Add each file of a form. `add` raises `Refused` with a sentence for one that is not taken."""
    added, problems = 0, []
    for upload in uploads:
        if isinstance(upload, str) or not upload.filename:
            continue
        try:
            add(upload)
        except Refused as refusal:
            problems.append(f"{file_name(upload.filename)[-60:]}: {' '.join(refusal.reasons)}")
        else:
            added += 1
    more = len(problems) - MOST_SENTENCES
    if more > 0:
        problems[MOST_SENTENCES:] = [f"And {more} more could not be taken."]
    return Taken(added, problems)
