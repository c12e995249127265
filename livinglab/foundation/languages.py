"""Which language a page is in, and how dates and numbers are written there."""

from __future__ import annotations

import datetime as calendar
from datetime import datetime

from babel.dates import format_date, format_time, get_datetime_format
from babel.numbers import format_decimal, format_percent
from flask import Flask, g, has_request_context, request, session
from flask_babel import Babel, get_locale, refresh
from werkzeug.exceptions import HTTPException

from livinglab.foundation.places import ANSWER_LANGUAGES, cldr_name, direction, tag_of

babel = Babel()
_REMEMBERED = "language"  # in the session of somebody who came by a link


def choose_language() -> str:
    """The language a visitor page asked for (`g.language`); staff pages are in English."""
    if has_request_context():
        return cldr_name(getattr(g, "language", "en"))
    return "en"


def speak(language: str) -> None:
    """Answer this request in a language, also where something was said already."""
    g.language = language
    refresh()


def remember(language: str) -> None:
    """Let this browser's session say in which language somebody reads."""
    session[_REMEMBERED] = language


def guessed() -> str:
    """The language to say in that something is refused: what the form or the address says, the session, the browser."""
    try:
        asked = request.values.get("language")
    except HTTPException:  # what was sent cannot be read; perhaps that is what is refused
        asked = None
    for language in (asked, session.get(_REMEMBERED)):
        if language in ANSWER_LANGUAGES:
            return language
    return request.accept_languages.best_match(ANSWER_LANGUAGES) or "en"


def current_language() -> str:
    """The tag of the page's language."""
    return tag_of(str(get_locale() or "en"))


def _ways() -> str:
    """How the reader writes dates; English means British here."""
    locale = str(get_locale() or "en")
    return "en_GB" if locale == "en" else locale


def date(value: calendar.date | None) -> str:
    """A date in the reader's language, UTC; empty for None."""
    return "" if value is None else format_date(value, "medium", locale=_ways())


def moment(value: datetime | None) -> str:
    """A date and time in the reader's language, with its zone."""
    if value is None:
        return ""
    ways = _ways()
    day, time = format_date(value, "medium", locale=ways), format_time(value, "short", locale=ways)
    return str(get_datetime_format("medium", locale=ways)).replace("{0}", time).replace("{1}", day) + " UTC"


def number(value: float | int | None, decimals: int = 0) -> str:
    """A number in the reader's language; a dash for None."""
    if value is None:
        return "–"
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, format=pattern, locale=get_locale() or "en")


def percent(value: float | None, decimals: int = 0) -> str:
    """A share from 0 to 1 as a percentage, whole unless told otherwise; a dash for None."""
    if value is None:
        return "–"
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "") + "%"
    return format_percent(value, format=pattern, locale=get_locale() or "en")


def init_app(app: Flask) -> None:
    """Bind gettext and the filters of the templates."""
    babel.init_app(app, locale_selector=choose_language)
    app.jinja_env.filters.update(date=date, moment=moment, number=number, percent=percent)
    app.context_processor(lambda: {"language": current_language(), "direction": direction(current_language())})
