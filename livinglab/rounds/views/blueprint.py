"""The blueprint that all pages of the room share."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

blueprint = Blueprint("rounds", __name__, url_prefix="/rounds")

Page = str | tuple[str, int] | Response
