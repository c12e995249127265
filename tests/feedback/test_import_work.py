"""The worker brings imports in: one at a time, to the end, whatever happens to it on the way."""

from __future__ import annotations

import csv
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from livinglab.feedback import imports, queries, rows, work
from livinglab.feedback.models import Import, Response, StagedResponse
from livinglab.foundation import files
from livinglab.foundation.audit import AuditLine
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.foundation.surroundings import now
from livinglab.rounds.models import Round
from tests.cast import Cast
from tests.feedback.test_import_rows import HEAD, ROWS, csv_of
from tests.feedback.trial import ONE_PAGE, ONE_PAGE_TEXTS, market_of, round_of
from tests.fixtures import As
from tests.surroundings import World
from tests.thorough import spread

WVS = Path(__file__).resolve().parents[3] / "shared" / "data" / "world_values_poverty.csv"
MANY = [["Too Little", "yes", "no", str(n % 90), "Sweden", "male"] for n in range(2_500)]


def waiting(round_: Round, cast: Cast, table: list[list[str]], *, leaves_out: bool = False) -> Import:
    import_ = imports.upload(round_, csv_of(HEAD, table), "people.csv", cast.anna)
    db.session.flush()
    found = imports.table_in(import_)
    preview = rows.preview(round_, imports.mapping_in(import_), found)
    imports.start(import_, found, preview, leaves_out=leaves_out, by=cast.anna)
    db.session.commit()
    return import_


def staged() -> int:
    return db.session.scalar(select(func.count()).select_from(StagedResponse)) or 0


def stored() -> int:
    return db.session.scalar(select(func.count()).select_from(Response)) or 0


def test_a_waiting_import_is_brought_in(short_round: Round, cast: Cast) -> None:
    import_ = waiting(short_round, cast, ROWS)
    assert work.run_waiting_imports() == 1
    assert work.run_waiting_imports() == 0
    db.session.refresh(import_)
    assert (import_.state, import_.added, import_.known, import_.done) == ("done", 4, 0, 4)
    assert db.session.scalar(select(AuditLine.object_id).where(AuditLine.verb == "import")) == import_.id


def test_two_of_the_same_file_in_line_come_in_once(short_round: Round, cast: Cast) -> None:
    first, second = waiting(short_round, cast, ROWS), waiting(short_round, cast, ROWS)
    assert work.run_waiting_imports() == 2
    for import_ in (first, second):
        db.session.refresh(import_)
    assert (first.added, first.known, second.added, second.known) == (4, 0, 0, 4)


def _kept(world: World) -> list[str]:
    """The files that are left two days later."""
    world.advance(days=2)
    files.forget_unused()
    db.session.commit()
    return list(db.session.scalars(select(files.StoredFile.sha256)))


@pytest.mark.parametrize("ended", ["done", "failed", "cancelled"])
def test_the_file_of_an_import_that_has_ended_is_not_kept(
    short_round: Round, cast: Cast, world: World, ended: str
) -> None:
    import_ = waiting(short_round, cast, ROWS)
    if ended == "cancelled":
        imports.cancel(import_, cast.anna)
        db.session.commit()
    if ended == "failed":
        short_round.state = "reported"
        db.session.commit()
    work.run_waiting_imports()
    db.session.refresh(import_)
    assert (import_.state, import_.stored) == (ended, None)
    assert _kept(world) == []
    with pytest.raises(Refused, match="Upload the file again"):
        imports.table_in(import_)


def test_the_file_of_an_import_that_is_not_decided_is_kept(short_round: Round, cast: Cast, world: World) -> None:
    import_ = imports.upload(short_round, csv_of(HEAD, ROWS), "people.csv", cast.anna)
    other = waiting(short_round, cast, ROWS)
    work.run_waiting_imports()
    db.session.refresh(other)
    assert other.state == "done"
    assert len(_kept(world)) == 1
    assert imports.table_in(import_).rows == ROWS


