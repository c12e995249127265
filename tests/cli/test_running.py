"""Starting the demo: what it writes down for the commands on its data, and what it forgets."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import config
from livinglab.cli import running

KEPT = ("secret_key", "my notes.txt")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a demo; the environment is given back afterwards."""
    for name in ("LIVINGLAB_MODE", "LIVINGLAB_PORT", "LIVINGLAB_SECRET_KEY", "LIVINGLAB_BASE_URL"):
        monkeypatch.setenv(name, "x")
    monkeypatch.setenv("LIVINGLAB_DATA", str(tmp_path / "demo"))
    return tmp_path / "demo"


def start(monkeypatch: pytest.MonkeyPatch, *words: str) -> Result:
    """Start the demo, as far as it goes without making an app."""

    def no_further() -> None:
        raise SystemExit(0)

    monkeypatch.setattr(running, "instance", no_further)
    monkeypatch.setattr(running, "free", lambda _port: True)
    return CliRunner().invoke(running.demo, list(words))


def test_commands_on_the_data_of_a_demo_make_links_to_where_it_answers(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for words, address in ((("--port", "5090"), "http://localhost:5090"), ((), "http://localhost:8000")):
        assert start(monkeypatch, *words).exit_code == 0
        for name in ("LIVINGLAB_MODE", "LIVINGLAB_PORT"):  # a command has an environment of its own
            monkeypatch.delenv(name)
        assert address == config.for_commands().BASE_URL


def test_a_fresh_demo_forgets_what_it_wrote_and_nothing_else(folder: Path) -> None:
    folder.mkdir()
    for name in (*KEPT, "livinglab.db", running.ADDRESS_FILE):
        (folder / name).touch()
    running._forget(folder)
    assert sorted(path.name for path in folder.iterdir()) == sorted(KEPT)
