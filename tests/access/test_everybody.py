"""Everybody gets at every address what the table says, nothing changes by it, and nobody reads what is not theirs."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import JSON, Connection, String, select

from livinglab.foundation.db import Base, Data
from livinglab.foundation.permissions import Policy, policy_of
from tests.access.canaries import READERS, SILENT, heard_in, not_meant_for
from tests.access.people import IN_WORDS, NOT_FOUND, PERSONS, SIGN_IN, SIGNED_OUT, fits, letter_of
from tests.access.secrets import Secrets
from tests.access.sweep import Sweep
from tests.access.table import ROWS
from tests.access.world import Scene
from tests.surroundings import World

# Columns of a class that hold no words of their own, or words that are looked for otherwise.
WITHOUT_WORDS = {
    "users.name", "users.email",  # see `Secrets.personal_in`
    "product_markets.country", "answer_counts.value", "audit_lines.actor",
    "messages.problem",  # what a mail server said
}  # fmt: skip


def test_every_endpoint_has_a_row(whole_app: Flask) -> None:
    there = {rule.endpoint for rule in whole_app.url_map.iter_rules()}
    assert sorted(there - {row.endpoint for row in ROWS}) == []


def test_every_row_has_an_endpoint(whole_app: Flask) -> None:
    there = {rule.endpoint for rule in whole_app.url_map.iter_rules()}
    assert sorted({row.endpoint for row in ROWS} - there) == []


def test_no_row_stands_twice() -> None:
    names = [row.name for row in ROWS]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_the_table_agrees_with_the_policy_that_each_route_declares(sweep: Sweep) -> None:
    """Who is not signed in is sent to sign in exactly where a route is for people who are."""
    wrong = []
    for row in sweep.rows():
        policy = policy_of(sweep.browsers.app, row.endpoint)
        sent = row.expected("nobody") == SIGN_IN
        if sent != (policy in (Policy.SIGNED_IN, Policy.ADMINISTRATOR)):
            wrong.append(f"{row.name}: the route is for {policy}, the table says {row.letters}")
    assert not wrong, "\n".join(["", *wrong])


@pytest.mark.parametrize("person", PERSONS)
def test_this_person_gets_what_the_table_says(person: str, sweep: Sweep) -> None:
    wrong = []
    for row, answer in sweep.answers(person).items():
        method, expected = sweep.method(row), row.expected(person)
        if not fits(expected, method, answer.status, answer.location):
            found = letter_of(method, answer.status, answer.location)
            got = answer.trouble or f"{IN_WORDS.get(found, found)} ({answer.status} {answer.location})"
            wrong.append(f"{row.name}: {person} should be {IN_WORDS[expected]}, and got {got}")
    assert not wrong, "\n".join(["", *wrong])


@pytest.mark.parametrize("person", PERSONS)
def test_neither_reading_nor_being_turned_away_changes_anything(person: str, sweep: Sweep, surroundings: World) -> None:
    sweep.answers(person)
    assert surroundings.outbox == []
    assert {method: tables for (who, method), tables in sweep.changed_by.items() if who == person} == {}


def test_what_is_not_there_for_somebody_is_the_same_page_everywhere(sweep: Sweep) -> None:
    """Byte for byte: no 404 tells whether the thing exists, whose it is, or which room was asked. Nor do its headers,
    which are the same throughout a room. Pages of testers have a 404 of their own, for all of them the same one."""
    nowhere = sweep.browsers.ask("nobody", "GET", "/there/is/nothing/here").body
    for_testers = sweep.browsers.ask("nobody", "GET", "/feedback/987654321/").body
    assert b"There is nothing here" in nowhere
    assert b"Open your link again" in for_testers
    wrong, first = [], {}
    for person, row, answer in sweep.all_answers():
        if answer.status == 404 and row.expected(person) == NOT_FOUND:
            kind = row.endpoint.partition(".")[0], row.expected("nobody"), person in SIGNED_OUT
            is_for_testers = policy_of(sweep.browsers.app, row.endpoint) is Policy.LINK and not row.token
            if answer.body != (for_testers if is_for_testers else nowhere):
                wrong.append(f"{row.name}: {person} reads another page than that of an address that never was")
            if first.setdefault(kind, answer).print_of_it != answer.print_of_it:
                wrong.append(f"{row.name}: {person} gets other headers than elsewhere in the room")
    assert not wrong, "\n".join(["", *wrong])


@pytest.mark.parametrize("person", PERSONS)
def test_this_person_reads_no_text_that_is_meant_for_others(person: str, sweep: Sweep) -> None:
    wrong = []
    for row, answer in sweep.answers(person).items():
        asked_for = heard_in(sweep.path(row, person))  # a word in the address may come back in an address
        for label in not_meant_for(person, heard_in(answer.text) - asked_for - set(row.shows)):
            wrong.append(f"{row.name}: {person} reads {label!r}")
    assert not wrong, "\n".join(["", *wrong])


def test_every_text_that_is_not_for_everybody_sings(connection: Connection, scene: Scene) -> None:
    """A new column of words, which the world says nothing about, would be silent wherever it leaks."""
    silent = []
    for table in Base.metadata.tables.values():
        for column in table.columns:
            kind, name = column.info["data"], f"{table.name}.{column.name}"
            if kind in (Data.CONFIDENTIAL, Data.PERSONAL, Data.SPECIAL) and isinstance(column.type, String | JSON):
                values = repr(connection.execute(select(column)).scalars().all())
                if not heard_in(values) and name not in WITHOUT_WORDS:
                    silent.append(f"{name} ({kind})")
    assert not silent, "\n".join(["no canary sits in:", *silent])


def test_every_text_is_read_by_those_it_is_meant_for(sweep: Sweep) -> None:
    """Else its silence elsewhere would prove nothing. (Danvind's are in `test_objects`.)"""
    heard = {label for _, _, answer in sweep.all_answers() for label in heard_in(answer.text)}
    silent = sorted(label for label in set(READERS) - SILENT - heard if not label.startswith("danvind"))
    assert not silent, "\n".join(["nobody has read:", *silent])


@pytest.mark.parametrize("person", PERSONS)
def test_this_person_reads_no_address_or_name_of_strangers(person: str, sweep: Sweep, secrets: Secrets) -> None:
    wrong = []
    for row, answer in sweep.answers(person).items():
        for found in secrets.personal_in(answer.text, person, row.shows):
            wrong.append(f"{row.name}: {person} reads {found}")
    assert not wrong, "\n".join(["", *wrong])


@pytest.mark.parametrize("person", PERSONS)
def test_this_person_reads_no_hash_code_or_token(person: str, sweep: Sweep, secrets: Secrets) -> None:
    wrong = []
    for row, answer in sweep.answers(person).items():
        for found in secrets.secret_in(answer.text, person, row):
            wrong.append(f"{row.name}: {person} reads {found}")
    assert not wrong, "\n".join(["", *wrong])


def test_every_page_is_held_by_the_content_security_policy(sweep: Sweep) -> None:
    wrong = []
    for person, row, answer in sweep.all_answers():
        policy = answer.headers.get("Content-Security-Policy", "")
        if "default-src" not in policy or "unsafe" in policy:
            wrong.append(f"{row.name}: {person} gets a page with the policy {policy!r}")
        if answer.headers.get("X-Content-Type-Options") != "nosniff":
            wrong.append(f"{row.name}: {person}'s browser may guess what it is")
        kept = answer.headers.get("Cache-Control", "")
        if row.endpoint != "static" and kept not in ("no-store", "private, no-cache"):
            wrong.append(f"{row.name}: {person}'s page may be kept by a cache")
    assert not wrong, "\n".join(["", *wrong])


def test_nothing_that_is_logged_while_everybody_looks_around_sings(sweep: Sweep, secrets: Secrets) -> None:
    for person in PERSONS:
        sweep.answers(person)
    wrong = [str(line) for line in sweep.lines if heard_in(str(line)) or secrets.any_in(str(line))]
    assert not wrong, "\n".join(["", *wrong])
