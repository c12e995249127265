"""Registering a product."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from livinglab.foundation.audit import AuditLine
from livinglab.foundation.db import db
from livinglab.products.models import Product
from livinglab.products.queries import CODENAMES
from tests.cast import Cast
from tests.factories import network, products
from tests.fixtures import As
from tests.pages import words
from tests.products.forms import product_form

NEW = "/products/new"


def how_many() -> int:
    return db.session.scalar(select(func.count()).select_from(Product)) or 0


def only_product() -> Product:
    return db.session.scalars(select(Product)).one()


@pytest.mark.parametrize("person", ["anna", "mikael"])
def test_owner_and_member_register_a_product(as_: As, cast: Cast, person: str) -> None:
    browser = as_(getattr(cast, person))
    answer = browser.post(NEW, data=product_form())
    product = only_product()
    assert answer.status_code == 303
    assert answer.location == f"/products/{product.id}"
    assert (product.organisation_id, product.name, product.codename) == (cast.norrsken.id, "Norrsken Two", "Kestrel")
    assert (product.pitch, product.stage, product.sector) == ("Hears a leak before you see it.", "prototype", "Water")
    assert product.description == "A **sensor** for pipes."
    assert product.secrets == "The microphone is not patented yet."
    assert [market.country for market in product.markets] == ["DE", "PL"]
    assert "is registered" in browser.get(answer.location).text


def test_registering_leaves_a_line_that_tells_no_words(as_: As, cast: Cast) -> None:
    as_(cast.anna).post(NEW, data=product_form())
    line = db.session.scalars(select(AuditLine).where(AuditLine.object_type == "products")).one()
    assert (line.verb, line.actor, line.object_id) == ("register product", str(cast.anna.id), only_product().id)
    assert "Norrsken Two" not in str(line.details)


def test_the_form_suggests_a_codename_that_no_product_has(as_: As, cast: Cast) -> None:
    for codename in CODENAMES[:-1]:
        products.product(cast.norrsken, f"For {codename}", codename=codename.upper())
    assert f'value="{CODENAMES[-1]}"' in as_(cast.anna).get(NEW).text


def test_a_codename_is_suggested_even_when_all_words_are_used(as_: As, cast: Cast) -> None:
    for codename in CODENAMES:
        products.product(cast.norrsken, f"For {codename}", codename=codename)
    assert as_(cast.anna).get(NEW).status_code == 200


def test_only_what_is_needed_is_asked_for(as_: As, cast: Cast) -> None:
    least = {"name": "Two", "pitch": "p", "stage": "idea", "codename": "Otter"}
    assert as_(cast.anna).post(NEW, data=least).status_code == 303
    assert only_product().markets == []


def test_with_nothing_typed_each_field_says_what_to_do(as_: As, cast: Cast) -> None:
    answer = as_(cast.anna).post(NEW, data={"name": "   "})
    assert answer.status_code == 422
    for sentence in ("Give the product a name.", "Say in one line", "Choose how far it is.", "Choose a codename."):
        assert answer.text.count(sentence) >= 2  # beside the field, and above
    assert how_many() == 0


def test_what_was_typed_stays_when_something_is_wrong(as_: As, cast: Cast) -> None:
    answer = as_(cast.anna).post(NEW, data=product_form(name=""))
    assert answer.status_code == 422
    for typed in ("Hears a leak", "A **sensor** for pipes.", "Kestrel", "not patented", 'value="Water"'):
        assert typed in answer.text
    for chosen in ('value="prototype"', 'value="DE"', 'value="PL"'):
        before, _, after = answer.text.partition(chosen)
        tag = before[before.rindex("<input") :] + after[: after.index(">")]
        assert "checked" in tag
    assert "2 chosen" in answer.text


@pytest.mark.parametrize(
    ("field", "length"), [("name", 121), ("pitch", 201), ("sector", 121), ("codename", 121), ("secrets", 5001)]
)
def test_what_is_too_long_is_refused_in_words(as_: As, cast: Cast, field: str, length: int) -> None:
    answer = as_(cast.anna).post(NEW, data=product_form(**{field: "x" * length}))
    assert answer.status_code == 422
    assert "characters." in answer.text
    assert how_many() == 0


@pytest.mark.parametrize("field", ["stage", "markets"])
def test_a_choice_that_was_not_offered_is_refused(as_: As, cast: Cast, field: str) -> None:
    assert as_(cast.anna).post(NEW, data=product_form(**{field: "XX"})).status_code == 422
    assert how_many() == 0


def test_the_same_country_twice_is_one_market(as_: As, cast: Cast) -> None:
    assert as_(cast.anna).post(NEW, data=product_form(markets=["DE", "DE"])).status_code == 303
    assert [market.country for market in only_product().markets] == ["DE"]


@pytest.mark.parametrize("codename", ["Norrsken Two", "NORRSKEN", "two: Norrsken Two"])
def test_a_codename_that_gives_the_name_away_is_refused(as_: As, cast: Cast, codename: str) -> None:
    answer = as_(cast.anna).post(NEW, data=product_form(codename=codename))
    assert answer.status_code == 422
    assert "gives the product’s name away" in answer.text.replace("&#39;", "’")


def test_a_short_name_inside_a_codename_gives_nothing_away(as_: As, cast: Cast) -> None:
    assert as_(cast.anna).post(NEW, data=product_form(name="A", codename="Aurora")).status_code == 303


def test_a_codename_stands_for_one_product_of_a_company(as_: As, cast: Cast) -> None:
    products.product(cast.norrsken, codename="Kestrel")
    answer = as_(cast.anna).post(NEW, data=product_form(codename="kestrel"))
    assert answer.status_code == 422
    assert "Another product of this company has this codename" in answer.text
    assert as_(cast.dan).post(NEW, data=product_form(codename="Kestrel")).status_code == 303


def test_the_description_can_be_looked_at_before_it_is_saved(as_: As, cast: Cast) -> None:
    answer = as_(cast.anna).post(NEW, data=product_form(preview="1", name=""))
    assert answer.status_code == 200
    assert "A <strong>sensor</strong> for pipes." in answer.text
    assert "nothing is saved yet" in answer.text
    assert "Hears a leak" in answer.text
    assert how_many() == 0


def test_who_works_for_several_companies_chooses_one(as_: As, cast: Cast) -> None:
    network.member(cast.anna, cast.danvind, "member")
    browser = as_(cast.anna)
    assert "Danvind" in browser.get(NEW).text
    missing = browser.post(NEW, data=product_form())
    assert missing.status_code == 422
    assert "Choose the company." in missing.text
    assert browser.post(NEW, data=product_form(organisation=cast.danvind.id)).status_code == 303
    assert only_product().organisation_id == cast.danvind.id


def test_a_foreign_and_an_imaginary_company_are_answered_alike(as_: As, cast: Cast) -> None:
    network.member(cast.anna, network.company("Norrsken Labs", "FI"), "owner")
    pages = [
        as_(cast.anna).post(NEW, data=product_form(organisation=organisation))
        for organisation in (cast.danvind.id, cast.datakluster_nord.id, 987_654)
    ]
    assert {page.status_code for page in pages} == {422}
    assert len({words(page.text) for page in pages}) == 1
    assert how_many() == 0


def test_a_company_in_the_form_cannot_replace_the_only_own_one(as_: As, cast: Cast) -> None:
    as_(cast.anna).post(NEW, data=product_form(organisation=cast.danvind.id))
    assert only_product().organisation_id == cast.norrsken.id


def test_a_reader_cannot_register(as_: As, cast: Cast) -> None:
    assert as_(cast.ana_maria).get(NEW).status_code == 403
    assert as_(cast.ana_maria).post(NEW, data=product_form()).status_code == 403
    assert how_many() == 0


@pytest.mark.parametrize("person", ["bo", "eva", "ada", "fred"])
def test_who_works_for_no_company_cannot_register(as_: As, cast: Cast, person: str) -> None:
    assert as_(getattr(cast, person)).post(NEW, data=product_form()).status_code == 403
    assert how_many() == 0


def test_signed_out_leads_to_sign_in(as_: As, cast: Cast) -> None:
    assert as_(None).post(NEW, data=product_form()).location.startswith("/accounts/sign-in")
    assert how_many() == 0


def test_looking_at_the_form_changes_nothing(as_: As, cast: Cast) -> None:
    as_(cast.anna).get(NEW, query_string=product_form())
    assert how_many() == 0
    assert db.session.scalar(select(func.count()).select_from(AuditLine)) == 0
