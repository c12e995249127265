"""What is refused or broken is said on a page in plain words; no traceback reaches a browser."""

from __future__ import annotations

import sqlite3

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from livinglab import app as application
from livinglab.dashboard import queries
from livinglab.foundation.errors import Refused
from tests.cast import Cast
from tests.conftest import As


def breaks(error: Exception) -> object:
    def broken(*_: object) -> None:
        raise error

    return broken


BUSY = OperationalError("SELECT secret", {}, sqlite3.OperationalError("database is locked"))


def test_a_busy_database_is_said_even_when_nothing_can_be_asked_of_it(
    as_: As, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = as_(cast.anna)
    monkeypatch.setattr(queries, "home_of", breaks(BUSY))
    monkeypatch.setattr(application, "kinds_of", breaks(BUSY))
    page = browser.get("/")
    assert page.status_code == 503
    assert "Busy at the moment" in page.text
    assert "secret" not in page.text


def test_whatever_breaks_is_said_without_a_traceback(
    app: Flask, as_: As, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", None)
    monkeypatch.setattr(queries, "home_of", breaks(RuntimeError("canary")))
    page = as_(cast.anna).get("/")
    assert page.status_code == 500
    assert "Something broke on our side" in page.text
    assert "canary" not in page.text
    assert "Traceback" not in page.text


def test_a_rule_that_says_no_is_read_in_its_own_words(as_: As, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "home_of", breaks(Refused("Do this first.", "Then <that>.")))
    page = as_(cast.anna).get("/")
    assert page.status_code == 409
    assert "Do this first. Then &lt;that&gt;." in page.text


@pytest.mark.parametrize("path", ["/nothing", "/rounds/1/nothing", "/%00", "/i/..%2f..", "/static/../config.py"])
def test_an_unknown_address_is_a_page_and_the_same_one_for_everybody(as_: As, cast: Cast, path: str) -> None:
    mine, nobodys = as_(cast.anna).get(path), as_(None).get(path)
    assert mine.status_code == nobodys.status_code == 404
    assert mine.text == nobodys.text
    assert path not in mine.text


def test_the_wrong_method_is_a_page_too(as_: As, cast: Cast) -> None:
    assert as_(cast.anna).post("/").status_code == 405


def test_a_host_that_is_not_ours_gets_nothing(as_: As) -> None:
    page = as_(None).get("/accounts/sign-in", base_url="http://evil.example")
    assert page.status_code == 400
    assert "evil.example" not in page.text
