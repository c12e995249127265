"""A running round, and the browser of somebody who takes part in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from livinglab.feedback.models import Draft
from livinglab.foundation.db import db
from livinglab.invitations.access import TAKING_PART
from livinglab.invitations.models import Participation
from livinglab.rounds.models import Round
from tests.cast import Cast
from tests.factories import feedback
from tests.feedback.trial import ONE_PAGE, ONE_PAGE_TEXTS, market_of, round_of
from tests.fixtures import As, set_session


class Tester:
    """Somebody at the answer pages. `get` and `post` take what comes after the address of the participation."""

    __test__ = False

    def __init__(self, browser: FlaskClient, participation: Participation) -> None:
        self.browser = browser
        self.id = participation.id
        self.home = f"/feedback/{participation.id}/"

    @property
    def participation(self) -> Participation:
        """What the database says about this tester now."""
        return db.session.get_one(Participation, self.id, populate_existing=True)

    def draft(self) -> Draft | None:
        """What the database keeps of what was typed."""
        return db.session.get(Draft, self.id, populate_existing=True)

    def get(self, path: str = "") -> TestResponse:
        """Open a page."""
        return self.browser.get(self.home + path)

    def post(self, path: str = "", **fields: Any) -> TestResponse:
        """Send a form; a question's field `a.age` is written `a_age`, its hyphens as double underscores."""
        data = {(f"a.{k[2:].replace('__', '-')}" if k.startswith("a_") else k): v for k, v in fields.items()}
        return self.browser.post(self.home + path, data=data)

    def begin(self, **more: Any) -> str:
        """Agree, and return the key the form carries."""
        answer = self.post(agree="yes", **more)
        assert answer.status_code == 303, answer.text
        return self.key()

    def key(self) -> str:
        """The key in the form that is open."""
        return self.get("pages/1").text.split('name="key" value="')[1][:32]


Taking = Callable[..., Tester]
Counting = Callable[[Callable[[], Any]], int]


@pytest.fixture
def round_(cast: Cast) -> Round:
    """Anna's running round with the ready questionnaire, four pages, in Sweden and Germany."""
    return round_of(cast.norrsken)


@pytest.fixture
def short_round(cast: Cast) -> Round:
    """Anna's running round with one page of questions, in Sweden and Germany, in English."""
    return round_of(
        cast.norrsken,
        (("SE", "en", "SEK"), ("DE", "en", "EUR")),
        structure=ONE_PAGE,
        texts={"en": ONE_PAGE_TEXTS},
        code="poverty",
    )


@pytest.fixture
def taking_part(app: Flask, as_: As) -> Taking:
    """`taking_part(round_, "DE")` is a tester whose browser came by a link."""

    def take(round_: Round, country: str = "DE", **more: Any) -> Tester:
        participation = feedback.participation(round_, market_of(round_, country), **more)
        browser = as_(None)
        db.session.commit()
        set_session(browser, {TAKING_PART: {str(participation.id): participation.code}})
        return Tester(browser, participation)

    return take


@pytest.fixture
def queries_of(app: Flask) -> Counting:
    """`queries_of(lambda: browser.get(…))`: how many statements that took, without those that only frame them."""

    def count(act: Callable[[], Any]) -> int:
        seen: list[str] = []
        engine = db.session.get_bind().engine

        def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
            if not statement.upper().startswith(("PRAGMA", "BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "SET ")):
                seen.append(statement)

        db.session.commit()
        event.listen(engine, "before_cursor_execute", note)
        try:
            act()
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return len(seen)

    return count
