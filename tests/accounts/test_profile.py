"""One's own name and password."""

from __future__ import annotations

from livinglab.foundation.audit import AuditLine
from livinglab.foundation.db import db
from tests.accounts.post import sent_to
from tests.cast import Cast
from tests.factories.accounts import PASSWORD
from tests.fixtures import As
from tests.surroundings import World

PROFILE = "/accounts/profile"
CHANGE = "/accounts/password"
NEW = "four words in a row"
GOOD = {"old": PASSWORD, "new": NEW, "again": NEW}


def test_anna_changes_her_name(as_: As, cast: Cast) -> None:
    browser = as_(cast.anna)
    assert browser.post(PROFILE, data={"name": "  Anna   Berg "}).location == PROFILE
    assert cast.anna.name == "Anna Berg"
    assert db.session.query(AuditLine).filter_by(verb="rename", object_id=cast.anna.id).count() == 1
    assert "Saved." in browser.get(PROFILE).text


def test_the_profile_shows_name_and_address(as_: As, cast: Cast) -> None:
    page = as_(cast.anna).get(PROFILE)
    assert 'value="Anna Lindqvist"' in page.text
    assert cast.anna.email in page.text
    assert db.session.query(AuditLine).count() == 0


def test_a_bad_name_is_refused_and_stays_in_the_form(as_: As, cast: Cast) -> None:
    for name, sentence in (("", "Enter your name."), ("x" * 121, "at most 120"), ("www.evil.example", "web address")):
        page = as_(cast.anna).post(PROFILE, data={"name": name})
        assert page.status_code == 422
        assert sentence in page.text
        assert f'value="{name}"' in page.text
    assert cast.anna.name == "Anna Lindqvist"


def test_strangers_are_asked_to_sign_in(as_: As, cast: Cast) -> None:
    for path in (PROFILE, CHANGE):
        for answer in (as_(None).get(path), as_(None).post(path, data=GOOD | {"name": "Mallory"})):
            assert answer.status_code == 302
            assert answer.location.startswith("/accounts/sign-in")


def test_anna_changes_her_password_and_stays_signed_in_here_only(as_: As, cast: Cast, world: World) -> None:
    here, elsewhere = as_(cast.anna), as_(cast.anna)
    assert here.post(CHANGE, data=GOOD).location == PROFILE
    assert here.get(PROFILE).status_code == 200
    assert elsewhere.get(PROFILE).status_code == 302
    sign_in = {"email": cast.anna.email, "password": NEW}
    assert as_(None).post("/accounts/sign-in", data=sign_in).status_code == 303
    assert as_(None).post("/accounts/sign-in", data=sign_in | {"password": PASSWORD}).status_code == 422
    assert [mail["Subject"] for mail in sent_to(world, cast.anna.email)] == ["Your password was changed"]
    assert db.session.query(AuditLine).filter_by(verb="change_password").count() == 1


def test_without_the_old_password_nothing_changes(as_: As, cast: Cast) -> None:
    elsewhere = as_(cast.anna)
    before = cast.anna.password_hash
    page = as_(cast.anna).post(CHANGE, data=GOOD | {"old": "not the old one"})
    assert page.status_code == 422
    assert "This is not your password." in page.text
    assert cast.anna.password_hash == before
    assert elsewhere.get(PROFILE).status_code == 200


def test_the_old_password_cannot_be_guessed_at_will(as_: As, cast: Cast) -> None:
    browser = as_(cast.anna)
    answers = [browser.post(CHANGE, data=GOOD | {"old": f"guess {number}"}).status_code for number in range(11)]
    assert answers == [422] * 10 + [429]
    assert browser.post(CHANGE, data=GOOD).status_code == 429


def test_a_bad_new_password_is_refused(as_: As, cast: Cast) -> None:
    before = cast.anna.password_hash
    for new, again, sentence in (
        ("short", "short", "at least 12 characters"),
        (NEW, "another four words", "The two are not the same."),
        ("annalindqvist", "annalindqvist", "Your name or address"),
        ("norrsken.example", "norrsken.example", "Your name or address"),
    ):
        page = as_(cast.anna).post(CHANGE, data=GOOD | {"new": new, "again": again})
        assert page.status_code == 422
        assert sentence in page.text
        assert PASSWORD not in page.text
    assert cast.anna.password_hash == before


def test_looking_at_the_form_changes_nothing(as_: As, cast: Cast) -> None:
    before = cast.anna.password_hash
    assert as_(cast.anna).get(CHANGE).status_code == 200
    assert cast.anna.password_hash == before
