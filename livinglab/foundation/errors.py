"""How things are refused, and the pages that say so."""

from __future__ import annotations

import structlog
from flask import Flask, Response, g, make_response, render_template, request, session
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from livinglab.foundation.db import db
from livinglab.foundation.languages import guessed, speak
from livinglab.foundation.permissions import needs_the_link_again, turned_away
from livinglab.foundation.refusals import Refused

log = structlog.get_logger()


Words = str | LazyString

WORDS: dict[int, tuple[Words, Words]] = {
    400: (
        _("We could not read that"),
        _("Something in the request was not as the page sends it. Go back and try again."),
    ),
    403: (_("This is not yours to change"), _("You may look at it. Ask an owner of the organisation for more rights.")),
    404: (
        _("There is nothing here"),
        _("The address may be mistyped, the thing may be gone, or it was never meant for this account."),
    ),
    405: (_("That does not work this way"), _("Go back and use the button on the page.")),
    409: (_("Somebody was faster"), _("It changed in the meantime. Go back, reload the page and look again.")),
    410: (
        _("This link has ended"),
        _("It was withdrawn or its time is over. Ask the person who sent it for a new one."),
    ),
    413: (_("That is too large"), _("Choose a smaller file: pictures up to 15 MB, tables up to 25 MB.")),
    429: (_("Too many tries"), _("Wait a few minutes, then try again.")),
    500: (_("Something broke on our side"), _("It has been written down. Nothing that was saved before is lost.")),
    503: (_("Busy at the moment"), _("Many people are writing at once. Go back and send again in a few seconds.")),
}

# On the pages of a tester whose browser has forgotten them: phones do so when they are restarted.
LINK_AGAIN: dict[int, tuple[Words, Words]] = {
    400: (
        _("Open your link again"),
        _(
            "Open the link in your invitation again: what you sent page by page is kept. "
            "Only what you typed on the last page must be entered once more."
        ),
    ),
    404: (
        _("Open your link again"),
        _(
            "Open the link in your invitation again: what you sent page by page is kept. "
            "If you came here without an invitation, there is nothing for you here."
        ),
    ),
}


def error_page(code: int, title: Words, message: Words) -> Response:
    """A page for an error. Not visible and not existing give the same bytes: nothing of the request is in it.

    Testers read it in the language of their page, or the likeliest one; people with an account in English.
    """
    g.is_error = True  # nothing on this page asks the database: it may be what broke
    if "language" not in g and "_user_id" not in session:
        speak(guessed())
    page = render_template("layouts/error.html", code=code, title=title, message=message)
    response = make_response(page, code)
    response.headers["Cache-Control"] = "no-store"
    return response


def init_app(app: Flask) -> None:
    """Answer every error with a page in plain words; no traceback reaches a browser."""

    @app.errorhandler(CSRFError)
    def on_csrf(_error: CSRFError) -> BaseResponse:
        if needs_the_link_again():
            return error_page(400, *LINK_AGAIN[400])
        return turned_away() or error_page(
            400,
            _("This form was open too long"),
            _(
                "Go back: what you typed is still there. Reload the page and send it again. "
                "If that does not help, sign in once more, or open your link again."
            ),
        )

    @app.errorhandler(HTTPException)
    def on_http(error: HTTPException) -> Response:
        if error.response is not None:
            return make_response(error.response)
        code = error.code or 500
        title, message = WORDS.get(code, WORDS[400] if code < 500 else WORDS[500])
        if code == 404 and needs_the_link_again():
            title, message = LINK_AGAIN[404]
        return error_page(code, title, message)

    @app.errorhandler(Refused)
    def on_refused(error: Refused) -> Response:
        db.session.rollback()
        return error_page(409, _("That is not possible now"), " ".join(error.reasons))

    @app.errorhandler(OperationalError)
    def on_database(error: OperationalError) -> Response:
        db.session.rollback()
        log.warning("database", path=request.url_rule.rule if request.url_rule else "", error=str(error.orig))
        return error_page(503, *WORDS[503])

    @app.errorhandler(Exception)
    def on_anything(error: Exception) -> Response:
        if app.config.get("PROPAGATE_EXCEPTIONS"):
            raise error
        db.session.rollback()
        # The rule, not the path: a path may carry a token.
        log.exception("unexpected", rule=request.url_rule.rule if request.url_rule else "")
        return error_page(500, *WORDS[500])
