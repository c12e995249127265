"""Prices as people write them: with currencies before or behind, groups of thousands, commas or points."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from livinglab.domain.instruments.tables.table import Options, Unclear, quoted
from livinglab.domain.questionnaire.faults import Invalid
from livinglab.domain.questionnaire.guessing import guess_decimal_mark
from livinglab.domain.questionnaire.numbers import NumberMarks, read_decimal

# Written ways of currencies, in small letters without points and spaces.
_CURRENCIES = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "gbp": "GBP", "pound": "GBP", "pounds": "GBP",
    "$": "$", "usd": "USD", "us$": "USD", "dollar": "$", "dollars": "$", "aud": "AUD", "cad": "CAD", "nzd": "NZD",
    "kr": "kr", "sek": "SEK", "nok": "NOK", "dkk": "DKK", "isk": "ISK", "zł": "PLN", "zl": "PLN", "pln": "PLN",
    "kč": "CZK", "czk": "CZK", "ft": "HUF", "huf": "HUF", "chf": "CHF", "fr": "CHF", "ron": "RON", "lei": "RON",
    "¥": "¥", "jpy": "JPY", "cny": "CNY", "₹": "INR", "inr": "INR", "₺": "TRY", "try": "TRY", "₴": "UAH", "uah": "UAH",
    "bgn": "BGN", "kronor": "kr", "kroner": "kr", "kronen": "kr",
}  # fmt: skip
# A sign that several currencies share is no other currency than any of them.
_SHARED = {"kr": {"SEK", "NOK", "DKK", "ISK"}, "$": {"USD", "AUD", "CAD", "NZD"}, "¥": {"JPY", "CNY"}}
_AMOUNT = re.compile(
    r"(?P<before>(?:[^\d+\-−–.,]*[^\W\d_]\.\s*|[^\d+\-−–.,]*))"  # a point behind letters shortens them: kr.
    r"(?P<number>[-+−–]?\s?(?:\d[\d.,'’ \u00a0\u202f\u2009]*|[.,]\d+))"
    r"(?P<after>[^\d]*)",
    re.DOTALL,
)
_DASHES = re.compile(r"[:,.]?[-–—]+$|^[:\s]+|[\s.]+$")


@dataclass(frozen=True)
class Amount:
    """A price and the currency beside it, empty when there is none."""

    value: Decimal
    currency: str = ""


def read_amounts(texts: Iterable[str], options: Options) -> dict[str, Amount]:
    """The texts that are prices. `Unclear` when 1.500 may be fifteen hundred or one and a half."""
    parts = {text: found for text in texts if (found := _apart(text)) is not None}
    mark = options.decimal_mark or guess_decimal_mark(number for number, _ in parts.values())
    if not mark:
        unclear = next(text for text, (number, _) in parts.items() if re.search(r"[.,]", number))
        raise Unclear(
            f"It is not clear how much {quoted(unclear)} is: thousands, or decimals? Say with --decimal-mark . or "
            "--decimal-mark , which mark stands before the decimals."
        )
    marks = NumberMarks(mark, "," if mark == "." else ".")
    amounts = {}
    for text, (number, currency) in parts.items():
        try:
            canonical = read_decimal(number, marks)
        except Invalid:
            continue
        if canonical is not None:
            amounts[text] = Amount(Decimal(canonical), currency)
    return amounts


def currency_of(text: str) -> str | None:
    """The currency of a text that is nothing else; None when it is no currency, empty when there is no text."""
    name = re.sub(r"[\s.]", "", _DASHES.sub("", text.strip())).casefold()
    return _CURRENCIES.get(name) if name else ""


def several(currencies: Iterable[frozenset[str]]) -> tuple[str, ...]:
    """The currencies, when they are more than one; signs that several share count where they fit none of the others."""
    found = {currency for row in currencies for currency in row}
    own = {one for one in found if not (_SHARED.get(one, set()) & found)}
    return tuple(sorted(own)) if len(own) > 1 else ()


def currencies_in(cells: Iterable[str], amounts: Mapping[str, Amount]) -> frozenset[str]:
    """The currencies named in some cells."""
    return frozenset(amounts[cell].currency for cell in cells if cell in amounts and amounts[cell].currency)


def _apart(text: str) -> tuple[str, str] | None:
    """(number, currency) of a text; None when it is no price."""
    found = _AMOUNT.fullmatch(text.strip())
    if not found:
        return None
    before, after = currency_of(found["before"]), currency_of(found["after"])
    if before is None or after is None:
        return None
    number = found["number"].strip().rstrip(".,'’")
    if before and after and before != after and after not in _SHARED.get(before, ()):
        return None
    return number, after or before
