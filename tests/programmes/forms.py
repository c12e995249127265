"""What the pages send."""

from __future__ import annotations

from typing import Any


def programme_form(**more: Any) -> dict[str, Any]:
    """A complete form for a programme."""
    typed: dict[str, Any] = {
        "name": "Nordic Trials",
        "about": "Ten companies, **four** countries.",
        "funder": "Interreg",
        "reference": "N-17",
        "begins_on": "2026-09-01",
        "ends_on": "2028-08-31",
    }
    return {**typed, **more}
