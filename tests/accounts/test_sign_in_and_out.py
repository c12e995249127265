"""Signing in with a password, and out again."""

from __future__ import annotations

from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask

from livinglab.accounts import tries
from livinglab.accounts.models import Session
from livinglab.foundation.db import db
from tests.accounts.post import sent_to
from tests.cast import Cast
from tests.factories import accounts
from tests.factories.accounts import PASSWORD
from tests.fixtures import As
from tests.pages import without_csrf
from tests.surroundings import World

SIGN_IN = "/accounts/sign-in"
WRONG = "something else entirely"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Safari/604.1"


def fill(email: str, password: str = PASSWORD) -> dict[str, str]:
    """What a person types."""
    return {"email": email, "password": password}


def test_anna_signs_in_with_her_password(as_: As, cast: Cast) -> None:
    browser = as_(None)
    answer = browser.post(SIGN_IN, data=fill(" Anna@Norrsken.example "), headers={"User-Agent": SAFARI})
    assert (answer.status_code, answer.location) == (303, "/")
    assert cast.anna.name in browser.get("/").text
    assert db.session.query(Session).one().device == SAFARI


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(as_: As, cast: Cast) -> None:
    wrong = as_(None).post(SIGN_IN, data=fill(cast.anna.email, WRONG))
    unknown = as_(None).post(SIGN_IN, data=fill("nobody@norrsken.example", WRONG))
    assert wrong.status_code == unknown.status_code == 422
    assert without_csrf(wrong.text).replace(cast.anna.email, "X") == without_csrf(unknown.text).replace(
        "nobody@norrsken.example", "X"
    )
    assert db.session.query(Session).count() == 0


