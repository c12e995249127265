"""Numbers of a workbook as a person reads them: whole ones without a point, days and times as in ISO 8601."""

from __future__ import annotations

import math
import re
from datetime import date, timedelta

# What a number with a format is: nothing special, a day, a time of the day, both, or hours that may be more than 24.
PLAIN, DAY, TIME, MOMENT, HOURS = "", "day", "time", "moment", "hours"
# Formats that every program knows by number (ECMA-376 part 1, 18.8.30), and those of East Asian ones.
_BY_NUMBER = {
    **dict.fromkeys((14, 15, 16, 17, *range(27, 32), 36, *range(50, 59)), DAY),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 47), TIME),
    22: MOMENT,
    46: HOURS,
}
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.')  # texts, single signs, room for a sign, a sign that fills the cell
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]")
_BRACKETS = re.compile(r"\[[^\[\]]*\]")  # colours, languages, conditions
_LONGEST_FORMAT = 255
_LAST_DAY, _DAYS_BEFORE_1904 = 2_958_466, 1_462
_SECONDS = 86_400


def format_kind(number: int, code: str | None) -> str:
    """What a number with this format shows. `code` is the format in words when the workbook brings it along."""
    if code is None:
        return _BY_NUMBER.get(number, PLAIN)
    words = _QUOTED.sub("", code[:_LONGEST_FORMAT].lower().partition(";")[0])
    if _ELAPSED.search(words):
        return HOURS
    words = _BRACKETS.sub("", words)
    if "general" in words or "standard" in words:
        return PLAIN
    has_time = "h" in words or "s" in words
    has_day = "d" in words or "y" in words or ("m" in words and not has_time)
    if has_time:
        return MOMENT if has_day else TIME
    return DAY if has_day else PLAIN


def number_text(value: float) -> str:
    """A number with the 15 figures that spreadsheet programs keep; 1.0 is “1”, 1e20 is “1E+20”."""
    if value == 0:
        return "0"
    if abs(value) < 1e15 and value == math.floor(value):
        return str(int(value))
    return f"{value:.15G}"


def moment_text(value: float, kind: str, from_1904: bool) -> str:
    """Days since 1900 (or 1904) as a day, a time, both or hours; the number where no calendar has such a day."""
    if kind == PLAIN or not 0 <= value < _LAST_DAY:
        return number_text(value)
    seconds = round(value * _SECONDS)
    if kind == HOURS:
        return _clock(seconds)
    days, seconds = divmod(seconds, _SECONDS)
    if kind == TIME:
        return _clock(seconds, 2)
    day = _day(days + _DAYS_BEFORE_1904 if from_1904 else days)
    if not day:
        return _clock(seconds, 2) if kind == MOMENT else number_text(value)
    return f"{day}T{_clock(seconds, 2)}" if kind == MOMENT else day


def _clock(seconds: int, figures: int = 1) -> str:
    return f"{seconds // 3600:0{figures}}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _day(days: int) -> str:
    """The day with a number. Programs count a 29 February 1900 that never was, to agree with the first of them."""
    if not 0 < days < _LAST_DAY:
        return ""
    if days == 60:
        return "1900-02-29"
    return (date(1899, 12, 31 if days < 60 else 30) + timedelta(days)).isoformat()
