"""A thing of another company and a thing that never was are one and the same, to the last byte; no id crosses over."""

from __future__ import annotations

import pytest

from livinglab.foundation.addresses import LARGEST_ID
from tests.access.browsers import Answer, what_changed
from tests.access.canaries import READERS, heard_in, not_meant_for
from tests.access.people import ALLOWED, letter_of
from tests.access.sweep import Sweep
from tests.access.table import Row
from tests.thorough import spread

NEVER = (999_999_999, 0)
STRANGE = (-1, LARGEST_ID + 1, 10**30)
# What stands in an address and names no row of the database of its own.
NO_IDS = ("token", "filename", "name", "language", "page", "key", "item_key", "place")
NO_SUCH = {"key": "no-such-thing", "item_key": "no-such-thing", "place": "question.no-such-thing", "page": 99}
STRINGS = ("key", "item_key", "place")
# Norrsken has a place in both programmes, and everybody sees the cluster that is the second organisation.
ONE_FOR_ALL = (("programme_id", "the second"), ("organisation_id", "the second"), ("item_key", "Danvind's"))


def rows_with_ids(sweep: Sweep) -> list[Row]:
    """The rows about Norrsken's things as they are, which have an id in their address."""
    return [row for row in sweep.rows() if not row.state and not row.token and ids_of(sweep, row)]


def ids_of(sweep: Sweep, row: Row) -> list[str]:
    """The names of the ids in an address."""
    return [name for name in sweep.arguments(row) if name not in NO_IDS]


def test_a_foreign_thing_and_one_that_never_was_are_answered_alike(sweep: Sweep) -> None:
    """Somebody who may do it with their own things asks for Danvind's, and for none. (That who is turned away gets
    the same for Norrsken's is told in `test_everybody`.)"""
    wrong = []
    for number, row in enumerate(spread(rows_with_ids(sweep), 6)):
        person = sweep.somebody_let_in(row)
        if person is None:
            continue
        never = dict.fromkeys(ids_of(sweep, row), NEVER[number % len(NEVER)])
        nothing = _ask(sweep, row, person, sweep.path(row, person, never))
        foreign = _ask(sweep, row, person, sweep.foreign_path(row, person))
        if foreign.print_of_it != nothing.print_of_it or foreign.status != 404:
            got = f"{foreign.status} for what is not theirs, {nothing.status} for what never was"
            wrong.append(f"{row.name}: {person} gets {got}; headers and bytes must be those of the same 404")
    assert not wrong, "\n".join(["", *wrong])


def test_an_id_that_cannot_be_is_not_found(sweep: Sweep) -> None:
    """Such an address leads to no view, so it makes no difference who asks."""
    wrong = []
    for row in spread(sweep.rows(), 6):
        for name in ids_of(sweep, row) if not row.state else []:
            for value in STRANGE:
                answer = _ask(sweep, row, "nobody", sweep.path(row, "nobody", {name: value}))
                if answer.status not in _nothing(row, name, value, sweep.method(row)):
                    wrong.append(f"{row.name}: {name} = {value} is {answer.status} {answer.trouble}")
    assert not wrong, "\n".join(["", *wrong])


def test_the_last_word_of_an_address_must_be_there_too(sweep: Sweep) -> None:
    """The parent is one's own, the child never was."""
    wrong = []
    for row in spread(sweep.rows(), 2):
        person = sweep.somebody_let_in(row)
        names = sweep.arguments(row)
        last = names[-1] if names else ""
        never = {
            "key": "no-such-thing",
            "item_key": "no-such-thing",
            "place": "question.no-such-thing",
            "page": 99,
        }.get(last, NEVER[0])
        if row.state or row.token or person is None or len(names) < 2 or last == "language":
            continue
        answer = _ask(sweep, row, person, sweep.path(row, person, {last: never}))
        if answer.status not in _nothing(row, last, never, sweep.method(row)):
            wrong.append(f"{row.name}: {last} = {never} is {answer.status} {answer.trouble} for {person}")
    assert not wrong, "\n".join(["", *wrong])


def test_a_child_of_another_parent_is_not_found(sweep: Sweep) -> None:
    """Of two ids in an address, one is Norrsken's first thing, the other its second, or Danvind's."""
    wrong, own = [], sweep.scene.own
    for row in sweep.rows():
        person = sweep.somebody_let_in(row)
        names = [name for name in sweep.arguments(row) if name not in ("page", "language", "token")]
        if row.state or person is None or len(names) < 2:
            continue
        children = [name for name in names if name in STRINGS] or names
        for name in children:
            for whose, things in (("the second", sweep.scene.second), ("Danvind's", sweep.scene.foreign)):
                value = things.get(row.key if name == "key" else name)
                if value is None or (name, whose) in ONE_FOR_ALL or value == sweep.values(row, own, person)[name]:
                    continue  # keys such as `liking` are there in both
                answer = _ask(sweep, row, person, sweep.path(row, person, {name: value}))
                allowed = _nothing(row, name, value, sweep.method(row))
                # Carla's second request is to a round that has closed: that is said first.
                if answer.status not in ((404, 409) if name == "request_id" else allowed):
                    wrong.append(f"{row.name}: with {name} of {whose} it is {answer.status} {answer.trouble}")
    assert not wrong, "\n".join(["", *wrong])


