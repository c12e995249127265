"""All commands of `./lab`."""

from __future__ import annotations

import gc
from collections.abc import Callable
from importlib import import_module
from typing import Any

import click

# Where each command lives. Only the one that was asked for is imported: the demo starts in half the time.
COMMANDS = {
    "demo": "running",
    "test": "checking",
    "serve": "running",
    "worker": "workers",
    "upgrade": "instance",
    "questionnaires": "questionnaires",
    "rounds": "rounds",
    "responses": "responses",
    "instruments": "instruments.commands",
    "invitations": "invitations",
    "people": "people",
    "check": "checking",
    "migration": "drafting",
    "translations": "drafting",
}


class Listing(click.Group):
    """A group whose own help is one line per command, those of its groups included."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = []
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            if isinstance(command, click.Group):
                rows += [(f"{name} {one}", sub.get_short_help_str(90)) for one, sub in command.commands.items()]
            elif command is not None:
                rows.append((name, command.get_short_help_str(90)))
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        gc.disable()  # what is imported stays: looking through it for garbage is a tenth of the start
        command: click.Command = getattr(import_module(f"livinglab.cli.{COMMANDS[cmd_name]}"), cmd_name)
        gc.freeze()
        gc.enable()
        return command


@click.group(cls=Listing, name="./lab", context_settings={"terminal_width": 100})
def lab() -> None:
    """The living lab: trial rounds with real people in several countries. ./lab COMMAND --help tells more."""


def run(load_config: Callable[[], Any]) -> int:
    """Do what the command line says; `load_config` reads the settings when a command needs them."""
    try:
        result = lab.main(obj=load_config, standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130
    return result if isinstance(result, int) else 0
