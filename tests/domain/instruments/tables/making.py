"""Tables from text, as a file would give them."""

from __future__ import annotations

from typing import Any

from livinglab.domain.instruments.tables.reading import read
from livinglab.domain.instruments.tables.table import Options, Table, Taken


def table(text: str) -> Table:
    """A table from lines with commas between the cells."""
    head, *rows = [[cell.strip() for cell in line.split(",")] for line in text.strip().splitlines()]
    filled = [row + [""] * (len(head) - len(row)) for row in rows]
    return Table.of([name or f"column {n}" for n, name in enumerate(head, 1)], filled, range(2, len(rows) + 2))


def taken(name: str, text: str, **options: Any) -> Taken:
    """What an instrument takes from a table."""
    return read(name, table(text), Options(**options))
