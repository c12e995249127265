"""Lines for whoever watches hold no token and no address, whoever wrote them."""

from __future__ import annotations

import json
import logging

import pytest
import structlog
from flask import Flask

from livinglab.foundation import logs
from livinglab.foundation.links import new_token


def test_a_line_is_one_object_without_tokens_and_addresses(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    token = new_token()
    logs.init_app(app)
    try:
        raise RuntimeError(f"/i/{token} for Cleo <cleo@example.org>")
    except RuntimeError:
        structlog.get_logger().exception("broken", path=f"/i/{token}", to="cleo@example.org", n=3)
    written = capsys.readouterr().out
    line = json.loads(written)
    assert line["event"] == "broken"
    assert line["n"] == 3
    assert "RuntimeError" in line["exception"]
    assert token not in written
    assert "cleo@" not in written


def test_what_libraries_say_is_redacted_too(app: Flask) -> None:
    token = new_token()
    record = logging.LogRecord("library", logging.WARNING, "", 0, "GET /i/%s by %s", (token, "cleo@example.org"), None)
    line = logs.Redacted("%(message)s").format(record)
    assert token not in line
    assert "cleo" not in line


@pytest.mark.parametrize("text", ["", "a hash of 64 " + "f" * 64, "2026-11-24", "an @ alone", "x" * 44])
def test_other_words_stay(text: str) -> None:
    assert logs.redact(text) == text


def test_errors_of_the_database_hide_what_was_stored(app: Flask) -> None:
    assert app.config["SQLALCHEMY_ENGINE_OPTIONS"]["hide_parameters"] is True
