"""On PostgreSQL the periodic functions run under Procrastinate, on as many machines as you like."""

from __future__ import annotations

import asyncio
import contextlib
import time
from pathlib import Path

import pytest
from flask import Flask

from config import TestConfig
from livinglab.app import create_app
from livinglab.cli import workers
from livinglab.foundation import jobs
from livinglab.foundation.db import db
from tests import postgresql
from tests.surroundings import World


@pytest.mark.parametrize(
    ("every", "cron"), [(1, "* * * * * */1"), (15, "* * * * * */15"), (60, "*/1 * * * *"), (3600, "0 * * * *")]
)
def test_every_so_many_seconds_is_said_in_cron(every: int, cron: str) -> None:
    assert workers.cron_of(every) == cron


def test_every_job_becomes_a_task(app: Flask) -> None:
    names = set(workers.procrastinate_app(app).tasks)
    assert {job.name for job in app.extensions["livinglab.jobs"]} | {workers.RESCUE} <= names


def test_two_workers_share_the_jobs_and_none_runs_twice_for_the_same_moment(tmp_path: Path, database_url: str) -> None:
    if database_url.startswith("sqlite"):
        pytest.skip("needs PostgreSQL: ./lab test --postgresql. The embedded database has its own loop.")
    name = postgresql.schema("workers")
    app = create_app(TestConfig(tmp_path, postgresql.in_schema(database_url, name)), World(tmp_path / "files"))
    done: list[float] = []
    app.extensions["livinglab.jobs"].clear()
    jobs.add(app, "count", 1, lambda: done.append(time.time()) or 1)  # type: ignore[func-returns-value]
    with app.app_context():
        postgresql.empty(db.engine, name)
        assert workers.prepare(app, db.engine)
        assert not workers.prepare(app, db.engine)
        db.engine.dispose()
    asyncio.run(_work_for(4, app, app))
    assert 2 <= len(done) <= 5


async def _work_for(seconds: float, *apps: Flask) -> None:
    async def one(app: Flask) -> None:
        procrastinate_app = workers.procrastinate_app(app)
        async with procrastinate_app.open_async():
            with contextlib.suppress(TimeoutError):
                running = procrastinate_app.run_worker_async(
                    install_signal_handlers=False, fetch_job_polling_interval=0.2
                )
                await asyncio.wait_for(running, seconds)

    await asyncio.gather(*(one(app) for app in apps))
