"""A session that ended while somebody typed: what they typed is sent after they have signed in, and nothing else is."""

from __future__ import annotations

import ast
import html
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from livinglab.accounts import keeping
from livinglab.accounts.models import Session
from livinglab.foundation.db import db
from livinglab.network.models import Organisation
from tests.accounts.test_forged_forms import form_token
from tests.cast import Cast
from tests.factories.accounts import PASSWORD
from tests.fixtures import As
from tests.pages import words
from tests.structure.sources import nodes_of, python_files

SIGN_IN = "/accounts/sign-in"
NEW = "/network/new"
HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')
KEPT = "You were signed out. Sign in, and what you typed is sent."
TYPED = {"kind": "company", "name": 'Ström & "Söner"', "country": "SE", "website": "", "description": "Two\r\nlines"}


def hidden(page: str) -> list[tuple[str, str]]:
    """The hidden fields of a page."""
    return [(html.unescape(name), html.unescape(value)) for name, value in HIDDEN.findall(page)]


def send_after_the_session_ended(browser: FlaskClient, person_id: int, **more: object) -> TestResponse:
    """Open the form, lose the session elsewhere, send the form."""
    token = form_token(browser, NEW)
    db.session.query(Session).filter_by(user_id=person_id).delete()
    return browser.post(
        NEW, data={**TYPED, "csrf_token": token, **more}, headers={"Referer": f"http://livinglab.test{NEW}"}
    )


def signing_in(browser: FlaskClient, page: str, email: str, password: str = PASSWORD) -> TestResponse:
    """Fill in the sign-in form of a page, with what it hides."""
    return browser.post(SIGN_IN, data={**dict(hidden(page)), "email": email, "password": password})


def test_what_was_typed_is_sent_after_signing_in(guarded: Flask, as_: As, cast: Cast) -> None:
    browser = as_(cast.anna)
    out = send_after_the_session_ended(browser, cast.anna.id)
    assert out.status_code == 401
    assert KEPT in out.text
    assert f'action="{SIGN_IN}"' in out.text
    assert db.session.query(Organisation).filter_by(name=TYPED["name"]).count() == 0
    page = signing_in(browser, out.text, cast.anna.email)
    assert page.status_code == 200
    assert f'action="{NEW}"' in page.text
    fields = dict(hidden(page.text))
    assert {name: fields[name] for name in TYPED} == TYPED
    assert db.session.query(Organisation).filter_by(name=TYPED["name"]).count() == 0
    assert browser.post(NEW, data=fields).status_code == 303
    assert db.session.query(Organisation).filter_by(name=TYPED["name"]).count() == 1


def test_a_wrong_password_in_between_loses_nothing(guarded: Flask, as_: As, cast: Cast) -> None:
    browser = as_(cast.anna)
    out = send_after_the_session_ended(browser, cast.anna.id)
    wrong = signing_in(browser, out.text, cast.anna.email, "something else entirely")
    assert wrong.status_code == 422
    assert KEPT in wrong.text
    assert dict(hidden(signing_in(browser, wrong.text, cast.anna.email).text))["name"] == TYPED["name"]


def test_fields_with_several_values_keep_them_all_and_passwords_and_tokens_stay_behind(
    guarded: Flask, as_: As, cast: Cast
) -> None:
    browser = as_(cast.anna)
    more = {"kind": ["company", "cluster"], "password": "secret words", "old": "secret words"}
    out = send_after_the_session_ended(browser, cast.anna.id, **more)
    page = signing_in(browser, out.text, cast.anna.email).text
    assert [value for name, value in hidden(page) if name == "kind"] == ["company", "cluster"]
    assert [name for name, _ in hidden(page)].count("csrf_token") == 1
    assert {"password", "old"} & {name for name, _ in hidden(page)} == set()
    assert "secret words" not in page


def test_the_repeat_needs_a_token_and_the_rights_of_who_signed_in(guarded: Flask, as_: As, cast: Cast) -> None:
    browser = as_(cast.anna)
    path = f"/network/{cast.norrsken.id}/edit"
    token = form_token(browser, path)
    db.session.query(Session).filter_by(user_id=cast.anna.id).delete()
    out = browser.post(path, data={**TYPED, "csrf_token": token})
    fields = dict(hidden(signing_in(browser, out.text, cast.dan.email).text))
    assert browser.post(path, data=fields).status_code == 404
    assert browser.post(path, data=fields | {"csrf_token": ""}).status_code == 400


