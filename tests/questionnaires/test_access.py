"""What every page and every button of the room says when the version is published or the questionnaire archived.

Who may use them at all is told by the table of addresses (tests/access).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from livinglab.foundation.db import Base, db
from livinglab.questionnaires.models import Questionnaire
from tests.cast import Cast
from tests.factories import questionnaires
from tests.fixtures import As


@dataclass(frozen=True)
class Route:
    """An address with {q} and {v} for the ids of questionnaire and version; `reader` may use it."""

    method: str
    path: str
    reader: bool = False
    data: tuple[tuple[str, str], ...] = ()


Q, V, QUESTION, SECTION = "/questionnaires/{q}", "/questionnaires/versions/{v}", "questions/why", "sections/about-you"
ROUTES = (
    Route("GET", Q, reader=True),
    Route("GET", Q + "/name"),
    Route("POST", Q + "/name", data=(("name", "Hijacked"),)),
    Route("POST", Q + "/archive"),
    Route("POST", Q + "/restore"),
    Route("POST", Q + "/next"),
    Route("GET", Q + "/left-out", reader=True),
    Route("GET", Q + "/build"),
    Route("GET", Q + "/build/words"),
    Route("POST", Q + "/build/words", data=(("title", "Hijacked"),)),
    Route("POST", Q + "/build/sections", data=(("title", "Hijacked"),)),
    Route("POST", Q + "/build/order", data=(("down", "about-you"),)),
    Route("GET", Q + f"/build/{SECTION}"),
    Route("POST", Q + f"/build/{SECTION}", data=(("title", "Hijacked"),)),
    Route("POST", Q + f"/build/{SECTION}/order", data=(("down", "age"),)),
    Route("GET", Q + f"/build/{SECTION}/remove"),
    Route("POST", Q + f"/build/{SECTION}/remove"),
    Route("GET", Q + f"/build/{SECTION}/new-question"),
    Route("GET", Q + f"/build/{SECTION}/new-question?kind=rating"),
    Route(
        "POST", Q + f"/build/{SECTION}/new-question?kind=price", data=(("label", "Hijacked"), ("section", "about-you"))
    ),
    Route("GET", Q + f"/build/{QUESTION}"),
    Route("POST", Q + f"/build/{QUESTION}", data=(("label", "Hijacked"),)),
    Route("POST", Q + f"/build/{QUESTION}/required", data=(("required", "yes"),)),
    Route("POST", Q + f"/build/{QUESTION}/duplicate"),
    Route("POST", Q + f"/build/{QUESTION}/move", data=(("to", "about-you"),)),
    Route("GET", Q + "/build/conditions/question.liking?of=channel"),
    Route("POST", Q + "/build/conditions/question.liking?of=channel", data=(("how", "answered"), ("stamp", ""))),
    Route("GET", Q + f"/build/{QUESTION}/remove"),
    Route("POST", Q + f"/build/{QUESTION}/remove"),
    Route("POST", Q + "/build/removed/1/put-back"),
    Route("GET", Q + "/publish"),
    Route("POST", Q + "/publish"),
    Route("GET", V + "/languages", reader=True),
    Route("GET", V + "/changes", reader=True),
    Route("GET", V + "/form.xlsx", reader=True),
    Route("GET", V + "/questionnaire.json", reader=True),
    Route("GET", V + "/languages/de/table"),
    Route("POST", V + "/languages/de/table"),
    Route("POST", V + "/languages/de/state", data=(("state", "approved"),)),
    Route("GET", V + "/translate?language=fi"),
    Route("GET", V + "/languages/de"),
    Route("POST", V + "/languages/de", data=(("t.title", "Hijacked"),)),
    Route("POST", V + "/languages/de/remove"),
    Route("GET", V + "/preview", reader=True),
    Route("GET", V + "/preview/1", reader=True),
    Route("POST", V + "/preview/1", reader=True),
    Route("GET", V + "/preview/end", reader=True),
)


def ask(browser: FlaskClient, route: Route, questionnaire: int, version: int) -> TestResponse:
    """Send what the route takes, for these ids."""
    path = route.path.format(q=questionnaire, v=version)
    return browser.open(path, method=route.method, data=dict(route.data))


def everything() -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables."""
    return {
        table.name: sorted(tuple(map(repr, row)) for row in db.session.execute(select(table)))
        for table in Base.metadata.sorted_tables
    }


def of_norrsken(cast: Cast) -> Questionnaire:
    """A questionnaire of Anna's company with a draft."""
    found = questionnaires.questionnaire(cast.norrsken)
    db.session.commit()
    return found


def test_a_published_version_refuses_every_edit_in_words(as_: As, cast: Cast) -> None:
    version = questionnaires.published(cast.norrsken)
    browser = as_(cast.anna)
    before = everything()
    for route in (route for route in ROUTES if "/build" in route.path or route.path.endswith("/publish")):
        answer = ask(browser, route, version.questionnaire_id, version.id)
        if route.path.endswith("/publish") and route.method == "POST":
            assert answer.status_code == 303, route  # it is what they wanted: published
        else:
            assert answer.status_code == 409, route
            assert "Make the next version" in answer.text, route
    assert everything() == before


def test_an_archived_questionnaire_refuses_every_edit_in_words(as_: As, cast: Cast) -> None:
    mine = of_norrsken(cast)
    browser = as_(cast.anna)
    browser.post(f"/questionnaires/{mine.id}/archive")
    before = everything()
    still_allowed = (Q + "/name", Q + "/archive", Q + "/restore")
    for route in (route for route in ROUTES if not route.reader and route.path not in still_allowed):
        answer = ask(browser, route, mine.id, mine.versions[0].id)
        assert answer.status_code == 409, route
        assert "Restore it first" in answer.text, route
    assert everything() == before


def test_a_place_that_never_was_is_not_found(as_: As, cast: Cast) -> None:
    mine = of_norrsken(cast)
    for place in ("sections", "questions"):
        for key in ("never-was", "..", "%00", "x" * 300):
            assert as_(cast.anna).get(f"/questionnaires/{mine.id}/build/{place}/{key}").status_code == 404


def test_the_table_above_names_every_route_of_the_room(app: Flask) -> None:
    named = {(route.method, re.sub(r"\?.*", "", route.path)) for route in ROUTES}
    rules = set()
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("questionnaires.") and rule.arguments:
            path = rule.rule.replace("<int:questionnaire_id>", "{q}").replace("<int:version_id>", "{v}")
            path = path.replace("sections/<key>", SECTION).replace("questions/<key>", QUESTION)
            path = (
                path.replace("<place>", "question.liking")
                .replace("<int:page>", "1")
                .replace("<language>", "de")
                .replace("<int:line_id>", "1")
            )
            rules |= {(method, path) for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}
    assert named == rules
