"""How the pages for clusters say what they show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from livinglab.foundation.languages import number
from livinglab.invitations.actions import Check
from livinglab.invitations.addresses import Person
from livinglab.invitations.queries import Asked, InvitationCounts

# state: (what it says, tone of its badge)
STATES = {
    "held": ("Mail waits for the round to open", "neutral"),
    "waiting": ("Mail is on its way out", "neutral"),
    "sent": ("Invited", "info"),
    "printed": ("Link handed out", "info"),
    "dead": ("Mail could not be delivered", "bad"),
    "unknown": ("Mail may not have arrived", "warn"),
    "opened": ("Opened the link", "info"),
    "answered": ("Answered", "good"),
    "declined": ("Said no", "neutral"),
    "taken back": ("Took the answers back", "neutral"),
    "withdrawn": ("Withdrawn", "neutral"),
}


@dataclass(frozen=True)
class Line:
    """One person of the list as it is shown."""

    id: int
    address: str
    name: str
    standing: str
    tone: str
    at: datetime
    notes: tuple[str, ...]
    reminded_at: datetime | None
    can_be_withdrawn: bool
    is_withdrawn: bool


def line(row: Asked) -> Line:
    """A row of the list in words."""
    standing, tone = STATES[row.state]
    return Line(
        id=row.id,
        address=row.address or "Printed link",
        name=row.name,
        standing=standing,
        tone=tone,
        at=row.at,
        notes=("The mail may have arrived twice.",) if row.doubtful and row.state != "unknown" else (),
        reminded_at=row.reminded_at,
        can_be_withdrawn=row.can_be_withdrawn,
        is_withdrawn=row.state == "withdrawn",
    )


def tabs(view: str, counts: InvitationCounts, undelivered: int, url_to: Callable[..., str]) -> list[dict[str, Any]]:
    """Ways to look at the list; what is empty is left out unless it is being looked at."""
    found = [
        ("", "All", counts.invited + counts.withdrawn),
        ("waiting", "No answer yet", counts.invited - counts.answered - counts.declined),
        ("answered", "Answered", counts.answered),
        ("declined", "Said no", counts.declined),
        ("undelivered", "Not delivered", undelivered),
        ("withdrawn", "Withdrawn", counts.withdrawn),
    ]
    return [
        {"label": label, "url": url_to(1, key), "current": key == view, "count": number(max(n, 0))}
        for key, label, n in found
        if n > 0 or key in ("", view)
    ]


def told(found: Check, shown: int) -> dict[str, Any]:
    """What the check page says about a list."""
    figures = [
        ("Can be invited", len(found.good)),
        ("To be corrected", len(found.bad)),
        ("Twice on the list", len(found.repeated)),
        ("Invited by you before", len(found.already)),
        ("Already asked in this round", found.elsewhere),
    ]
    return {
        "figures": [(name, number(n)) for name, n in figures if n or name == "Can be invited"],
        "good": len(found.good),
        "label": f"Invite {number(len(found.good))} tester{'' if len(found.good) == 1 else 's'}",
        "elsewhere": found.elsewhere,
        "bad": len(found.bad),
        "bad_lines": [(f"Line {bad.line}", bad.text, bad.reason) for bad in found.bad[:shown]],
        "left_out": [(f"Line {person.line}", person.address, why) for person, why in _left_out(found, shown)],
    }


def _left_out(found: Check, shown: int) -> Iterator[tuple[Person, str]]:
    for person in found.repeated[:shown]:
        yield person, "Stands on this list twice. It is invited once."
    for person, before in found.already[:shown]:
        yield (
            person,
            (
                "You withdrew this invitation. Undo that in your list."
                if before.withdrawn
                else "You have invited this person before."
            ),
        )


def testers(count: int) -> str:
    """`1 tester is`, `12 testers are`."""
    return "1 tester is" if count == 1 else f"{number(count)} testers are"


def invitations(count: int) -> str:
    """`1 invitation is`, `12 invitations are`."""
    return "1 invitation is" if count == 1 else f"{number(count)} invitations are"
