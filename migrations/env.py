"""How migrations run: on the app's own database, with types of ours written as plain SQLAlchemy."""

from __future__ import annotations

import logging
from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import JSON

from livinglab.foundation.db import UtcTime

logging.getLogger("alembic").setLevel(logging.WARNING)
engine = current_app.extensions["migrate"].db.engine
metadata = current_app.extensions["migrate"].db.metadata


def render_item(kind: str, thing: Any, autogen_context: Any) -> str | bool:
    """Migrations never import the application: our time type becomes what the database keeps."""
    if kind == "type" and isinstance(thing, UtcTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(thing, JSON):
        return "sa.JSON()"
    return False


def compare_type(_context: Any, _inspected: Any, _column: Any, inspected_type: Any, metadata_type: Any) -> bool | None:
    """Our time type is the database's time; everything else as usual."""
    return False if isinstance(metadata_type, UtcTime) else None


def run() -> None:
    """Run the migrations in one transaction, on SQLite too."""
    with engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:  # before the transaction: tables are rebuilt while others point at them
            connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_as_batch=True,
            render_item=render_item,
            compare_type=compare_type,
            transactional_ddl=True,
            process_revision_directives=_leave_out_empty,
        )
        with context.begin_transaction():
            context.run_migrations()
            if sqlite:
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                if broken:
                    raise RuntimeError(f"the migration would leave rows that point nowhere: {broken[:5]}")
        if sqlite:
            connection.connection.driver_connection.execute("PRAGMA foreign_keys = ON")


def _leave_out_empty(_context: Any, _revision: Any, directives: list[Any]) -> None:
    options = context.config.cmd_opts
    if getattr(options, "autogenerate", False) and directives and directives[0].upgrade_ops.is_empty():
        directives[:] = []


run()
