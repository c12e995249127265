"""The product as `./lab demo` starts it, and people with browsers: on a phone, and at a desk."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from livinglab.app import ROOT
from livinglab.cli.demo.people import PASSWORD, PEOPLE
from tests.journeys.demo import Demo
from tests.journeys.looking import Look
from tests.journeys.steps import DEVICES, WAYS, Person

START_SECONDS = 120
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
People = Callable[..., Person]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--pictures DIR` keeps a picture of every page that is looked at."""
    parser.addoption("--pictures", type=Path, help="a folder for pictures of the pages of the journeys")


def _cannot(why: str) -> None:
    if os.environ.get("LIVINGLAB_NOTHING_MAY_BE_SKIPPED") == "1":
        pytest.fail(why)
    pytest.skip(why)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A fresh demo, started as a person starts it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    demo = Demo(f"http://localhost:{port}", tmp_path_factory.mktemp("demo"))
    command = [sys.executable, str(ROOT / "lab"), "demo", "--data", str(demo.data), "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        _wait_until_said(server, b"Mail is not sent")
        yield demo
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)


def _wait_until_said(server: subprocess.Popen[bytes], words: bytes) -> None:
    assert server.stdout
    os.set_blocking(server.stdout.fileno(), False)
    until, said = time.monotonic() + START_SECONDS, b""
    while words not in said:
        said += server.stdout.read() or b""
        assert server.poll() is None, f"./lab demo stopped: {said.decode()}"
        assert time.monotonic() < until, f"./lab demo did not start in {START_SECONDS} seconds: {said.decode()}"
        time.sleep(0.1)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    if not Path(chromium).exists():
        _cannot(f"There is no Chromium at {chromium}. Install it, or say in CHROMIUM where it is.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def look(request: pytest.FixtureRequest) -> Look:
    """What is looked at on each page; remembers what it has seen."""
    pictures = request.config.getoption("--pictures", None)
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
    return Look(pictures)


@pytest.fixture(params=list(DEVICES))
def device(request: pytest.FixtureRequest) -> str:
    """Phone, then desk."""
    return request.param


@pytest.fixture
def own(device: str) -> str:
    """Words that make the names of one story its own."""
    return f"{device} {secrets.token_hex(2)}"


@pytest.fixture(scope="session")
def signed_in() -> dict[str, Any]:
    """The cookies of the cast, so that each of them signs in once."""
    return {}


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Note that a story went wrong, so that it is told what everybody had before them."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture
def people(
    request: pytest.FixtureRequest, browser: Browser, demo: Demo, device: str, look: Look, signed_in: dict[str, Any]
) -> Iterator[People]:
    """`people("anna")` sits down, signed in; `people()` is a stranger. More words go to the browser's context."""
    here: list[Person] = []

    def sit_down(who: str = "", scripts: bool = True, on: str = device, **more: Any) -> Person:
        if who and who not in signed_in:
            person = Person(browser.new_context(base_url=demo.home, **WAYS[on]), demo.home, on, look)
            here.append(person)
            person.sign_in(PEOPLE[who][1], PASSWORD)
            signed_in[who] = person.page.context.storage_state()
        settings = {**WAYS[on], "storage_state": signed_in.get(who), "java_script_enabled": scripts, **more}
        person = Person(browser.new_context(base_url=demo.home, **settings), demo.home, on, look, scripts=scripts)
        here.append(person)
        if who:
            person.page.goto("/")
        return person

    yield sit_down
    if request.node.stash.get(FAILED, False):
        for person in here:
            print(f"\n--- {person.page.url}\n{person.page.locator('body').inner_text()[:3000]}")
    troubles = [trouble for person in here for trouble in person.troubles]
    for person in here:
        person.page.context.close()
    assert not troubles, "\n".join(troubles)
