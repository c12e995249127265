"""For those who change the product: its tests and checkers."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[2]
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
