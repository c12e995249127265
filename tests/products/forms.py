"""What the pages send."""

from __future__ import annotations

from typing import Any


def product_form(**more: Any) -> dict[str, Any]:
    """A complete form for a product."""
    typed: dict[str, Any] = {
        "name": "Norrsken Two",
        "pitch": "Hears a leak before you see it.",
        "description": "A **sensor** for pipes.",
        "stage": "prototype",
        "sector": "Water",
        "codename": "Kestrel",
        "secrets": "The microphone is not patented yet.",
        "markets": ["DE", "PL"],
    }
    return {**typed, **more}
