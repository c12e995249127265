"""The one blueprint of the room; each file beside it holds the pages of one noun."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("questionnaires", __name__, url_prefix="/questionnaires")
