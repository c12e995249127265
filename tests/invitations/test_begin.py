"""The button behind a link: it makes one participation, and a session that may take part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.foundation.links import verify
from livinglab.foundation.mail import Message
from livinglab.foundation.surroundings import now
from livinglab.invitations import actions
from livinglab.invitations.access import TAKING_PART
from livinglab.invitations.models import PURPOSE, Invitation, Participation
from tests.factories import invitations as factory
from tests.factories.accounts import PASSWORD
from tests.fixtures import BASE, As
from tests.invitations.conftest import Scene


@pytest.fixture
def cleo(scene: Scene) -> Invitation:
    """Cleo is invited."""
    return factory.invitation(scene.request, "cleo@example.org")


@pytest.fixture
def guarded(app: Flask) -> Iterator[Flask]:
    """The app with form tokens checked, as in real use."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield app
    app.config["WTF_CSRF_ENABLED"] = False


def everybody() -> list[Participation]:
    return list(db.session.scalars(select(Participation)))


def test_the_button_leads_to_the_answer_pages_without_the_token(as_: As, scene: Scene, cleo: Invitation) -> None:
    path, browser = factory.link(cleo), as_(None)
    answer = browser.post(f"{path}/begin")
    person = everybody()[0]
    assert answer.status_code == 303
    assert answer.location == f"/feedback/{person.id}/"
    assert browser.get(answer.location).status_code == 200
    assert (person.invitation_id, person.market_id, person.request_id) == (
        cleo.id, scene.request.market_id, scene.request.id,
    )  # fmt: skip


def test_a_chosen_language_goes_along(as_: As, scene: Scene, cleo: Invitation) -> None:
    answer = as_(None).post(f"{factory.link(cleo)}/begin", data={"language": "en"})
    assert answer.location.endswith("/?language=en")
    assert as_(None).post(f"{factory.link(cleo)}/begin", data={"language": "xx"}).location.endswith("/")


def test_pressed_again_here_or_elsewhere_it_is_the_same_participation(as_: As, scene: Scene, cleo: Invitation) -> None:
    path, phone, desk = factory.link(cleo), as_(None), as_(None)
    found = {browser.post(f"{path}/begin").location for browser in (phone, phone, desk)}
    assert len(found) == len(everybody()) == 1


def test_the_pseudonym_and_the_code_tell_nothing_about_the_person(as_: As, scene: Scene, cleo: Invitation) -> None:
    as_(None).post(f"{factory.link(cleo)}/begin")
    person = everybody()[0]
    assert re.fullmatch(r"DE-[3-9A-Z]{6}", person.pseudonym)
    assert re.fullmatch(r"[0-9a-f]{32}", person.code)
    assert person.code not in person.pseudonym


def cookie_of(answer: TestResponse) -> str:
    """The session cookie as an answer sets it."""
    return next(value for value in answer.headers.getlist("Set-Cookie") if value.startswith("livinglab="))


def test_a_phone_that_is_restarted_still_takes_part(as_: As, scene: Scene, cleo: Invitation) -> None:
    begun = as_(None).post(f"{factory.link(cleo)}/begin")
    found = re.search(r"Expires=([^;]+)", cookie_of(begun))
    assert found
    left = parsedate_to_datetime(found[1]) - datetime.now(UTC)
    assert timedelta(days=13) < left <= timedelta(days=14)


def test_who_is_signed_in_as_well_is_signed_out_with_the_browser_as_ever(
    as_: As, scene: Scene, cleo: Invitation
) -> None:
    assert "Expires" not in cookie_of(as_(scene.cast.carla).post(f"{factory.link(cleo)}/begin"))
    browser = as_(None)
    browser.post(f"{factory.link(cleo)}/begin")
    typed = {"email": scene.cast.carla.email, "password": PASSWORD}
    assert "Expires" not in cookie_of(browser.post("/accounts/sign-in", data=typed))


