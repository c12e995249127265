"""Everybody at every address, once; the tests read what came back.

With `LIVINGLAB_TEST_EVERYBODY=1` it is really everybody, with some 3,700 requests; else a third of them: see `askers`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any

from structlog.testing import capture_logs
from werkzeug.routing import Rule

from tests.access.browsers import Answer, Browsers, arguments_of, path_to, what_changed
from tests.access.people import ALLOWED, NOT_FOUND, PERSONS, SIGN_IN
from tests.access.table import ROWS, Row
from tests.access.world import Ids, Scene

FIXED: Ids = {"filename": "css/base.css", "name": "20261124T090000000000-0a1b2c"}
EVERYBODY = os.environ.get("LIVINGLAB_TEST_EVERYBODY", "") == "1"
# Of those who get the same, the one who comes nearest to getting more is asked at each address, and of the others one
# or two by turns: so each of them comes to every room, and each address is asked by people of every kind.
NEAREST = ("nobody", "Bo", "Ana-Maria", "Cleo", "Carla")


def askers(row: Row, number: int) -> list[str]:
    """Who asks for a row; `number` is its place in the table."""
    if EVERYBODY:
        return list(PERSONS)
    same: dict[str, list[str]] = {}
    for person in PERSONS:
        same.setdefault(row.expected(person), []).append(person)
    if row.lists:
        return [*same[ALLOWED], *same[SIGN_IN][:1]]
    turns = {
        ALLOWED: int(bool(set(same.get(ALLOWED, [])) & set(NEAREST))),
        NOT_FOUND: 2,
        SIGN_IN: 0 if row.state else 1,
    }
    return [person for letter, persons in same.items() for person in _some(persons, number, turns.get(letter, 0))]


def _some(persons: list[str], number: int, more: int) -> list[str]:
    """The nearest of them, and `more` of the others by turns."""
    nearest = next((person for person in NEAREST if person in persons), persons[number % len(persons)])
    others = [person for person in persons if person != nearest]
    return [nearest, *(others[(number * more + step) % len(others)] for step in range(min(more, len(others))))]


class Sweep:
    """`answers(person)` asks for all rows as this person, the first time."""

    def __init__(self, browsers: Browsers, scene: Scene) -> None:
        self.browsers = browsers
        self.scene = scene
        self.lines: list[Any] = []  # what was logged meanwhile
        self.changed_by: dict[tuple[str, str], str] = {}
        self._rules = {rule.endpoint: rule for rule in browsers.app.url_map.iter_rules()}
        self._answers: dict[str, dict[Row, Answer]] = {}
        self._askers = {row: askers(row, number) for number, row in enumerate(ROWS)}

    def rows(self) -> list[Row]:
        """The rows whose endpoint is there (another test names the others)."""
        return [row for row in ROWS if row.endpoint in self._rules]

    def rule(self, row: Row) -> Rule:
        """The address and methods of a row."""
        return self._rules[row.endpoint]

    def method(self, row: Row) -> str:
        """GET or POST."""
        return "GET" if "GET" in (self.rule(row).methods or ()) else "POST"

    def arguments(self, row: Row) -> list[str]:
        """The names in its address."""
        return arguments_of(self.rule(row).rule)

    def values(self, row: Row, ids: Mapping[str, Any], person: str) -> Ids:
        """What stands in its address for a person: of `ids`, and the link that this person has."""
        found = {**FIXED, **ids}
        if row.key:
            found["key"] = found[row.key]
        if row.token:
            found["token"] = self.scene.tokens["wrong" if person == "a forger" else row.token]
        return found

    def path(self, row: Row, person: str, changed: Mapping[str, Any] | None = None) -> str:
        """The address of Norrsken's thing, in the state of the row; `changed` replaces some of the ids."""
        ids = {**self.scene.own, **self.scene.other.get(row.state, {})}
        return path_to(self.rule(row).rule, {**self.values(row, ids, person), **(changed or {})})

    def foreign_path(self, row: Row, person: str, changed: Mapping[str, Any] | None = None) -> str:
        """The address of Danvind's thing of the same kind."""
        return path_to(self.rule(row).rule, {**self.values(row, self.scene.foreign, person), **(changed or {})})

    def answers(self, person: str) -> Mapping[Row, Answer]:
        """What a person gets at each row: pages first, then empty forms. Neither reading nor being turned away may
        change a single row of the database; what changed all the same is in `changed_by`."""
        if person not in self._answers:
            self._answers[person] = {}
            with capture_logs() as lines:
                for method in ("GET", "POST"):
                    self._ask_for_all(person, method)
            self.lines += lines
        return self._answers[person]

    def _ask_for_all(self, person: str, method: str) -> None:
        before = self.browsers.database()
        for row in self.rows():
            if self.method(row) == method and person in self._askers[row]:
                turned_away = row.expected(person) != ALLOWED and not row.token
                answer = self.browsers.ask(person, method, self.path(row, person), keep=turned_away)
                self._answers[person][row] = answer
        self.browsers.write_again()
        if changed := what_changed(before, self.browsers.database()):
            self.changed_by[person, method] = changed

    def all_answers(self) -> Iterator[tuple[str, Row, Answer]]:
        """Everything that came back to anybody."""
        for person in PERSONS:
            for row, answer in self.answers(person).items():
                yield person, row, answer

    def somebody_let_in(self, row: Row) -> str | None:
        """A person for whom the row is `+`; of Norrsken one who may change things, if there is one."""
        allowed = row.persons(ALLOWED)
        return next((p for p in ("Mikael", "Anna", "Carla", "Bo", "Cleo", *allowed) if p in allowed), None)
