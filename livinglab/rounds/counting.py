"""What this room must know from rooms to its right, which it cannot import: how many were asked, how many answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Flask, current_app


@dataclass(frozen=True)
class Counting:
    """Each answers from the database. A market without any may be missing.

    `invited(round_id)`: {market id: people who were invited or have opened a link};
    `answers([round ids])`: {market id: answers};
    `invited_through(request_id)`: people whom the cluster of a request has invited.
    """

    invited: Callable[[int], Mapping[int, int]]
    answers: Callable[[list[int]], Mapping[int, int]]
    invited_through: Callable[[int], int]


def init_app(app: Flask, counting: Counting) -> None:
    """Say who counts."""
    app.extensions["livinglab.rounds.counting"] = counting


def here() -> Counting:
    """Who counts in the running app; KeyError when `app.py` forgot to say: the rules must not work with a guess."""
    return current_app.extensions["livinglab.rounds.counting"]
