"""The database: one base class, aware times, data classes on columns, and a journal that never loses a commit."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from flask import Flask, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, Connection, DateTime, Dialect, Engine, MetaData, Table, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, MappedColumn, Session, SessionTransaction, mapped_column, registry
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

from livinglab.foundation.turns import Turns

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
BUSY_SECONDS = 30
READS_ONLY = "livinglab.reads_only"  # where an SQLite connection keeps whether it may only read
TURN = "livinglab.turn"  # where a connection keeps the turn to write that it was given

# What a transaction that only reads may say to SQLite, and what makes a WITH more than reading.
_READS = re.compile(r"(SELECT|WITH|SAVEPOINT|RELEASE|ROLLBACK) |PRAGMA \w+$")
_CHANGES = re.compile(r"\b(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)

_reading: ContextVar[bool] = ContextVar("livinglab_reading", default=False)


class Data(StrEnum):
    """What a column holds, for export, erasure, retention and redaction (a test refuses a column without one)."""

    PUBLIC = "public"
    CONFIDENTIAL = "confidential"
    PERSONAL = "personal"
    SPECIAL = "special"
    SECRET = "secret"  # noqa: S105  the name of a class of data, not a password


class UtcTime(TypeDecorator[datetime]):
    """An aware time, stored in UTC. A naive time is refused, because nobody could say which hour it means."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a time zone cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table of ours. Columns are made with `public`, `confidential`, `personal`, `special` or `secret`."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={datetime: UtcTime(), dict[str, Any]: JSON(), list[Any]: JSON()},
    )


def public(*args: Any, **kwargs: Any) -> MappedColumn[Any]:
    """A column that anyone who sees the row may see."""
    return mapped_column(*args, info={"data": Data.PUBLIC}, **kwargs)


def confidential(*args: Any, **kwargs: Any) -> MappedColumn[Any]:
    """A column that belongs to its organisation."""
    return mapped_column(*args, info={"data": Data.CONFIDENTIAL}, **kwargs)


def personal(*args: Any, **kwargs: Any) -> MappedColumn[Any]:
    """A column that tells something about a person."""
    return mapped_column(*args, info={"data": Data.PERSONAL}, **kwargs)


def special(*args: Any, **kwargs: Any) -> MappedColumn[Any]:
    """A column that may hold what the law calls special (answers in a person's own words)."""
    return mapped_column(*args, info={"data": Data.SPECIAL}, **kwargs)


def secret(*args: Any, **kwargs: Any) -> MappedColumn[Any]:
    """A column that never leaves the database: hashes of passwords and tokens."""
    return mapped_column(*args, info={"data": Data.SECRET}, **kwargs)


# create_savepoint: a test can wrap whole requests in one transaction and roll it back.
db = SQLAlchemy(metadata=Base.metadata, session_options={"join_transaction_mode": "create_savepoint"})


def insert(table: Any) -> Any:
    """An INSERT that knows ON CONFLICT, in the dialect of the running database."""
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    return dialect.insert(table)


def add_to_count(table: Any, keys: list[dict[str, Any]], column: str = "n") -> None:
    """Add each row's `column` to the stored one in the database itself: no reading first, so none is lost.

    `keys` are whole rows; sorted by the caller's order of primary key so that two writers cannot deadlock.
    """
    if not keys:
        return
    target: Table = table.__table__
    primary = [c.name for c in target.primary_key]
    for row in sorted(keys, key=lambda r: tuple(str(r[name]) for name in primary)):
        statement = insert(target).values(row)
        db.session.execute(
            statement.on_conflict_do_update(
                index_elements=primary, set_={column: target.c[column] + statement.excluded[column]}
            )
        )


@contextmanager
def reading_only() -> Iterator[None]:
    """Within it a new transaction cannot change anything, and on SQLite does not take the write lock."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


def wal_is_safe(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite has the fix for a write that WAL mode could lose (3.51.3, 3.50.7, 3.44.6)."""
    if version >= (3, 51, 3):
        return True
    return (3, 50, 7) <= version < (3, 51, 0) or (3, 44, 6) <= version < (3, 45, 0)


def journal_mode(version: tuple[int, int, int] = sqlite3.sqlite_version_info) -> str:
    """`wal` where it is safe, else a rollback journal."""
    return "wal" if wal_is_safe(version) else "delete"


def normalised_url(url: str) -> str:
    """The address of a database as SQLAlchemy wants it: `postgres://…` means psycopg 3."""
    parsed = make_url(url.replace("postgres://", "postgresql://", 1) if url.startswith("postgres://") else url)
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    return parsed.render_as_string(hide_password=False)


def init_app(app: Flask) -> None:
    """Bind the database to the app; a GET request can only read, whatever its code tries."""
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)

    @app.before_request
    def say_whether_this_request_writes() -> None:
        _reading.set(request.method in SAFE_METHODS)

    @app.teardown_request
    def forget_it(_error: BaseException | None) -> None:
        _reading.set(False)


def prepare_engine(engine: Engine) -> None:
    """Set what each new connection and transaction needs on SQLite."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def on_connect(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, so that no write begins as a read
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        cursor.execute(f"PRAGMA journal_mode = {journal_mode()}")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    database = engine.url.database
    turns = Turns(Path(f"{database}-turns")) if database and database != ":memory:" else None

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        reading = _reading.get()
        if turns and not reading and TURN not in connection.info and (turn := turns.take()) is not None:
            connection.info[TURN] = turn
        hold_to_reading(connection, reading=reading)
        if not reading:  # a page that is only read keeps no lock between its queries, so that no commit waits for it
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    @event.listens_for(engine, "before_cursor_execute")
    def on_statement(connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        if connection.info.get(READS_ONLY) and not only_reads(statement):
            raise sqlite3.OperationalError("attempt to write a readonly database")

    @event.listens_for(engine, "checkin")  # after the commit or the rollback; also when BEGIN itself failed
    def on_checkin(_connection: sqlite3.Connection | None, record: ConnectionPoolEntry) -> None:
        if turns and TURN in record.info:
            turns.give_back(record.info.pop(TURN))


def hold_to_reading(connection: Connection, *, reading: bool) -> None:
    """Let a connection only read, or also write again, on SQLite. On PostgreSQL this ends with each transaction.

    We look at each statement ourselves: `PRAGMA query_only` makes SQLite forget all that it has prepared, and to
    prepare every query of every page again cost a fifth of a page.
    """
    if connection.dialect.name == "sqlite":
        connection.info[READS_ONLY] = reading


def only_reads(statement: str) -> bool:
    """Whether a statement surely changes nothing. What is not known to read is taken for a change."""
    return bool(_READS.match(statement)) and not (statement.startswith("WITH") and _CHANGES.search(statement))


@event.listens_for(Session, "after_begin")
def a_reading_request_cannot_write(_session: Session, _transaction: SessionTransaction, connection: Connection) -> None:
    """Hold a GET to reading also where a transaction is already open around it (as in tests)."""
    hold_to_reading(connection, reading=_reading.get())
    if connection.dialect.name == "postgresql" and _reading.get():
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
