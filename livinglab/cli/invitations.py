"""Invitations from the command line."""

from __future__ import annotations

import click

from livinglab.cli.instance import data_option, fail, instance
from livinglab.cli.rounds import COMMAND_LINE, round_named
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.invitations.actions import print_links


@click.group(name="invitations")
def invitations() -> None:
    """Invitations to trial rounds."""


@invitations.command(name="print")
@click.argument("code", metavar="ROUND")
@click.option("--market", required=True, help="The country's code, such as SE.")
@click.option("--count", type=click.IntRange(1, 100_000), required=True, help="How many links.")
@data_option
def print_them(code: str, market: str, count: int) -> None:
    """Make personal links to hand out on paper."""
    with instance():
        round_ = round_named(code)
        found = next((m for m in round_.markets if m.country == market.upper()), None)
        if found is None:
            fail(f"The round has no market {market}. Its markets: {' '.join(m.country for m in round_.markets)}")
        try:
            links = print_links(found, count, by=COMMAND_LINE)
        except Refused as refused:
            fail(*refused.reasons)
        db.session.commit()
        click.echo("\n".join(links))
