"""Ids in addresses, and numbers in fields that a page has hidden."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter

LARGEST_ID = 2**31 - 1


class RowId(IntegerConverter):
    """`<int:…>` in a route: no larger than a database takes, so that nonsense is not found instead of failing."""

    def __init__(self, map: Any, **limits: Any) -> None:
        super().__init__(map, **{"max": LARGEST_ID, **limits})


def number_in(text: str) -> int | None:
    """The number that a text is, if a database takes it; None for whatever else a browser may send."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_ID)) else LARGEST_ID + 1
    return number if number <= LARGEST_ID else None


def init_app(app: Flask) -> None:
    """Let every `<int:…>` be one. Before the routes are registered."""
    app.url_map.converters["int"] = RowId
