"""What happens by itself."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from livinglab.foundation import jobs
from livinglab.foundation.db import db
from livinglab.foundation.limits import Attempt, within_limit


@pytest.fixture
def no_jobs(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The app with an empty list of jobs."""
    monkeypatch.setitem(app.extensions, "livinglab.jobs", [])
    return app


def tries() -> int:
    return sum(row.n for row in db.session.scalars(select(Attempt)))


def one_try() -> int:
    return int(within_limit("work", "worker", 100, 15))


def test_what_a_job_did_is_kept(no_jobs: Flask) -> None:
    jobs.add(no_jobs, "try", 60, one_try)
    assert jobs.run_all() == 1
    db.session.rollback()
    assert tries() == 1


def test_a_job_that_breaks_leaves_nothing_and_holds_up_no_other(no_jobs: Flask) -> None:
    def half() -> int:
        one_try()
        raise RuntimeError("in the middle")

    jobs.add(no_jobs, "half", 60, half)
    jobs.add(no_jobs, "whole", 60, one_try)
    assert jobs.run_all() == 1
    assert tries() == 1


def test_each_job_runs_when_it_is_due_and_all_stop_when_told(no_jobs: Flask) -> None:
    ran: list[str] = []
    jobs.add(no_jobs, "often", 0, lambda: ran.append("often") or 1)
    jobs.add(no_jobs, "seldom", 3600, lambda: ran.append("seldom") or 1)
    jobs.run_for_ever(pause=0, keep_on=lambda: len(ran) < 6)
    assert ran == ["often", "seldom", "often", "often", "often", "often"]
