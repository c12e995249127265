"""The embedded database: its journal, its locks, and the turns of those who write."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import IntegrityError, OperationalError

from livinglab.foundation.db import TURN, journal_mode, only_reads, prepare_engine, reading_only, wal_is_safe
from livinglab.foundation.turns import Turns

WRITERS, TIMES = 8, 25


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An embedded database on the disk, prepared as the app prepares its own, with one counter in it."""
    made = create_engine(f"sqlite:///{tmp_path / 'some.db'}")
    prepare_engine(made)
    with made.begin() as connection:
        connection.execute(text("CREATE TABLE counters (id INTEGER PRIMARY KEY, n INTEGER NOT NULL)"))
        connection.execute(text("CREATE TABLE parts (id INTEGER PRIMARY KEY, whole INTEGER REFERENCES counters (id))"))
        connection.execute(text("INSERT INTO counters VALUES (1, 0)"))
    yield made
    made.dispose()


def counted(engine: Engine) -> int:
    with reading_only(), engine.begin() as connection:
        return int(connection.scalar(text("SELECT n FROM counters")) or 0)


def count_one_more(engine: Engine) -> None:
    """Read, then write what was read plus one: it loses counts unless the read already holds the lock."""
    with engine.begin() as connection:
        n = connection.scalar(text("SELECT n FROM counters")) or 0
        connection.execute(text("UPDATE counters SET n = :n"), {"n": n + 1})


@pytest.mark.parametrize("version", [(3, 51, 3), (3, 52, 0), (4, 0, 0), (3, 50, 7), (3, 50, 9), (3, 44, 6), (3, 44, 7)])
def test_a_version_that_has_the_fix_may_use_a_write_ahead_log(version: tuple[int, int, int]) -> None:
    assert wal_is_safe(version)
    assert journal_mode(version) == "wal"


@pytest.mark.parametrize(
    "version", [(3, 40, 1), (3, 44, 5), (3, 45, 0), (3, 46, 1), (3, 50, 6), (3, 51, 0), (3, 51, 2)]
)
def test_a_version_that_can_lose_a_commit_keeps_a_rollback_journal(version: tuple[int, int, int]) -> None:
    assert not wal_is_safe(version)
    assert journal_mode(version) == "delete"


@pytest.mark.parametrize(
    ("setting", "value"),
    [("journal_mode", journal_mode()), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 30_000)],
)
def test_each_connection_is_set_to_lose_nothing(engine: Engine, setting: str, value: object) -> None:
    with reading_only(), engine.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {setting}").scalar() == value


def test_a_row_that_points_nowhere_is_refused(engine: Engine) -> None:
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text("INSERT INTO parts (whole) VALUES (77)"))


def test_a_transaction_that_may_write_holds_the_lock_from_its_first_word(engine: Engine, tmp_path: Path) -> None:
    stranger = sqlite3.connect(tmp_path / "some.db", timeout=0, isolation_level=None)
    with engine.begin() as connection:
        connection.execute(text("SELECT n FROM counters"))
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            stranger.execute("BEGIN IMMEDIATE")
    stranger.execute("BEGIN IMMEDIATE")
    stranger.close()


def test_one_that_only_reads_holds_nobody_up_and_changes_nothing(engine: Engine, tmp_path: Path) -> None:
    stranger = sqlite3.connect(tmp_path / "some.db", timeout=0, isolation_level=None)
    with reading_only(), engine.begin() as connection:
        stranger.execute("BEGIN IMMEDIATE")
        stranger.execute("ROLLBACK")
        with pytest.raises(OperationalError, match="readonly"):
            connection.execute(text("UPDATE counters SET n = 5"))
    stranger.close()
    assert counted(engine) == 0


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT n FROM counters",
        "WITH some AS (SELECT n FROM counters) SELECT n FROM some",
        "SAVEPOINT here",
        "RELEASE here",
        "PRAGMA journal_mode",
    ],
)
def test_what_reads_is_known(statement: str) -> None:
    assert only_reads(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO counters VALUES (1)",
        "UPDATE counters SET n = 5",
        "DELETE FROM counters",
        "REPLACE INTO counters VALUES (1)",
        "WITH some AS (SELECT 5 AS n) UPDATE counters SET n = (SELECT n FROM some)",
        "WITH some AS (SELECT 5 AS n)\nINSERT INTO counters SELECT n FROM some",
        "WITH some AS (SELECT 5 AS n) insert into counters select 7, n from some",
        "DROP TABLE counters",
        "PRAGMA user_version = 3",
        "PRAGMA user_version(3)",
        "VACUUM",
        "ATTACH 'other.db' AS other",
        "/* SELECT */ UPDATE counters SET n = 5",
        " UPDATE counters SET n = 5",
        "select n from counters",
        "",
    ],
)
def test_whatever_is_not_known_to_read_is_taken_for_a_change(statement: str, engine: Engine) -> None:
    assert not only_reads(statement)
    with reading_only(), engine.begin() as connection:
        with pytest.raises(OperationalError, match="readonly"):
            connection.exec_driver_sql(statement)
        assert connection.exec_driver_sql("SELECT count(*) FROM counters").scalar() == 1


