"""An instance in a folder, as the commands find it: the cast, a published questionnaire, a running round."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

import config
from config import Config
from livinglab.app import create_app
from livinglab.cli import instance
from livinglab.cli.instance import bring_up_to_date
from livinglab.cli.main import lab
from livinglab.foundation.db import db
from tests.cast import make_cast
from tests.factories import products, questionnaires, rounds


@dataclass
class Ran:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]
CODE = "autumn-round"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The instance's folder; made once for a file of tests."""
    folder = tmp_path_factory.mktemp("instance")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LIVINGLAB_DATA", str(folder))
        app = create_app(config.DemoConfig())
    with app.app_context():
        bring_up_to_date()
        cast = make_cast()
        version = questionnaires.published(cast.norrsken)
        product = products.product(cast.norrsken)
        markets = (("SE", "en"), ("DE", "de"))
        made = rounds.round_(cast.norrsken, product, version, state="running", markets=markets)
        made.code = CODE
        db.session.commit()
        db.engine.dispose()
    return folder


@pytest.fixture(scope="module")
def make_app() -> Callable[[Config], Flask]:
    """Makes the app of an instance for the first command, and gives the next ones the same: making it takes longer
    than what most of them do."""
    made: dict[str, Flask] = {}

    def make(chosen: Config) -> Flask:
        if chosen.DATABASE_URL not in made:
            made[chosen.DATABASE_URL] = create_app(chosen)
        return made[chosen.DATABASE_URL]

    return make


@pytest.fixture
def run(folder: Path, make_app: Callable[[Config], Flask], monkeypatch: pytest.MonkeyPatch) -> Run:
    """`run("rounds", "list")`: a command on the instance."""
    monkeypatch.setattr(instance, "create_app", make_app)
    for name in ("LIVINGLAB_MODE", "LIVINGLAB_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)

    def command(*words: str) -> Ran:
        monkeypatch.setenv("LIVINGLAB_DATA", "/nowhere")  # --data decides
        result = CliRunner().invoke(lab, [*words, "--data", str(folder)], obj=config.for_commands)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Ran(result.exit_code, result.stdout, result.stderr)

    return command


@pytest.fixture
def dumped(run: Run) -> dict[str, object]:
    """The round as its dump says."""
    return json.loads(run("rounds", "dump", CODE).out)
