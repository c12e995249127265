"""The instance that a command works on: its configuration, its database brought up to date."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click
import flask_migrate
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, current_app

from livinglab.app import ROOT, create_app
from livinglab.foundation.db import db

Command = TypeVar("Command", bound=Callable[..., Any])


def data_option(command: Command) -> Command:
    """`--data DIR`: the folder of the instance; read before the configuration is."""

    def chosen(_context: click.Context, _option: click.Parameter, value: Path | None) -> None:
        if value is not None:
            os.environ["LIVINGLAB_DATA"] = str(value.resolve())

    return click.option(
        "--data",
        type=click.Path(path_type=Path, file_okay=False),
        callback=chosen,
        expose_value=False,
        is_eager=True,
        help="The instance's folder; without it LIVINGLAB_DATA, else data/ here.",
    )(command)


def fail(*sentences: str) -> NoReturn:
    """End the command with sentences on standard error and exit code 1."""
    for sentence in sentences:
        click.echo(sentence, err=True)
    raise SystemExit(1)


def make_app() -> Flask:
    """The app over the configuration that `run` was given."""
    load_config = click.get_current_context().find_root().obj
    try:
        return create_app(load_config())
    except RuntimeError as error:
        fail(str(error))


def head_revision() -> str:
    """The newest migration."""
    return ScriptDirectory(str(ROOT / "migrations")).get_current_head() or ""


def current_revision() -> str | None:
    """The migration the database stands at; None for an empty one."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def bring_up_to_date() -> bool:
    """Bring the database to the newest migration; whether there was anything to do."""
    if current_revision() == head_revision():
        return False
    flask_migrate.upgrade(directory=str(ROOT / "migrations"))
    return True


@contextmanager
def instance() -> Iterator[Flask]:
    """The app with an open context. An embedded database is brought up to date; a served one must be already."""
    app = make_app()
    with app.app_context():
        if current_revision() != head_revision():
            if db.engine.dialect.name != "sqlite":
                fail("The database is not up to date. Run ./lab upgrade first.")
            bring_up_to_date()
        yield app


def is_demo() -> bool:
    """Whether the running app is the embedded one that shows its mailbox."""
    return bool(current_app.config["SHOW_MAILBOX"])


@click.command()
@data_option
def upgrade() -> None:
    """Bring the database to the newest form."""
    app = make_app()
    with app.app_context():
        click.echo("The database was brought up to date." if bring_up_to_date() else "The database is up to date.")
