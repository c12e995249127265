"""Answering an invitation: by its link, signed in or new, and by nobody else."""

from __future__ import annotations

import pytest

from livinglab.accounts.models import User
from livinglab.foundation.audit import AuditLine
from livinglab.foundation.db import db
from livinglab.network.access import role_in
from livinglab.network.models import ColleagueInvitation, Membership
from tests.accounts.post import path_in, sent_to, token_in
from tests.cast import Cast
from tests.factories import accounts, network
from tests.factories.accounts import PASSWORD
from tests.fixtures import As
from tests.pages import without_csrf, words
from tests.surroundings import World

LENA = "lena@strom.example"
GOOD = {"name": "Lena Ström", "new": PASSWORD, "again": PASSWORD}


def test_fred_signed_in_joins_with_one_button(as_: As, cast: Cast) -> None:
    invitation, link = network.colleague_invitation(cast.norrsken, cast.fred.email, "reader", by=cast.anna)
    browser = as_(cast.fred)
    page = words(browser.get(link).text)
    assert "Anna Lindqvist invites fred@example.net to Norrsken Sensors" in page
    answer = browser.post(link)
    assert (answer.status_code, answer.location) == (303, f"/network/{cast.norrsken.id}")
    assert role_in(cast.fred, cast.norrsken.id) == "reader"
    assert "You belong to Norrsken Sensors now." in browser.get(answer.location).text
    assert invitation.accepted_at is not None
    assert db.session.query(AuditLine).filter_by(verb="join").count() == 1


def test_lena_who_is_new_makes_an_account_and_joins_at_once(as_: As, cast: Cast, world: World) -> None:
    as_(cast.anna).post(f"/network/{cast.norrsken.id}/people/invite", data={"email": LENA, "role": "member"})
    link = path_in(sent_to(world, LENA)[-1])
    browser = as_(None)
    assert 'name="again"' in browser.get(link).text
    assert browser.post(link, data=GOOD).location == f"/network/{cast.norrsken.id}"
    lena = db.session.query(User).filter_by(email=LENA).one()
    assert (lena.name, role_in(lena, cast.norrsken.id)) == ("Lena Ström", "member")
    assert "Lena Ström" in browser.get(f"/network/{cast.norrsken.id}/people").text
    sign_in = {"email": LENA, "password": PASSWORD}
    assert as_(None).post("/accounts/sign-in", data=sign_in).status_code == 303


def test_who_began_to_sign_up_and_is_invited_is_new_too(as_: As, cast: Cast, world: World) -> None:
    as_(None).post("/accounts/sign-up", data={"email": LENA})
    sign_up = path_in(sent_to(world, LENA)[-1])
    _, link = network.colleague_invitation(cast.norrsken, LENA, by=cast.anna)
    assert as_(None).post(link, data=GOOD).status_code == 303
    assert as_(None).get(sign_up).status_code == 410
    assert db.session.query(User).filter_by(email=LENA).count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "Enter your name."),
        ({"name": "http://evil.example"}, "without a web address"),
        ({"new": "short", "again": "short"}, "at least 12 characters"),
        ({"again": "something else"}, "The two are not the same."),
        ({"new": LENA, "again": LENA}, "Your name or address"),
    ],
)
def test_a_bad_form_comes_back_with_what_was_typed(as_: As, cast: Cast, typed: dict[str, str], sentence: str) -> None:
    invitation, link = network.colleague_invitation(cast.norrsken, LENA, by=cast.anna)
    page = as_(None).post(link, data=GOOD | typed)
    assert page.status_code == 422
    assert sentence in page.text
    assert PASSWORD not in page.text
    if "name" not in typed:
        assert 'value="Lena Ström"' in page.text
    assert db.session.query(User).filter_by(email=LENA).count() == 0
    assert invitation.accepted_at is None


def test_who_has_an_account_signs_in_and_joins_then(as_: As, cast: Cast) -> None:
    invitation, link = network.colleague_invitation(cast.norrsken, cast.fred.email, by=cast.anna)
    browser = as_(None)
    page = browser.get(link).text
    assert "You have an account with this address." in page
    assert 'name="again"' not in page
    sign_in = browser.post(link, data=GOOD).location
    assert token_in(link) not in sign_in
    onward = browser.post(sign_in, data={"email": cast.fred.email, "password": PASSWORD}).location
    assert onward == f"/network/invitations/{invitation.id}"
    assert "Join Norrsken Sensors" in browser.get(onward).text
    assert browser.post(onward).location == f"/network/{cast.norrsken.id}"
    assert role_in(cast.fred, cast.norrsken.id) == "member"


