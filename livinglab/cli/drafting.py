"""For those who change the product: what is drafted from the code, for people to finish."""

from __future__ import annotations

import os
import tempfile

import click
import flask_migrate

from livinglab.app import ROOT
from livinglab.cli.instance import bring_up_to_date, make_app
from livinglab.foundation import catalogues


@click.command()
@click.argument("message")
def migration(message: str) -> None:
    """Draft a migration from what the models say now."""
    for name in [name for name in os.environ if name.startswith("LIVINGLAB_")]:
        del os.environ[name]
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(LIVINGLAB_MODE="demo", LIVINGLAB_DATA=folder)
        with make_app().app_context():
            bring_up_to_date()
            flask_migrate.migrate(directory=str(ROOT / "migrations"), message=message)


@click.command()
def translations() -> int:
    """Collect the words of tester pages, and say what is missing."""
    left = catalogues.update()
    for sentence in left:
        click.echo(sentence)
    click.echo("Something is left to translate." if left else "Every message is there in every language.")
    return 1 if left else 0
