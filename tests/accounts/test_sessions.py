"""Where somebody is signed in, and ending it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from livinglab.accounts import devices
from livinglab.accounts.models import Session
from livinglab.foundation.db import db
from tests.cast import Cast
from tests.factories.accounts import PASSWORD
from tests.fixtures import As
from tests.pages import words
from tests.surroundings import World

SESSIONS = "/accounts/sessions"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def session_of(user_id: int, newest: bool = True) -> Session:
    """One of a person's sessions."""
    order = Session.id.desc() if newest else Session.id
    return db.session.query(Session).filter_by(user_id=user_id).order_by(order).first() or Session()


def test_the_list_says_on_what_and_since_when_and_marks_this_one(as_: As, cast: Cast, world: World) -> None:
    browser = as_(None)
    browser.post(
        "/accounts/sign-in", data={"email": cast.anna.email, "password": PASSWORD}, headers={"User-Agent": FIREFOX}
    )
    world.advance(hours=2)
    as_(cast.anna)
    page = words(browser.get(SESSIONS).text)
    assert "Firefox on Linux This device 24 Nov 2026, 09:00 UTC" in page
    assert page.index("Firefox on Linux") < page.index("An unknown device 24 Nov 2026, 11:00 UTC")
    assert page.count("This device") == 1


def test_a_session_that_is_used_goes_on_and_one_that_only_looks_ends(as_: As, cast: Cast, world: World) -> None:
    used, looked = as_(None), as_(None)
    for browser in (used, looked):
        browser.post("/accounts/sign-in", data={"email": cast.anna.email, "password": PASSWORD})
    for _ in range(3):
        world.advance(days=13)
        used.get(SESSIONS)
        assert used.post("/accounts/profile", data={"name": "Anna"}).status_code == 303
        looked.get(SESSIONS)
    assert used.get(SESSIONS).status_code == 200
    assert looked.get(SESSIONS).status_code == 302


def test_a_session_is_extended_once_a_day(as_: As, cast: Cast, world: World) -> None:
    browser = as_(None)
    browser.post("/accounts/sign-in", data={"email": cast.anna.email, "password": PASSWORD})
    begun = session_of(cast.anna.id).expires_at
    ends = []
    for hours in (23, 2, 22):
        world.advance(hours=hours)
        browser.post(f"{SESSIONS}/end-others")
        ends.append(session_of(cast.anna.id).expires_at - begun)
    assert ends == [timedelta(0), timedelta(hours=25), timedelta(hours=25)]


def test_the_cookie_of_a_session_that_goes_on_is_signed_anew(as_: As, cast: Cast, world: World) -> None:
    browser = as_(None)
    browser.post("/accounts/sign-in", data={"email": cast.anna.email, "password": PASSWORD})
    browser.get(SESSIONS)
    assert "Set-Cookie" not in browser.post("/accounts/password").headers
    world.advance(days=2)
    assert "Set-Cookie" in browser.post("/accounts/password").headers


def test_ended_and_foreign_sessions_are_not_listed(as_: As, cast: Cast) -> None:
    browser, other = as_(cast.anna), as_(cast.anna)
    as_(cast.dan)
    other.post("/accounts/sign-out")
    assert browser.get(SESSIONS).text.count("/end") == 1


def test_anna_ends_one_session(as_: As, cast: Cast) -> None:
    browser, other = as_(cast.anna), as_(cast.anna)
    ended = session_of(cast.anna.id)
    assert browser.post(f"{SESSIONS}/{ended.id}/end").location == SESSIONS
    assert other.get(SESSIONS).status_code == 302
    assert browser.get(SESSIONS).status_code == 200


def test_ending_this_one_signs_out(as_: As, cast: Cast) -> None:
    browser = as_(cast.anna)
    answer = browser.post(f"{SESSIONS}/{session_of(cast.anna.id).id}/end")
    assert answer.location == "/accounts/sign-in"
    assert browser.get(SESSIONS).status_code == 302


def test_anna_ends_all_others(as_: As, cast: Cast) -> None:
    browser, others, dan = as_(cast.anna), [as_(cast.anna), as_(cast.anna)], as_(cast.dan)
    assert browser.post(f"{SESSIONS}/end-others").location == SESSIONS
    assert browser.get(SESSIONS).status_code == dan.get(SESSIONS).status_code == 200
    assert {other.get(SESSIONS).status_code for other in others} == {302}


def test_a_foreign_an_ended_and_a_made_up_session_are_answered_alike(as_: As, cast: Cast) -> None:
    """The raw id of somebody else's object (Indico CVE-2024-50633)."""
    dan = as_(cast.dan)
    foreign = session_of(cast.dan.id).id
    browser, ended = as_(cast.anna), as_(cast.anna)
    gone = session_of(cast.anna.id).id
    ended.post("/accounts/sign-out")
    answers = [browser.post(f"{SESSIONS}/{number}/end") for number in (foreign, gone, 987654)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    assert dan.get(SESSIONS).status_code == 200


def test_strangers_are_asked_to_sign_in(as_: As, cast: Cast) -> None:
    as_(cast.anna)
    number = session_of(cast.anna.id).id
    answers = [
        as_(None).get(SESSIONS),
        as_(None).post(f"{SESSIONS}/{number}/end"),
        as_(None).post(f"{SESSIONS}/end-others"),
    ]
    assert all(answer.location.startswith("/accounts/sign-in") for answer in answers)
    assert session_of(cast.anna.id).ended_at is None


def test_looking_ends_nothing(as_: As, cast: Cast) -> None:
    browser, other = as_(cast.anna), as_(cast.anna)
    number = session_of(cast.anna.id).id
    browser.get(SESSIONS)
    assert browser.get(f"{SESSIONS}/{number}/end").status_code == 405
    assert other.get(SESSIONS).status_code == 200


@pytest.mark.parametrize(
    ("user_agent", "said"),
    [
        (FIREFOX, "Firefox on Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/131.0 Safari/537.36",
            "Chrome on Windows",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 Edg/131.0", "Edge on Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.1 Safari/605.1.15", "Safari on Mac"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) CriOS/131.0 Safari/604.1", "Chrome on iPhone"),
        (
            "Mozilla/5.0 (Linux; Android 14) SamsungBrowser/26.0 Chrome/122.0",
            "Samsung Internet on Android",
        ),
        ("Mozilla/5.0 (X11; CrOS x86_64) Chrome/131.0 Safari/537.36", "Chrome on ChromeOS"),
        ("Mozilla/5.0 (X11; Linux x86_64) SomethingNew/1.0", "A browser on Linux"),
        ("curl/8.5.0", "An unknown device"),
        ("", "An unknown device"),
        ("<script>alert(1)</script> Firefox/1.0", "Firefox"),
    ],
)
def test_a_device_is_said_in_plain_words(user_agent: str, said: str) -> None:
    assert devices.in_words(user_agent) == said
