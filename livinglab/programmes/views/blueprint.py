"""The blueprint that all pages of the room share."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("programmes", __name__, url_prefix="/programmes")
