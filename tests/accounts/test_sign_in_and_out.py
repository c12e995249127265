"""Signing in with a password, and out again."""

from __future__ import annotations

from tests.cast import Cast
from tests.conftest import As
from tests.factories.accounts import PASSWORD
from tests.pages import without_csrf

SIGN_IN = "/accounts/sign-in"


def test_anna_signs_in_with_her_password(as_: As, cast: Cast) -> None:
    answer = as_(None).post(SIGN_IN, data={"email": "Anna@Norrsken.example", "password": PASSWORD})
    assert answer.status_code == 303


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(as_: As, cast: Cast) -> None:
    wrong = as_(None).post(SIGN_IN, data={"email": cast.anna.email, "password": "something else entirely"})
    unknown = as_(None).post(SIGN_IN, data={"email": "nobody@norrsken.example", "password": "something else entirely"})
    assert wrong.status_code == unknown.status_code == 422
    assert without_csrf(wrong.text).replace(cast.anna.email, "X") == without_csrf(unknown.text).replace(
        "nobody@norrsken.example", "X"
    )


def test_a_session_that_was_ended_opens_nothing(as_: As, cast: Cast) -> None:
    browser = as_(cast.anna)
    assert browser.post("/accounts/sign-out").status_code == 303
    assert browser.post("/accounts/sign-out").location.startswith(SIGN_IN)
