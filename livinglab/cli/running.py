"""Starting the product: the demo on one machine, the server and the worker of a real installation."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import click

from livinglab.app import ROOT
from livinglab.cli import workers
from livinglab.cli.demo.building import build
from livinglab.cli.demo.people import PASSWORD, sign_ins
from livinglab.cli.instance import data_option, fail, instance, make_app, upgrade
from livinglab.foundation import jobs
from livinglab.foundation.db import db

START_SECONDS = 60


def _granian(host: str, port: int, workers: int, threads: int) -> list[str]:
    return [
        sys.executable, "-m", "granian", "wsgi:app", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", str(threads), "--no-ws", "--log-level", "warning",
        "--workers-kill-timeout", "10", "--respawn-failed-workers",
    ]  # fmt: skip


def _free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _wait_until_up(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            fail("The server stopped at once. What it wrote is above.")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    server.terminate()
    fail(f"The server did not answer within {START_SECONDS} seconds.")


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Where to listen.")
@click.option("--fresh", is_flag=True, help="Throw away what was entered and begin anew.")
@data_option
def demo(port: int, fresh: bool) -> None:
    """Start the product here with a believable programme."""
    if not _free(port):
        fail(f"Port {port} is in use. Choose another one: ./lab demo --port {port + 1}")
    for name in list(os.environ):
        if name.startswith("LIVINGLAB_") and name != "LIVINGLAB_DATA":
            del os.environ[name]  # the demo never touches a real installation
    os.environ.update(LIVINGLAB_MODE="demo", LIVINGLAB_PORT=str(port))
    data = Path(os.environ["LIVINGLAB_DATA"]).resolve()
    if fresh:
        _forget(data)
    with instance():
        if build():
            click.echo(f"A programme was written into {data}")
        server = subprocess.Popen(_granian("127.0.0.1", port, 2, 4), cwd=ROOT, start_new_session=True)  # noqa: S603
        try:
            _wait_until_up(port, server)
            _say_where(port)
            _work_until_stopped(server)
        finally:
            server.terminate()
            server.wait(timeout=15)


def _forget(data: Path) -> None:
    """Remove what a demo keeps in its folder, and nothing else that may lie there."""
    for name in ("livinglab.db", "livinglab.db-wal", "livinglab.db-shm", "livinglab.db-journal", "livinglab.db-turns"):
        (data / name).unlink(missing_ok=True)
    for name in ("files", "mailbox"):
        shutil.rmtree(data / name, ignore_errors=True)


def _say_where(port: int) -> None:
    click.echo(f"\n  http://localhost:{port}\n\n  Sign in as (password for all: {PASSWORD})")
    for address, who in sign_ins():
        click.echo(f"    {address:<32} {who}")
    click.echo("\n  Mail is not sent but shown: menu Mailbox. Stop with Ctrl-C.\n")


def _work_until_stopped(server: subprocess.Popen[bytes]) -> None:
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, lambda *_: stop.set())
    jobs.run_for_ever(pause=0.5, keep_on=lambda: not stop.is_set() and server.poll() is None)
    if not stop.is_set():
        fail("The server stopped. What it wrote is above.")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--processes", type=click.IntRange(1, 64), default=2, show_default=True)
@click.option("--threads", type=click.IntRange(1, 64), default=4, show_default=True, help="Threads of each process.")
@data_option
def serve(host: str, port: int, processes: int, threads: int) -> int:
    """Serve a real installation, set up by its environment."""
    make_app()  # so that a wrong setting is said once, and here
    return subprocess.run(_granian(host, port, processes, threads), cwd=ROOT, check=False).returncode  # noqa: S603


@click.command()
@data_option
def worker() -> None:
    """Send mail, open and close rounds, run imports."""
    with instance() as app:
        click.echo("The worker is at work. Stop it with Ctrl-C.")
        if db.engine.dialect.name == "postgresql":
            workers.prepare(app, db.engine)
            workers.work(app)
            return
        stop = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: stop.set())
        signal.signal(signal.SIGINT, lambda *_: stop.set())
        jobs.run_for_ever(keep_on=lambda: not stop.is_set())


@click.command(name="upgrade")
@data_option
def upgrade_command() -> None:
    """Bring the database to the newest form."""
    app = make_app()
    with app.app_context():
        click.echo("The database was brought up to date." if upgrade() else "The database is up to date.")
