"""The world is built once for the whole folder, in a transaction that is rolled back when the folder is done."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Connection

from livinglab.foundation.db import db
from tests.access import norrsken, world
from tests.access.browsers import Browsers
from tests.access.secrets import Secrets
from tests.access.sending import Everything, send_everything
from tests.access.sweep import Sweep
from tests.access.world import Scene
from tests.fixtures import one_transaction
from tests.surroundings import BEGIN, World


@pytest.fixture(scope="package")
def connection(whole_app: Flask) -> Iterator[Connection]:
    """As in the other folders, for all tests of this one."""
    with one_transaction(whole_app) as connection:
        yield connection


@pytest.fixture(scope="package")
def surroundings(whole_app: Flask) -> World:
    """The app's clock, post and disk, at the beginning of time."""
    surroundings = whole_app.extensions["livinglab.surroundings"]
    surroundings.time = BEGIN
    surroundings.post.mails.clear()
    return surroundings


@pytest.fixture(scope="package")
def scene(whole_app: Flask, connection: Connection, surroundings: World) -> Scene:
    """Everything there is; its app context is gone before the first request."""
    with whole_app.app_context():
        scene = world.people()
        world.add_organisations(scene)
        world.add_programmes(scene)
        product = norrsken.add_products(scene)
        round_ = norrsken.add_running_round(scene, product, norrsken.add_questionnaires(scene))
        norrsken.add_testers(scene, round_)
        norrsken.add_imports(scene, round_)
        norrsken.add_other_rounds(scene)
        norrsken.add_danvind(scene)
        world.add_links(scene)
        world.add_browsers(scene, whole_app)
        db.session.commit()
        db.session.remove()
    return scene


@pytest.fixture(scope="package")
def browsers(whole_app: Flask, connection: Connection, scene: Scene) -> Browsers:
    """A browser for each person."""
    return Browsers(whole_app, connection, scene.cookies)


@pytest.fixture(scope="package")
def sweep(browsers: Browsers, scene: Scene) -> Sweep:
    """What everybody gets at every address, asked once."""
    return Sweep(browsers, scene)


@pytest.fixture(scope="package")
def secrets(connection: Connection, scene: Scene) -> Secrets:
    """What in the database is somebody's address, and what never leaves it."""
    return Secrets(connection, scene)


@pytest.fixture(scope="package")
def sent(sweep: Sweep, connection: Connection, surroundings: World) -> Everything:
    """Every good form, and every mail."""
    return send_everything(sweep, connection, surroundings)
