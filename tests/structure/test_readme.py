"""What can be set or called stands in the README."""

from __future__ import annotations

import re

import click

from livinglab.cli.main import lab
from tests.structure.sources import ROOMS, ROOT, all_python_files

README = ROOT / "README.md"
# Settings that no installation sets by hand.
FOR_DEMO_AND_TESTS = {"LIVINGLAB_PORT", "LIVINGLAB_TEST_DATABASE", "LIVINGLAB_NOTHING_MAY_BE_SKIPPED"}
_SETTING = re.compile(r"LIVINGLAB_[A-Z_]+")


CONTEXT = click.Context(lab)
COMMANDS = {name: lab.get_command(CONTEXT, name) for name in lab.list_commands(CONTEXT)}


def commands() -> list[str]:
    """Every command as it is typed."""
    found = []
    for name, command in COMMANDS.items():
        subs = command.commands if isinstance(command, click.Group) else {}
        found += [f"./lab {name} {sub}" for sub in subs] or [f"./lab {name}"]
    return found


def test_every_command_stands_in_the_readme() -> None:
    assert [c for c in commands() if c not in README.read_text()] == []


def test_every_command_says_in_one_line_what_it_does() -> None:
    for command in COMMANDS.values():
        for one in command.commands.values() if isinstance(command, click.Group) else [command]:
            assert one is not None
            assert 10 < len(one.get_short_help_str(90)) <= 90


def test_every_setting_stands_in_the_readme_and_in_the_example() -> None:
    used = {m for path in all_python_files() if "tests" not in path.parts for m in _SETTING.findall(path.read_text())}
    used = {name.rstrip("_") for name in used} - {"LIVINGLAB"}
    assert used - set(_SETTING.findall(README.read_text())) == set()
    production = used - FOR_DEMO_AND_TESTS
    assert production - set(_SETTING.findall((ROOT / ".env.example").read_text())) == set()


def test_the_map_of_the_house_names_every_room_that_exists() -> None:
    text = README.read_text()
    assert [room for room in ROOMS if (ROOT / "livinglab" / room).exists() and f"`{room}`" not in text] == []