def test_an_unknown_address_costs_as_much_work_as_a_known_one(
    as_: As, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    work: list[str] = []
    hash_, verify = PasswordHasher.hash, PasswordHasher.verify

    def counted_hash(self: PasswordHasher, *args: Any, **kwargs: Any) -> str:
        work.append("hash")
        return hash_(self, *args, **kwargs)

    def counted_verify(self: PasswordHasher, *args: Any, **kwargs: Any) -> bool:
        work.append("verify")
        return verify(self, *args, **kwargs)

    monkeypatch.setattr(PasswordHasher, "hash", counted_hash)
    monkeypatch.setattr(PasswordHasher, "verify", counted_verify)
    as_(None).post(SIGN_IN, data=fill(cast.anna.email, WRONG))
    known, work[:] = list(work), []
    as_(None).post(SIGN_IN, data=fill("nobody@norrsken.example", WRONG))
    assert known == work == ["verify"]


def test_nobody_signs_in_to_an_account_without_a_password(as_: As, app: Flask) -> None:
    accounts.user("", "half@norrsken.example", password_hash="")
    for password in ("", "x", PASSWORD):
        assert as_(None).post(SIGN_IN, data=fill("half@norrsken.example", password)).status_code == 422


def test_what_was_typed_wrong_stays_but_not_the_password(as_: As, cast: Cast) -> None:
    page = as_(None).post(SIGN_IN, data=fill("anna at norrsken", WRONG))
    assert page.status_code == 422
    assert 'value="anna at norrsken"' in page.text
    assert "Enter an e-mail address" in page.text
    assert WRONG not in page.text


def test_after_ten_wrong_passwords_the_right_one_waits_a_quarter_of_an_hour(as_: As, cast: Cast, world: World) -> None:
    for _ in range(10):
        assert as_(None).post(SIGN_IN, data=fill(cast.anna.email, WRONG)).status_code == 422
    refused = as_(None).post(SIGN_IN, data=fill(cast.anna.email))
    assert refused.status_code == 429
    assert "Wait 15 minutes" in refused.text
    world.advance(minutes=15)
    assert as_(None).post(SIGN_IN, data=fill(cast.anna.email)).status_code == 303


def test_the_limit_says_nothing_about_who_has_an_account(as_: As, cast: Cast) -> None:
    for address in (cast.anna.email, "nobody@norrsken.example"):
        answers = [as_(None).post(SIGN_IN, data=fill(address, WRONG)).status_code for _ in range(11)]
        assert answers == [422] * 10 + [429]


def test_right_passwords_are_not_counted(as_: As, cast: Cast) -> None:
    assert [as_(None).post(SIGN_IN, data=fill(cast.anna.email)).status_code for _ in range(12)] == [303] * 12


@pytest.fixture
def few_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    """One place may try four times."""
    monkeypatch.setattr(tries, "WRONG_PASSWORDS", tries.Limit("sign-in", 10, 4, 15))


def test_one_place_cannot_try_many_addresses(as_: As, cast: Cast, few_tries: None) -> None:
    for number in range(4):
        as_(None).post(SIGN_IN, data=fill(f"guess{number}@norrsken.example", WRONG))
    assert as_(None).post(SIGN_IN, data=fill(cast.anna.email)).status_code == 429
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    assert as_(None).post(SIGN_IN, data=fill(cast.anna.email), environ_overrides=elsewhere).status_code == 303


def test_all_addresses_of_one_ipv6_network_are_one_place(as_: As, cast: Cast, few_tries: None) -> None:
    for number in range(4):
        place = {"REMOTE_ADDR": f"2001:db8:1:2::{number:x}"}
        as_(None).post(SIGN_IN, data=fill(f"guess{number}@norrsken.example", WRONG), environ_overrides=place)
    same, other = {"REMOTE_ADDR": "2001:db8:1:2:ffff::1"}, {"REMOTE_ADDR": "2001:db8:1:3::1"}
    assert as_(None).post(SIGN_IN, data=fill(cast.anna.email), environ_overrides=same).status_code == 429
    assert as_(None).post(SIGN_IN, data=fill(cast.anna.email), environ_overrides=other).status_code == 303


def test_the_page_that_was_wanted_follows_the_sign_in(as_: As, cast: Cast) -> None:
    browser = as_(None)
    asked = browser.get("/network/clusters?q=nord")
    assert asked.status_code == 302
    page = browser.get(asked.location)
    assert page.status_code == 200
    assert browser.post(asked.location, data=fill(cast.anna.email)).location == "/network/clusters?q=nord"


ELSEWHERE = (
    "https://evil.example/",
    "//evil.example",
    "///evil.example",
    " //evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "javascript:alert(1)",
    "evil.example",
    "",
)


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_nobody_is_sent_to_another_site_by_next(as_: As, cast: Cast, elsewhere: str) -> None:
    """Indico CVE-2024-45399."""
    for answer in (
        as_(None).post(SIGN_IN, query_string={"next": elsewhere}, data=fill(cast.anna.email)),
        as_(cast.anna).get(SIGN_IN, query_string={"next": elsewhere}),
    ):
        assert answer.status_code == 303
        assert answer.location == "/"


def test_a_signed_in_person_who_opens_the_sign_in_goes_home(as_: As, cast: Cast) -> None:
    assert as_(cast.anna).get(SIGN_IN).location == "/"


def test_signing_in_as_somebody_else_ends_the_first_sign_in(as_: As, cast: Cast) -> None:
    browser = as_(cast.anna)
    browser.post(SIGN_IN, data=fill(cast.dan.email))
    assert cast.dan.name in browser.get("/").text
    assert db.session.query(Session).filter_by(user_id=cast.anna.id).one().ended_at is not None


def test_looking_at_the_sign_in_page_changes_nothing(as_: As, cast: Cast) -> None:
    page = as_(None).get(SIGN_IN)
    assert page.status_code == 200
    assert "Create an account" in page.text
    assert "I have forgotten my password" in page.text
    assert db.session.query(Session).count() == 0


def test_a_session_that_was_ended_opens_nothing(as_: As, cast: Cast) -> None:
    browser = as_(cast.anna)
    assert browser.post("/accounts/sign-out").status_code == 303
    assert browser.post("/accounts/sign-out").location.startswith(SIGN_IN)
    assert "You are signed out." in browser.get(SIGN_IN).text


def test_signing_out_is_a_button_and_no_link(as_: As, cast: Cast) -> None:
    browser = as_(cast.anna)
    assert browser.get("/accounts/sign-out").status_code == 405
    assert browser.get("/").status_code == 200


def test_a_session_ends_by_itself_after_two_weeks(as_: As, cast: Cast, world: World) -> None:
    browser = as_(None)
    browser.post(SIGN_IN, data=fill(cast.anna.email))
    world.advance(days=13)
    assert browser.get("/").status_code == 200
    world.advance(days=1, seconds=1)
    assert browser.get("/").status_code == 302


def test_only_the_hash_of_a_sessions_token_is_kept(as_: As, cast: Cast) -> None:
    browser = as_(None)
    browser.post(SIGN_IN, data=fill(cast.anna.email))
    with browser.session_transaction(base_url="http://livinglab.test") as cookie:
        token = cookie["_user_id"]
    row = db.session.query(Session).one()
    assert token not in {str(getattr(row, column.key)) for column in Session.__table__.columns}
    assert len(row.token_hash) == 64


def test_a_hash_of_another_cost_is_renewed_at_the_next_sign_in(as_: As, cast: Cast) -> None:
    old = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1).hash(PASSWORD)
    cast.anna.password_hash = old
    as_(None).post(SIGN_IN, data=fill(cast.anna.email))
    assert cast.anna.password_hash != old
    assert as_(None).post(SIGN_IN, data=fill(cast.anna.email)).status_code == 303


def test_a_script_in_a_name_stays_text(as_: As, cast: Cast) -> None:
    """LimeSurvey CVE-2021-42112, Decidim CVE-2026-23891."""
    cast.anna.name = '<script>alert("x")</script>'
    page = as_(cast.anna).get("/accounts/profile").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_signing_in_sends_no_mail(as_: As, cast: Cast, world: World) -> None:
    as_(None).post(SIGN_IN, data=fill(cast.anna.email))
    assert sent_to(world, cast.anna.email) == []


def test_the_person_menu_leads_to_profile_sessions_and_out(as_: As, cast: Cast) -> None:
    page = as_(cast.anna).get("/").text
    for address in ("/accounts/profile", "/accounts/sessions", "/accounts/sign-out"):
        assert f'"{address}"' in page