def _killed_after(batches: int, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    real, count = work._stage, [0]

    def stage(*args: object) -> None:
        count[0] += 1
        if count[0] > batches:
            raise KeyboardInterrupt
        real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(work, "_stage", stage)
    return lambda: monkeypatch.setattr(work, "_stage", real)


def test_a_worker_that_dies_leaves_nothing_half_and_the_next_one_goes_on(
    short_round: Round, cast: Cast, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_ = waiting(short_round, cast, MANY)
    alive_again = _killed_after(1, monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        work.run_waiting_imports()
    db.session.rollback()
    db.session.refresh(import_)
    assert (import_.state, import_.done, staged(), stored()) == ("running", 1000, 1000, 0)
    alive_again()
    assert work.run_waiting_imports() == 0  # its lease has not run out
    world.advance(minutes=3)
    assert work.run_waiting_imports() == 1
    db.session.refresh(import_)
    assert (import_.state, import_.added, import_.done) == ("done", 2500, 2500)
    assert (staged(), stored()) == (0, 2500)
    assert queries.answers_by_market([short_round.id]) == {market_of(short_round, "SE").id: 2500}


def test_an_import_that_stands_still_says_that_it_goes_on_by_itself(
    short_round: Round, cast: Cast, as_: As, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_ = waiting(short_round, cast, MANY)
    here, sentence = f"/feedback/imports/{import_.id}", "it goes on by itself where it was, within two minutes."
    assert sentence not in as_(cast.anna).get(here).text
    alive_again = _killed_after(1, monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        work.run_waiting_imports()
    db.session.rollback()
    assert sentence not in as_(cast.anna).get(here).text  # it has just been at work
    world.advance(seconds=30)
    assert sentence in as_(cast.anna).get(here).text
    world.advance(minutes=2)
    alive_again()
    work.run_waiting_imports()
    assert sentence not in as_(cast.anna).get(here).text


def test_an_import_that_is_cancelled_meanwhile_brings_nothing_in(
    short_round: Round, cast: Cast, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_ = waiting(short_round, cast, MANY)
    real = work._stage

    def stage_then_cancel(*args: object) -> None:
        real(*args)  # type: ignore[arg-type]
        if import_.state != "cancelled":
            imports.cancel(import_, cast.anna)
            db.session.commit()

    monkeypatch.setattr(work, "_stage", stage_then_cancel)
    assert work.run_waiting_imports() == 1
    db.session.refresh(import_)
    assert (import_.state, staged(), stored()) == ("cancelled", 0, 0)
    world.advance(hours=1)
    assert work.run_waiting_imports() == 0


def test_a_round_that_was_reported_meanwhile_takes_nothing(short_round: Round, cast: Cast) -> None:
    import_ = waiting(short_round, cast, ROWS)
    short_round.state = "reported"
    db.session.commit()
    assert work.run_waiting_imports() == 1
    db.session.refresh(import_)
    assert import_.state == "failed"
    assert "Take back the report first" in import_.problem
    assert (staged(), stored()) == (0, 0)


def test_what_breaks_is_said_and_leaves_nothing(
    short_round: Round, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_ = waiting(short_round, cast, ROWS)

    def broken(*_: object) -> None:
        raise OSError("disk")

    monkeypatch.setattr(work.counting, "add_many", broken)
    assert work.run_waiting_imports() == 1
    db.session.refresh(import_)
    assert import_.state == "failed"
    assert "nothing came in" in import_.problem
    assert (staged(), stored()) == (0, 0)


def test_rows_that_come_in_elsewhere_between_reading_and_storing_are_not_stored_twice(
    short_round: Round, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_ = waiting(short_round, cast, ROWS)
    real, faster = work._hold, [True]

    def another_is_faster(import_id: int, **values: object) -> None:
        if faster and values.get("state") == "done":
            faster.clear()
            first = db.session.scalars(select(StagedResponse).order_by(StagedResponse.number)).first()
            assert first is not None
            _store_meanwhile(short_round, first.submission_key, first.payload_hash)
        real(import_id, **values)

    monkeypatch.setattr(work, "_hold", another_is_faster)
    assert work.run_waiting_imports() == 1
    db.session.refresh(import_)
    assert (import_.state, import_.added, import_.known) == ("done", 3, 1)
    assert stored() == 4


def _store_meanwhile(round_: Round, key: str, content: str) -> None:
    """A response with this key, after the import has read and before it writes."""
    row = Response(
        round_id=round_.id,
        market_id=round_.markets[0].id,
        submission_key=key,
        payload_hash=content,
        receipt="FASTER",
        answers={"poverty": "too-much"},
        version_id=round_.version_id,
        language="en",
        source="import",
        submitted_at=now(),
    )
    db.session.add(row)
    db.session.commit()


@pytest.mark.skipif(not WVS.exists(), reason="the shared data are not there")
def test_5381_real_people_in_four_countries_come_in_to_the_last_one(app: Flask, cast: Cast) -> None:
    """In the fast run a tenth of them."""
    countries = {"Australia": "AU", "Norway": "NO", "Sweden": "SE", "USA": "US"}
    round_ = round_of(
        cast.norrsken,
        tuple((code, "en", "EUR") for code in countries.values()),
        structure=ONE_PAGE,
        texts={"en": ONE_PAGE_TEXTS},
        code="wvs",
    )
    db.session.commit()
    first, *rows = WVS.read_text(encoding="utf-8").splitlines(keepends=True)
    assert len(rows) == 5381
    rows = list(spread(rows, 10))
    table = "".join([first, *rows]).encode()
    began = time.process_time()
    ended = work.import_file(round_, table, WVS.name)
    assert (ended.added, ended.refused) == (len(rows), 0)
    assert time.process_time() - began < 15
    people = list(csv.DictReader([first, *rows]))
    counts = queries.counts_of_round(round_.id)
    for name, code in countries.items():
        here = [person for person in people if person["country"] == name]
        found = counts[market_of(round_, code).id]
        assert found[""][""] == len(here)
        for question in ("poverty", "religion", "degree", "age", "gender"):
            expected = Counter(person[question].lower().replace(" ", "-") for person in here)
            assert {value: n for value, n in found[question].items() if value} == dict(expected)
            assert found[question][""] == len(here)
    again = work.import_file(round_, table, WVS.name)
    assert (again.added, again.known) == (0, len(rows))
    assert queries.counts_of_round(round_.id) == counts