def test_pages_that_read_and_forms_that_write_leave_what_is_prepared_as_it_is(engine: Engine) -> None:
    """A pragma that holds a connection to reading would let SQLite prepare every query again."""
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver
    prepared: list[str] = []
    driver.set_trace_callback(prepared.append)
    with reading_only(), engine.begin() as connection:
        connection.execute(text("SELECT n FROM counters"))
    driver.set_trace_callback(None)
    assert prepared == ["SELECT n FROM counters"]


def test_eight_who_count_at_once_lose_no_count(engine: Engine) -> None:
    def many_times() -> None:
        for _ in range(TIMES):
            count_one_more(engine)

    everybody = [threading.Thread(target=many_times) for _ in range(WRITERS)]
    for one in everybody:
        one.start()
    for one in everybody:
        one.join()
    assert counted(engine) == WRITERS * TIMES


def failing(connection: object) -> None:
    raise RuntimeError


@pytest.mark.parametrize("ending", [lambda _connection: None, failing], ids=["commit", "rollback"])
def test_a_turn_ends_with_the_transaction(engine: Engine, ending: Callable[[object], None]) -> None:
    try:
        with engine.begin() as connection:
            assert TURN in connection.info
            ending(connection)
    except RuntimeError:
        pass
    with reading_only(), engine.connect() as connection:
        assert TURN not in connection.info
    count_one_more(engine)
    assert counted(engine) == 1


def test_a_turn_ends_when_the_transaction_could_not_begin(engine: Engine, tmp_path: Path) -> None:
    stranger = sqlite3.connect(tmp_path / "some.db", isolation_level=None)
    stranger.execute("BEGIN IMMEDIATE")
    with reading_only(), engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver
        driver.execute("PRAGMA busy_timeout = 0")
    with pytest.raises(OperationalError, match="locked"):
        count_one_more(engine)
    stranger.execute("ROLLBACK")
    stranger.close()
    count_one_more(engine)
    assert counted(engine) == 1


def test_reading_needs_no_turn(engine: Engine) -> None:
    with engine.begin() as writing, reading_only(), engine.begin() as reading:
        assert TURN in writing.info
        assert TURN not in reading.info


def test_the_next_one_begins_when_the_turn_is_given_back(tmp_path: Path) -> None:
    turns = Turns(tmp_path / "turns")
    order: list[str] = []
    turn = turns.take()
    assert turn is not None

    def next_one() -> None:
        mine = turns.take()
        assert mine is not None
        order.append("second")
        turns.give_back(mine)

    waiting = threading.Thread(target=next_one)
    waiting.start()
    time.sleep(0.05)
    order.append("first")
    turns.give_back(turn)
    waiting.join()
    assert order == ["first", "second"]


def other_process(file: Path) -> subprocess.Popen[str]:
    """Another process that takes the turn, says so, and holds it until it is killed."""
    code = (
        "import sys, time; from pathlib import Path; from livinglab.foundation.turns import Turns\n"
        "turns = Turns(Path(sys.argv[1])); print(turns.take() is not None, flush=True); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(file)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "True\n"
    return process


def test_a_process_that_is_killed_gives_its_turn_back(tmp_path: Path) -> None:
    process = other_process(tmp_path / "turns")
    try:
        assert Turns(tmp_path / "turns", patience=0.05).take() is None
    finally:
        process.kill()
        process.wait()
    assert Turns(tmp_path / "turns", patience=5).take() is not None


def test_who_waited_in_vain_goes_on_without_a_turn_and_the_next_one_is_not_held_up(tmp_path: Path) -> None:
    turns = Turns(tmp_path / "turns", patience=0.05)
    turn = turns.take()
    assert turn is not None
    assert turns.take() is None
    turns.give_back(turn)
    assert turns.take() is not None


def test_where_no_file_can_be_written_there_are_no_turns_and_no_error(tmp_path: Path) -> None:
    turns = Turns(tmp_path / "no such folder" / "turns")
    assert turns.take() is None
    assert turns.take() is None


def test_the_file_of_the_turns_is_for_its_owner_only(tmp_path: Path) -> None:
    turns = Turns(tmp_path / "turns")
    assert turns.take() is not None
    assert os.stat(tmp_path / "turns").st_mode & 0o077 == 0
