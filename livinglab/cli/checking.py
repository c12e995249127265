"""For those who change the product: its tests and checkers."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

import click
import flask_migrate

from livinglab.app import ROOT
from livinglab.cli.instance import bring_up_to_date, make_app
from livinglab.foundation import catalogues

# Only the plug-ins we use: loading all that are installed costs seconds.
PLUGINS = ("-p", "xdist.plugin", "-p", "_hypothesis_pytestplugin")
TEST_DATABASE = "LIVINGLAB_TEST_DATABASE"
# The only settings a test run takes from outside.
KEPT = {TEST_DATABASE, "LIVINGLAB_NOTHING_MAY_BE_SKIPPED"}


def _pytest(arguments: tuple[str, ...], *, postgresql: bool) -> int:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("LIVINGLAB_") or k in KEPT}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)  # to read 150 files of tests again costs seconds in each process
    environment = {**kept, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    if postgresql:
        environment[TEST_DATABASE] = "embedded"
    command = [sys.executable, "-m", "pytest", *PLUGINS, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode  # noqa: S603


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.option("--postgresql", is_flag=True, help="On a PostgreSQL that is started for the run.")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(postgresql: bool, arguments: tuple[str, ...]) -> int:
    """Run the fast tests; what follows goes to pytest."""
    return _pytest(arguments or ("-q", "-n", "2", "--dist", "loadfile"), postgresql=postgresql)


@click.command()
def check() -> int:
    """Check style and types with ruff and pyright."""
    commands = (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["pyright"])
    codes = [subprocess.run([sys.executable, "-m", *one], cwd=ROOT, check=False).returncode for one in commands]  # noqa: S603
    return max(codes)


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
