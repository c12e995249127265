"""Signing up: an address, a mail, a name and a password."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from livinglab.accounts.models import Session, User
from livinglab.foundation.audit import AuditLine
from livinglab.foundation.db import db
from livinglab.foundation.links import Link
from livinglab.foundation.mail import Message
from tests.accounts.post import path_in, sent_to, text_of, token_in
from tests.cast import Cast
from tests.factories.accounts import PASSWORD
from tests.fixtures import As
from tests.pages import without_csrf
from tests.surroundings import World

SIGN_UP = "/accounts/sign-up"
LENA = "lena@strom.example"
GOOD = {"name": "Lena Ström", "new": PASSWORD, "again": PASSWORD}


def ask(browser: FlaskClient, address: str = LENA) -> None:
    """Enter an address."""
    assert browser.post(SIGN_UP, data={"email": address}).status_code == 303


def link_for(world: World, address: str = LENA) -> str:
    """The path in the newest mail to an address."""
    return path_in(sent_to(world, address)[-1])


def user(address: str = LENA) -> User | None:
    """The row of an address."""
    return db.session.query(User).filter_by(email=address).one_or_none()


def test_lena_signs_up_and_is_home(as_: As, cast: Cast, world: World) -> None:
    browser = as_(None)
    ask(browser, " Lena@Strom.example ")
    answer = browser.post(link_for(world), data=GOOD)
    assert (answer.status_code, answer.location) == (303, "/")
    assert "Lena Ström" in browser.get("/").text
    lena = user()
    assert lena is not None
    assert (lena.name, lena.is_administrator) == ("Lena Ström", False)
    assert db.session.query(AuditLine).filter_by(verb="sign_up", object_id=lena.id).count() == 1


def test_a_known_and_an_unknown_address_are_answered_alike(as_: As, cast: Cast) -> None:
    pages = []
    for address in (cast.anna.email, LENA):
        browser = as_(None)
        answer = browser.post(SIGN_UP, data={"email": address})
        shown = browser.get(answer.location).text.replace(address, "X")
        pages.append((answer.status_code, answer.location, answer.text, shown))
    assert pages[0] == pages[1]


def test_a_known_address_gets_a_mail_that_says_so_and_no_link_of_power(as_: As, cast: Cast, world: World) -> None:
    ask(as_(None), cast.anna.email)
    (mail,) = sent_to(world, cast.anna.email)
    assert mail["Subject"] == "You have an account already"
    assert path_in(mail) == "/accounts/sign-in"
    assert db.session.query(Link).count() == 0


def test_opening_the_link_changes_nothing_and_says_nothing(as_: As, cast: Cast, world: World) -> None:
    ask(as_(None))
    link = link_for(world)
    page = as_(None).get(link)
    assert page.status_code == as_(None).get(link).status_code == 200
    assert LENA not in page.text
    lena = user()
    assert lena is not None
    assert lena.password_hash == ""
    assert as_(None).post(link, data=GOOD).status_code == 303


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": "  "}, "Enter your name."),
        ({"name": "x" * 121}, "Use at most 120 characters."),
        ({"name": "Win at http://evil.example"}, "without a web address"),
        ({"new": "short", "again": "short"}, "at least 12 characters"),
        ({"new": "a" * 20, "again": "a" * 20}, "different characters"),
        ({"new": "y" * 190 + "abcdefghijk", "again": ""}, "at most 200 characters"),
        ({"again": "something else"}, "The two are not the same."),
        ({"new": LENA, "again": LENA}, "Your name or address"),
        ({"name": "Lena Stromberg", "new": "lena-stromberg", "again": "lena-stromberg"}, "Your name or address"),
    ],
)
def test_a_bad_form_comes_back_with_what_was_typed(
    as_: As, cast: Cast, world: World, typed: dict[str, str], sentence: str
) -> None:
    ask(as_(None))
    page = as_(None).post(link_for(world), data=GOOD | typed)
    assert page.status_code == 422
    assert sentence in page.text
    assert PASSWORD not in page.text
    if "name" not in typed:
        assert 'value="Lena Ström"' in page.text
    lena = user()
    assert lena is not None
    assert lena.password_hash == ""


def test_a_link_works_once(as_: As, cast: Cast, world: World) -> None:
    ask(as_(None))
    link = link_for(world)
    as_(None).post(link, data=GOOD)
    for answer in (as_(None).get(link), as_(None).post(link, data=GOOD | {"name": "Mallory"})):
        assert answer.status_code == 410
        assert "This link has ended" in answer.text
    lena = user()
    assert lena is not None
    assert lena.name == "Lena Ström"


def test_of_two_links_the_second_ends_when_the_first_is_used(as_: As, cast: Cast, world: World) -> None:
    ask(as_(None))
    first = link_for(world)
    ask(as_(None))
    second = link_for(world)
    assert first != second
    as_(None).post(second, data=GOOD)
    assert as_(None).post(first, data=GOOD).status_code == 410


def test_a_link_is_too_old_after_three_days(as_: As, cast: Cast, world: World) -> None:
    ask(as_(None))
    link = link_for(world)
    world.advance(days=3)
    assert as_(None).get(link).status_code == 410
    assert as_(None).post(link, data=GOOD).status_code == 410


def test_made_up_and_half_copied_links_are_answered_alike(as_: As, cast: Cast, world: World) -> None:
    ask(as_(None))
    link = link_for(world)
    pages = [as_(None).get(path) for path in (link[:-1], link + "A", f"{SIGN_UP}/{'A' * 43}", f"{SIGN_UP}/x")]
    assert {page.status_code for page in pages} == {410}
    assert len({without_csrf(page.text) for page in pages}) == 1


def test_a_link_for_something_else_does_not_sign_up(as_: As, cast: Cast, world: World) -> None:
    """Formbricks CVE-2025-59934: a token is verified for its purpose."""
    as_(None).post("/accounts/forgotten-password", data={"email": cast.anna.email})
    token = token_in(path_in(sent_to(world, cast.anna.email)[-1]))
    assert as_(None).post(f"{SIGN_UP}/{token}", data=GOOD).status_code == 410
    assert cast.anna.name == "Anna Lindqvist"


def test_only_the_hash_of_the_token_is_kept(as_: As, cast: Cast, world: World) -> None:
    ask(as_(None))
    token = token_in(link_for(world))
    kept = [str(vars(row)) for table in (Link, Message, User, AuditLine) for row in db.session.query(table)]
    assert kept
    assert all(token not in row for row in kept)


def test_no_answer_repeats_the_token_or_sends_it_along(as_: As, cast: Cast, world: World) -> None:
    ask(as_(None))
    link = link_for(world)
    for answer in (as_(None).get(link), as_(None).post(link, data={})):
        assert token_in(link) not in answer.text
        assert answer.headers["Referrer-Policy"] == "strict-origin"
        assert answer.headers["Cache-Control"] == "no-store"


def test_no_line_of_a_log_holds_the_token(
    as_: As, cast: Cast, world: World, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level("DEBUG")
    ask(as_(None))
    link = link_for(world)
    as_(None).get(link)
    as_(None).post(link, data={})
    as_(None).post(link, data=GOOD)
    as_(None).get(link)
    written = capfd.readouterr()
    assert token_in(link) not in caplog.text + written.out + written.err


def test_a_forged_host_changes_no_link(as_: As, cast: Cast, world: World) -> None:
    """Indico CVE-2021-30185, LimeSurvey CVE-2024-42903."""
    forged = as_(None).post(SIGN_UP, data={"email": LENA}, base_url="http://evil.example")
    assert forged.status_code == 400
    as_(None).post(
        SIGN_UP, data={"email": LENA}, headers={"X-Forwarded-Host": "evil.example"}, base_url="http://localhost"
    )
    (mail,) = sent_to(world, LENA)
    assert "evil.example" not in text_of(mail)
    assert path_in(mail).startswith(SIGN_UP + "/")


def test_one_address_gets_three_mails_an_hour_and_the_answer_stays_the_same(as_: As, cast: Cast, world: World) -> None:
    for address in (LENA, cast.anna.email):
        for _ in range(5):
            ask(as_(None), address)
        assert len(sent_to(world, address)) == 3
    world.advance(hours=1)
    ask(as_(None))
    assert len(sent_to(world, LENA)) == 4


def test_one_place_asks_for_twenty_mails_an_hour(as_: As, cast: Cast, world: World) -> None:
    for number in range(20):
        ask(as_(None), f"somebody{number}@strom.example")
    refused = as_(None).post(SIGN_UP, data={"email": LENA})
    assert refused.status_code == 429
    assert "Wait an hour" in refused.text
    assert sent_to(world, LENA) == []


def test_a_bad_address_stays_in_the_form(as_: As, cast: Cast) -> None:
    page = as_(None).post(SIGN_UP, data={"email": "lena at strom"})
    assert page.status_code == 422
    assert 'value="lena at strom"' in page.text


def test_the_pages_are_there_for_strangers_and_send_others_home(as_: As, cast: Cast) -> None:
    assert as_(None).get(SIGN_UP).status_code == 200
    assert as_(None).get(SIGN_UP + "/mailed").status_code == 200
    assert as_(cast.anna).get(SIGN_UP).location == "/"


def test_who_was_signed_in_as_somebody_else_is_signed_out_first(as_: As, cast: Cast, world: World) -> None:
    ask(as_(None))
    browser = as_(cast.anna)
    browser.post(link_for(world), data=GOOD)
    assert "Lena Ström" in browser.get("/").text
    assert db.session.query(Session).filter_by(user_id=cast.anna.id).one().ended_at is not None


def test_an_unfinished_sign_up_cannot_be_used_to_ask_for_a_password(as_: As, cast: Cast, world: World) -> None:
    ask(as_(None))
    as_(None).post("/accounts/forgotten-password", data={"email": LENA})
    assert [mail["Subject"] for mail in sent_to(world, LENA)] == [
        "Create your account",
        "There is no account with this address",
    ]


def test_a_link_stays_good_while_its_address_is_kept(as_: As, cast: Cast, world: World) -> None:
    ask(as_(None))
    lena = user()
    assert lena is not None
    lena.created_at -= timedelta(days=20)
    ask(as_(None))
    link = link_for(world)
    assert as_(None).post(link, data=GOOD).status_code == 303
