"""The server is killed while people answer, in part and as a whole: no answer is lost, and none is counted twice."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path

import pytest

from benchmarks.respondent import Respondent, WentWrong
from livinglab.app import ROOT
from livinglab.cli.running import free

PEOPLE, AT_ONCE = 64, 8
START_SECONDS, PATIENCE_SECONDS = 120, 90
ANSWERS: dict[str, str | list[str]] = {
    "poverty": "1",
    "religion": "yes",
    "degree": "no",
    "gender": "female",
    "age": "44",
}


class Server:
    """`./lab demo` in a folder of its own, which can be killed and started again."""

    def __init__(self, data: Path) -> None:
        self.data = data
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start it, and wait until it says where to look."""
        command = [sys.executable, ROOT / "lab", "demo", "--data", self.data, "--port", str(self.port)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert self.process.stdout is not None
        until, said = time.monotonic() + START_SECONDS, ""
        for line in self.process.stdout:
            assert time.monotonic() < until
            said += line
            if "Stop with Ctrl-C" in line:
                return
        raise AssertionError(f"./lab demo did not start: {said}")

    def below(self, parent: int) -> list[int]:
        """The processes that another one started."""
        text = Path(f"/proc/{parent}/task/{parent}/children").read_text()
        return [int(child) for child in text.split()]

    def kill_one_that_answers(self) -> None:
        """As when a machine runs out of memory: one of the processes that answer requests is gone at once."""
        assert self.process is not None
        (web_server,) = self.below(self.process.pid)
        os.kill(self.below(web_server)[-1], signal.SIGKILL)

    def kill_all(self) -> None:
        """As when the machine loses its power."""
        assert self.process is not None
        (web_server,) = self.below(self.process.pid)
        for one in (self.process.pid, web_server, *self.below(web_server)):
            os.kill(one, signal.SIGKILL)
        self.process.wait()
        self.wait_until_free()

    def wait_until_free(self) -> None:
        """Killed processes let go of the port a moment later."""
        until = time.monotonic() + 20
        while not free(self.port):
            assert time.monotonic() < until, "the web server outlives its demo"
            time.sleep(0.1)

    def lab(self, *words: str) -> str:
        """What a command of ./lab prints for this instance."""
        command = [sys.executable, ROOT / "lab", *words, "--data", self.data]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path)
    server.start()
    yield server
    if server.process is not None:
        server.process.terminate()
        server.process.wait(timeout=30)


class Patient:
    """Somebody who opens the link again when the page does not come, until there is a receipt."""

    def __init__(self, server: Server, links: list[str]) -> None:
        self.server, self.links = server, links
        self.receipts: dict[str, str] = {}
        self.last_trouble = ""

    def answer_all(self) -> None:
        """Answer link after link, as long as there are any."""
        while self.links:
            link = self.links.pop()
            until = time.monotonic() + PATIENCE_SECONDS
            while link not in self.receipts and time.monotonic() < until:
                respondent = Respondent("127.0.0.1", self.server.port)
                try:
                    self.receipts[link] = respondent.answer(link, ANSWERS)
                except (OSError, HTTPException, WentWrong) as trouble:
                    self.last_trouble = repr(trouble)
                    time.sleep(0.2)
                finally:
                    respondent.close()


def test_who_has_a_receipt_is_counted_and_counted_once_though_the_server_dies_twice(server: Server) -> None:
    code = server.lab("rounds", "load", str(ROOT / "benchmarks" / "poverty.json"), "--organisation", "Norrsken Sensors")
    code = code.split()[-1]
    server.lab("rounds", "move", code, "running")
    links = server.lab("invitations", "print", code, "--market", "SE", "--count", str(PEOPLE)).split()
    people = [Patient(server, links) for _ in range(AT_ONCE)]
    threads = [threading.Thread(target=person.answer_all, daemon=True) for person in people]

    def receipts() -> dict[str, str]:
        return {link: receipt for person in people for link, receipt in list(person.receipts.items())}

    def wait_for(count: int) -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while len(receipts()) < count:
            troubles = {person.last_trouble for person in people}
            assert time.monotonic() < until, f"only {len(receipts())} of {PEOPLE} have a receipt: {troubles}"
            time.sleep(0.02)

    for thread in threads:
        thread.start()
    wait_for(PEOPLE // 4)
    server.kill_one_that_answers()
    wait_for(PEOPLE // 2)
    server.kill_all()
    server.start()
    wait_for(PEOPLE)
    for thread in threads:
        thread.join()
    rows = json.loads(server.lab("rounds", "compare", code, "--json"))
    opinions = next(row for row in rows if row["question"] == "poverty" and row["market"] == "SE")
    assert opinions["n"] == PEOPLE
    assert opinions["counts"]["1"] == PEOPLE
    assert len(set(receipts().values())) == PEOPLE


def test_a_demo_that_is_killed_leaves_its_port_free_for_the_next_one(server: Server) -> None:
    assert server.process is not None
    server.process.kill()
    server.process.wait()
    server.wait_until_free()
    server.start()
