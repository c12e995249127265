"""What stands in the column “type”: which of our kinds it is, or why it is none."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SELECTS = {
    "add select one prompt using": "one", "add select multiple prompt using": "several",
    "select all that apply from": "several", "select all that apply": "several", "select multiple from": "several",
    "select_one": "one", "select one from": "one", "select one": "one", "select1": "one",
    "select_multiple": "several", "select multiple": "several", "rank": "rank",
}  # fmt: skip
_SELECT = re.compile(
    "(" + "|".join(sorted(map(re.escape, _SELECTS), key=len, reverse=True)) + r")(?:\s+(\S.*))?",
    re.IGNORECASE | re.DOTALL,
)
_FROM_ELSEWHERE = re.compile(
    r"(?:select[_ ](?:one|multiple)[_ ](?:from[_ ]file|external)|cascading[_ ]select)\b.*", re.IGNORECASE | re.DOTALL
)
_WITH_OTHER = re.compile(r"(\S.*?)\s+(?:or_other|or other|or specify other)", re.IGNORECASE | re.DOTALL)
_GROUP = re.compile(r"(begin|end)[\s_]*(group|repeat|lgroup|looped group|loop)(?:\s.*)?", re.IGNORECASE | re.DOTALL)
_PROMPT = re.compile(r"add (.+) prompt|q (.+)")
_SIMPLE = {
    "text": "text", "string": "text", "phone number": "text", "integer": "whole", "int": "whole", "decimal": "decimal",
    "percentage": "whole", "range": "range", "date": "date", "note": "note", "image": "photo", "photo": "photo",
    "picture": "photo", "hidden": "hidden", "calculate": "calculate", "calculation": "calculate",
    "acknowledge": "acknowledge", "trigger": "acknowledge", "set form title": "title", "set form id": "nothing",
}  # fmt: skip
_LEFT_OUT = {
    "time": "the time of day", "datetime": "a day with its time", "date time": "a day with its time",
    "geopoint": "a place on a map", "location": "a place on a map", "gps": "a place on a map",
    "geotrace": "a line on a map", "geoshape": "an area on a map", "osm": "a thing on a map",
    "audio": "a recording", "video": "a film", "file": "a file", "barcode": "a barcode", "signature": "a signature",
}  # fmt: skip
_ABOUT = frozenset((
    "start", "end", "today", "deviceid", "device id", "imei", "subscriberid", "subscriber id", "simserial", "simid",
    "sim id", "sim serial", "phonenumber", "phone_number", "username", "user name", "email", "audit", "start-geopoint",
    "background-audio", "background-geopoint", "start time", "end time", "get start time", "get end time", "get today",
    "get device id", "get subscriber id", "get sim id", "get phone number", "xml-external", "csv-external",
))  # fmt: skip


@dataclass(frozen=True)
class Type:
    """What a row is.

    `what`: one, several, rank, text, whole, decimal, range, date, note, photo, hidden, acknowledge, title, nothing;
    calculate, about, elsewhere or unsupported, which are left out; begin or end, of the group in `of`; unknown.
    `of` is the list of a select, or what an unsupported type would ask for.
    """

    what: str
    of: str = ""
    other: bool = False


def type_of(text: str) -> Type:
    """What a cell in the column “type” says."""
    text = " ".join(text[:1_000].split())
    group = _GROUP.fullmatch(text)
    if group:
        return Type(group[1].lower(), "group" if group[2].lower() == "group" else "repeat")
    if _FROM_ELSEWHERE.fullmatch(text):
        return Type("elsewhere")
    select = _SELECT.fullmatch(text)
    if select:
        name, what = (select[2] or "").strip(), _SELECTS[select[1].lower()]
        with_other = _WITH_OTHER.fullmatch(name)
        return Type(what, with_other[1] if with_other else name, with_other is not None)
    plain = text.casefold()
    prompt = _PROMPT.fullmatch(plain)
    plain = (prompt[1] or prompt[2]) if prompt else plain
    if plain in _SIMPLE:
        return Type(_SIMPLE[plain])
    if plain in _ABOUT or plain.startswith("uri:"):
        return Type("about")
    first = "osm" if plain.startswith("osm ") else plain
    return Type("unsupported", _LEFT_OUT[first]) if first in _LEFT_OUT else Type("unknown")


def is_yes(text: str) -> bool | None:
    """Whether a cell says yes or no; None for anything else."""
    folded = text.strip().casefold().replace(" ", "")
    if folded in ("yes", "true", "true()", "1"):
        return True
    return False if folded in ("", "no", "false", "false()", "0") else None
