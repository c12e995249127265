"""Filling forms as a browser would: with everything the page put into them."""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from livinglab.domain.questionnaire.structure import Structure
from livinglab.questionnaires import queries
from livinglab.questionnaires.models import Questionnaire, QuestionnaireVersion

# What stands in the main form of a page; forms of single buttons are named by their address.
Typed = dict[str, list[str]]


class _Fields(HTMLParser):
    """Reads the fields of the forms whose action is `action` ("" for forms that send to their own page)."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action, self.inside, self.typed = action, False, MultiDict()
        self.text: str | None = None
        self.select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = has.get("method") == "post" and has.get("action", "") == self.action
        if not self.inside:
            return
        name = has.get("name", "")
        if tag == "input" and name and "disabled" not in has:
            if has.get("type") not in ("checkbox", "radio") or "checked" in has:
                self.typed.add(name, has.get("value", ""))
        elif tag == "textarea":
            self.text = name
            self.typed.add(name, "")
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and ("selected" in has or self.select not in self.typed):
            self.typed[self.select] = has.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "textarea":
            self.text = None
        elif tag == "select":
            self.select = None

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            values = self.typed.poplist(self.text)
            values[-1] += data
            self.typed.setlist(self.text, values)


def fields_of(page: str, action: str = "") -> Typed:
    """{name: values} of a form on a page, as a browser would send it untouched."""
    reader = _Fields(action)
    reader.feed(page)
    # A browser drops the line break right after <textarea>.
    return {name: [value.removeprefix("\n") for value in values] for name, values in reader.typed.lists()}


def send(
    browser: FlaskClient, path: str, changes: Mapping[str, Any], button: Mapping[str, str] | None = None
) -> TestResponse:
    """Open a form, change some fields, press a button (the one that saves, unless another is named)."""
    page = browser.get(path)
    assert page.status_code == 200, page.status_code
    return browser.post(path, data={**fields_of(page.text), **changes, **(button or {})})


def at(thing: Questionnaire | QuestionnaireVersion, rest: str = "") -> str:
    """The address of a questionnaire or a version, and of what is below it."""
    if isinstance(thing, QuestionnaireVersion):
        return f"/questionnaires/versions/{thing.id}{rest}"
    return f"/questionnaires/{thing.id}{rest}"


def draft_of(questionnaire: Questionnaire) -> QuestionnaireVersion:
    """The version that is being written."""
    return next(version for version in questionnaire.versions if not version.is_published)


def resend(browser: FlaskClient, path: str, page: str, changes: Mapping[str, Any]) -> TestResponse:
    """Send the form of a page that was opened earlier."""
    return browser.post(path, data={**fields_of(page), **changes})


def words_in(version: QuestionnaireVersion) -> dict[str, dict[str, str]]:
    """{language: texts} of a version, as stored."""
    return queries.texts_by_language(version.id)


def structure_in(version: QuestionnaireVersion) -> Structure:
    """The structure of a version, as stored."""
    return queries.structure_of(version)
