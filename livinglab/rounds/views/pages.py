"""Every page of the room, for the one who registers the blueprint."""

from __future__ import annotations

from livinglab.rounds.views import markets, moves, plans, requests, rounds
from livinglab.rounds.views.blueprint import blueprint

__all__ = ["blueprint", "markets", "moves", "plans", "requests", "rounds"]
