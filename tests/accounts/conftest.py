"""The app as it is in real use."""

from __future__ import annotations

import pytest
from flask import Flask


@pytest.fixture
def guarded(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The app with forms that are checked for their token."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    return app
