"""Starting the product: the demo on one machine, and the web server of a real installation."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import socket
import threading
import time
import urllib.error
import urllib.request
from multiprocessing.process import BaseProcess
from pathlib import Path

import click
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server
from granian.server.common import AbstractServer

from livinglab.app import ROOT
from livinglab.cli.demo.building import build
from livinglab.cli.demo.people import PASSWORD, sign_ins
from livinglab.cli.instance import data_option, fail, instance, make_app
from livinglab.foundation import jobs
from livinglab.foundation.db import db

START_SECONDS = 60
ADDRESS_FILE = "address"  # in the demo's folder; its configuration reads it


def _server(host: str, port: int, processes: int, threads: int) -> AbstractServer:
    """The web server. Its processes are forked from this one, where everything is imported: they answer at once."""
    return Server(
        "wsgi:app",
        host,
        port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=threads,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        working_dir=ROOT,
    )


def _serve_apart(port: int) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # until the web server has its own
    os.setsid()  # Ctrl-C is for the demo, which then ends its server
    threading.Thread(target=_end_with_the_demo, daemon=True).start()
    _server("127.0.0.1", port, 2, 4).serve()


def _end_with_the_demo() -> None:
    """A demo that was killed cannot end its server, and the next one would find the port taken."""
    demo = multiprocessing.parent_process()
    if demo is not None:
        demo.join()
        os.kill(os.getpid(), signal.SIGTERM)


def free(port: int) -> bool:
    """Whether nobody listens on a port of this machine."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _wait_until_up(port: int, server: BaseProcess) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if not server.is_alive():
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
    if not free(port):
        fail(f"Port {port} is in use. Choose another one: ./lab demo --port {port + 1}")
    for name in list(os.environ):
        if name.startswith("LIVINGLAB_") and name != "LIVINGLAB_DATA":
            del os.environ[name]  # the demo never touches a real installation
    os.environ.update(LIVINGLAB_MODE="demo", LIVINGLAB_PORT=str(port))
    data = Path(os.environ["LIVINGLAB_DATA"]).resolve()
    if fresh:
        _forget(data)
    _note_where(data, port)
    with instance():
        if build():
            click.echo(f"A programme was written into {data}")
        db.session.remove()
        db.engine.dispose()  # a connection to SQLite must not be shared with a fork
        stop = _stop_at_signals()
        server = multiprocessing.Process(target=_serve_apart, args=(port,), name="web server")
        server.start()
        try:
            _wait_until_up(port, server)
            _say_where(port)
            _work_until_stopped(server, stop)
        finally:
            server.terminate()
            server.join(timeout=15)


def _forget(data: Path) -> None:
    """Remove what a demo keeps in its folder, and nothing else that may lie there."""
    names = ("livinglab.db", "livinglab.db-wal", "livinglab.db-shm", "livinglab.db-journal", "livinglab.db-turns")
    for name in (*names, ADDRESS_FILE):
        (data / name).unlink(missing_ok=True)
    for name in ("files", "mailbox"):
        shutil.rmtree(data / name, ignore_errors=True)


def _note_where(data: Path, port: int) -> None:
    """For commands on the same data: they make links too."""
    data.mkdir(parents=True, exist_ok=True)
    (data / ADDRESS_FILE).write_text(f"http://localhost:{port}\n")


def _say_where(port: int) -> None:
    click.echo(f"\n  http://localhost:{port}\n\n  Sign in as (password for all: {PASSWORD})")
    for address, who in sign_ins():
        click.echo(f"    {address:<32} {who}")
    click.echo("\n  Mail is not sent but shown: menu Mailbox. Stop with Ctrl-C.\n")


def _stop_at_signals() -> threading.Event:
    """Set once somebody presses Ctrl-C or ends the process."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, lambda *_: stop.set())
    return stop


def _work_until_stopped(server: BaseProcess, stop: threading.Event) -> None:
    jobs.run_for_ever(pause=0.5, keep_on=lambda: not stop.is_set() and server.is_alive())
    if not stop.is_set():
        fail("The server stopped. What it wrote is above.")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--processes", type=click.IntRange(1, 64), default=2, show_default=True)
@click.option("--threads", type=click.IntRange(1, 64), default=4, show_default=True, help="Threads of each process.")
@data_option
def serve(host: str, port: int, processes: int, threads: int) -> None:
    """Serve a real installation, set up by its environment."""
    make_app()  # so that a wrong setting is said once, and here
    _server(host, port, processes, threads).serve()
