"""Reading pages in tests."""

from __future__ import annotations

import html
import re

_TOKEN = re.compile(r'name="csrf_token" value="[^"]*"')
_TAG = re.compile(r"<[^>]+>")


def without_csrf(page: str) -> str:
    """A page without its form tokens, which differ each time."""
    return _TOKEN.sub('name="csrf_token"', page)


def words(page: str) -> str:
    """What a person reads on a page: no tags, single spaces."""
    return " ".join(html.unescape(_TAG.sub(" ", page)).split())
