"""The running demo, and what is done to it elsewhere than in a browser."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from livinglab.app import ROOT

RUNNING = "leak-guard-autumn"
FINISHED = "classroom-air-first-look"
LINKS_AT_ONCE = 12


@dataclass
class Demo:
    """Where it answers, and where it keeps its data."""

    home: str
    data: Path
    links: dict[str, list[str]] = field(default_factory=dict)

    def command(self, *words: str) -> str:
        """What a command on the demo's data prints."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("LIVINGLAB_")}
        port = self.home.rpartition(":")[2]
        done = subprocess.run(
            [sys.executable, str(ROOT / "lab"), *words, "--data", str(self.data)],
            cwd=ROOT, env={**kept, "LIVINGLAB_PORT": port}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def link(self, market: str) -> str:
        """A personal link to the running round that nobody has used yet, as it is printed on paper."""
        if not self.links.get(market):
            words = ("--market", market, "--count", str(LINKS_AT_ONCE))
            self.links[market] = self.command("invitations", "print", RUNNING, *words).split()
        return self.links[market].pop()

    def answers(self, market: str) -> int:
        """How many answers of the running round count now."""
        rows = json.loads(self.command("rounds", "compare", RUNNING, "--json"))
        return max(row["n"] for row in rows if row["market"] == market)

    def change_by_hand(self, statement: str) -> None:
        """Change a fact that only time could change."""
        database = sqlite3.connect(self.data / "livinglab.db", timeout=30)
        with database:
            database.execute(statement)
        database.close()
