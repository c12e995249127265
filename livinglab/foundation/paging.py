"""One page of a long list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from sqlalchemy import Select, func, select

from livinglab.foundation.db import db


@dataclass(frozen=True)
class Page:
    """`rows` of page `number` (from 1) of `pages`; `total` rows in all."""

    rows: Sequence[Any]
    number: int
    pages: int
    total: int


def wanted_page() -> int:
    """The page number in the address; 1 when it is missing or nonsense."""
    text = request.args.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def page_of(statement: Select[Any], number: int, size: int = 50, *, whole_rows: bool = False) -> Page:
    """Load one page. Two queries, however long the list. A number past the end gives the last page."""
    total = db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    pages = max(1, -(-total // size))
    number = min(number, pages)
    limited = statement.limit(size).offset((number - 1) * size)
    rows = db.session.execute(limited).all() if whole_rows else db.session.scalars(limited).all()
    return Page(rows, number, pages, total)
