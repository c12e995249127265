"""Words that sing: each confidential, personal or special text of the world has one of its own, and may be read by few.

`word("product.name")` is written into the world; `READERS` says who may ever read it. Whoever else meets it, on a page,
in a file, a mail, a cookie, an error page or a log line, has found a leak.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tests.access.people import COMPANY

WRITERS = ("Mikael", "Anna")  # at Norrsken, who may change things
IN_PROGRAMME = (*COMPANY, "Carla", "Wanda", "Bo")  # those whose organisations are in Bo's programme, or asked
SHARED = (*COMPANY, "Bo")  # what the coordinator of an accepted programme reads too
TESTED = (*COMPANY, "Cleo")  # what is told of the product to those who try it
ANSWER_PAGE = (*SHARED, "Cleo")  # the questions, which testers read

# Norrsken's own. What nobody reads is in the database all the same.
READERS: dict[str, tuple[str, ...]] = {
    "product name": TESTED,
    "product pitch": TESTED,
    "product description": TESTED,
    "product secrets": COMPANY,
    "product archived": COMPANY,
    "picture name": COMPANY,
    "picture alternative": TESTED,
    "paper name": COMPANY,
    "paper content": COMPANY,
    "questionnaire name": SHARED,
    "questionnaire title": ANSWER_PAGE,
    "questionnaire label": ANSWER_PAGE,
    "questionnaire german": (*COMPANY, "Cleo"),
    "questionnaire key": ANSWER_PAGE,
    "draft label": COMPANY,
    "draft removed": WRITERS,
    "questionnaire archived": COMPANY,
    "round name": COMPANY,  # it may tell which product it is
    "round enter": SHARED,
    "round adapt": SHARED,
    "round leave": SHARED,
    "round earlier": SHARED,  # what the rule said before it was changed
    "round planned": COMPANY,
    "request reason": (*COMPANY, "Piotr"),  # Piotr wrote it, and was told that the company reads it
    "invitation address": ("Carla",),
    "invitation name": ("Carla",),
    "aggregate invitation": ("Carla",),
    "draft typed": ("Cleo",),
    "response text": COMPANY,
    "response withdrawn": (),
    "aggregate text": (),
    "import file": WRITERS,
    "import column": WRITERS,
    "import cell": WRITERS,
    "import problem": WRITERS,
    "import staged": (),
    "session device": (),
    "colleague asked": ("Anna",),  # the address of somebody whom Norrsken has invited
    # Bo's programme
    "programme about": IN_PROGRAMME,
    "programme funder": IN_PROGRAMME,
    "programme reference": IN_PROGRAMME,
    "programme ask": ("Bo",),
    # Danvind's
    "danvind product": ("Dan", "Tom"),
    "danvind pitch": ("Dan", "Tom"),
    "danvind secrets": ("Dan",),
    "danvind picture": ("Dan", "Tom"),
    "danvind paper": ("Dan",),
    "danvind questionnaire": ("Dan", "Piotr"),
    "danvind title": ("Dan", "Piotr", "Tom"),
    "danvind label": ("Dan", "Piotr", "Tom"),
    "danvind round": ("Dan",),
    "danvind response": ("Dan",),
    "danvind invitation": ("Piotr",),
    "danvind import": ("Dan",),
    "danvind colleague": ("Dan",),
    "danvind programme": ("Dan", "Piotr"),
    # Anna's password is what she types; it is never shown to anybody
    "password": (),
}
# Those no page shows even to their readers: what a device calls itself is told in words, and so on.
SILENT = {
    "session device", "import staged", "response withdrawn", "aggregate text", "password", "import problem",
}  # fmt: skip


def word(label: str) -> str:
    """The canary of a text: one word in small letters that stays whole in a page, a key, an address or a file."""
    if label not in READERS:
        raise KeyError(f"nobody knows who may read {label!r}: add it to READERS")
    return f"kanarie{label.replace(' ', '')}fagel"


def address(label: str) -> str:
    """A mail address that sings."""
    return f"{word(label)}@example.org"


_BY_WORD = {word(label): label for label in READERS}
_ANY = re.compile(r"kanarie[a-z]+?fagel")


def heard_in(text: str) -> set[str]:
    """The labels of all canaries that sing in a text."""
    return {_BY_WORD[found] for found in _ANY.findall(text.lower()) if found in _BY_WORD}


def not_meant_for(person: str, labels: Iterable[str]) -> list[str]:
    """Those of some canaries that a person must never read."""
    return sorted(label for label in labels if person not in READERS[label])
