"""The same answers from twenty browsers at one moment, on a database that really commits."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from config import TestConfig
from livinglab.app import create_app
from livinglab.feedback import counting, imports, queries, rows, work
from livinglab.feedback.models import Consent, Draft, Import, Response
from livinglab.foundation.audit import AuditLine
from livinglab.foundation.db import Base, db
from livinglab.invitations.access import TAKING_PART
from livinglab.invitations.models import Participation
from livinglab.rounds.models import Round
from tests import postgresql
from tests.cast import make_cast
from tests.factories import feedback
from tests.faults.test_invitations_at_once import at_once
from tests.feedback.test_import_rows import HEAD, ROWS, csv_of
from tests.feedback.trial import ONE_PAGE, ONE_PAGE_TEXTS, market_of, round_of
from tests.surroundings import World

BASE = "http://livinglab.test"
OPINION = {"a.poverty": "too-little", "a.religion": "yes", "a.age": "44"}


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Flask]:
    """An app with a database of its own and Anna's running round with one page of questions."""
    server = os.environ.get("LIVINGLAB_TEST_DATABASE", "")
    schema = postgresql.schema("answers_at_once")
    url = postgresql.in_schema(server, schema) if server else f"sqlite:///{tmp_path / 'answers.db'}"
    app = create_app(TestConfig(tmp_path, url), World(tmp_path / "files"))
    with app.app_context():
        if server:
            postgresql.empty(db.engine, schema)
        Base.metadata.create_all(db.engine)
        round_of(
            make_cast().norrsken,
            (("SE", "en", "SEK"), ("DE", "en", "EUR")),
            structure=ONE_PAGE,
            texts={"en": ONE_PAGE_TEXTS},
        )
        db.session.commit()
    yield app
    with app.app_context():
        db.engine.dispose()