@pytest.mark.parametrize("person", ["Dan", "Piotr", "Tom"])
def test_this_person_of_danvind_is_let_in_there_and_reads_nothing_of_norrsken(person: str, sweep: Sweep) -> None:
    wrong, heard = [], set()
    stands_for = {"Dan": "Anna", "Piotr": "Carla", "Tom": "Cleo"}[person]
    for row in sweep.rows():
        if row.expected(stands_for) != ALLOWED or row.endpoint not in AT_DANVIND or row.state:
            continue
        answer = _ask(sweep, row, person, sweep.foreign_path(row, person))
        heard |= heard_in(answer.text)
        if letter_of("GET", answer.status, answer.location) != ALLOWED:
            wrong.append(f"{row.name}: {person} gets {answer.status} {answer.trouble}")
        wrong += [f"{row.name}: {person} reads {label!r}" for label in not_meant_for(person, heard_in(answer.text))]
    silent = {label for label in READERS if label.startswith("danvind") and person in READERS[label]} - heard
    wrong += [f"{person} has not read {label!r}" for label in sorted(silent - READ_ELSEWHERE.get(person, set()))]
    assert not wrong, "\n".join(["", *wrong])


# Pages that show all there is of a thing.
AT_DANVIND = (
    "network.people", "products.list_products", "products.show_product", "products.list_papers",
    "questionnaires.show", "questionnaires.preview_page", "questionnaires.question", "rounds.show", "rounds.history",
    "rounds.show_market", "rounds.requests", "rounds.show_request", "invitations.request", "invitations.add",
    "feedback.start", "feedback.page", "feedback.list_responses", "feedback.show_response", "feedback.list_imports",
    "comparison.index", "comparison.show", "comparison.texts", "comparison.responses", "dashboard.home",
)  # fmt: skip
# Piotr coordinates a programme that Danvind is in: he reads its figures, which `stands_for` Carla does not.
READ_ELSEWHERE = {
    "Dan": {"danvind programme"},
    "Piotr": {"danvind questionnaire", "danvind title", "danvind label", "danvind programme"},
    "Tom": {"danvind pitch", "danvind picture"},  # on the page before he began, see the tests of feedback
}


def test_a_coordinator_reads_the_rounds_of_the_companies_that_accepted_and_of_no_others(sweep: Sweep) -> None:
    """Piotr coordinates Danvind's programme; Norrsken was only asked to one of his, and has left Wanda's."""
    wrong = []
    for row in sweep.rows():
        if row.state or "round_id" not in sweep.arguments(row) or row.expected("Bo") != ALLOWED:
            continue
        for person, path, status in (("Piotr", sweep.foreign_path, 200), ("Wanda", sweep.path, 404)):
            answer = _ask(sweep, row, person, path(row, person))
            wrong += [f"{row.name}: {person} gets {answer.status}"] if answer.status != status else []
            wrong += [f"{row.name}: {person} reads {what!r}" for what in not_meant_for(person, heard_in(answer.text))]
    assert not wrong, "\n".join(["", *wrong])


def test_nothing_was_changed_by_all_that(sweep: Sweep) -> None:
    """The requests above were not rolled back one by one."""
    sweep.browsers.write_again()
    assert what_changed(_BEFORE["all"], sweep.browsers.database()) == ""


_BEFORE: dict[str, dict[str, list[tuple[object, ...]]]] = {}


def _nothing(row: Row, name: str, value: object, method: str) -> tuple[int, ...]:
    """How "there is no such thing" is said. Where somebody may have removed what an open form is about, in words; and
    where no id can be so large, the router sees only that other forms of the address are for reading."""
    if name in ("key", "place") and method == "POST":
        return 404, 409
    return (404, 405) if isinstance(value, int) and value > LARGEST_ID and method == "POST" else (404,)


def _ask(sweep: Sweep, row: Row, person: str, path: str) -> Answer:
    if "all" not in _BEFORE:
        _BEFORE["all"] = sweep.browsers.database()
    return sweep.browsers.ask(person, sweep.method(row), path, keep=True)