def test_an_account_is_not_taken_over_by_an_invitation(as_: As, cast: Cast) -> None:
    _, link = network.colleague_invitation(cast.norrsken, cast.dan.email, by=cast.anna)
    before = cast.dan.password_hash
    as_(None).post(link, data=GOOD)
    assert (cast.dan.name, cast.dan.password_hash) == ("Dan Mortensen", before)
    assert role_in(cast.dan, cast.norrsken.id) is None


def test_signed_in_as_somebody_else_it_is_explained_and_nothing_happens(as_: As, cast: Cast) -> None:
    invitation, link = network.colleague_invitation(cast.norrsken, LENA, "owner", by=cast.anna)
    browser = as_(cast.dan)
    shown, tried = browser.get(link), browser.post(link, data=GOOD)
    assert (shown.status_code, tried.status_code) == (200, 403)
    for page in (shown, tried):
        assert f"It was sent to {LENA} . You are signed in as dan@danvind.example ." in words(page.text)
    assert role_in(cast.dan, cast.norrsken.id) is None
    assert invitation.accepted_at is None
    assert as_(None).post(link, data=GOOD).status_code == 303


def test_signing_in_as_somebody_else_on_the_way_is_explained_too(as_: As, cast: Cast) -> None:
    invitation, link = network.colleague_invitation(cast.norrsken, cast.fred.email, by=cast.anna)
    browser = as_(None)
    browser.get(link)
    sign_in = browser.post(link).location
    onward = browser.post(sign_in, data={"email": cast.dan.email, "password": PASSWORD}).location
    assert "This invitation is for somebody else" in browser.get(onward).text
    assert browser.post(onward).status_code == 403
    assert role_in(cast.dan, cast.norrsken.id) is None
    assert invitation.accepted_at is None


def test_an_invitation_is_accepted_once(as_: As, cast: Cast) -> None:
    """Decidim GHSA-w3q8-m492-4pwp."""
    invitation, link = network.colleague_invitation(cast.norrsken, cast.fred.email, by=cast.anna)
    browser = as_(cast.fred)
    browser.post(link)
    membership = db.session.query(Membership).filter_by(user_id=cast.fred.id).one()
    as_(cast.anna).post(f"/network/{cast.norrsken.id}/people/{membership.id}/remove")
    for answer in (browser.get(link), browser.post(link), browser.post(f"/network/invitations/{invitation.id}")):
        assert answer.status_code == 410
        assert "This invitation was used already" in answer.text
    assert role_in(cast.fred, cast.norrsken.id) is None


def test_an_invitation_ends_after_two_weeks(as_: As, cast: Cast, world: World) -> None:
    """Decidim GHSA-w3q8-m492-4pwp."""
    invitation, link = network.colleague_invitation(cast.norrsken, cast.fred.email, by=cast.anna)
    world.advance(days=14)
    browser = as_(cast.fred)
    for answer in (browser.get(link), browser.post(link), browser.post(f"/network/invitations/{invitation.id}")):
        assert answer.status_code == 410
        assert "This invitation is too old" in answer.text
    assert role_in(cast.fred, cast.norrsken.id) is None
    assert as_(None).post(link, data=GOOD).status_code == 410


def test_a_withdrawn_invitation_says_so(as_: As, cast: Cast) -> None:
    invitation, link = network.colleague_invitation(cast.norrsken, cast.fred.email, by=cast.anna)
    as_(cast.anna).post(f"/network/{cast.norrsken.id}/invitations/{invitation.id}/withdraw")
    browser = as_(cast.fred)
    for answer in (browser.get(link), browser.post(link), browser.post(f"/network/invitations/{invitation.id}")):
        assert answer.status_code == 410
        assert "This invitation was withdrawn" in answer.text
    assert role_in(cast.fred, cast.norrsken.id) is None


def test_made_up_links_are_answered_alike(as_: As, cast: Cast) -> None:
    _, link = network.colleague_invitation(cast.norrsken, cast.fred.email, by=cast.anna)
    answers = [as_(cast.fred).get(path) for path in (link[:-1], "/network/join/x", f"/network/join/{'A' * 43}")]
    assert {answer.status_code for answer in answers} == {410}
    assert len({without_csrf(answer.text) for answer in answers}) == 1
    assert "Norrsken" not in answers[0].text


