"""A new password for who has forgotten the old one."""

from __future__ import annotations

from livinglab.accounts.models import Session
from livinglab.foundation.audit import AuditLine
from livinglab.foundation.db import db
from livinglab.foundation.links import Link
from livinglab.foundation.mail import Message
from tests.accounts.post import path_in, sent_to, text_of, token_in
from tests.cast import Cast
from tests.factories.accounts import PASSWORD
from tests.fixtures import As
from tests.surroundings import World

FORGOTTEN = "/accounts/forgotten-password"
NEW = "four words in a row"
TWICE = {"new": NEW, "again": NEW}


def link_for_anna(as_: As, cast: Cast, world: World) -> str:
    """Anna asks, and opens her mailbox."""
    assert as_(None).post(FORGOTTEN, data={"email": cast.anna.email}).status_code == 303
    return path_in(sent_to(world, cast.anna.email)[-1])


def can_sign_in(as_: As, cast: Cast, password: str) -> bool:
    """Whether Anna gets in."""
    answer = as_(None).post("/accounts/sign-in", data={"email": cast.anna.email, "password": password})
    return answer.status_code == 303


def test_anna_chooses_a_new_password_and_is_signed_in_here_only(as_: As, cast: Cast, world: World) -> None:
    elsewhere, here = as_(cast.anna), as_(None)
    answer = here.post(link_for_anna(as_, cast, world), data=TWICE)
    assert (answer.status_code, answer.location) == (303, "/")
    assert cast.anna.name in here.get("/").text
    assert elsewhere.get("/").status_code == 302
    assert can_sign_in(as_, cast, NEW)
    assert not can_sign_in(as_, cast, PASSWORD)
    assert db.session.query(AuditLine).filter_by(verb="new_password", object_id=cast.anna.id).count() == 1


def test_she_is_told_by_mail(as_: As, cast: Cast, world: World) -> None:
    as_(None).post(link_for_anna(as_, cast, world), data=TWICE)
    assert sent_to(world, cast.anna.email)[-1]["Subject"] == "Your password was changed"


def test_a_known_and_an_unknown_address_are_answered_alike(as_: As, cast: Cast) -> None:
    pages = []
    for address in (cast.anna.email, "nobody@norrsken.example"):
        browser = as_(None)
        answer = browser.post(FORGOTTEN, data={"email": address})
        pages.append((answer.status_code, answer.location, browser.get(answer.location).text.replace(address, "X")))
    assert pages[0] == pages[1]
    assert db.session.query(Message).count() == 2  # the same work for both


def test_an_unknown_address_is_told_by_mail_that_it_has_no_account(as_: As, cast: Cast, world: World) -> None:
    as_(None).post(FORGOTTEN, data={"email": "nobody@norrsken.example"})
    (mail,) = sent_to(world, "nobody@norrsken.example")
    assert path_in(mail) == "/accounts/sign-up"
    assert db.session.query(Link).count() == 0


def test_the_link_works_for_one_hour(as_: As, cast: Cast, world: World) -> None:
    link = link_for_anna(as_, cast, world)
    world.advance(minutes=59, seconds=59)
    assert as_(None).get(link).status_code == 200
    world.advance(seconds=1)
    assert as_(None).get(link).status_code == as_(None).post(link, data=TWICE).status_code == 410
    assert can_sign_in(as_, cast, PASSWORD)


def test_the_link_works_once_and_ends_the_other_links(as_: As, cast: Cast, world: World) -> None:
    first, second = link_for_anna(as_, cast, world), link_for_anna(as_, cast, world)
    as_(None).post(first, data=TWICE)
    for link in (first, second):
        answer = as_(None).post(link, data={"new": "mallory was here", "again": "mallory was here"})
        assert answer.status_code == 410
    assert can_sign_in(as_, cast, NEW)


def test_a_mail_that_still_waits_does_not_leave_after_the_password_is_set(as_: As, cast: Cast, world: World) -> None:
    link = link_for_anna(as_, cast, world)
    as_(None).post(FORGOTTEN, data={"email": cast.anna.email})
    as_(None).post(link, data=TWICE)
    subjects = [mail["Subject"] for mail in sent_to(world, cast.anna.email)]
    assert subjects == ["Choose a new password", "Your password was changed"]


