"""Settings that are missing or wrong are said at the start; a proxy is believed only when it was declared."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import request

import config
from config import SettingsError, TestConfig
from livinglab.accounts.sessions import LIFETIME
from livinglab.app import create_app
from tests.surroundings import World

GOOD = {
    "LIVINGLAB_SECRET_KEY": "x" * 32,
    "LIVINGLAB_BASE_URL": "https://lab.example.org",
    "LIVINGLAB_TRUSTED_HOSTS": "lab.example.org, www.lab.example.org",
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """A complete environment of a real installation."""
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("LIVINGLAB_DATA", str(tmp_path))
    return monkeypatch


def test_a_complete_environment_is_read(environment: pytest.MonkeyPatch) -> None:
    read = config.chosen()
    assert read.TRUSTED_HOSTS == ["lab.example.org", "www.lab.example.org"]
    assert read.SESSION_COOKIE_SECURE
    assert not read.SHOW_MAILBOX


@pytest.mark.parametrize("name", GOOD)
def test_production_does_not_start_without(environment: pytest.MonkeyPatch, name: str) -> None:
    environment.delenv(name)
    with pytest.raises(SettingsError, match=name):
        config.chosen()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LIVINGLAB_SECRET_KEY", "short"),
        ("LIVINGLAB_BASE_URL", "lab.example.org"),
        ("LIVINGLAB_SMTP_PORT", "abc"),
        ("LIVINGLAB_SMTP_SECURITY", "maybe"),
        ("LIVINGLAB_MODE", "test"),
        ("LIVINGLAB_PROXIES", "-1"),
    ],
)
def test_a_wrong_setting_is_named(environment: pytest.MonkeyPatch, name: str, value: str) -> None:
    environment.setenv(name, value)
    with pytest.raises(SettingsError, match=name):
        config.chosen()


def test_the_demo_keeps_a_secret_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (*GOOD, "LIVINGLAB_MODE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LIVINGLAB_DATA", str(tmp_path))
    first, second = config.for_commands(), config.for_commands()
    assert first.SECRET_KEY == second.SECRET_KEY
    assert len(first.SECRET_KEY) >= 32
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("written", "port", "address"),
    [
        (None, None, "http://localhost:8000"),
        ("http://localhost:5090\n", None, "http://localhost:5090"),
        (None, "5091", "http://localhost:5091"),
        ("http://localhost:5090\n", "5091", "http://localhost:5091"),
    ],
)
def test_commands_make_links_to_where_the_demo_on_their_data_answers(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, written: str | None, port: str | None, address: str
) -> None:
    for name in (*GOOD, "LIVINGLAB_MODE", "LIVINGLAB_PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LIVINGLAB_DATA", str(tmp_path))
    if written is not None:
        (tmp_path / "address").write_text(written)
    if port is not None:
        monkeypatch.setenv("LIVINGLAB_PORT", port)
    assert address == config.for_commands().BASE_URL


def test_a_cookie_is_believed_as_long_as_the_session_it_carries() -> None:
    assert config.Config.PERMANENT_SESSION_LIFETIME >= LIFETIME


@pytest.mark.parametrize(("proxies", "address"), [(0, "127.0.0.1"), (1, "203.0.113.9")])
def test_a_proxy_is_believed_only_when_it_was_declared(tmp_path: Path, proxies: int, address: str) -> None:
    settings = TestConfig(tmp_path, f"sqlite:///{tmp_path / 'p.db'}")
    settings.PROXIES = proxies
    app = create_app(settings, World(tmp_path / "files"))
    seen: list[str | None] = []

    @app.before_request
    def note() -> None:
        seen.append(request.remote_addr)

    app.test_client().get("/healthz", base_url="http://livinglab.test", headers={"X-Forwarded-For": "203.0.113.9"})
    assert seen == [address]
