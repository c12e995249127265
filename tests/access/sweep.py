"""Everybody at every address, once; the tests read what came back.

With `LIVINGLAB_NOTHING_MAY_BE_SKIPPED=1` it is really everybody, with some 3,800 requests; else about a third of them,
chosen by `askers`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from structlog.testing import capture_logs
from werkzeug.routing import Rule

from tests.access.browsers import Answer, Browsers, arguments_of, path_to, what_changed
from tests.access.people import ALLOWED, FORBIDDEN, NOT_FOUND, PERSONS, SIGN_IN
from tests.access.table import ROWS, Row
from tests.access.valid import VALID
from tests.access.world import Ids, Scene
from tests.thorough import NOTHING_MAY_BE_SKIPPED

FIXED: Ids = {"filename": "css/base.css", "name": "20261124T090000000000-0a1b2c"}
NEAR = ("Bo", "Eva", "Carla", "Dan")  # those who come nearest to things of Norrsken without being of it
SEE_NO_MORE = ("Mikael", "Ana-Maria", "Wanda", "Ada")  # in lists, than Anna, Carla and Fred


def askers(row: Row, number: int, method: str) -> list[str]:
    """Who asks for a row; `number` is its place in the table.

    Of those who get the same, one by turns, and at every second row one of those who come nearest: so each of them
    comes to every room, and each address is asked by somebody of every kind. Who may send a form is not asked here: see
    `sending`, where the form is a good one.
    """
    if NOTHING_MAY_BE_SKIPPED:
        return list(PERSONS)
    same: dict[str, list[str]] = {}
    for person in PERSONS:
        same.setdefault(row.expected(person), []).append(person)
    if row.lists:
        return [*(person for person in same[ALLOWED] if person not in SEE_NO_MORE), *same[SIGN_IN][:1]]
    found = set()
    for letter, persons in same.items():
        near = [person for person in persons if person in NEAR]
        found.add(persons[number % len(persons)])
        if near and letter in (NOT_FOUND, FORBIDDEN) and number % 2 == 0:
            # Whatever is about a round is near to the one who reads along.
            reads_along = "Bo" in near and row.endpoint.split(".")[0] in ("rounds", "feedback", "comparison")
            found.add("Bo" if reads_along else near[number % len(near)])
        elif letter == ALLOWED and len(persons) < 8:
            found |= set(near)
    return [person for person in PERSONS if person in found and (method == "GET" or row.expected(person) != ALLOWED)]


class Sweep:
    """`answers(person)` asks for all rows as this person, the first time."""

    def __init__(self, browsers: Browsers, scene: Scene) -> None:
        self.browsers = browsers
        self.scene = scene
        self.lines: list[Any] = []  # what was logged meanwhile
        self.changed_by: dict[tuple[str, str], str] = {}
        self._rules = {rule.endpoint: rule for rule in browsers.app.url_map.iter_rules()}
        self._answers: dict[str, dict[Row, Answer]] = {}
        self._askers = {row: askers(row, number, self.method(row)) for number, row in enumerate(self.rows())}

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
        """What a person gets at each row: pages first, then forms, which are good ones for who is turned away and empty
        for who is let in. Neither reading nor being turned away may change a single row of the database; what changed
        all the same is in `changed_by`."""
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
                form = VALID.get(row.endpoint) if turned_away and method == "POST" else None
                fields = form.fields(self.scene) if form else None
                answer = self.browsers.ask(person, method, self.path(row, person), fields, keep=turned_away)
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
