"""Tables for translators who work with their own programs: out, and in again."""

from __future__ import annotations

from flask import Response as Sent
from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from livinglab.accounts.sessions import me
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.foundation.permissions import Policy, policy
from livinglab.foundation.places import language_choices, language_name
from livinglab.foundation.texts import file_name
from livinglab.foundation.workbooks import WORKBOOK_BYTES
from livinglab.questionnaires import access, queries, translating, translators
from livinglab.questionnaires.forms.questionnaires import TranslationsForm
from livinglab.questionnaires.models import QuestionnaireVersion
from livinglab.questionnaires.views.blueprint import blueprint

Page = str | tuple[str, int] | Response
KINDS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "po": "text/x-gettext-translation",
}
ADDRESS = "/versions/<int:version_id>/languages/<language>/table"


def _texts(version: QuestionnaireVersion, language: str) -> tuple[queries.Texts, queries.Texts]:
    """(the source, the translation so far); 404 for a language that nobody can translate into."""
    texts = queries.texts_by_language(version.id)
    source = version.questionnaire.source_language
    if language == source or language not in {*texts, *(code for code, _ in language_choices())}:
        abort(404)
    return texts[source], texts.get(language, {})


@blueprint.get(ADDRESS)
@policy(Policy.SIGNED_IN)
def table(version_id: int, language: str) -> Page:
    """The page to take a table out and bring it back; with `as` in the address, the table."""
    version = access.version_to_change(me(), version_id)
    source, so_far = _texts(version, language)
    kind = request.args.get("as", "")
    if not kind:
        return _page(version, language, TranslationsForm(), [])
    if kind not in KINDS:
        abort(404)
    rows = translators.rows_of(queries.structure_of(version), source, so_far)
    if kind == "po":
        content = translators.as_po(rows, language)
    else:
        content = translators.as_csv(rows) if kind == "csv" else translators.as_workbook(rows)
    name = file_name(f"{version.questionnaire.name} {version.number} {language}.{kind}")
    return Sent(content, content_type=KINDS[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'})


@blueprint.post(ADDRESS)
@policy(Policy.SIGNED_IN)
def bring_table(version_id: int, language: str) -> Page:
    """Take in all of a table, or say what is wrong with it, row by row."""
    version = access.version_to_change(me(), version_id)
    source, _ = _texts(version, language)
    form, problems = TranslationsForm(), []
    if form.validate():
        try:
            content = form.file.data.read(WORKBOOK_BYTES + 1)
            found = translators.read_translations(content, queries.structure_of(version), source)
            problems = found.problems
            if not problems:
                return _kept(version, language, found)
        except Refused as refused:
            db.session.rollback()
            form.add_error("file", *refused.reasons)
            version = access.version_to_change(me(), version_id)
    return _page(version, language, form, problems), 422


def _kept(version: QuestionnaireVersion, language: str, found: translators.TranslatedTable) -> Response:
    version_id = version.id
    changed = translating.save_words(version, language, found.words, by=me(), sources=found.sources)
    db.session.commit()
    mine = next((one for one in translating.progress_of(version) if one.language == language), None)
    name = language_name(language)
    if mine is None or not changed:
        flash("Nothing was changed: these words are there already.", "info")
    else:
        late = f" The source of {mine.stale} has changed since the file went out." if mine.stale else ""
        flash(f"{name} is saved: {mine.done} of {mine.wanted} texts.{late}", "warn" if mine.stale else "good")
    return redirect(url_for(".languages", version_id=version_id), 303)


def _page(version: QuestionnaireVersion, language: str, form: TranslationsForm, problems: list[str]) -> str:
    return render_template(
        "questionnaires/table.html",
        questionnaire=version.questionnaire,
        version=version,
        language_code=language,
        language_title=language_name(language),
        source_name=language_name(version.questionnaire.source_language),
        form=form,
        problems=problems,
    )