class Someone:
    """A tester who has opened a link, and can send the same thing from many browsers."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            round_ = db.session.scalars(select(Round)).one()
            participation = feedback.participation(round_, market_of(round_, "SE"))
            db.session.commit()
            self.id, self.code = participation.id, participation.code
        self.home = f"/feedback/{self.id}/"

    def ask(self, method: str, path: str = "", **fields: str) -> TestResponse:
        """One request from a browser of its own."""
        browser = self.app.test_client()
        with browser.session_transaction(base_url=BASE) as cookie:
            cookie[TAKING_PART] = {str(self.id): self.code}
        return browser.open(self.home + path, method=method, data=fields or None, base_url=BASE)

    def begin(self) -> str:
        """Agree; the key of the form."""
        assert self.ask("POST", agree="yes").status_code == 303
        return self.ask("GET", "pages/1").text.split('name="key" value="')[1][:32]

    def receipt(self) -> str:
        """What the thank-you page shows."""
        found = re.search(r'receipt__code">([^<]+)<', self.ask("GET", "thanks").text)
        assert found is not None
        return found[1]


def stored() -> list[Response]:
    return list(db.session.scalars(select(Response)))


def counts_are_right() -> bool:
    """Whether the stored counts are exactly those that the responses give."""
    round_ = db.session.scalars(select(Round)).one()
    again = {market: dict(counted) for market, counted in counting.counted_again(round_.id).items()}
    kept = {
        market: {(item, value): n for item, values in items.items() for value, n in values.items()}
        for market, items in queries.counts_of_round(round_.id).items()
        if items
    }
    return kept == again


def test_twenty_times_the_same_at_once_is_stored_once_with_one_receipt(real: Flask) -> None:
    someone = Someone(real)
    key = someone.begin()

    def send(_: int) -> tuple[int, str, str]:
        answer = someone.ask("POST", "pages/1", key=key, go="on", **OPINION)
        return answer.status_code, answer.location, someone.receipt()

    answers = at_once(20, send)
    assert len(set(answers)) == 1
    assert answers[0][:2] == (303, f"{someone.home}thanks")
    with real.app_context():
        (response,) = stored()
        assert response.receipt == answers[0][2]
        assert counts_are_right()
        assert queries.answers_by_market([response.round_id]) == {response.market_id: 1}
        assert db.session.scalar(select(func.count()).where(AuditLine.verb == "submit")) == 1
        assert db.session.scalar(select(func.count()).select_from(Draft)) == 0


def test_of_twenty_different_contents_with_one_key_exactly_one_is_stored(real: Flask) -> None:
    someone = Someone(real)
    key = someone.begin()
    answers = at_once(
        20, lambda n: someone.ask("POST", "pages/1", key=key, go="on", **{**OPINION, "a.age": str(20 + n)}).status_code
    )
    assert sorted(answers) == [303] + [409] * 19
    with real.app_context():
        (response,) = stored()
        assert response.answers["age"] == str(20 + answers.index(303))
        assert counts_are_right()


def test_twenty_people_at_once_are_all_counted(real: Flask) -> None:
    people = [(someone, someone.begin()) for someone in (Someone(real) for _ in range(20))]
    answers = at_once(
        20, lambda n: people[n][0].ask("POST", "pages/1", key=people[n][1], go="on", **OPINION).status_code
    )
    assert answers == [303] * 20
    with real.app_context():
        assert len(stored()) == 20
        assert len({response.receipt for response in stored()}) == 20
        assert counts_are_right()


def test_agreeing_twenty_times_at_once_opens_one_form(real: Flask) -> None:
    someone = Someone(real)
    assert at_once(20, lambda _: someone.ask("POST", agree="yes").status_code) == [303] * 20
    with real.app_context():
        assert db.session.scalar(select(func.count()).select_from(Draft)) == 1
        assert db.session.scalars(select(Consent.said)).all() == ["yes"]


def test_taking_back_twenty_times_at_once_takes_back_once(real: Flask) -> None:
    someone, other = Someone(real), Someone(real)
    for one in (someone, other):
        one.ask("POST", "pages/1", key=one.begin(), go="on", **OPINION)
    assert at_once(20, lambda _: someone.ask("POST", "withdraw").status_code) == [303] * 20
    with real.app_context():
        assert counts_are_right()
        assert sum(queries.answers_by_market([stored()[0].round_id]).values()) == 1
        assert db.session.scalar(select(func.count()).where(Consent.said == "withdrawn")) == 1


def test_sending_and_closing_at_once_never_leaves_an_uncounted_answer(real: Flask) -> None:
    people = [(someone, someone.begin()) for someone in (Someone(real) for _ in range(10))]

    def act(n: int) -> int:
        if n < 10:
            return people[n][0].ask("POST", "pages/1", key=people[n][1], go="on", **OPINION).status_code
        with real.app_context():
            round_ = db.session.scalars(select(Round).with_for_update()).one()
            round_.state = "closed"
            db.session.commit()
        return 0

    answers = at_once(11, act)
    with real.app_context():
        assert len(stored()) == answers.count(303)
        assert counts_are_right()
        answered = select(func.count()).where(Participation.answered_at.is_not(None))
        assert db.session.scalar(answered) == answers.count(303)
        kept = db.session.scalars(select(Draft)).all()
        assert len(kept) == 10 - answers.count(303)
        assert all(draft.answers["age"] == ["44"] for draft in kept)


def test_four_workers_bring_one_import_in_once(real: Flask) -> None:
    with real.app_context():
        round_ = db.session.scalars(select(Round)).one()
        for _ in range(2):
            import_ = imports.upload(round_, csv_of(HEAD, ROWS), "people.csv", "tests")
            db.session.flush()
            table = imports.table_in(import_)
            found = rows.preview(round_, imports.mapping_in(import_), table)
            imports.start(import_, table, found, leaves_out=False, by="tests")
        db.session.commit()

    def run(_: int) -> int:
        with real.app_context():
            return work.run_waiting_imports()

    assert sum(at_once(4, run)) == 2
    with real.app_context():
        assert len(stored()) == 4
        assert counts_are_right()
        assert [i.state for i in db.session.scalars(select(Import))] == ["done", "done"]
