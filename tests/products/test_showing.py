"""The page of a product."""

from __future__ import annotations

import html

import pytest
from sqlalchemy import Connection

from tests.cast import Cast
from tests.counting import selects
from tests.factories import products, programmes
from tests.fixtures import As
from tests.pages import words

SCRIPT = "<script>alert('canary')</script>"


@pytest.mark.parametrize("person", ["anna", "mikael", "ana_maria"])
def test_everybody_at_the_company_reads_everything(as_: As, cast: Cast, person: str) -> None:
    product = products.product(
        cast.norrsken, description="It is **dry**.", secrets="No patent yet", markets=("PL", "DE", "FI")
    )
    page = as_(getattr(cast, person)).get(f"/products/{product.id}").text
    assert "It is <strong>dry</strong>." in page
    for text in ("Norrsken One", "Measures the water", "Aurora", "Pilot", "Water", "No patent yet", "Norrsken Sensors"):
        assert text in page
    assert "Finland, Germany, Poland" in words(page)


def test_a_reader_is_offered_no_change(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken)
    page = as_(cast.ana_maria).get(f"/products/{product.id}").text
    for ending in ("edit", "pictures", "papers", "archive", "restore"):
        assert f"/products/{product.id}/{ending}" not in page
    assert "/rounds/new" not in page
    assert f"/products/{product.id}/edit" in as_(cast.anna).get(f"/products/{product.id}").text


@pytest.mark.parametrize("person", ["dan", "bo", "carla", "eva", "ada", "fred"])
def test_for_all_others_it_is_as_if_it_did_not_exist(as_: As, cast: Cast, person: str) -> None:
    product = products.product(cast.norrsken)
    browser = as_(getattr(cast, person))
    foreign, never = browser.get(f"/products/{product.id}"), browser.get("/products/987654")
    assert foreign.status_code == never.status_code == 404
    assert foreign.data == never.data


def test_a_coordinator_of_the_companys_programme_sees_no_product(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken)
    programmes.takes_part(cast.norrsken, programmes.programme(cast.datakluster_nord), "accepted")
    assert as_(cast.bo).get(f"/products/{product.id}").status_code == 404
    assert "Norrsken One" not in as_(cast.bo).get("/products/").text


def test_signed_out_leads_to_sign_in_and_back(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken)
    answer = as_(None).get(f"/products/{product.id}")
    assert answer.status_code == 302
    assert answer.location == f"/accounts/sign-in?next=/products/{product.id}"


@pytest.mark.parametrize("address", ["0", "99999999999999999999999", "-1", "1e3", "%00"])
def test_nonsense_for_an_id_is_not_found(as_: As, cast: Cast, address: str) -> None:
    assert as_(cast.anna).get(f"/products/{address}").status_code == 404


def test_script_in_any_text_stays_text(as_: As, cast: Cast) -> None:
    product = products.product(
        cast.norrsken,
        SCRIPT,
        SCRIPT,
        pitch=SCRIPT,
        description=f"{SCRIPT}\n\n[x](javascript:alert(1)) ![y](https://a.example/y.png)\n\n<img src=x onload=f()>",
        sector=SCRIPT,
        secrets=SCRIPT,
    )
    for address in ("/products/", f"/products/{product.id}", f"/products/{product.id}/edit"):
        page = as_(cast.anna).get(address).text
        assert "alert(&#39;canary&#39;)" in page or "alert('canary')" in page
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert 'href="javascript' not in page
        assert 'src="https://a.example' not in page


def test_pictures_and_papers_are_shown_in_order(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken)
    second = products.picture(product, "red", 'A "red" box', position=2)
    first = products.picture(product, "blue", "", position=1)
    paper = products.paper(product, "Manual.pdf", b"%PDF-1.7" + b"x" * 2_000_000)
    page = as_(cast.anna).get(f"/products/{product.id}").text
    assert page.index(f"/files/{first.id}") < page.index(f"/files/{second.id}") < page.index(f"/files/{paper.id}")
    assert 'alt="A &#34;red&#34; box"' in page
    assert 'alt="Picture 1"' in page
    assert "Manual.pdf PDF, 2.0 MB" in words(page)


def test_an_archived_product_says_so_and_offers_to_restore_it(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken, archived=True)
    page = as_(cast.anna).get(f"/products/{product.id}").text
    assert "Archived on" in page
    assert f"/products/{product.id}/restore" in page
    assert f"/products/{product.id}/edit" not in page
    assert "/restore" not in as_(cast.ana_maria).get(f"/products/{product.id}").text


def test_the_page_asks_the_database_as_often_for_ten_pictures_as_for_one(
    as_: As, cast: Cast, connection: Connection
) -> None:
    product = products.product(cast.norrsken, markets=("DE",))
    anna = as_(cast.anna)
    colours = ("red", "blue", "green", "pink", "black", "white", "gold", "grey")
    products.picture(product, colours[0])
    with selects(connection) as few:
        anna.get(f"/products/{product.id}")
    for colour in colours[1:]:
        products.picture(product, colour)
    with selects(connection) as more:
        anna.get(f"/products/{product.id}")
    assert len(more) == len(few) <= 12


def test_a_round_is_planned_from_the_page_of_a_product(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken)
    anna = as_(cast.anna)
    where = f"/rounds/new?organisation={cast.norrsken.id}&product={product.id}"
    assert where in html.unescape(anna.get(f"/products/{product.id}").text)
    assert anna.get(where).status_code == 200