def test_pages_and_files_do_not_set_the_cookie_again(as_: As, scene: Scene, cleo: Invitation) -> None:
    """An answer that comes late would bring an older one back."""
    browser = as_(None)
    home = browser.post(f"{factory.link(cleo)}/begin").location
    browser.get(home)
    for path in (home, "/static/css/base.css"):
        assert "Set-Cookie" not in browser.get(path).headers


def test_a_link_that_ends_says_so_in_the_language_in_which_it_was_opened(
    as_: As, scene: Scene, cleo: Invitation
) -> None:
    browser = as_(None)
    home = browser.post(f"{factory.link(cleo)}/begin", data={"language": "de"}).location
    cleo.withdrawn_at = now()
    page = browser.get(home)
    assert page.status_code == 410
    assert '<html lang="de"' in page.text


def test_a_browser_remembers_at_most_five(as_: As, scene: Scene) -> None:
    browser = as_(None)
    for n in range(7):
        browser.post(f"{factory.link(factory.invitation(scene.request, f't{n}@example.org'))}/begin")
    with browser.session_transaction(base_url=BASE) as cookie:
        kept = cookie[TAKING_PART]
    ids = sorted(person.id for person in everybody())
    assert sorted(map(int, kept)) == ids[-5:]


def test_opening_an_older_link_again_keeps_that_one_too(as_: As, scene: Scene) -> None:
    browser = as_(None)
    paths = [factory.link(factory.invitation(scene.request, f"t{n}@example.org")) for n in range(6)]
    locations = [browser.post(f"{path}/begin").location for path in [*paths, paths[0]]]
    assert browser.get(locations[-1]).status_code == 200


def test_signed_in_people_stay_signed_in(as_: As, scene: Scene, cleo: Invitation) -> None:
    carla = as_(scene.cast.carla)
    assert carla.post(f"{factory.link(cleo)}/begin").status_code == 303
    assert carla.get(scene.page).status_code == 200


def test_who_said_no_can_still_take_part(as_: As, scene: Scene, cleo: Invitation) -> None:
    path = factory.link(cleo)
    as_(None).post(f"{path}/decline")
    assert as_(None).post(f"{path}/begin").status_code == 303
    assert everybody()[0].declined_at is None


def test_a_form_from_elsewhere_only_gets_the_page_again(
    as_: As, guarded: Flask, scene: Scene, cleo: Invitation
) -> None:
    path, browser = factory.link(cleo), as_(None)
    for data in ({}, {"csrf_token": "forged"}):
        answer = browser.post(f"{path}/begin", data={**data, "language": "en"})
        assert answer.status_code == 422
        assert "press the button once more" in answer.text
    assert everybody() == []


def test_the_form_of_the_page_works_over_https_although_it_sends_no_referer(
    as_: As, guarded: Flask, scene: Scene, cleo: Invitation
) -> None:
    path, browser = factory.link(cleo), as_(None)
    page = browser.get(path, base_url="https://livinglab.test")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token is not None
    answer = browser.post(f"{path}/begin", base_url="https://livinglab.test", data={"csrf_token": token[1]})
    assert answer.status_code == 303


def test_looking_at_the_button_begins_nothing(as_: As, scene: Scene, cleo: Invitation) -> None:
    assert as_(None).get(f"{factory.link(cleo)}/begin").status_code == 405
    assert everybody() == []


@pytest.mark.parametrize("state", ["recruiting", "closed", "reported"])
def test_the_action_itself_refuses_too(scene: Scene, cleo: Invitation, state: str) -> None:
    link = verify(factory.link(cleo)[3:], PURPOSE)
    assert link is not None
    scene.round.state = state
    with pytest.raises(Refused):
        actions.begin_participation(link)


def test_a_reminder_that_waits_is_stopped_by_answering_not_by_opening(scene: Scene, cleo: Invitation) -> None:
    actions.letters.remind(
        scene.request, [actions.Reader(cleo.id, "cleo@example.org", "")], actions.link_expiry(scene.round)
    )
    person = factory.participation(scene.request.market, cleo)
    db.session.expire_all()
    assert db.session.scalars(select(Message.state)).all() == ["queued"]
    actions.mark_answered(person)
    assert db.session.scalars(select(Message.state)).all() == ["withdrawn"]
