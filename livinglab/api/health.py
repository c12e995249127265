"""For whoever watches the instance: is the process alive, is it ready, and how does it keep what it is given."""

from __future__ import annotations

import sqlite3
from typing import Any

from flask import Blueprint, Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from livinglab.foundation.db import db, journal_mode
from livinglab.foundation.permissions import Policy, policy

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@policy(Policy.ANYONE)
def alive() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@policy(Policy.ANYONE)
def ready() -> tuple[Response, int]:
    """The database answers too; says which one, and for SQLite which journal keeps its commits."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return jsonify(status="the database does not answer"), 503
    about: dict[str, Any] = {"status": "ok", "database": db.engine.dialect.name}
    if about["database"] == "sqlite":
        about |= {"sqlite": sqlite3.sqlite_version, "journal": journal_mode()}
    return jsonify(about), 200
