"""Answers from the command line."""

from __future__ import annotations

import click


@click.group(name="responses")
def responses() -> None:
    """Answers to trial rounds."""
