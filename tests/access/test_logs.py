"""What is written down when something breaks: enough to find it, and no address, answer, password or token."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Connection

from livinglab.accounts import passwords
from livinglab.foundation import jobs
from livinglab.foundation.db import db
from livinglab.invitations.work import deliver
from tests.access.browsers import Browsers
from tests.access.canaries import address, heard_in, word
from tests.access.secrets import Secrets
from tests.access.world import Scene
from tests.factories.accounts import PASSWORD
from tests.surroundings import World


@pytest.fixture
def errors_are_caught(whole_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in production: an error becomes a page and a log line."""
    monkeypatch.setitem(whole_app.config, "PROPAGATE_EXCEPTIONS", False)


@pytest.fixture
def rolled_back(connection: Connection, browsers: Browsers) -> Iterator[None]:
    """What a test changes here is undone."""
    outer = connection.begin_nested()
    yield
    browsers.write_again()
    outer.rollback()


def _sign_in(browsers: Browsers, scene: Scene, password: str) -> int:
    fields = {"email": scene.addresses["Anna"], "password": password}
    device = {"User-Agent": word("session device")}
    answer = browsers.ask("nobody", "POST", "/accounts/sign-in", fields, device, keep=True)
    assert heard_in(answer.text) == set()
    return answer.status


@pytest.mark.usefixtures("errors_are_caught", "rolled_back")
def test_an_unexpected_error_writes_down_no_password(
    browsers: Browsers, scene: Scene, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken(password_hash: str, password: str) -> bool:
        raise RuntimeError("the hasher is broken")

    monkeypatch.setattr(passwords, "matches", broken)
    assert _sign_in(browsers, scene, word("password")) == 500
    written = "".join(capfd.readouterr())
    assert "the hasher is broken" in written
    assert "/accounts/sign-in" in written
    assert heard_in(written) == set()
    assert scene.addresses["Anna"] not in written


@pytest.mark.usefixtures("errors_are_caught", "rolled_back")
def test_an_error_of_the_database_writes_down_none_of_the_values(
    browsers: Browsers, scene: Scene, surroundings: World, monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setattr(surroundings, "chance", bytes)  # every token is the same: the second sign-in collides
    assert _sign_in(browsers, scene, PASSWORD) == 303
    assert _sign_in(browsers, scene, PASSWORD) == 500
    written = "".join(capfd.readouterr())
    assert "IntegrityError" in written
    assert heard_in(written) == set()


@pytest.mark.usefixtures("errors_are_caught", "rolled_back")
def test_an_error_behind_a_link_does_not_write_down_its_token(
    browsers: Browsers, scene: Scene, whole_app: Flask, monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    def broken(token: str) -> str:
        raise RuntimeError("broken view")

    for endpoint in ("invitations.link", "accounts.new_password", "network.join", "accounts.finish_sign_up"):
        broken.policy = whole_app.view_functions[endpoint].policy  # type: ignore[attr-defined]
        monkeypatch.setitem(whole_app.view_functions, endpoint, broken)
    for path, name in (("/i/", "invitation"), ("/accounts/new-password/", "new password"), ("/network/join/", "join"),
                       ("/accounts/sign-up/", "sign up")):  # fmt: skip
        answer = browsers.ask("nobody", "GET", path + scene.tokens[name])
        assert answer.status == 500
        assert scene.tokens[name] not in answer.text
        written = "".join(capfd.readouterr())
        assert "broken view" in written
        assert scene.tokens[name] not in written


@pytest.mark.usefixtures("rolled_back")
def test_a_mail_that_cannot_be_sent_writes_down_neither_its_reader_nor_its_link(
    whole_app: Flask, surroundings: World, secrets: Secrets, monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    def refuse(message: object) -> None:
        raise OSError(f"450 {address('invitation address')} is not known here")

    monkeypatch.setattr(surroundings.transport, "send", refuse)
    with whole_app.app_context():
        assert deliver() == 0
        db.session.remove()
    written = "".join(capfd.readouterr())
    assert "OSError" in written
    assert heard_in(written) == set()
    assert secrets.any_in(written) == []


@pytest.mark.usefixtures("rolled_back")
def test_work_that_breaks_is_written_down_without_what_it_worked_on(
    whole_app: Flask, capfd: pytest.CaptureFixture[str]
) -> None:
    """An error of the database names the values it was given: they stay out of the log."""

    def broken() -> int:
        statement = db.text("INSERT INTO users (email) VALUES (:email)")
        db.session.execute(statement, {"email": address("invitation address")})
        return 1

    with whole_app.app_context():
        assert jobs.run_one(jobs.Job("broken", 1, broken)) == 0
    written = "".join(capfd.readouterr())
    assert "IntegrityError" in written
    assert heard_in(written) == set()
