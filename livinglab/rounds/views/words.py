"""How states, modes and what was done to a round are said on its pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from livinglab.foundation.places import country_name, language_name
from livinglab.rounds.models import Round
from livinglab.rounds.queries import Change
from livinglab.rounds.times import name_of, written

STATES = (
    ("draft", "Draft"),
    ("recruiting", "Recruiting"),
    ("running", "Open for answers"),
    ("closed", "Closed"),
    ("reported", "Reported"),
)
STATE_NAMES = dict(STATES)
STATE_TONES = {"draft": "neutral", "recruiting": "info", "running": "good", "closed": "neutral", "reported": "good"}
MODES = {
    "individual": "Single answers, under a pseudonym",
    "aggregate": "Totals only",
}
REQUEST_STATES = {"asked": "Waiting", "accepted": "Accepted", "declined": "Declined", "withdrawn": "Withdrawn"}
REQUEST_TONES = {"asked": "warn", "accepted": "good", "declined": "neutral", "withdrawn": "neutral"}
RULE = {"enter_when": "Enter", "adapt_when": "Adapt", "leave_when": "Leave"}
WHAT_HAPPENS = {
    ("draft", "recruiting"): (
        "The clusters in the plan are asked by mail. Product and questionnaire then stay as they are, "
        "and so do the languages."
    ),
    ("recruiting", "running"): "From then on testers can answer. You see the answers as they come.",
    ("running", "closed"): "Closing it ends answering. You can reopen the round later.",
    ("closed", "reported"): "Say so when you have decided about every market. You can take it back.",
    ("recruiting", "draft"): (
        "Everything can be changed again. The clusters are told that the plan changes; "
        "they are asked again when you start recruiting."
    ),
    ("closed", "running"): "Testers who were invited can answer again.",
    ("reported", "closed"): "The round counts as closed again.",
}
MOVED = {
    ("draft", "recruiting"): "started recruiting",
    ("recruiting", "running"): "opened the round for answers",
    ("recruiting", "draft"): "took the round back to draft",
    ("running", "closed"): "closed the round",
    ("closed", "reported"): "marked the round as reported",
    ("closed", "running"): "reopened the round",
    ("reported", "closed"): "took back the report",
}
FIELDS = {
    "name": "name",
    "product": "product",
    "version": "questionnaire",
    "mode": "what the company reads",
    "minutes": "minutes",
    "opens_at": "opening",
    "closes_at": "closing",
    "time_zone": "time zone",
    "country": "country",
    "language": "language",
    "currency": "currency",
    "quota": "answers wanted",
    "minimum_n": "answers from which figures are shown",
}
NAMELESS = {"worker": "At its time the round", "command line": "Somebody at the command line"}


@dataclass(frozen=True)
class Told:
    """A change in words. `details`: (name, before, after), texts as a page shows them."""

    at: str
    who: str
    what: str
    details: tuple[tuple[str, str, str], ...] = ()
    note: str = ""


def told(change: Change, round_: Round, *, with_names: bool) -> Told:
    """A line of the history. Without names, of people and of the round, where the reader does not work for the
    company."""
    line = change.line
    at = written(line.at, round_.time_zone)
    who = (change.who if with_names else "The company") if change.who else NAMELESS.get(line.actor, "Somebody")
    what, details, note = _said(line.verb, line.details, round_)
    if not with_names:  # the round's name is the company's too
        details = tuple(detail for detail in details if detail[0] != FIELDS["name"])
    if line.actor == "worker":
        what = {"opened the round for answers": "opened", "closed the round": "closed"}.get(what, what)
    return Told(at, who, what, details, note)


def _said(verb: str, details: Mapping[str, Any], round_: Round) -> tuple[str, tuple[tuple[str, str, str], ...], str]:
    if verb == "create":
        return "made the round", (), ""
    if verb == "move":
        return MOVED[details["was"], details["now"]], (), ""
    if verb == "change rule":
        return _rule_change(details)
    if verb in ("add market", "remove market"):
        return f"{'added' if verb == 'add market' else 'removed'} {country_name(details['country'])}", (), ""
    changed = [(FIELDS[name], details[name]) for name in FIELDS if name in details]
    shown = tuple(
        (name, _shown(name, before, round_), _shown(name, after, round_)) for name, (before, after) in changed
    )
    what = f"changed {country_name(details['market'])}" if verb == "change market" else "changed the plan"
    return what, shown, ""


def _rule_change(details: Mapping[str, Any]) -> tuple[str, tuple[tuple[str, str, str], ...], str]:
    first = not any(details["was"].values())
    texts = tuple((RULE[name], details["was"][name], text) for name, text in details["now"].items())
    answers = details["answers"]
    note = f"{answers} answer{'' if answers == 1 else 's'} had come in by then." if answers else ""
    return ("wrote the decision rule" if first else "changed the decision rule"), texts, note


def _shown(name: str, value: Any, round_: Round) -> str:
    """A value of an audit line as a page shows it."""
    if value is None:
        return "not set"
    said = {
        "opening": lambda: written(datetime.fromisoformat(value), round_.time_zone),
        "closing": lambda: written(datetime.fromisoformat(value), round_.time_zone),
        "what the company reads": lambda: MODES[value],
        "country": lambda: country_name(value),
        "language": lambda: language_name(value, "en"),
        "time zone": lambda: name_of(value),
    }
    return said.get(name, lambda: str(value))()
