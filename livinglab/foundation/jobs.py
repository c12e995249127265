"""What happens by itself: one list of periodic functions, run by `./lab worker` (and inside `./lab demo`)."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from flask import Flask, current_app

from livinglab.foundation.db import db

log = structlog.get_logger()


@dataclass(frozen=True)
class Job:
    """`run` does a piece of work and returns how many things it did; `every` is in seconds."""

    name: str
    every: int
    run: Callable[[], int]


def init_app(app: Flask) -> None:
    """Begin with an empty list."""
    app.extensions["livinglab.jobs"] = []


def add(app: Flask, name: str, every: int, run: Callable[[], int]) -> None:
    """Put a function on the list. It must be safe to run twice, and on two machines at once.

    It need not commit; a long one commits pieces of its work, in a file called `work.py`.
    """
    app.extensions["livinglab.jobs"].append(Job(name, every, run))


def run_one(job: Job) -> int:
    """Run one job and commit what it did; what it breaks is logged and rolled back, and the others go on."""
    try:
        done = job.run()
        db.session.commit()
        return done
    except Exception:
        log.exception("job", name=job.name)
        return 0
    finally:
        db.session.rollback()
        db.session.remove()


def run_all() -> int:
    """Run every job once; how many things were done."""
    return sum(run_one(job) for job in current_app.extensions["livinglab.jobs"])


def run_for_ever(pause: float = 1.0, keep_on: Callable[[], bool] = lambda: True) -> None:
    """Run each job when it is due, until `keep_on` says no."""
    due: dict[str, float] = {}
    while keep_on():
        for job in current_app.extensions["livinglab.jobs"]:
            if keep_on() and time.monotonic() >= due.get(job.name, 0.0):
                run_one(job)
                due[job.name] = time.monotonic() + job.every
        time.sleep(pause)
