"""Forms that another site sends, and what a browser says about where a form comes from."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient

from tests.accounts.post import path_in, sent_to
from tests.cast import Cast
from tests.factories.accounts import PASSWORD
from tests.fixtures import As
from tests.surroundings import World

SAFE = "https://livinglab.test"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
SIGN_IN = "/accounts/sign-in"


def form_token(browser: FlaskClient, path: str) -> str:
    """The token in the form of a page."""
    found = TOKEN.search(browser.get(path, base_url=SAFE).text)
    assert found is not None
    return found[1]


def test_a_form_of_another_site_signs_nobody_in_or_out(guarded: Flask, as_: As, cast: Cast) -> None:
    typed = {"email": cast.anna.email, "password": PASSWORD}
    assert as_(None).post(SIGN_IN, data=typed).status_code == 400
    browser = as_(cast.anna)
    assert browser.post("/accounts/sign-out").status_code == 400
    assert browser.get("/accounts/profile").status_code == 200


def test_a_form_of_another_site_changes_no_organisation(guarded: Flask, as_: As, cast: Cast) -> None:
    for path in ("leave", "edit", "people/invite"):
        assert as_(cast.anna).post(f"/network/{cast.norrsken.id}/{path}").status_code == 400


def test_over_https_the_pages_with_a_token_in_their_address_can_be_sent(
    guarded: Flask, as_: As, cast: Cast, world: World
) -> None:
    """The policy of these pages lets a browser name the site, which the check needs, and not the page."""
    asking = as_(None)
    data = {"email": "lena@strom.example", "csrf_token": form_token(asking, "/accounts/sign-up")}
    told = {"Referer": f"{SAFE}/"}
    assert asking.post("/accounts/sign-up", data=data, base_url=SAFE, headers=told).status_code == 303
    link = path_in(sent_to(world, "lena@strom.example")[-1])
    browser = as_(None)
    typed = {"name": "Lena", "new": PASSWORD, "again": PASSWORD, "csrf_token": form_token(browser, link)}
    assert browser.post(link, data=typed, base_url=SAFE).status_code == 400
    assert browser.post(link, data=typed, base_url=SAFE, headers=told).status_code == 303
