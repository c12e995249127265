"""Sending requests as somebody, each as if it were the first: what it changed is rolled back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote

from flask import Flask
from sqlalchemy import Connection
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder, run_wsgi_app

from livinglab.foundation.db import Base, hold_to_reading
from tests.fixtures import BASE

Database = dict[str, list[tuple[Any, ...]]]
_ARGUMENT = re.compile(r"<(?:[^:<>]+:)?(\w+)>")


@dataclass(frozen=True)
class Answer:
    """What came back. `trouble` is the exception that no error page caught; then the status is 500."""

    status: int
    headers: Headers
    body: bytes
    trouble: str = ""

    @property
    def location(self) -> str:
        """Where it leads, within the site."""
        return self.headers.get("Location", "").removeprefix(BASE)

    @cached_property
    def text(self) -> str:
        """Body and headers, as one looks for words in them."""
        headers = "\n".join(f"{name}: {value}" for name, value in self.headers if name != "Set-Cookie")
        return f"{headers}\n\n{self.body.decode('utf-8', 'replace')}"

    @property
    def print_of_it(self) -> tuple[Any, ...]:
        """All that tells it from another answer, apart from the time."""
        return self.status, sorted((n, v) for n, v in self.headers if n not in ("Date", "Set-Cookie")), self.body


class Browsers:
    """One for each person: `cookies` holds what theirs sends."""

    def __init__(self, app: Flask, connection: Connection, cookies: Mapping[str, str]) -> None:
        self.app = app
        self.connection = connection
        self.cookies = cookies

    def ask(
        self,
        person: str,
        method: str,
        path: str,
        form: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        keep: bool = False,
    ) -> Answer:
        """Send a request. What it changed stays only with `keep`; reading is not rolled back, so that it shows."""
        environ = self._environ(person, method, path, form, headers or {})
        if keep or method in ("GET", "HEAD", "OPTIONS"):
            return self._run(environ)
        before = self.connection.begin_nested()
        try:
            return self._run(environ)
        finally:
            self.write_again()
            before.rollback()

    def _environ(
        self, person: str, method: str, path: str, form: Mapping[str, Any] | None, headers: Mapping[str, str]
    ) -> dict[str, Any]:
        sent = {"Cookie": self.cookies[person]} if person in self.cookies else {}
        builder = EnvironBuilder(
            path, BASE, method=method, data=dict(form) if form else None, headers={**sent, **headers}
        )
        try:
            return builder.get_environ()
        finally:
            builder.close()

    def _run(self, environ: Any) -> Answer:
        try:
            pieces, status, headers = run_wsgi_app(self.app.wsgi_app, environ)
            body = b"".join(pieces)
            if hasattr(pieces, "close"):
                pieces.close()
        except Exception as error:
            return Answer(500, Headers(), b"", f"{type(error).__name__}: {error}")
        return Answer(int(status.split()[0]), headers, body)

    def write_again(self) -> None:
        """A request that only read leaves the connection so."""
        hold_to_reading(self.connection, reading=False)

    def database(self) -> Database:
        """Every row of every table; and the files on the disk, as if they were one more."""
        folder = self.app.extensions["livinglab.surroundings"].folder
        found: Database = {"the disk": sorted((str(path),) for path in folder.rglob("*"))}
        for table in Base.metadata.tables:
            rows = self.connection.exec_driver_sql(f"SELECT * FROM {table}")  # noqa: S608  names of our own tables
            found[table] = [tuple(row) for row in rows]
        return found


def path_to(rule: str, values: Mapping[str, Any]) -> str:
    """The address of a rule such as `/products/<int:product_id>`, whatever nonsense the values are."""
    return _ARGUMENT.sub(lambda found: quote(str(values[found[1]]), safe="/" if found[1] == "filename" else ""), rule)


def arguments_of(rule: str) -> list[str]:
    """The names in a rule, from left to right."""
    return _ARGUMENT.findall(rule)


def what_changed(before: Database, after: Database, *, disk: bool = True) -> str:
    """The tables that differ, in words; empty when none does. Files are not rolled back: without `disk` they may be."""
    tables = (table for table in before if disk or table != "the disk")
    return ", ".join(table for table in tables if not _same(before[table], after[table]))


def _same(before: list[tuple[Any, ...]], after: list[tuple[Any, ...]]) -> bool:
    """In whichever order a database gives its rows."""
    return before == after or (len(before) == len(after) and sorted(before, key=repr) == sorted(after, key=repr))
