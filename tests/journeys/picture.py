"""The picture of the README, made anew by `.venv/bin/python -m tests.journeys.picture`: the demo's comparison page."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from livinglab.cli.demo.people import PASSWORD
from tests.journeys.conftest import FLAGS
from tests.structure.sources import ROOT

PORT = 8790
FILE = ROOT / "tests" / "journeys" / "comparison.png"


def main() -> None:
    """Start a demo in a folder of its own and take the picture."""
    with tempfile.TemporaryDirectory() as data:
        command = [ROOT / "lab", "demo", "--data", data, "--port", str(PORT)]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            for line in server.stdout or ():
                if "Stop with Ctrl-C" in line:
                    break
            take(FILE)
        finally:
            server.terminate()
            server.wait(30)
    print(f"{FILE.relative_to(ROOT)}: {FILE.stat().st_size} bytes")


def take(file: Path) -> None:
    """Sign in as Anna, open the finished round, look at its first questions."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 1250})
        page.goto(f"http://localhost:{PORT}/accounts/sign-in")
        page.get_by_label("E-mail").fill("anna@norrsken.example")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("link", name="Comparison").first.click()
        page.get_by_role("link", name="Classroom Air, first look").click()
        page.screenshot(path=file)
        browser.close()


if __name__ == "__main__":
    main()
