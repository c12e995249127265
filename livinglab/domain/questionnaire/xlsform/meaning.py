"""What an expression of XLSForm means as a condition of ours.

The two differ in what is not answered. There, an answer that is missing is the empty text: it is not equal to 'x', so
`${a} != 'x'` holds, as our {"not": {"of": "a", "is": "x"}} does; and it is neither more nor less than a number, so
neither `${a} <= 5` nor `${a} >= 5` holds. Hence “at most” is never written as “not more”, but as “less” or “equal”
(for whole numbers as less than the next one).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from livinglab.domain.questionnaire.conditions import Condition, Criterion, Together, condition_from, is_day
from livinglab.domain.questionnaire.faults import Invalid
from livinglab.domain.questionnaire.findings import quoted
from livinglab.domain.questionnaire.numbers import is_canonical
from livinglab.domain.questionnaire.xlsform.expressions import Answer, Call, Column, Node, Text, Two, Unreadable

_NUMBER = re.compile(r"\s*(-?)([0-9]{1,15})(?:\.([0-9]{0,15}))?\s*|\s*(-?)\.([0-9]{1,15})\s*")
_MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}
_COUNTED = ("count-selected", "string-length", "count_selected")
_SAME = ("string", "number", "int", "date", "boolean-from-string", "normalize-space")
_ADVICE = {
    "regex": "patterns are not known here",
    "pulldata": "other files are not read here",
    "today": "the day of answering is not known here",
    "now": "the time of answering is not known here",
    "if": "“if” is not known here: write it with “and”, “or” and “not”",
    "coalesce": "it is not known here",
    "count-selected": "how many were chosen can only be told from none",
    "string-length": "how long a text is can only be told from empty",
}


@dataclass(frozen=True)
class Known:
    """A question at whose answer expressions can look; `why_not` says why they cannot.

    `how`: one, several, whole, number, date or text. `values` are the names of its options and what is stored for each.
    `position` counts the questions in the order of asking.
    """

    key: str
    how: str
    position: int
    values: Mapping[str, str] = field(default_factory=dict)
    why_not: str = ""


@dataclass
class Around:
    """Where an expression stands: the questions by name, which of them is asked here, columns of an option's row.

    `steps` bounds the work of all expressions of a form together.
    """

    known: Mapping[str, Known]
    position: int
    own: Known | None = None
    columns: Mapping[str, str] | None = None
    steps: list[int] = field(default_factory=lambda: [200_000])


def condition_of(node: Node, around: Around) -> Condition | bool:
    """The condition, or whether it holds for everybody. Raises `Unreadable` for what cannot be said here."""
    found = _holds(node, around)
    if isinstance(found, bool):
        return found
    try:
        return condition_from(found.to_json())
    except Invalid:
        raise Unreadable("it has too many parts, or too many within each other") from None


def all_of(parts: Iterable[Condition | bool]) -> Condition | bool:
    """All of them together."""
    return _together("all", parts)


def any_of(parts: Iterable[Condition | bool]) -> Condition | bool:
    """One of them at least."""
    return _together("any", parts)


def opposite(condition: Condition | bool) -> Condition | bool:
    """Where it does not hold."""
    if isinstance(condition, bool):
        return not condition
    if isinstance(condition, Together) and condition.how == "not":
        return condition.parts[0]
    return Together("not", (condition,))


def canonical(text: str) -> str | None:
    """A number as it is stored; None when the text is none."""
    found = _NUMBER.fullmatch(text)
    if not found:
        return None
    sign, whole, fraction = found[1] or found[4] or "", found[2] or "0", found[3] or found[5] or ""
    number = (whole.lstrip("0") or "0") + (f".{fraction.rstrip('0')}" if fraction.rstrip("0") else "")
    return number if number == "0" else sign + number


def _together(how: str, parts: Iterable[Condition | bool]) -> Condition | bool:
    ends_it = how == "any"
    kept: dict[Condition, None] = {}
    for part in parts:
        if isinstance(part, bool):
            if part is ends_it:
                return ends_it
        elif isinstance(part, Together) and part.how == how:
            kept |= dict.fromkeys(part.parts)
        else:
            kept[part] = None
    conditions = _listed(list(kept)) if how == "any" else list(kept)
    if not conditions:
        return not ends_it
    return conditions[0] if len(conditions) == 1 else Together(how, tuple(conditions))


def _listed(parts: list[Condition]) -> list[Condition]:
    """“It is a” or “it is b” as “it is one of a and b”, where the first of them stands."""
    values: dict[str, dict[str, None]] = {}
    for part in parts:
        if isinstance(part, Criterion) and part.how in ("is", "in"):
            values.setdefault(part.of, {}).update(dict.fromkeys(_values_of(part)))
    found: list[Condition] = []
    for part in parts:
        if isinstance(part, Criterion) and part.how in ("is", "in"):
            if part.of in values:
                found.append(_one_of(part.of, list(values.pop(part.of))))
        else:
            found.append(part)
    return found


def _values_of(part: Criterion) -> tuple[str, ...]:
    return part.value if isinstance(part.value, tuple) else (str(part.value),)


def _one_of(key: str, values: list[str]) -> Criterion:
    return Criterion(key, "is", values[0]) if len(values) == 1 else Criterion(key, "in", tuple(values))


def _holds(node: Node, around: Around) -> Condition | bool:
    around.steps[0] -= 1
    if around.steps[0] < 0:
        raise Unreadable("all expressions of the form together are too long")
    if isinstance(node, Two):
        if node.sign in ("and", "or"):
            sides = (_holds(side, around) for side in (node.left, node.right))
            return all_of(sides) if node.sign == "and" else any_of(sides)
        if node.sign in _MIRRORED:
            return _compared(node.sign, node.left, node.right, around)
        raise Unreadable(f"nothing can be computed here (“{node.sign}”)")
    if isinstance(node, Call):
        return _called(node, around)
    if isinstance(node, Text) and node.is_number:
        return canonical(node.value) != "0"
    raise Unreadable("a question is not compared with anything" if isinstance(node, Answer) else "it is no condition")


def _called(call: Call, around: Around) -> Condition | bool:
    if call.name in ("true", "false") and not call.given:
        return call.name == "true"
    if call.name in ("not", "boolean") and len(call.given) == 1:
        inner = _holds(call.given[0], around)
        return opposite(inner) if call.name == "not" else inner
    if call.name == "selected" and len(call.given) == 2:
        chosen, name = _plain(call.given[0], around), _plain(call.given[1], around)
        if isinstance(chosen, Answer) and isinstance(name, Text):
            known = _look_up(chosen, around)
            if known.how not in ("one", "several"):
                raise Unreadable(f"{_named(chosen)} has no options that could be selected")
            return Criterion(known.key, "is", _value(known, chosen, name.value))
        raise Unreadable("“selected” needs a question and the name of an option in quotation marks")
    raise Unreadable(f"“{call.name[:40]}” is not known here" if call.name not in _ADVICE else _ADVICE[call.name])


def _plain(node: Node, around: Around) -> Node:
    """Without what changes nothing about it; columns as what stands in them."""
    while isinstance(node, Call) and node.name in _SAME and len(node.given) == 1:
        node = node.given[0]
    if isinstance(node, Column):
        name = node.name.casefold()
        if around.columns is not None and name in around.columns:
            return Text(around.columns[name])
        where = "the sheet of choices has no such column" if around.columns is not None else "it is no question"
        raise Unreadable(f"“{node.name[:40]}” stands there alone: {where}. Texts stand in quotation marks, '…'")
    return node


def _compared(sign: str, left: Node, right: Node, around: Around) -> Condition | bool:
    left, right = _plain(left, around), _plain(right, around)
    if isinstance(left, Text) and not isinstance(right, Text):
        left, right, sign = right, left, _MIRRORED[sign]
    if isinstance(left, Text) and isinstance(right, Text):
        return _constant(sign, left, right)
    if isinstance(left, Call) and left.name in _COUNTED and isinstance(right, Text):
        return _is_anything(left, sign, right, around)
    for side in (left, right):
        if isinstance(side, Call):
            raise Unreadable(_ADVICE.get(side.name, f"“{side.name[:40]}” is not known here"))
        if isinstance(side, Two):
            raise Unreadable(f"nothing can be computed here (“{side.sign}”)")
    if not isinstance(left, Answer) or not isinstance(right, Text):
        raise Unreadable("two answers cannot be compared with each other here")
    known = _look_up(left, around)
    if not right.value.strip():
        if sign not in ("=", "!="):
            raise Unreadable("nothing is more or less than an empty text")
        answered = Criterion(known.key, "answered", value=True)
        return answered if sign == "!=" else Together("not", (answered,))
    return _WAYS[known.how](known, left, sign, right)


def _constant(sign: str, left: Text, right: Text) -> bool:
    a, b = canonical(left.value), canonical(right.value)
    if sign in ("=", "!="):
        numbers = (left.is_number or right.is_number) and a is not None and b is not None
        same = a == b if numbers else left.value == right.value
        return same is (sign == "=")
    return a is not None and b is not None and _is(sign, Decimal(a), Decimal(b))


def _is(sign: str, a: Decimal, b: Decimal) -> bool:
    return {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b, "=": a == b, "!=": a != b}[sign]


def _is_anything(call: Call, sign: str, limit: Text, around: Around) -> Condition | bool:
    """Of counts, whether there is anything can be told."""
    asked = _plain(call.given[0], around) if len(call.given) == 1 else None
    if not isinstance(asked, Answer):
        raise Unreadable(f"“{call.name}” needs one question")
    answered = Criterion(_look_up(asked, around).key, "answered", value=True)
    if (sign, canonical(limit.value)) in ((">", "0"), (">=", "1"), ("!=", "0")):
        return answered
    if (sign, canonical(limit.value)) in (("=", "0"), ("<", "1"), ("<=", "0")):
        return Together("not", (answered,))
    raise Unreadable(_ADVICE[call.name.replace("_", "-")])


def _look_up(answer: Answer, around: Around) -> Known:
    if not answer.name:
        if around.own is None:
            raise Unreadable("“.” is no question here")
        return around.own
    known = around.known.get(answer.name)
    if known is None:
        raise Unreadable(f"no question is named {_named(answer)}")
    if known.why_not:
        raise Unreadable(f"{_named(answer)} {known.why_not}")
    if known.position > around.position or (known.position == around.position and around.own is None):
        raise Unreadable(f"{_named(answer)} is not asked before. Move it up")
    return known


def _named(answer: Answer) -> str:
    return "${" + answer.name[:60] + "}" if answer.name else "“.”"


def _value(known: Known, answer: Answer, name: str) -> str:
    if name not in known.values:
        raise Unreadable(f"{quoted(name)} is none of the answers to {_named(answer)}")
    return known.values[name]


def _one(known: Known, answer: Answer, sign: str, limit: Text) -> Condition | bool:
    """Options named by numbers can be compared as such."""
    if limit.is_number or sign not in ("=", "!="):
        number = canonical(limit.value)
        if number is None:
            raise Unreadable(f"{quoted(limit.value)} is no number")
        equal = "=" if sign == "!=" else sign
        numbers = {stored: canonical(name) for name, stored in known.values.items()}
        fits = [key for key, one in numbers.items() if one is not None and _is(equal, Decimal(one), Decimal(number))]
        if equal == "=" and not fits:
            raise Unreadable(f"{quoted(limit.value)} is none of the answers to {_named(answer)}")
        found: Condition | bool = _one_of(known.key, fits) if fits else False
    else:
        found = Criterion(known.key, "is", _value(known, answer, limit.value))
    return opposite(found) if sign == "!=" else found


def _several(known: Known, answer: Answer, sign: str, limit: Text) -> Condition | bool:
    """Equal means: these were chosen and nothing else."""
    if sign not in ("=", "!="):
        raise Unreadable(f"several answers to {_named(answer)} are neither more nor less than something")
    chosen = [_value(known, answer, name) for name in dict.fromkeys(limit.value.split())]
    others = [stored for stored in known.values.values() if stored not in chosen]
    parts: list[Condition] = [Criterion(known.key, "is", stored) for stored in chosen]
    if others:
        parts.append(Together("not", (_one_of(known.key, others),)))
    same = all_of(parts)
    return opposite(same) if sign == "!=" else same


def _amount(known: Known, answer: Answer, sign: str, limit: Text) -> Condition | bool:
    number = canonical(limit.value)
    if number is None or not is_canonical(number):
        raise Unreadable(f"{_named(answer)} is a number, {quoted(limit.value)} is none")
    whole = known.how == "whole"
    if whole and "." not in number and sign in ("<=", ">="):
        step = 1 if sign == "<=" else -1
        return Criterion(known.key, "less" if sign == "<=" else "more", str(int(number) + step))
    return _ordered(known.key, sign, number)


def _date(known: Known, answer: Answer, sign: str, limit: Text) -> Condition | bool:
    if not is_day(limit.value):
        raise Unreadable(f"{_named(answer)} is a date, {quoted(limit.value)} is none such as 2026-11-29")
    return _ordered(known.key, sign, limit.value)


def _ordered(key: str, sign: str, limit: str) -> Condition | bool:
    same = Criterion(key, "is", limit)
    if sign in ("=", "!="):
        return same if sign == "=" else Together("not", (same,))
    beyond = Criterion(key, "more" if sign[0] == ">" else "less", limit)
    return any_of([beyond, same]) if len(sign) == 2 else beyond


def _text(known: Known, answer: Answer, sign: str, limit: Text) -> Condition | bool:
    if sign not in ("=", "!="):
        raise Unreadable(f"{_named(answer)} is a text, which is neither more nor less than something")
    same = Criterion(known.key, "is", limit.value)
    return same if sign == "=" else Together("not", (same,))


_WAYS: Mapping[str, Callable[[Known, Answer, str, Text], Condition | bool]] = {
    "one": _one, "several": _several, "whole": _amount, "number": _amount, "date": _date, "text": _text,
}  # fmt: skip
