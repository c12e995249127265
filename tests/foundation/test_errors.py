"""What is refused or broken is said on a page in plain words; no traceback reaches a browser."""

from __future__ import annotations

import sqlite3

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from livinglab import app as application
from livinglab.dashboard import queries
from livinglab.foundation.errors import Refused
from tests.cast import Cast
from tests.fixtures import As


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


def opened_again(page: TestResponse) -> bool:
    """Whether a page says first to open the link again, and that nothing sent is lost."""
    said = page.text.partition("<h1>")[2]
    return said.startswith("Open your link again</h1>") and "what you sent page by page is kept" in said


TESTER_PAGES = ("/feedback/1/", "/feedback/1/pages/2", "/feedback/987654/thanks")


@pytest.mark.parametrize("path", TESTER_PAGES)
def test_a_tester_whose_browser_forgot_them_is_told_to_open_the_link_again(as_: As, path: str) -> None:
    page = as_(None).get(path)
    assert page.status_code == 404
    assert opened_again(page)


def test_a_tester_who_sends_a_page_after_that_is_told_the_same(
    app: Flask, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    page = as_(None).post("/feedback/1/pages/2", data={"csrf_token": "old"})
    assert page.status_code == 400
    assert opened_again(page)


def test_links_and_pages_of_staff_say_what_they_said(as_: As, cast: Cast) -> None:
    for page in (as_(cast.anna).get("/rounds/987654"), as_(None).get(f"/i/{'a' * 43}")):
        assert page.status_code == 404
        assert "There is nothing here" in page.text


@pytest.mark.parametrize(
    ("query", "accepted", "language"),
    [
        ("", "", "en"),
        ("?language=de", "", "de"),
        ("?language=de", "sv", "de"),
        ("?language=xx", "sv", "sv"),
        ("?language=<b>", "", "en"),
    ],
)
def test_testers_are_refused_in_the_language_of_the_address_or_of_their_browser(
    as_: As, query: str, accepted: str, language: str
) -> None:
    page = as_(None).get(f"/feedback/1/{query}", headers={"Accept-Language": accepted})
    assert f'<html lang="{language}"' in page.text


def test_the_language_of_a_form_counts_too_and_one_that_cannot_be_read_breaks_nothing(
    app: Flask, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    page = as_(None).post("/feedback/1/pages/2", data={"language": "pl"})
    assert (page.status_code, '<html lang="pl"' in page.text) == (400, True)
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 10)
    assert as_(None).post("/feedback/1/pages/2", data={"language": "pl"}).status_code == 413
