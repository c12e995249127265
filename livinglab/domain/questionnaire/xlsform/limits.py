"""What a constraint says that our settings say as well: smallest and largest, earliest and latest, longest."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from livinglab.domain.questionnaire.conditions import is_day
from livinglab.domain.questionnaire.numbers import is_canonical
from livinglab.domain.questionnaire.xlsform.expressions import Answer, Call, Node, Text, Two
from livinglab.domain.questionnaire.xlsform.meaning import canonical

_MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
_MOST_LETTERS = {"short_text": 500, "long_text": 10_000}


def limits_in(node: Node, how: str, kind: str) -> tuple[dict[str, str | int], Node | None]:
    """(settings, what they do not say) of a constraint; `how` as in `Known`, for a question of a kind.

    Only what is exactly the same becomes a setting: a decimal number greater than 0 has no smallest one.
    """
    settings: dict[str, str | int] = {}
    rest: list[Node] = []
    for part in _parts(node):
        found = _limit(part, how, kind)
        if found is None:
            rest.append(part)
        else:
            name, value = found
            settings[name] = value if name not in settings else _stricter(name, settings[name], value)
    left: Node | None = None
    for part in rest:
        left = part if left is None else Two("and", left, part)
    return settings, left


def _parts(node: Node) -> list[Node]:
    if isinstance(node, Two) and node.sign == "and":
        return [*_parts(node.left), *_parts(node.right)]
    return [node]


def _limit(node: Node, how: str, kind: str) -> tuple[str, str | int] | None:
    if not isinstance(node, Two) or node.sign not in _MIRRORED:
        return None
    left, right, sign = node.left, node.right, node.sign
    if _value(left) is not None:
        left, right, sign = right, left, _MIRRORED[sign]
    value = _value(right)
    if value is None:
        return None
    if left == Call("string-length", (Answer(""),)) and kind in _MOST_LETTERS:
        return _letters(sign, value, _MOST_LETTERS[kind])
    if left != Answer(""):
        return None
    if how in ("whole", "number"):
        return _number(sign, value, whole=how == "whole")
    return _day(sign, value) if how == "date" else None


def _value(node: Node) -> str | None:
    if isinstance(node, Call) and node.name in ("date", "number", "int") and len(node.given) == 1:
        node = node.given[0]
    return node.value if isinstance(node, Text) else None


def _number(sign: str, text: str, *, whole: bool) -> tuple[str, str] | None:
    number = canonical(text)
    if number is None or not is_canonical(number) or (not whole and len(sign) == 1):
        return None
    value, least = Decimal(number), sign[0] == ">"
    if whole:
        edge = value.to_integral_value(ROUND_CEILING if least else ROUND_FLOOR)
        if len(sign) == 1 and edge == value:
            edge += 1 if least else -1
        number = str(int(edge))
    return ("minimum" if least else "maximum", number) if is_canonical(number) else None


def _day(sign: str, text: str) -> tuple[str, str] | None:
    if not is_day(text):
        return None
    least = sign[0] == ">"
    try:
        shift = 0 if len(sign) == 2 else 1 if least else -1
        day = date.fromisoformat(text) + timedelta(days=shift)
    except OverflowError:
        return None
    return "earliest" if least else "latest", day.isoformat()


def _letters(sign: str, text: str, most: int) -> tuple[str, int] | None:
    number = canonical(text)
    if sign[0] != "<" or number is None or "." in number:
        return None
    letters = int(number) - (1 if sign == "<" else 0)
    return ("max_length", letters) if 1 <= letters <= most else None


def _stricter(name: str, one: str | int, other: str | int) -> str | int:
    if name in ("earliest", "latest"):
        return max(str(one), str(other)) if name == "earliest" else min(str(one), str(other))
    return max(one, other, key=Decimal) if name == "minimum" else min(one, other, key=Decimal)
