"""What happens by itself in a real installation: `./lab worker`, on as many machines as you like.

An embedded database has one worker and its own loop; on PostgreSQL Procrastinate keeps several apart.
The jobs are safe to run twice and at once, so nothing here is a lock that a killed worker could leave behind; a
queueing lock only keeps a job from waiting in line twice. The outbox and the imports stay the truth.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable

import click
import procrastinate
from flask import Flask
from sqlalchemy import Engine, inspect, make_url

from livinglab.cli.instance import data_option, instance
from livinglab.foundation.db import db
from livinglab.foundation.jobs import Job, run_for_ever, run_one

SECONDS_IN_A_MINUTE = 60
TABLE = "procrastinate_jobs"
AT_ONCE = 4
RESCUE = "rescue stalled jobs"


def cron_of(every: int) -> str:
    """Every so many seconds as a line of cron, seconds last; whole minutes or hours where it is that long."""
    if every < SECONDS_IN_A_MINUTE:
        return f"* * * * * */{every}"
    minutes = every // SECONDS_IN_A_MINUTE
    return f"*/{minutes} * * * *" if minutes < SECONDS_IN_A_MINUTE else "0 * * * *"


def procrastinate_app(app: Flask) -> procrastinate.App:
    """A Procrastinate app whose periodic tasks are our jobs, and one more that takes up what a dead worker left."""
    address = make_url(app.config["SQLALCHEMY_DATABASE_URI"]).set(drivername="postgresql")
    connector = procrastinate.PsycopgConnector(conninfo=address.render_as_string(hide_password=False))
    workers = procrastinate.App(connector=connector)
    for job in app.extensions["livinglab.jobs"]:
        task = workers.task(name=job.name, queueing_lock=job.name)(_runs(app, job))
        workers.periodic(cron=cron_of(job.every))(task)

    @workers.periodic(cron="* * * * *")
    @workers.task(name=RESCUE, queueing_lock=RESCUE)
    async def rescue(timestamp: int) -> None:
        for stalled in await workers.job_manager.get_stalled_jobs():
            await workers.job_manager.retry_job(stalled)

    return workers


def _runs(app: Flask, job: Job) -> Callable[[int], None]:
    def run(timestamp: int) -> None:
        with app.app_context():
            run_one(job)

    return run


def prepare(app: Flask, engine: Engine) -> bool:
    """Make the tables of Procrastinate where they are missing; whether they were."""
    if inspect(engine).has_table(TABLE):
        return False
    workers = procrastinate_app(app)
    with workers.open():
        workers.schema_manager.apply_schema()
    return True


def work(app: Flask) -> None:
    """Run the jobs until the process is told to stop."""
    workers = procrastinate_app(app)
    with workers.open():
        workers.run_worker(concurrency=AT_ONCE, delete_jobs="always")


@click.command()
@data_option
def worker() -> None:
    """Send mail, open and close rounds, run imports."""
    with instance() as app:
        click.echo("The worker is at work. Stop it with Ctrl-C.")
        if db.engine.dialect.name == "postgresql":
            prepare(app, db.engine)
            work(app)
            return
        stop = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: stop.set())
        signal.signal(signal.SIGINT, lambda *_: stop.set())
        run_for_ever(keep_on=lambda: not stop.is_set())