def test_opening_the_link_changes_nothing_and_says_nothing(as_: As, cast: Cast, world: World) -> None:
    link, elsewhere = link_for_anna(as_, cast, world), as_(cast.anna)
    page = as_(None).get(link)
    assert page.status_code == 200
    assert cast.anna.email not in page.text
    assert cast.anna.name not in page.text
    assert elsewhere.get("/").status_code == 200
    assert can_sign_in(as_, cast, PASSWORD)
    assert as_(None).post(link, data=TWICE).status_code == 303


def test_a_bad_password_is_refused_and_the_link_stays_good(as_: As, cast: Cast, world: World) -> None:
    link = link_for_anna(as_, cast, world)
    for new, again, sentence in (
        ("short", "short", "at least 12 characters"),
        (NEW, NEW + "!", "The two are not the same."),
        (cast.anna.email, cast.anna.email, "Your name or address"),
        ("Anna.Lindqvist", "Anna.Lindqvist", "Your name or address"),
        ("", "", "Choose a password."),
    ):
        page = as_(None).post(link, data={"new": new, "again": again})
        assert page.status_code == 422
        assert sentence in page.text
    assert can_sign_in(as_, cast, PASSWORD)
    assert as_(None).post(link, data=TWICE).status_code == 303


def test_a_link_for_something_else_sets_no_password(as_: As, cast: Cast, world: World) -> None:
    """Formbricks CVE-2025-59934: a token is verified for its purpose."""
    as_(None).post("/accounts/sign-up", data={"email": "lena@strom.example"})
    token = token_in(path_in(sent_to(world, "lena@strom.example")[-1]))
    assert as_(None).post(f"/accounts/new-password/{token}", data=TWICE).status_code == 410


def test_a_forged_host_changes_no_link(as_: As, cast: Cast, world: World) -> None:
    """Indico CVE-2021-30185, LimeSurvey CVE-2024-42903."""
    assert as_(None).post(FORGOTTEN, data={"email": cast.anna.email}, base_url="http://evil.example").status_code == 400
    forged = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    as_(None).post(FORGOTTEN, data={"email": cast.anna.email}, headers=forged, base_url="http://localhost")
    (mail,) = sent_to(world, cast.anna.email)
    assert "evil" not in text_of(mail)
    assert path_in(mail).startswith("/accounts/new-password/")


def test_only_the_hash_of_the_token_is_kept_and_no_answer_sends_it_along(as_: As, cast: Cast, world: World) -> None:
    link = link_for_anna(as_, cast, world)
    kept = [str(vars(row)) for table in (Link, Message, AuditLine) for row in db.session.query(table)]
    assert all(token_in(link) not in row for row in kept)
    page = as_(None).get(link)
    assert token_in(link) not in page.text
    assert page.headers["Referrer-Policy"] == "strict-origin"


def test_one_address_gets_three_mails_an_hour_and_one_place_asks_for_twenty(as_: As, cast: Cast, world: World) -> None:
    answers = [as_(None).post(FORGOTTEN, data={"email": cast.anna.email}).status_code for _ in range(21)]
    assert answers == [303] * 20 + [429]
    assert len(sent_to(world, cast.anna.email)) == 3


def test_a_bad_address_stays_in_the_form(as_: As, cast: Cast) -> None:
    page = as_(None).post(FORGOTTEN, data={"email": "anna at norrsken"})
    assert page.status_code == 422
    assert 'value="anna at norrsken"' in page.text


def test_the_pages_are_there_for_strangers(as_: As, cast: Cast) -> None:
    assert as_(None).get(FORGOTTEN).status_code == as_(None).get(FORGOTTEN + "/mailed").status_code == 200


def test_looking_at_the_pages_sends_nothing(as_: As, cast: Cast, world: World) -> None:
    as_(None).get(FORGOTTEN)
    assert db.session.query(Message).count() == db.session.query(Session).count() == 0
