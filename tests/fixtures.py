"""The app over a real database that forgets each test, and clients for the people of the cast."""

from __future__ import annotations

import gc
import os
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient
from hypothesis import settings
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Connection, Dialect, insert, inspect

from config import TestConfig
from livinglab.accounts.models import User
from livinglab.app import ROOT, create_app
from livinglab.foundation import links
from livinglab.foundation.db import Base, db, hold_to_reading
from tests import postgresql
from tests.cast import Cast, load_cast, make_cast, remove_cast
from tests.surroundings import BEGIN, World
from tests.thorough import examples

As = Callable[..., FlaskClient]
BASE = "http://livinglab.test"
# No deadline: a machine that is busy elsewhere makes no test wrong. What must be fast says so by processor time.
settings.register_profile("tests", max_examples=examples(100), deadline=None)
settings.load_profile("tests")
BEGIN_SESSION = insert(Base.metadata.tables["sessions"])


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An empty database for the whole run: SQLite, or an empty schema on the PostgreSQL of LIVINGLAB_TEST_DATABASE."""
    given = os.environ.get("LIVINGLAB_TEST_DATABASE", "")
    if not given:
        # The run asks more kinds of questions than the 128 whose preparation is remembered otherwise.
        yield f"sqlite:///{tmp_path_factory.mktemp('database') / 'tests.db'}?cached_statements=2000"
        return
    yield postgresql.in_schema(given, postgresql.schema("tests"))


@pytest.fixture(scope="session")
def whole_app(tmp_path_factory: pytest.TempPathFactory, database_url: str, pytestconfig: pytest.Config) -> Flask:
    """One app with all tables, for the whole run. The cast is in them: it is needed by nearly every test."""
    folder = tmp_path_factory.mktemp("data")
    app = create_app(TestConfig(folder, database_url), World(folder / "files"))
    # What one process has compiled, the others need not, nor the next run. A page that was changed is compiled anew,
    # and all are where the settings of pages may have changed.
    settings_of_pages = zlib.crc32((ROOT / "livinglab" / "app.py").read_bytes())
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(pytestconfig.cache.mkdir(f"pages-{settings_of_pages}")))
    with app.app_context():
        name_savepoints_plainly(db.engine.dialect)
        if db.engine.dialect.name == "postgresql":
            postgresql.empty(db.engine, postgresql.schema("tests"))
        Base.metadata.create_all(db.engine)
        make_cast()
    gc.freeze()  # what was imported stays: looking through it again and again costs a tenth of the run
    gc.set_threshold(50_000, 20, 50)
    return app


def pytest_sessionfinish() -> None:
    """In the end the whole heap is looked through five times for what failed on its way to the garbage."""
    gc.freeze()


def name_savepoints_plainly(dialect: Dialect) -> None:
    """Each request of a test is a savepoint. To build these two words as a tree costs more than the savepoint."""
    for method, words in (("do_savepoint", "SAVEPOINT"), ("do_release_savepoint", "RELEASE SAVEPOINT")):
        setattr(dialect, method, lambda connection, name, words=words: connection.exec_driver_sql(f"{words} {name}"))


@contextmanager
def one_transaction(app: Flask) -> Iterator[Connection]:
    """A connection that all sessions of the app join, in a transaction that is rolled back in the end."""
    with app.app_context():
        engines = db.engines
        engine = engines[None]
    with engine.connect() as connection:
        outer = connection.begin()
        engines[None] = connection  # type: ignore[assignment]  # sessions join it by savepoints
        try:
            yield connection
        finally:
            engines[None] = engine
            hold_to_reading(connection, reading=False)
            outer.rollback()


@pytest.fixture
def connection(request: pytest.FixtureRequest, whole_app: Flask) -> Iterator[Connection]:
    """The transaction of a test. The database is empty in it, unless the test asks for the cast."""
    with one_transaction(whole_app) as connection:
        if "cast" not in request.fixturenames:
            remove_cast(connection)
        yield connection


@pytest.fixture
def world(whole_app: Flask) -> World:
    """The app's surroundings, at the beginning of time."""
    world = whole_app.extensions["livinglab.surroundings"]
    world.time = BEGIN
    world.post.mails.clear()
    world.post.fail_with = None
    return world


@pytest.fixture
def app(whole_app: Flask, connection: Connection, world: World) -> Iterator[Flask]:
    """The app with its database, inside an app context that no request shares."""
    with whole_app.app_context():
        yield whole_app
        db.session.remove()


@pytest.fixture
def cast(app: Flask) -> Cast:
    """The people of the story."""
    return load_cast()


class Client(FlaskClient):
    """Each request gets an app context of its own, even while the test holds one open."""

    def open(self, *args: object, **kwargs: object):  # type: ignore[no-untyped-def, override]
        """Send a request. Afterwards the test's own session sees what the request changed."""
        db.session.commit()  # from here on all that the test holds is expired
        for row in db.session:
            keep_identity(row)
        kwargs.setdefault("base_url", BASE)
        with self.application.app_context():
            return super().open(*args, **kwargs)  # type: ignore[arg-type]


def keep_identity(row: Any) -> None:
    """Let an expired row know its id, which nothing changes: tests ask for it all the time, to make addresses."""
    if hasattr(type(row), "id"):
        vars(row)["id"] = inspect(row).identity[0]


@pytest.fixture
def as_(app: Flask) -> As:
    """`as_(cast.anna)` is a client in which Anna is signed in; `as_(None)` is a stranger's."""
    app.test_client_class = Client

    def client(person: User | None) -> FlaskClient:
        browser = app.test_client()
        if person is None:
            return browser
        token = links.new_token()
        now = app.extensions["livinglab.surroundings"].clock()
        db.session.execute(
            BEGIN_SESSION,
            {
                "token_hash": links.hash_of(token),
                "user_id": person.id,
                "device": "Test browser",
                "created_at": now,
                "expires_at": now.replace(year=now.year + 1),
            },
        )
        set_session(browser, {"_user_id": token, "_fresh": True})
        return browser

    return client


def set_session(browser: FlaskClient, values: dict[str, object]) -> None:
    """Let a browser send a session cookie with these values, as if a request had set it."""
    app = browser.application
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer
    browser.set_cookie(app.config["SESSION_COOKIE_NAME"], signer.dumps(values), domain="livinglab.test")
