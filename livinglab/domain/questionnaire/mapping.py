"""Which column of a table is which question, and which of its values is which answer."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from typing import Any

from livinglab.domain.questionnaire.faults import Invalid
from livinglab.domain.questionnaire.numbers import PLAIN, NumberMarks

NO_ANSWER = ""
_FIELDS = {"market_column", "columns", "values", "countries", "decimal_mark", "person_column"}


@dataclass(frozen=True)
class Mapping:
    """How a table of answers is read.

    `columns` maps item keys to names of columns. `values` maps item keys to {value in the table: option key, point of
    a scale or canonical number}, where "" (`NO_ANSWER`) means that the question was not answered; the parts of a cell
    with several choices are mapped one by one. `countries` maps values of the `market_column` to country codes.
    `decimal_mark` is "." or ",", or empty while nobody has said which. The `person_column`, if there is one, tells the
    people apart: something else stands there in each row.
    """

    market_column: str | None = None
    columns: AnyMapping[str, str] = field(default_factory=dict)
    values: AnyMapping[str, AnyMapping[str, str]] = field(default_factory=dict)
    countries: AnyMapping[str, str] = field(default_factory=dict)
    decimal_mark: str = "."
    person_column: str | None = None

    @property
    def marks(self) -> NumberMarks:
        """How numbers in the table are written."""
        return NumberMarks(",", ".") if self.decimal_mark == "," else PLAIN

    @classmethod
    def from_json(cls, data: object) -> Mapping:
        """Read what `to_json` wrote; anything else is `Invalid`. Left out parts are empty."""
        if not isinstance(data, dict) or not set(data) <= _FIELDS:
            raise Invalid("malformed", where="mapping")
        market, mark = data.get("market_column"), data.get("decimal_mark", ".")
        person = data.get("person_column")
        for where, column in (("market_column", market), ("person_column", person)):
            if column is not None and not isinstance(column, str):
                raise Invalid("malformed", where=where)
        if mark not in ("", ".", ","):
            raise Invalid("malformed", where="decimal_mark")
        values = data.get("values", {})
        if not isinstance(values, dict):
            raise Invalid("malformed", where="values")
        return cls(
            market,
            _strings(data.get("columns", {}), "columns"),
            {str(key): _strings(found, f"values.{key}") for key, found in values.items()},
            _strings(data.get("countries", {}), "countries"),
            mark,
            person,
        )

    def to_json(self) -> dict[str, Any]:
        """As plain JSON."""
        return {
            "market_column": self.market_column,
            "columns": dict(self.columns),
            "values": {key: dict(found) for key, found in self.values.items()},
            "countries": dict(self.countries),
            "decimal_mark": self.decimal_mark,
            "person_column": self.person_column,
        }


def _strings(data: object, where: str) -> dict[str, str]:
    if not isinstance(data, dict):
        raise Invalid("malformed", where=where)
    for key, value in data.items():
        if not isinstance(key, str) or not isinstance(value, str):
            raise Invalid("malformed", where=where)
    return dict(data)
