"""People of an instance, from the command line."""

from __future__ import annotations

import click

from livinglab.accounts.access import user_with_address
from livinglab.accounts.actions import make_administrator
from livinglab.cli.instance import data_option, fail, instance
from livinglab.foundation.db import db


@click.group(name="people")
def people() -> None:
    """Accounts of this instance."""


@people.command(name="administrator")
@click.argument("email")
@data_option
def administrator(email: str) -> None:
    """Make somebody an administrator."""
    with instance():
        user = user_with_address(email)
        if user is None:
            fail(f"Nobody has an account with the address {email}. Sign up in the browser first.")
        make_administrator(user, by="command line")
        db.session.commit()
        click.echo(f"{user.name} is an administrator now.")
