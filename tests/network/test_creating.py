"""Adding a company or a cluster."""

from __future__ import annotations

import pytest

from livinglab.foundation.audit import AuditLine
from livinglab.foundation.db import db
from livinglab.network.access import role_in
from livinglab.network.models import Organisation
from tests.accounts.post import path_in, sent_to
from tests.cast import Cast
from tests.fixtures import As
from tests.surroundings import World

NEW = "/network/new"
GOOD = {
    "kind": "company",
    "name": "Ström Motor",
    "country": "FI",
    "website": "strom.example",
    "about": "**Boats** that hum.",
}


def made(name: str = "Ström Motor") -> Organisation | None:
    """The organisation of a name."""
    return db.session.query(Organisation).filter_by(name=name).one_or_none()


def test_fred_adds_a_company_and_owns_it(as_: As, cast: Cast) -> None:
    browser = as_(cast.fred)
    answer = browser.post(NEW, data=GOOD)
    company = made()
    assert company is not None
    assert (answer.status_code, answer.location) == (303, f"/network/{company.id}")
    assert (company.kind, company.country, company.website) == ("company", "FI", "https://strom.example")
    assert company.is_confirmed
    assert role_in(cast.fred, company.id) == "owner"
    page = browser.get(answer.location).text
    assert "<strong>Boats</strong>" in page
    assert "Finland" in page
    assert "waits for confirmation" not in page
    assert db.session.query(AuditLine).filter_by(verb="create_organisation", object_id=company.id).count() == 1


def test_a_new_cluster_says_that_it_waits_and_who_can_confirm_it(as_: As, cast: Cast, world: World) -> None:
    browser = as_(cast.fred)
    page = browser.get(browser.post(NEW, data=GOOD | {"kind": "cluster"}).location).text
    cluster = made()
    assert cluster is not None
    assert not cluster.is_confirmed
    assert "This cluster waits for confirmation." in page
    assert "An administrator of this site can confirm it, or a member of any confirmed cluster" in page
    (mail,) = sent_to(world, cast.ada.email)
    assert path_in(mail) == f"/network/{cluster.id}"


def test_a_company_needs_no_administrator(as_: As, cast: Cast, world: World) -> None:
    as_(cast.fred).post(NEW, data=GOOD)
    assert sent_to(world, cast.ada.email) == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"kind": ""}, "Choose one of the two."),
        ({"kind": "ministry"}, "Not a valid choice"),
        ({"name": " "}, "Enter the name of the organisation."),
        ({"name": "x" * 121}, "Use 2 to 120 characters."),
        ({"name": "Win at https://evil.example"}, "without a web address"),
        ({"country": ""}, "Choose the country."),
        ({"country": "XX"}, "Not a valid choice"),
        ({"country": "EU"}, "Not a valid choice"),
        ({"website": "javascript:alert(1)"}, "Enter an address such as"),
        ({"website": "javascript://x.example/%0aalert(1)"}, "Enter an address such as"),
        ({"website": "https://user@evil.example"}, "Enter an address such as"),
        ({"website": "https://[::1"}, "Enter an address such as"),
        ({"website": "nowhere"}, "Enter an address such as"),
        ({"website": "https://a.example/" + "x" * 200}, "Use at most 200 characters."),
        ({"about": "x" * 10_001}, "Use at most 10,000 characters."),
    ],
)
def test_a_bad_form_comes_back_with_what_was_typed(as_: As, cast: Cast, typed: dict[str, str], sentence: str) -> None:
    page = as_(cast.fred).post(NEW, data=GOOD | typed)
    assert page.status_code == 422
    assert sentence in page.text
    if "name" not in typed:
        assert 'value="Ström Motor"' in page.text
    if "about" not in typed:
        assert "**Boats** that hum." in page.text
    assert db.session.query(Organisation).count() == 5


def test_the_same_organisation_is_not_added_twice_by_one_person(as_: As, cast: Cast) -> None:
    browser = as_(cast.fred)
    browser.post(NEW, data=GOOD)
    again = browser.post(NEW, data=GOOD)
    assert again.status_code == 422
    assert "You have an organisation with this name in this country already." in again.text
    assert made() is not None
    assert as_(cast.dan).post(NEW, data=GOOD).status_code == 303  # no word about others' organisations


def test_nobody_adds_organisations_without_end(as_: As, cast: Cast, world: World) -> None:
    browser = as_(cast.fred)
    answers = [browser.post(NEW, data=GOOD | {"name": f"Number {n}"}).status_code for n in range(11)]
    assert answers == [303] * 10 + [422]
    world.advance(days=1)
    assert browser.post(NEW, data=GOOD).status_code == 303


def test_scripts_in_name_and_about_stay_text(as_: As, cast: Cast) -> None:
    """Decidim CVE-2026-23891, LimeSurvey CVE-2021-42112."""
    browser = as_(cast.fred)
    bad = {"name": "<script>alert(1)</script>", "about": "<img src=x onerror=alert(2)> [x](javascript:alert(3))"}
    page = browser.get(browser.post(NEW, data=GOOD | bad).location).text
    for path in ("/network/", "/network/clusters"):
        page += browser.get(path).text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'href="javascript' not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_website_opens_without_telling_where_from(as_: As, cast: Cast) -> None:
    browser = as_(cast.fred)
    page = browser.get(browser.post(NEW, data=GOOD).location).text
    assert '<a href="https://strom.example" rel="noopener noreferrer nofollow">strom.example</a>' in page


def test_strangers_are_asked_to_sign_in(as_: As, cast: Cast) -> None:
    for answer in (as_(None).get(NEW), as_(None).post(NEW, data=GOOD)):
        assert answer.location.startswith("/accounts/sign-in")
    assert made() is None


def test_opening_the_form_adds_nothing(as_: As, cast: Cast) -> None:
    page = as_(cast.fred).get(NEW)
    assert page.status_code == 200
    assert "A new cluster is seen by others once an administrator" in page.text
    assert db.session.query(Organisation).count() == 5
