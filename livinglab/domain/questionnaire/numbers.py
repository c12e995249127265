"""Numbers as people type them in different countries, and the one way they are stored."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from livinglab.domain.questionnaire.faults import Invalid

WHOLE_DIGITS = 15  # all whole numbers of this length are exact as floats
LARGEST = "9" * WHOLE_DIGITS
DECIMALS = 6
_LONGEST = 60
_CANONICAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?")
_SPACES = " \u00a0\u202f\u2009\u2007"
_APOSTROPHES = "'’"
# Looks of the same signs on other keyboards. The last ones are the Arabic marks.
_SAME = str.maketrans({
    "−": "-", "–": "-", "－": "-", "﹣": "-", "＋": "+", "，": ",", "．": ".", "\u066b": ".", "\u066c": "’",
})  # fmt: skip


@dataclass(frozen=True)
class NumberMarks:
    """What stands before the decimals and between the thousands in a language."""

    decimal: str = ","
    group: str = "."

    def __post_init__(self) -> None:
        if len(self.decimal) != 1 or len(self.group) > 1 or self.decimal == self.group:
            raise ValueError("a decimal mark is one character, a group mark another one or none")

    def write(self, canonical: str) -> str:
        """A canonical number as it can be typed here, without groups; `read_decimal` reads it back."""
        return canonical.replace(".", self.decimal)


PLAIN = NumberMarks(".", ",")


def read_decimal(text: str, marks: NumberMarks) -> str | None:
    """A typed number in canonical form: no exponent, no needless zeros; None when nothing was typed."""
    typed = "".join(_digit(c) for c in text if unicodedata.category(c) != "Cf").translate(_SAME).strip()
    if not typed:
        return None
    if len(typed) > _LONGEST:
        raise Invalid("not_a_number")
    sign, body = ("-", typed[1:]) if typed[0] == "-" else ("", typed.removeprefix("+"))
    parts = _parts(body.strip(), marks)
    if parts is None:
        raise Invalid("not_a_number")
    whole, fraction = parts[0].lstrip("0") or "0", parts[1].rstrip("0")
    if len(whole) > WHOLE_DIGITS:
        raise Invalid("too_low", limit=f"-{LARGEST}") if sign else Invalid("too_high", limit=LARGEST)
    number = f"{whole}.{fraction}" if fraction else whole
    return number if number == "0" else sign + number


def is_canonical(text: object) -> bool:
    """Whether a value is a number in its stored form."""
    if not isinstance(text, str) or text == "-0" or not _CANONICAL.fullmatch(text):
        return False
    return len(text.lstrip("-").partition(".")[0]) <= WHOLE_DIGITS


def decimals_of(canonical: str) -> int:
    """How many digits stand behind the decimal mark."""
    return len(canonical.partition(".")[2])


def _digit(char: str) -> str:
    """A digit of any script as an ASCII digit. Superscripts are no digits: 5² is not 52."""
    value = unicodedata.decimal(char, None)
    return char if value is None else str(value)


def _parts(body: str, marks: NumberMarks) -> tuple[str, str] | None:
    """Digits before and behind the decimal mark, or None when this is no number.

    The language's own mark is tried first, then groups alone, then the other mark: 1.500 is fifteen hundred where
    the comma is the decimal mark, but 1.50 can only be one and a half.
    """
    others = [mark for mark in ".," if mark != marks.decimal]
    groups = {*_SPACES, *_APOSTROPHES, *others, *marks.group} - {marks.decimal}
    readings = [_split(body, marks.decimal, groups), _ungrouped(body, groups | {marks.decimal})]
    readings += [_split(body, mark, (groups | {marks.decimal}) - {mark}) for mark in others]
    return next((reading for reading in readings if reading), None)


def _split(body: str, mark: str, groups: set[str]) -> tuple[str, str] | None:
    if body.count(mark) != 1:
        return None
    left, _, right = body.partition(mark)
    if not left:
        return ("0", right) if _is_digits(right) else None
    whole = _ungrouped(left, groups)
    return (whole[0], right) if whole and (not right or _is_digits(right)) else None


def _ungrouped(body: str, groups: set[str]) -> tuple[str, str] | None:
    """Plain digits, or thousands with one and the same mark between them. Groups never begin with a zero."""
    if _is_digits(body):
        return body, ""
    used = {c for c in body if not _is_digits(c)}
    if len(used) != 1 or not used <= groups:
        return None
    first, *rest = body.split(used.pop())
    if not 1 <= len(first) <= 3 or first[0] == "0" or any(len(part) != 3 for part in rest):
        return None
    return first + "".join(rest), ""


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
