"""What stands behind a link: who asks, and nothing about what; and every way in which it can have ended."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from livinglab.foundation import links
from livinglab.foundation.audit import AuditLine
from livinglab.foundation.db import db
from livinglab.foundation.links import Link
from livinglab.foundation.surroundings import now
from livinglab.invitations import actions
from livinglab.invitations.models import Invitation, Participation
from livinglab.invitations.views import opening
from tests.factories import invitations as factory
from tests.fixtures import BASE, As
from tests.invitations.conftest import PRODUCT, Scene
from tests.pages import words
from tests.surroundings import World

UNKNOWN = "/i/" + "a" * 43


@pytest.fixture
def cleo(scene: Scene) -> Invitation:
    """Cleo is invited."""
    return factory.invitation(scene.request, "cleo@example.org", "Cleo Berg")


def test_it_says_who_asks_and_how_long_it_takes_and_never_what(as_: As, scene: Scene, cleo: Invitation) -> None:
    page = as_(None).get(factory.link(cleo) + "?language=en")
    assert page.status_code == 200
    for word in ("Cluster Nordwest", "Norrsken Sensors (Sweden)", "about 5 minutes", "12 December 2026, 18:00 CET"):
        assert word in words(page.text)
    for word in (PRODUCT, "Aurora", "Hears water", "Winter round", "First impression", "cleo@example.org", "Cleo Berg"):
        assert word not in page.text


def test_it_speaks_the_language_of_the_market_and_others_that_are_complete(
    as_: As, scene: Scene, cleo: Invitation
) -> None:
    path = factory.link(cleo)
    german, english, swedish = (as_(None).get(path + more).text for more in ("", "?language=en", "?language=sv"))
    assert '<html lang="de"' in german
    assert '<html lang="en"' in english
    assert '<html lang="de"' in swedish, "the questionnaire is not there in Swedish"
    assert re.findall(r'hreflang="(\w+)"', german) == ["en", "de"]


def test_looking_changes_nothing_however_often(as_: As, scene: Scene, cleo: Invitation) -> None:
    path = factory.link(cleo)
    tables = (Link, Invitation, Participation, AuditLine)
    before = [db.session.execute(select(*t.__table__.columns)).all() for t in tables]
    browser = as_(None)
    for _ in range(3):
        assert browser.get(path).status_code == 200
        assert browser.head(path).status_code == 200
    assert [db.session.execute(select(*t.__table__.columns)).all() for t in tables] == before


def test_the_token_goes_nowhere_else(as_: As, scene: Scene, cleo: Invitation) -> None:
    path = factory.link(cleo)
    for answer in (as_(None).get(path), as_(None).post(f"{path}/decline"), as_(None).post(f"{path}/begin")):
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"
        assert path[3:] not in (answer.location or "")
    page = as_(None).get(path).text
    assert '<meta name="referrer" content="no-referrer">' in page
    assert not re.search(r'(?:href|src|action)="https?:', page)


def test_the_token_is_not_logged_even_when_something_breaks(
    as_: As,
    app: Flask,
    scene: Scene,
    cleo: Invitation,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = factory.link(cleo)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setattr(opening.queries, "standing_of", lambda *_: 1 / 0)
    assert as_(None).get(path).status_code == 500
    written = capsys.readouterr()
    assert "ZeroDivisionError" in written.out + written.err
    assert path[3:] not in written.out + written.err


def test_a_forged_host_changes_nothing(as_: As, scene: Scene, cleo: Invitation) -> None:
    path = factory.link(cleo)
    answer = as_(None).get(path, headers={"X-Forwarded-Host": "evil.example"})
    assert "evil.example" not in answer.text
    assert as_(None).get(path, base_url="http://evil.example").status_code == 400


@pytest.mark.parametrize("token", ["a" * 43, "x", "a" * 200, "..%2F..%2Fetc", "%00", "é" * 43, "a" * 42 + "="])
def test_an_unknown_token_is_not_found_like_anything_that_does_not_exist(as_: As, scene: Scene, token: str) -> None:
    browser = as_(None)
    missing = browser.get("/there/is/no/such/page")
    answer = browser.get(f"/i/{token}")
    assert answer.status_code == missing.status_code == 404
    assert answer.data == missing.data


def test_a_link_for_something_else_is_unknown_here(as_: As, scene: Scene, cleo: Invitation) -> None:
    token = links.issue("new password", cleo.id)
    assert as_(None).get(f"/i/{token}").data == as_(None).get(UNKNOWN).data


def test_who_sends_many_wrong_tokens_is_told_to_wait_and_good_ones_still_work(
    as_: As, scene: Scene, cleo: Invitation, world: World
) -> None:
    path, browser = factory.link(cleo), as_(None)
    found = [browser.post(f"{UNKNOWN}/decline").status_code for _ in range(opening.WRONG_LINKS + 1)]
    assert found == [404] * opening.WRONG_LINKS + [429]
    assert browser.post(f"{path}/begin").status_code == 303
    world.advance(minutes=15)
    assert browser.post(f"{UNKNOWN}/decline").status_code == 404


def test_an_invitation_on_paper_names_the_company(as_: As, scene: Scene) -> None:
    url = actions.print_links(scene.request.market, 1)[0]
    page = words(as_(None).get(url.removeprefix(BASE) + "?language=en").text)
    assert "Norrsken Sensors asks for your opinion" in page
    assert "has your address" not in page


def withdraw(scene: Scene, cleo: Invitation) -> None:
    actions.withdraw(scene.request, scene.cast.carla, cleo)


def expire(scene: Scene, cleo: Invitation) -> None:
    db.session.scalars(select(Link)).one().expires_at = now() - timedelta(seconds=1)


def close(scene: Scene, cleo: Invitation) -> None:
    scene.round.state = "closed"


def not_open_yet(scene: Scene, cleo: Invitation) -> None:
    scene.round.state, scene.round.opens_at = "recruiting", datetime(2026, 12, 1, 8, 0, tzinfo=UTC)


def answer(scene: Scene, cleo: Invitation) -> None:
    actions.mark_answered(factory.participation(scene.request.market, cleo))


def decline(scene: Scene, cleo: Invitation) -> None:
    actions.decline(factory.participation(scene.request.market, cleo))


def begin(scene: Scene, cleo: Invitation) -> None:
    factory.participation(scene.request.market, cleo)


@pytest.mark.parametrize(
    ("happen", "says", "leads_on"),
    [
        (withdraw, "This invitation was withdrawn", False),
        (expire, "This link has expired", False),
        (close, "This trial has ended", False),
        (not_open_yet, "It opens on 1 December 2026, 09:00 CET", False),
        (answer, "You have answered already", True),
        (decline, "You are not taking part", True),
        (begin, "Go on", True),
    ],
)
def test_each_way_it_stands_has_a_plain_page(
    as_: As, scene: Scene, cleo: Invitation, happen: object, says: str, leads_on: bool
) -> None:
    path = factory.link(cleo)
    happen(scene, cleo)  # type: ignore[operator]
    page = as_(None).get(f"{path}?language=en")
    assert page.status_code == 200
    assert says in words(page.text)
    assert (f"{path}/begin" in page.text) == leads_on
    begun = as_(None).post(f"{path}/begin", data={"language": "en"})
    assert begun.status_code == (303 if leads_on else 200)
    if not leads_on:
        assert says in words(begun.text)
    for word in (PRODUCT, "Aurora", "Winter round"):
        assert word not in page.text + begun.text


def test_who_had_answered_still_gets_to_the_receipt_after_the_round(as_: As, scene: Scene, cleo: Invitation) -> None:
    path = factory.link(cleo)
    answer(scene, cleo)
    close(scene, cleo)
    assert as_(None).post(f"{path}/begin").status_code == 303


def test_a_name_with_a_script_is_only_a_name(as_: As, scene: Scene, cleo: Invitation) -> None:
    scene.request.organisation.name = "<script>alert(1)</script>"
    page = as_(None).get(factory.link(cleo)).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
