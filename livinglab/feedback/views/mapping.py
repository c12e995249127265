"""Saying how a table is read: which column is which question, which value which answer."""

from __future__ import annotations

import hashlib
import json

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from livinglab.accounts.sessions import me
from livinglab.feedback import access, imports, rows
from livinglab.feedback.mapping_form import form_for, mapping_from
from livinglab.feedback.models import Import
from livinglab.feedback.views.blueprint import blueprint
from livinglab.foundation.db import db
from livinglab.foundation.permissions import Policy, policy

Answer = str | tuple[str, int] | BaseResponse


@blueprint.get("/imports/<int:import_id>/mapping")
@policy(Policy.SIGNED_IN)
def edit_mapping(import_id: int) -> Answer:
    """The columns as they are read now, and what has still to be said."""
    import_ = access.import_to_manage(me(), import_id)
    if import_.state != "uploaded":
        return redirect(url_for("feedback.show_import", import_id=import_id), 303)
    return _mapping(import_, imports.table_in(import_))


def _mapping(import_: Import, table: rows.Table) -> str:
    mapping = imports.mapping_in(import_)
    return render_template(
        "feedback/mapping.html",
        round=import_.round,
        import_=import_,
        form=form_for(import_.round, mapping, table),
        still=rows.lacking(import_.round, mapping, table),
        seen=_seen(import_),
        read_as=table.notice,
    )


def _seen(import_: Import) -> str:
    """What the form was made of: its fields are numbered, so it cannot be read against another mapping."""
    return hashlib.sha256(json.dumps(import_.mapping, sort_keys=True).encode()).hexdigest()[:16]


@blueprint.post("/imports/<int:import_id>/mapping")
@policy(Policy.SIGNED_IN)
def save_mapping(import_id: int) -> Answer:
    """Keep what was said. One button shows the values of newly chosen columns, the other goes on to the rows."""
    import_ = access.import_to_manage(me(), import_id)
    table = imports.table_in(import_)
    if request.form.get("seen") != _seen(import_):
        flash("The columns were changed in another window meanwhile. This is how they are now.", "warn")
        return redirect(url_for("feedback.edit_mapping", import_id=import_id), 303)
    mapping = mapping_from(import_.round, imports.mapping_in(import_), table, request.form)
    imports.choose_mapping(import_, mapping)
    stops = rows.lacking(import_.round, mapping, table, values=False)
    db.session.commit()
    if request.form.get("go") != "check":
        return redirect(url_for("feedback.edit_mapping", import_id=import_id), 303)
    if stops:
        return _mapping(access.import_to_manage(me(), import_id), table), 422
    return redirect(url_for("feedback.preview_import", import_id=import_id), 303)
