"""Looking changes nothing, in whichever way one looks."""

from __future__ import annotations

from tests.access.browsers import what_changed
from tests.access.people import ALLOWED, letter_of
from tests.access.sweep import Sweep
from tests.thorough import spread


def test_head_answers_like_get_without_a_body_and_changes_nothing(sweep: Sweep) -> None:
    wrong = []
    before = sweep.browsers.database()
    pages = [row for row in sweep.rows() if sweep.method(row) == "GET" and not row.state]
    for row in spread(pages, 4):
        person = sweep.somebody_let_in(row)
        if person is None:
            continue
        answer = sweep.browsers.ask(person, "HEAD", sweep.path(row, person))
        if letter_of("GET", answer.status, answer.location) != ALLOWED or answer.body:
            wrong.append(f"{row.name}: {person} gets {answer.status} {answer.trouble} and {len(answer.body)} bytes")
    sweep.browsers.write_again()
    assert not wrong, "\n".join(["", *wrong])
    assert what_changed(before, sweep.browsers.database()) == ""


def test_asking_for_the_methods_of_an_address_runs_no_view(sweep: Sweep) -> None:
    """OPTIONS tells who is signed in which methods there are, of a thing as of one that never was; others nothing."""
    wrong = []
    before = sweep.browsers.database()
    for row in sweep.rows()[::5]:
        for person in ("nobody", "Dan"):
            never = {name: 999_999_999 for name in sweep.arguments(row) if name.endswith("_id")}
            answer = sweep.browsers.ask(person, "OPTIONS", sweep.path(row, person))
            nothing = sweep.browsers.ask(person, "OPTIONS", sweep.path(row, person, never))
            if answer.status not in (200, 302) or answer.status != nothing.status:
                wrong.append(f"{row.name}: {person} gets {answer.status}, and {nothing.status} for what never was")
            if answer.status == 200 and answer.body:
                wrong.append(f"{row.name}: {person} gets {len(answer.body)} bytes")
    sweep.browsers.write_again()
    assert not wrong, "\n".join(["", *wrong])
    assert what_changed(before, sweep.browsers.database()) == ""
