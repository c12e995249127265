"""Changing what an organisation says about itself."""

from __future__ import annotations

from livinglab.foundation.audit import AuditLine
from livinglab.foundation.db import db
from tests.cast import Cast
from tests.fixtures import As

GOOD = {"name": "Norrsken AB", "country": "NO", "website": "https://norrsken.example", "about": "# Sensors"}


def path_of(cast: Cast) -> str:
    """Where Norrsken is edited."""
    return f"/network/{cast.norrsken.id}/edit"


def test_an_owner_changes_it(as_: As, cast: Cast) -> None:
    answer = as_(cast.anna).post(path_of(cast), data=GOOD)
    assert (answer.status_code, answer.location) == (303, f"/network/{cast.norrsken.id}")
    kept = cast.norrsken
    assert (kept.name, kept.country, kept.website, kept.about) == tuple(GOOD.values())
    line = db.session.query(AuditLine).filter_by(verb="edit_organisation").one()
    assert line.details["before"] == {"name": "Norrsken Sensors", "country": "SE"}


def test_what_it_is_cannot_be_changed(as_: As, cast: Cast) -> None:
    as_(cast.anna).post(path_of(cast), data=GOOD | {"kind": "cluster", "confirmed_at": "2026-01-01", "id": "1"})
    assert cast.norrsken.kind == "company"
    assert cast.norrsken.confirmed_at is None


def test_saving_the_same_leaves_no_line(as_: As, cast: Cast) -> None:
    browser = as_(cast.anna)
    browser.post(path_of(cast), data=GOOD)
    browser.post(path_of(cast), data=GOOD)
    assert db.session.query(AuditLine).count() == 1


def test_the_form_shows_what_it_says_now(as_: As, cast: Cast) -> None:
    page = as_(cast.anna).get(path_of(cast)).text
    assert 'value="Norrsken Sensors"' in page
    assert '<option selected value="SE">Sweden</option>' in page
    assert db.session.query(AuditLine).count() == 0


def test_a_bad_form_comes_back_with_what_was_typed(as_: As, cast: Cast) -> None:
    page = as_(cast.anna).post(path_of(cast), data=GOOD | {"name": ""})
    assert page.status_code == 422
    assert "Enter the name of the organisation." in page.text
    assert "# Sensors" in page.text
    assert cast.norrsken.name == "Norrsken Sensors"


def test_members_and_readers_cannot(as_: As, cast: Cast) -> None:
    for person in (cast.mikael, cast.ana_maria):
        for answer in (as_(person).get(path_of(cast)), as_(person).post(path_of(cast), data=GOOD)):
            assert answer.status_code == 403
    assert cast.norrsken.name == "Norrsken Sensors"


def test_others_find_no_such_page(as_: As, cast: Cast) -> None:
    for person in (cast.dan, cast.eva, cast.ada, cast.bo):
        for answer in (as_(person).get(path_of(cast)), as_(person).post(path_of(cast), data=GOOD)):
            assert answer.status_code == 404
    assert as_(cast.dan).post("/network/987654/edit", data=GOOD).status_code == 404
    assert cast.norrsken.name == "Norrsken Sensors"


def test_who_sees_a_cluster_cannot_change_it(as_: As, cast: Cast) -> None:
    path = f"/network/{cast.cluster_nordwest.id}/edit"
    assert as_(cast.bo).get(path).status_code == as_(cast.bo).post(path, data=GOOD).status_code == 403


def test_strangers_are_asked_to_sign_in(as_: As, cast: Cast) -> None:
    assert as_(None).post(path_of(cast), data=GOOD).location.startswith("/accounts/sign-in")
    assert as_(None).get(path_of(cast)).location.startswith("/accounts/sign-in")
