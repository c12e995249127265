"""What a tester sees: what is asked, the form page by page, thank you, and the ways out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask import Response as FileResponse
from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from livinglab.domain.questionnaire.answers import write_answers
from livinglab.domain.questionnaire.faults import Invalid
from livinglab.domain.questionnaire.route import for_browser, hidden_options, more_may_come
from livinglab.domain.questionnaire.values import Value
from livinglab.domain.questionnaire.variables import all_variables, parameters_of, shown_in, variables_in
from livinglab.feedback import access, actions, queries
from livinglab.feedback.models import Draft
from livinglab.feedback.sheet import Sheet, Typed, marks_of, sheet_for, sheet_to_read
from livinglab.feedback.views.blueprint import blueprint
from livinglab.feedback.wording import sentences
from livinglab.foundation.db import db
from livinglab.foundation.languages import speak
from livinglab.foundation.permissions import Policy, policy
from livinglab.invitations import letters
from livinglab.invitations.access import brought_here, participation_here
from livinglab.invitations.models import Participation
from livinglab.products.queries import told_to_testers
from livinglab.products.serving import serve

Page = str | tuple[str, int] | BaseResponse
Answers = dict[str, Value]
KEY = re.compile(r"[0-9a-f]{32}")


def _id() -> int:
    # From the address, not from the row: after a commit reading the row would ask the database again.
    return int((request.view_args or {})["participation_id"])


def _go(endpoint: str, **more: Any) -> BaseResponse:
    return redirect(url_for(f"feedback.{endpoint}", participation_id=_id(), **more), 303)


def _sheet(participation: Participation, *wanted: str | None) -> Sheet:
    """The sheet in the language of the address or of the form, else the first wanted one; the page speaks it too."""
    asked = request.form.get("language") if request.method == "POST" else request.args.get("language")
    sheet = sheet_for(participation, asked, *wanted)
    speak(sheet.language)
    return sheet


def _place() -> dict[str, Any]:
    """Where this page is: only what our own links say in a query, because `url_for` takes some names for itself."""
    said = {name: request.args[name] for name in ("again", "look") if name in request.args}
    return {**(request.view_args or {}), **said}


def _render(template: str, participation: Participation, sheet: Sheet, **more: Any) -> str:
    """A page with what all of them show. `url_in` gives the address of this page in another language."""
    endpoint = request.endpoint if request.method == "GET" else "feedback.start"
    place = _place() if request.method == "GET" else {}

    def url_in(language: str) -> str:
        return url_for(endpoint or "", **{**place, "participation_id": _id(), "language": language})

    return render_template(
        template,
        id=_id(),
        words_language=sheet.language,
        choices=sheet.choices(),
        url_in=url_in,
        **{"words": sheet.words, **more},
    )


def _not_open(participation: Participation, sheet: Sheet, *, kept: bool) -> str:
    round_ = participation.round
    return _render(
        "feedback/not_open.html",
        participation,
        sheet,
        over=round_.state in ("closed", "reported"),
        opens=letters.opening(round_, sheet.language),
        kept=kept,
    )


def _start(participation: Participation, sheet: Sheet, problem: str | None = None) -> str:
    round_ = participation.round
    description, pictures = told_to_testers(round_.product_id)
    return _render(
        "feedback/start.html",
        participation,
        sheet,
        company=round_.organisation.name,
        product=round_.product.name,
        pitch=round_.product.pitch,
        description=description,
        pictures=[(picture.id, picture.alternative) for picture in pictures],
        mode=round_.mode,
        problem=problem,
        declined=participation.declined_at is not None,
        minutes=round_.minutes,
        questions=sheet.questions,
        closes=letters.closing(round_, sheet.language),
    )


@blueprint.get("/<int:participation_id>/")
@policy(Policy.LINK)
def start(participation_id: int) -> Page:
    """What it is, who asks, how long it takes, what happens to the answers; or where the tester stands already."""
    participation = participation_here(participation_id)
    if participation.answered_at is not None:
        return _go("thanks")
    draft = queries.draft_on_arrival(participation)
    sheet = _sheet(participation, draft.language if draft else None)
    if participation.declined_at is not None and "again" not in request.args:
        return _render("feedback/declined.html", participation, sheet, open=participation.round.takes_answers)
    if not participation.round.takes_answers:
        return _not_open(participation, sheet, kept=draft is not None)
    if draft is not None:
        return _begun(participation, sheet)
    return _start(participation, sheet)


def _brought(participation: Participation, sheet: Sheet) -> dict[str, list[str]]:
    """What the link said, as answers to the questions that ask it."""
    brought = brought_here(participation)
    return {key: [brought[name]] for name, key in parameters_of(sheet.structure).items() if name in brought}


def _begun(participation: Participation, sheet: Sheet) -> str:
    round_ = participation.round
    return _render(
        "feedback/begun.html",
        participation,
        sheet,
        company=round_.organisation.name,
        product=round_.product.name,
        mode=round_.mode,
    )


@blueprint.get("/<int:participation_id>/pictures/<int:file_id>")
@policy(Policy.LINK)
def picture(participation_id: int, file_id: int) -> FileResponse:
    """A picture of the product, small enough for a phone; not by the name that the company gave its file."""
    return serve(access.picture_here(participation_id, file_id), small=True, name="picture")


@blueprint.post("/<int:participation_id>/")
@policy(Policy.LINK)
def begin(participation_id: int) -> Page:
    """Write down the consent and open the form; without the tick the page comes again and says so."""
    participation = participation_here(participation_id)
    if participation.answered_at is not None:
        return _go("thanks")
    sheet = _sheet(participation)
    if not participation.round.takes_answers:
        return _not_open(participation, sheet, kept=False)
    if request.form.get("agree") != "yes":
        return _start(participation, sheet, _("Tick the box if you agree, then begin.")), 422
    page = 1
    if not actions.agree(participation, sheet.language, _brought(participation, sheet)):
        draft = queries.draft_to_change(participation)
        if draft is not None:
            _change_language(participation, draft, sheet.language)
            page = sheet.first_page_to_look_at(draft.answers)
    db.session.commit()
    return _go("page", page=page)


@blueprint.get("/<int:participation_id>/pages/<int:page>")
@policy(Policy.LINK)
def page(participation_id: int, page: int) -> Page:
    """One section of the form, with what was entered before. With `look` it says what is missing or wrong."""
    participation = participation_here(participation_id)
    draft = queries.draft_on_arrival(participation)
    if draft is None or participation.answered_at is not None:
        return _go("thanks" if participation.answered_at else "start")
    sheet = sheet_for(participation, draft.language)
    speak(sheet.language)
    if not participation.round.takes_answers:
        return _not_open(participation, sheet, kept=True)
    if page not in sheet.way(draft.answers) and sheet.section(page):
        return _go("page", page=sheet.first_page_to_look_at(draft.answers))
    problems = sheet.read(draft.answers, page).problems if "look" in request.args else {}
    return _page(participation, sheet, page, draft.submission_key, draft.answers, problems)


def _page(
    participation: Participation,
    sheet: Sheet,
    page: int,
    key: str,
    typed: Typed,
    problems: Mapping[str, Invalid],
    **more: Any,
) -> str:
    """One page. With `grown` it says that there is more to answer on it now, with `ready` that nothing comes after."""
    section, reading = sheet.section(page), sheet.read(typed)
    way = sheet.way(typed, reading)
    words = sheet.words_on(page, reading.answers)
    is_last = not any(later > page for later in way)
    return _render(
        "feedback/page.html",
        participation,
        sheet,
        product=participation.round.product.name,
        page=page,
        place=sum(1 for earlier in way if earlier < page) + 1,
        pages=max(len(way), 1),
        sends=is_last and ("ready" in more or not more_may_come(sheet.structure, page)),
        key=key,
        text_id=sheet.text.id,
        section_title=words.get(f"section.{section.key}.title", words["title"]),
        section_intro=words.get(f"section.{section.key}.intro", ""),
        questions=shown_in(section, sheet.numbers),
        shown=reading.shown,
        without={question.key: hidden_options(question, reading.answers) for question in section.items},
        route=for_browser(section, reading.answers),
        marks=marks_of(sheet.language),
        decimals=sheet.decimals,
        typed=typed,
        problems=sentences(problems, words),
        names=sheet.names(problems),
        currency=sheet.currency,
        **{"grown": False, "ready": False, **more, "words": words},
    )


@blueprint.post("/<int:participation_id>/pages/<int:page>")
@policy(Policy.LINK)
def save(participation_id: int, page: int) -> Page:
    """Keep what was entered on a page, whatever it is, and go where the button says; from the last page, send."""
    participation = participation_here(participation_id)
    draft = queries.draft_to_change(participation)
    if draft is None:
        return _sent_again(participation, page)
    sheet = sheet_to_read(participation, draft.language)
    speak(sheet.language)
    typed = _typed(sheet, page, draft.answers)
    if "language" in request.form:
        other = sheet_for(participation, request.form["language"], draft.language).language
        actions.save(draft, sheet.in_language(typed, other), other)
        db.session.commit()
        return _go("page", page=page)
    if not participation.round.takes_answers:
        actions.save(draft, typed, draft.language)
        db.session.commit()
        return _not_open(participation, _whole(participation, sheet), kept=True)
    if request.form.get("go") == "back":
        actions.save(draft, typed, draft.language)
        db.session.commit()
        earlier = [one for one in sheet.way(typed) if one < page]
        return _go("page", page=earlier[-1]) if earlier else _go("start")
    return _onwards(participation, sheet, page, typed, draft)


def _onwards(participation: Participation, sheet: Sheet, page: int, typed: Typed, draft: Draft) -> Page:
    """To what is missing here, to the next page, or away with the answers."""
    reading = sheet.read(typed, page)
    seen = request.form.get("shown")
    grown = seen is not None and bool(reading.shown - set(seen.split()) - _unseen(sheet, page))
    later = [one for one in sheet.way(typed) if one > page]
    ready = not later and not reading.problems and request.form.get("go") == "on" and "next" in request.form
    if not (reading.problems or grown or later or ready):
        return _send(participation, sheet, typed, draft)
    actions.save(draft, typed, draft.language)
    db.session.commit()
    if not (reading.problems or grown or ready):
        return _go("page", page=later[0])
    problems = {} if grown else reading.problems
    more = {"grown": True} if grown else {"ready": True} if ready else {}
    whole = _whole(participation, sheet)
    return _page(participation, whole, page, draft.submission_key, typed, problems, **more), 200 if ready else 422


def _unseen(sheet: Sheet, page: int) -> set[str]:
    """The questions of a page that nobody sees, and so nobody can miss."""
    return {question.key for question in sheet.section(page).items if question.kind in ("hidden", "statement")}


def _whole(participation: Participation, sheet: Sheet) -> Sheet:
    """The sheet with all its languages, to be shown."""
    return sheet_for(participation, sheet.language)


def _typed(sheet: Sheet, page: int, before: Typed) -> dict[str, list[str]]:
    """What was entered on the other pages, and on this one now. What the form does not ask stores nothing."""
    here = {variable.key for variable in variables_in(sheet.section(page)) if variable.kind != "hidden"}
    known = {variable.key for variable in all_variables(sheet.structure)} - here
    typed = {key: list(raw) for key, raw in before.items() if key in known}
    typed |= {key: raw for key in here if (raw := request.form.getlist(f"a.{key}"))}
    return typed


def _change_language(participation: Participation, draft: Draft, language: str) -> None:
    if language != draft.language:
        typed = sheet_for(participation, draft.language).in_language(draft.answers, language)
        actions.save(draft, typed, language)


def _send(participation: Participation, sheet: Sheet, typed: Typed, draft: Draft) -> Page:
    """All pages are read and checked once more; then the answers are stored, or the tester sees what is wrong."""
    reading = sheet.read(typed)
    if reading.problems:
        actions.save(draft, typed, draft.language)
        db.session.commit()
        return _go("page", page=sheet.first_page_to_look_at(typed), look=1)
    try:
        return _submit(participation, sheet, reading.answers)
    except actions.NotOpen:  # it closed just now
        actions.save(draft, typed, draft.language)
        db.session.commit()
        return _not_open(participation, _whole(participation, sheet), kept=True)


def _sent_again(participation: Participation, page: int) -> Page:
    """A page comes in, but there is no draft any more: the same once more, or something else after all."""
    response = queries.response_of(participation)
    if response is None:
        return _go("start")
    sheet = sheet_for(participation, response.language)
    speak(sheet.language)
    before = write_answers(sheet.structure, response.answers, marks_of(sheet.language))
    if response.withdrawn_at is not None or page != sheet.way(before)[-1]:
        return _go("thanks")
    reading = sheet.read(_typed(sheet, page, before))
    if reading.problems:
        return _render("feedback/sent_before.html", participation, sheet), 409
    return _submit(participation, sheet, reading.answers)


def _submit(participation: Participation, sheet: Sheet, answers: Answers) -> Page:
    key = request.form.get("key", "")
    if not KEY.fullmatch(key):
        abort(400)
    text = queries.text_shown(sheet.text, request.form.get("text", ""))
    try:
        actions.submit(participation, key, answers, text=text, language=sheet.language)
    except actions.OtherContent:
        db.session.rollback()
        return _render("feedback/sent_before.html", participation, _whole(participation, sheet)), 409
    db.session.commit()
    return _go("thanks")


@blueprint.get("/<int:participation_id>/thanks")
@policy(Policy.LINK)
def thanks(participation_id: int) -> Page:
    """The receipt, what happens next, and the way to take the answers back."""
    participation = participation_here(participation_id)
    response = queries.response_of(participation)
    if response is None:
        return _go("start")
    sheet = _sheet(participation, response.language)
    if response.withdrawn_at is not None:
        return _render("feedback/withdrawn.html", participation, sheet, withdrawn_at=response.withdrawn_at)
    return _render(
        "feedback/thanks.html",
        participation,
        sheet,
        receipt=response.receipt,
        sent=letters.long_moment(response.submitted_at, participation.round.time_zone, sheet.language),
        company=participation.round.organisation.name,
    )


@blueprint.post("/<int:participation_id>/withdraw")
@policy(Policy.LINK)
def withdraw(participation_id: int) -> Page:
    """Take the answers back, for ever; also after the round has closed."""
    participation = participation_here(participation_id)
    actions.withdraw(participation, _sheet(participation).language)
    db.session.commit()
    return _go("thanks", language=request.form.get("language"))


@blueprint.post("/<int:participation_id>/decline")
@policy(Policy.LINK)
def decline(participation_id: int) -> Page:
    """Say no, before or after having begun."""
    participation = participation_here(participation_id)
    if participation.answered_at is not None:
        return _go("thanks")
    draft = queries.draft_on_arrival(participation)
    language = _sheet(participation, draft.language if draft else None).language
    actions.decline(participation, language)
    db.session.commit()
    return _go("start", language=language)