def test_a_link_for_something_else_does_not_join(as_: As, cast: Cast, world: World) -> None:
    """Formbricks CVE-2025-59934: a token is verified for its purpose."""
    as_(None).post("/accounts/forgotten-password", data={"email": cast.anna.email})
    token = token_in(path_in(sent_to(world, cast.anna.email)[-1]))
    assert as_(cast.anna).post(f"/network/join/{token}").status_code == 410


def test_an_invitation_is_not_reached_by_its_number(as_: As, cast: Cast) -> None:
    """The raw id of somebody else's object (Indico CVE-2024-50633)."""
    invitation, _ = network.colleague_invitation(cast.norrsken, cast.fred.email, by=cast.anna)
    foreign, missing = f"/network/invitations/{invitation.id}", "/network/invitations/987654"
    for person in (cast.dan, cast.anna, cast.ada, cast.mikael):
        browser = as_(person)
        assert browser.get(foreign).status_code == browser.post(foreign).status_code == 404
        assert browser.get(foreign).text == browser.get(missing).text
    assert as_(None).get(foreign).location.startswith("/accounts/sign-in")
    assert invitation.accepted_at is None


def test_who_came_by_one_link_reaches_no_other_invitation(as_: As, cast: Cast) -> None:
    _, link = network.colleague_invitation(cast.norrsken, LENA, by=cast.anna)
    other, _ = network.colleague_invitation(cast.norrsken, cast.fred.email, by=cast.anna)
    browser = as_(None)
    browser.get(link)
    browser.post("/accounts/sign-in", data={"email": cast.dan.email, "password": PASSWORD})
    assert browser.get(f"/network/invitations/{other.id}").status_code == 404


def test_who_had_left_comes_back_with_the_new_role(as_: As, cast: Cast) -> None:
    _, link = network.colleague_invitation(cast.norrsken, cast.eva.email, "reader", by=cast.anna)
    as_(cast.eva).post(link)
    assert role_in(cast.eva, cast.norrsken.id) == "reader"
    assert db.session.query(Membership).filter_by(user_id=cast.eva.id).count() == 1


def test_an_invitation_makes_nobody_who_is_inside_more_or_less(as_: As, cast: Cast) -> None:
    _, link = network.colleague_invitation(cast.norrsken, cast.mikael.email, "owner", by=cast.anna)
    as_(cast.mikael).post(link)
    assert role_in(cast.mikael, cast.norrsken.id) == "member"


def test_opening_the_link_changes_nothing(as_: As, cast: Cast) -> None:
    for address in (cast.fred.email, LENA):
        _, link = network.colleague_invitation(cast.norrsken, address, by=cast.anna)
        for person in (None, cast.fred, cast.dan):
            assert as_(person).get(link).status_code == 200
    assert role_in(cast.fred, cast.norrsken.id) is None
    assert db.session.query(User).filter_by(email=LENA).count() == 0
    assert db.session.query(ColleagueInvitation).filter(ColleagueInvitation.accepted_at.is_not(None)).count() == 0
    assert db.session.query(AuditLine).count() == 0


def test_no_answer_repeats_the_token_or_sends_it_along(as_: As, cast: Cast) -> None:
    _, link = network.colleague_invitation(cast.norrsken, cast.fred.email, by=cast.anna)
    for answer in (as_(None).get(link), as_(None).post(link), as_(cast.dan).get(link), as_(cast.fred).get(link)):
        assert token_in(link) not in answer.text
        assert token_in(link) not in answer.headers.get("Location", "")
        assert answer.headers["Referrer-Policy"] == "strict-origin"


def test_scripts_in_names_stay_text_on_the_page_behind_the_link(as_: As, cast: Cast) -> None:
    """Decidim CVE-2026-23891."""
    cast.norrsken.name = cast.anna.name = "<script>alert(1)</script>"
    _, link = network.colleague_invitation(cast.norrsken, LENA, by=cast.anna)
    page = as_(None).get(link).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_account_of_a_newcomer_is_no_administrator(as_: As, cast: Cast) -> None:
    _, link = network.colleague_invitation(cast.norrsken, LENA, by=cast.anna)
    as_(None).post(link, data=GOOD | {"is_administrator": "1", "role": "owner"})
    lena = db.session.query(User).filter_by(email=LENA).one()
    assert not lena.is_administrator
    assert role_in(lena, cast.norrsken.id) == "member"


def test_signed_out_people_with_half_an_account_are_asked_for_the_rest(as_: As, cast: Cast) -> None:
    accounts.user("", LENA, password_hash="")
    _, link = network.colleague_invitation(cast.norrsken, LENA, by=cast.anna)
    assert 'name="again"' in as_(None).get(link).text
