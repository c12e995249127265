"""Ids in addresses."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter

LARGEST_ID = 2**31 - 1


class RowId(IntegerConverter):
    """`<int:…>` in a route: no larger than a database takes, so that nonsense is not found instead of failing."""

    def __init__(self, map: Any, **limits: Any) -> None:
        super().__init__(map, **{"max": LARGEST_ID, **limits})


def init_app(app: Flask) -> None:
    """Let every `<int:…>` be one. Before the routes are registered."""
    app.url_map.converters["int"] = RowId
