"""Settings, read from the environment; what is missing or wrong is said at the start, not at night."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType


class SettingsError(RuntimeError):
    """A setting is missing or cannot be read."""


def text(name: str, default: str | None = None) -> str:
    """A setting as text; without a default it must be there."""
    value = os.environ.get(name, "").strip() or default
    if value is None:
        raise SettingsError(f"{name} is not set. See .env.example for what it means.")
    return value


def number(name: str, default: int) -> int:
    """A setting as a whole number."""
    value = text(name, str(default))
    if not value.isascii() or not value.isdigit():
        raise SettingsError(f"{name} must be a whole number, not {value!r}.")
    return int(value)


class Config:
    """An installation for real use."""

    TESTING = False
    MAX_CONTENT_LENGTH = 30_000_000
    MAX_FORM_MEMORY_SIZE = 5_000_000
    MAX_FORM_PARTS = 3_000
    SESSION_COOKIE_NAME = "livinglab"
    SESSION_COOKIE_HTTPONLY = True
    SESSION_COOKIE_SAMESITE = "Lax"
    SESSION_COOKIE_SECURE = True
    PERMANENT_SESSION_LIFETIME = timedelta(days=14)  # of testers; who signs in is signed out with the browser's session
    SESSION_REFRESH_EACH_REQUEST = False
    WTF_CSRF_TIME_LIMIT = None
    BABEL_DEFAULT_LOCALE = "en"
    SEND_FILE_MAX_AGE_DEFAULT = 86_400
    PASSWORD_HASH_COST = (3, 65_536, 4)  # argon2: passes, KiB of memory, lanes
    SHOW_MAILBOX = False
    PROXIES = 0

    def __init__(self, own: Mapping[str, str] = MappingProxyType({})) -> None:
        """Read the environment; `own` holds what stands in for a setting that is not there."""
        self.DATA = Path(text("LIVINGLAB_DATA", "data")).resolve()
        self.SECRET_KEY = text("LIVINGLAB_SECRET_KEY", own.get("LIVINGLAB_SECRET_KEY"))
        self.BASE_URL = text("LIVINGLAB_BASE_URL", own.get("LIVINGLAB_BASE_URL"))
        hosts = text("LIVINGLAB_TRUSTED_HOSTS", own.get("LIVINGLAB_TRUSTED_HOSTS"))
        self.TRUSTED_HOSTS = hosts.replace(",", " ").split()
        self.PROXIES = number("LIVINGLAB_PROXIES", 0)
        self.DATABASE_URL = text("LIVINGLAB_DATABASE_URL", f"sqlite:///{self.DATA / 'livinglab.db'}")
        self.MAIL_FROM = text("LIVINGLAB_MAIL_FROM", "Living lab <livinglab@localhost>")
        self.SMTP_HOST = text("LIVINGLAB_SMTP_HOST", "")
        self.SMTP_PORT = number("LIVINGLAB_SMTP_PORT", 587)
        self.SMTP_USER = text("LIVINGLAB_SMTP_USER", "")
        self.SMTP_PASSWORD = text("LIVINGLAB_SMTP_PASSWORD", "")
        self.SMTP_SECURITY = text("LIVINGLAB_SMTP_SECURITY", "starttls")
        self.SESSION_COOKIE_SECURE = self.BASE_URL.startswith("https://")
        if not self.BASE_URL.startswith(("https://", "http://")):
            raise SettingsError("LIVINGLAB_BASE_URL must begin with https://")
        if len(self.SECRET_KEY) < 32:
            raise SettingsError("LIVINGLAB_SECRET_KEY must have at least 32 characters.")
        if self.SMTP_SECURITY not in ("starttls", "tls", "none"):
            raise SettingsError("LIVINGLAB_SMTP_SECURITY must be starttls, tls or none.")


class DemoConfig(Config):
    """`./lab demo` and commands on its data: one machine, no mail server, a secret of its own.

    Links that a command makes lead to where the demo answers: it writes its address into its folder when it starts.
    """

    SHOW_MAILBOX = True

    def __init__(self) -> None:
        data = Path(text("LIVINGLAB_DATA", "data")).resolve()
        key_file = data / "secret_key"
        if not key_file.exists():
            data.mkdir(parents=True, exist_ok=True)
            key_file.touch(mode=0o600)
            key_file.write_text(os.urandom(32).hex())
        address = f"http://localhost:{number('LIVINGLAB_PORT', 8000)}"
        if "LIVINGLAB_PORT" not in os.environ and (data / "address").exists():
            address = (data / "address").read_text().strip()
        own = {
            "LIVINGLAB_SECRET_KEY": key_file.read_text(),
            "LIVINGLAB_BASE_URL": address,
            "LIVINGLAB_TRUSTED_HOSTS": "localhost 127.0.0.1",
        }
        super().__init__(own)


class TestConfig(Config):
    """Tests: cheap passwords, errors that surface, whatever database the run was given."""

    __test__ = False
    TESTING = True
    PASSWORD_HASH_COST = (1, 8, 1)
    PROPAGATE_EXCEPTIONS = True
    WTF_CSRF_ENABLED = False

    def __init__(self, data: Path, database_url: str) -> None:
        self.DATA = data
        self.SECRET_KEY = "only-for-tests-only-for-tests-only-for-tests"  # noqa: S105
        self.BASE_URL = "http://livinglab.test"
        self.TRUSTED_HOSTS = ["livinglab.test", "localhost"]
        self.DATABASE_URL = database_url
        self.MAIL_FROM = "Living lab <livinglab@livinglab.test>"
        self.SMTP_HOST = ""
        self.SMTP_PORT = 25
        self.SMTP_USER = ""
        self.SMTP_PASSWORD = ""
        self.SMTP_SECURITY = "none"
        self.SESSION_COOKIE_SECURE = False


def chosen() -> Config:
    """The configuration that LIVINGLAB_MODE names: `demo`, or `production` when it is not set."""
    mode = text("LIVINGLAB_MODE", "production")
    if mode not in ("demo", "production"):
        raise SettingsError("LIVINGLAB_MODE must be demo or production.")
    return DemoConfig() if mode == "demo" else Config()


def for_commands() -> Config:
    """The configuration of `./lab` commands: production where its secret is set, else the embedded data folder."""
    if "LIVINGLAB_MODE" not in os.environ and "LIVINGLAB_SECRET_KEY" not in os.environ:
        return DemoConfig()
    return chosen()
