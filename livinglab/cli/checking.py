"""For those who change the product: its tests and checkers."""

from __future__ import annotations

import os
import subprocess
import sys

import click

from livinglab.app import ROOT

# Only the plug-ins we use: loading all that are installed costs seconds.
PLUGINS = ("-p", "xdist.plugin", "-p", "_hypothesis_pytestplugin")


def _pytest(arguments: tuple[str, ...]) -> int:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("LIVINGLAB_") or k in KEPT}
    environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    return subprocess.run(
        [sys.executable, "-m", "pytest", *PLUGINS, *arguments], cwd=ROOT, env=environment, check=False
    ).returncode


KEPT = ("LIVINGLAB_TEST_DATABASE",)


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(arguments: tuple[str, ...]) -> int:
    """Run the fast tests; what follows goes to pytest (./lab test tests/journeys runs the browser's)."""
    chosen = arguments or ("-q", "-n", "2", "--dist", "loadfile")
    return _pytest(chosen)


@click.command()
def check() -> int:
    """Check style and types with ruff and pyright."""
    commands = (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["pyright"])
    codes = [subprocess.run([sys.executable, "-m", *one], cwd=ROOT, check=False).returncode for one in commands]  # noqa: S603
    return max(codes)
