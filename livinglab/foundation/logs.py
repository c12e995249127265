"""What is written down for whoever watches: one JSON object a line, without a token, a password or an address."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog
from flask import Flask

HIDDEN = "…"
# What a link's token or a mail address looks like, wherever it stands in a line.
_TOKEN = re.compile(r"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])")
_ADDRESS = re.compile(r"[^\s@<>\"'(,;]+@[^\s@<>\"'),;]+\.[^\s@<>\"'),;]+")


def redact(value: object) -> object:
    """A value without tokens and addresses; what is no text stays as it is."""
    if isinstance(value, str):
        return _ADDRESS.sub(HIDDEN, _TOKEN.sub(HIDDEN, value))
    return value


def _redact_line(_logger: object, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {key: redact(value) for key, value in line.items()}


class Redacted(logging.Formatter):
    """Lines of libraries, made like ours."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as text without tokens and addresses."""
        return str(redact(super().format(record)))


def init_app(app: Flask) -> None:
    """Write to standard output; libraries say warnings only, and what they say is redacted too."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _redact_line,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(),
        cache_logger_on_first_use=False,
    )
    if not app.config["TESTING"]:
        handler = logging.StreamHandler(sys.stdout)
        handler.setFormatter(Redacted("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
