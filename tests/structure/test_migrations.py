"""Migrations lead from empty to exactly the models and back, on the database of this run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import JSON, inspect

from config import TestConfig
from livinglab.app import create_app
from livinglab.foundation.db import Base, UtcTime, db
from tests import postgresql
from tests.structure.sources import ROOT
from tests.surroundings import World

MIGRATIONS = ROOT / "migrations"
SCHEMA = postgresql.schema("migrations")


@pytest.fixture
def empty_app(tmp_path: Path, database_url: str) -> Iterator[Flask]:
    """An app over a database without tables."""
    postgres = not database_url.startswith("sqlite")
    url = postgresql.in_schema(database_url, SCHEMA) if postgres else f"sqlite:///{tmp_path / 'm.db'}"
    app = create_app(TestConfig(tmp_path, url), World(tmp_path / "files"))
    with app.app_context():
        if postgres:
            postgresql.empty(db.engine, SCHEMA)
        yield app
        db.engine.dispose()


def _same_type(_context: object, _inspected: object, _column: object, _database: object, ours: object) -> bool | None:
    return False if isinstance(ours, UtcTime | JSON) else None


def test_they_lead_from_empty_to_exactly_the_models_and_back(empty_app: Flask) -> None:
    flask_migrate.upgrade(directory=str(MIGRATIONS))
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": _same_type})
        assert compare_metadata(context, Base.metadata) == []
    flask_migrate.downgrade(directory=str(MIGRATIONS), revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}


def test_there_is_one_line_of_migrations() -> None:
    assert len(ScriptDirectory(str(MIGRATIONS)).get_heads()) == 1


def test_they_never_import_the_application_and_are_named_by_date() -> None:
    for path in (MIGRATIONS / "versions").glob("*.py"):
        assert re.match(r"20\d\d-\d\d-\d\d_\w+\.py$", path.name)
        for node in ast.walk(ast.parse(path.read_text())):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not any(name.startswith(("livinglab", "config")) for name in names)