def test_a_form_of_another_site_is_not_offered_to_be_sent(guarded: Flask, as_: As, cast: Cast) -> None:
    """Neither without a token nor with one of another browser; and the answer takes no cookie away."""
    other = form_token(as_(cast.dan), NEW)
    for token in ("", other):
        browser = as_(None)
        browser.get(SIGN_IN)
        answer = browser.post(NEW, data={**TYPED, "csrf_token": token})
        assert answer.status_code == 302
        assert answer.location.startswith(SIGN_IN)
        assert "Set-Cookie" not in answer.headers
        page = browser.get(answer.location).text
        assert "You were signed out, so nothing was sent." in page
        assert 'name="kept"' not in page


def test_what_another_browser_kept_or_somebody_made_up_is_not_offered(guarded: Flask, as_: As, cast: Cast) -> None:
    kept = dict(hidden(send_after_the_session_ended(as_(cast.anna), cast.anna.id).text))["kept"]
    for text in (kept, "made.up", ""):
        browser = as_(None)
        typed = {"email": cast.anna.email, "password": PASSWORD, "kept": text}
        answer = browser.post(SIGN_IN, data={**typed, "csrf_token": form_token(browser, SIGN_IN)})
        assert (answer.status_code, answer.location) == (303, "/")


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_nothing_is_sent_to_another_site(app: Flask, elsewhere: str) -> None:
    with app.test_request_context():
        assert keeping.opened(keeping.sealed(keeping.Typed(elsewhere, [("a", "b")], had_files=False))) is None
        assert keeping.opened(keeping.sealed(keeping.Typed("/here", [("a", "b")], had_files=False))) is not None


def test_what_is_too_long_is_said_to_be_lost(guarded: Flask, as_: As, cast: Cast) -> None:
    browser = as_(cast.anna)
    out = send_after_the_session_ended(browser, cast.anna.id, description="å" * 100_001)
    assert out.status_code == 302
    page = browser.get(out.location).text
    assert "it is too long to be kept" in page
    assert f'action="{SIGN_IN}?next={NEW}"' in page


def test_a_button_without_fields_leads_to_the_sign_in_and_back(guarded: Flask, as_: As, cast: Cast) -> None:
    browser = as_(cast.anna)
    token = form_token(browser, NEW)
    db.session.query(Session).delete()
    before = f"/network/{cast.norrsken.id}/people?page=1"
    told = {"Referer": f"http://livinglab.test{before}"}
    out = browser.post(f"/network/{cast.norrsken.id}/leave", data={"csrf_token": token}, headers=told)
    page = browser.get(out.location)
    assert "You were signed out, so nothing was sent. Sign in, then do it again." in words(page.text)
    where = browser.post(out.location, data={**dict(hidden(page.text)), "email": cast.anna.email, "password": PASSWORD})
    assert where.location == before


@pytest.mark.parametrize("before", ["https://evil.example/network/", "http://livinglab.test/nothing", "nonsense", ""])
def test_only_a_page_of_ours_is_come_back_to(as_: As, cast: Cast, before: str) -> None:
    answer = as_(None).post(f"/network/{cast.norrsken.id}/leave", headers={"Referer": before})
    assert answer.location == f"{SIGN_IN}?why=signed-out"


def test_files_have_to_be_chosen_again_and_the_pages_say_so(guarded: Flask, as_: As, cast: Cast) -> None:
    browser = as_(cast.anna)
    out = send_after_the_session_ended(browser, cast.anna.id, picture=(__file__, "picture.png"))
    assert "Files must be chosen again." in out.text
    assert "Choose them again afterwards." in signing_in(browser, out.text, cast.anna.email).text


def test_every_field_for_a_password_is_known_by_its_name() -> None:
    fields = {
        target.id
        for path in python_files()
        for node in nodes_of(path)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
        if isinstance(node.value.func, ast.Name) and node.value.func.id == "PasswordField"
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    assert fields == keeping.PASSWORDS


def test_no_other_form_has_a_field_of_such_a_name() -> None:
    """What somebody typed there would be left behind."""
    others = {
        f"{path.name}: {target.id}"
        for path in python_files()
        if path.name == "forms.py"
        for node in nodes_of(path)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
        if isinstance(node.value.func, ast.Name) and node.value.func.id.endswith("Field")
        if node.value.func.id != "PasswordField"
        for target in node.targets
        if isinstance(target, ast.Name) and target.id in keeping.PASSWORDS
    }
    assert others == set()
