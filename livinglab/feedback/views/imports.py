"""Bringing answers collected elsewhere: upload, look at what would happen, start, follow, stop, take back."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from livinglab.accounts.sessions import me
from livinglab.feedback import access, imports, queries, rows
from livinglab.feedback.forms import StartForm, UploadForm
from livinglab.feedback.models import Import
from livinglab.feedback.views.blueprint import blueprint
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.foundation.languages import number
from livinglab.foundation.paging import Page, page_of, wanted_page
from livinglab.foundation.permissions import Policy, policy
from livinglab.foundation.places import country_name
from livinglab.foundation.tables import write_table
from livinglab.foundation.texts import file_name
from livinglab.rounds.models import Round

Answer = str | tuple[str, int] | BaseResponse
ROWS_ON_A_PAGE = 50
STATES = {
    "uploaded": ("Not started", "neutral"),
    "waiting": ("In line", "info"),
    "running": ("Coming in", "info"),
    "done": ("Done", "good"),
    "failed": ("Failed", "bad"),
    "cancelled": ("Stopped", "neutral"),
}


def _go(endpoint: str, import_id: int) -> BaseResponse:
    return redirect(url_for(f"feedback.{endpoint}", import_id=import_id), 303)


@blueprint.get("/rounds/<int:round_id>/imports")
@policy(Policy.SIGNED_IN)
def list_imports(round_id: int) -> Answer:
    """What was brought so far, and the form to bring more."""
    return _list(access.round_to_bring_into(me(), round_id), UploadForm())


def _list(round_: Round, form: UploadForm) -> str:
    page = page_of(queries.imports_of(round_.id), wanted_page(), whole_rows=True)
    return render_template(
        "feedback/imports.html",
        round=round_,
        form=form,
        page=page,
        states=STATES,
        why_not=imports.WHY_NOT.get(round_.state),
        url_for_page=lambda at: url_for("feedback.list_imports", round_id=round_.id, page=at),
    )


@blueprint.post("/rounds/<int:round_id>/imports")
@policy(Policy.SIGNED_IN)
def upload(round_id: int) -> Answer:
    """Keep the file and go on to its columns."""
    round_ = access.round_to_bring_into(me(), round_id)
    form = UploadForm()
    if form.validate():
        try:
            import_ = imports.upload(round_, form.table.data.read(), form.table.data.filename or "", by=me())
        except Refused as refused:
            db.session.rollback()
            form.add_error("table", *refused.reasons)
        else:
            db.session.commit()
            return _go("edit_mapping", import_.id)
    return _list(access.round_to_bring_into(me(), round_id), form), 422


@blueprint.get("/imports/<int:import_id>/preview")
@policy(Policy.SIGNED_IN)
def preview_import(import_id: int) -> Answer:
    """What would come in per market, and every row that would not, with the reason."""
    import_ = access.import_to_manage(me(), import_id)
    if import_.state != "uploaded":
        return _go("show_import", import_id)
    return _preview(import_, StartForm())


def _preview(import_: Import, form: StartForm) -> str:
    table = imports.table_in(import_)
    mapping = imports.mapping_in(import_)
    found = rows.preview(import_.round, mapping, table)
    markets = [(country_name(m.country), number(found.coming_in.get(m.country, 0))) for m in import_.round.markets]
    return render_template(
        "feedback/preview.html",
        round=import_.round,
        import_=import_,
        form=form,
        found=found,
        read_as=table.notice,
        alike=found.known if mapping.person_column is None else 0,
        markets_shown=markets,
        reasons=[(reason, number(n)) for reason, n in found.reasons()],
        page=_page(found.refused),
        url_for_page=lambda at: url_for("feedback.preview_import", import_id=import_.id, page=at),
    )


def _page(refused: list[tuple[int, list[str]]]) -> Page:
    pages = max(1, -(-len(refused) // ROWS_ON_A_PAGE))
    at = min(wanted_page(), pages)
    begin = (at - 1) * ROWS_ON_A_PAGE
    return Page(refused[begin : begin + ROWS_ON_A_PAGE], at, pages, len(refused))


@blueprint.get("/imports/<int:import_id>/refused.csv")
@policy(Policy.SIGNED_IN)
def refused_rows(import_id: int) -> Answer:
    """The refused rows with their reasons, for a spreadsheet program."""
    import_ = access.import_to_manage(me(), import_id)
    if import_.state != "uploaded":
        return _go("show_import", import_id)
    table = imports.table_in(import_)
    found = rows.preview(import_.round, imports.mapping_in(import_), table)
    cells = dict(zip(table.numbers, table.rows, strict=True))
    lines = ([at, " ".join(problems), *cells[at]] for at, problems in found.refused)
    response = Response("".join(write_table(["Row", "Why it is refused", *table.head], lines)), mimetype="text/csv")
    name = file_name(f"refused-{import_.file_name}")
    response.headers["Content-Disposition"] = f'attachment; filename="{name.encode("ascii", "ignore").decode()}"'
    return response


@blueprint.post("/imports/<int:import_id>/start")
@policy(Policy.SIGNED_IN)
def start_import(import_id: int) -> Answer:
    """Put it in line; the worker brings it in."""
    import_ = access.import_to_manage(me(), import_id)
    form = StartForm()
    if import_.state != "uploaded":
        return _go("show_import", import_id)
    table = imports.table_in(import_)
    found = rows.preview(import_.round, imports.mapping_in(import_), table)
    try:
        imports.start(import_, table, found, leaves_out=bool(form.leave_out.data), by=me())
    except Refused as refused:
        db.session.rollback()
        form.add_error("leave_out", *refused.reasons)
        return _preview(access.import_to_manage(me(), import_id), form), 422
    db.session.commit()
    return _go("show_import", import_id)


@blueprint.get("/imports/<int:import_id>")
@policy(Policy.SIGNED_IN)
def show_import(import_id: int) -> Answer:
    """How far it is, or how it ended."""
    import_ = access.import_to_manage(me(), import_id)
    if import_.state == "uploaded":
        return _go("edit_mapping", import_id)
    state, tone = STATES[import_.state]
    tells_apart = imports.mapping_in(import_).person_column is not None
    return render_template(
        "feedback/import.html",
        round=import_.round,
        import_=import_,
        state=state,
        tone=tone,
        quiet=imports.is_quiet(import_),
        alike=0 if tells_apart or import_.state != "done" else import_.known,
    )


@blueprint.post("/imports/<int:import_id>/cancel")
@policy(Policy.SIGNED_IN)
def cancel_import(import_id: int) -> Answer:
    """Stop it before anything has come in."""
    import_ = access.import_to_manage(me(), import_id)
    imports.cancel(import_, by=me())
    round_id = import_.round_id
    db.session.commit()
    flash("Stopped. Nothing has come in.", "info")
    return redirect(url_for("feedback.list_imports", round_id=round_id), 303)


@blueprint.post("/imports/<int:import_id>/take-back")
@policy(Policy.SIGNED_IN)
def take_back_import(import_id: int) -> Answer:
    """Withdraw every answer it brought."""
    import_ = access.import_to_manage(me(), import_id)
    gone = imports.take_back(import_, by=me())
    db.session.commit()
    answers = "1 answer was" if gone == 1 else f"{number(gone)} answers were"
    flash(f"{answers} taken back. You can bring the file again.", "good")
    return _go("show_import", import_id)
