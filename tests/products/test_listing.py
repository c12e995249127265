"""The list of a person's products."""

from __future__ import annotations

from sqlalchemy import Connection

from livinglab.network.models import Organisation
from tests.cast import Cast
from tests.counting import selects
from tests.factories import network, products
from tests.fixtures import As
from tests.pages import words


def test_anna_sees_her_companys_products_by_name(as_: As, cast: Cast) -> None:
    for name in ("norrsken Two", "Norrsken One"):
        products.product(cast.norrsken, name, codename=name[-3:])
    page = as_(cast.anna).get("/products/").text
    assert page.index("Norrsken One") < page.index("norrsken Two")


def test_a_reader_sees_the_list_but_no_button_to_register(as_: As, cast: Cast) -> None:
    products.product(cast.norrsken)
    page = as_(cast.ana_maria).get("/products/").text
    assert "Norrsken One" in page
    assert "/products/new" not in page
    assert "/products/new" in as_(cast.anna).get("/products/").text


def test_nobody_else_sees_a_product_of_anna(as_: As, cast: Cast) -> None:
    products.product(cast.norrsken, "Canary product", codename="Canary code", sector="Canary sector")
    for person in (cast.dan, cast.bo, cast.carla, cast.eva, cast.ada, cast.fred):
        for address in ("/products/", "/products/archived"):
            answer = as_(person).get(address)
            assert answer.status_code == 200
            assert "Canary" not in answer.text


def test_who_is_signed_out_is_sent_to_sign_in(as_: As, cast: Cast) -> None:
    assert as_(None).get("/products/").location.startswith("/accounts/sign-in?next=")


def test_the_empty_list_says_what_to_do_first(as_: As, cast: Cast) -> None:
    assert "Register your first product" in as_(cast.anna).get("/products/").text
    assert "Ask an owner or member" in as_(cast.ana_maria).get("/products/").text
    assert "Products belong to companies" in as_(cast.bo).get("/products/").text
    assert "Products belong to companies" in as_(cast.fred).get("/products/").text


def test_archived_products_stand_behind_their_own_tab(as_: As, cast: Cast) -> None:
    assert "/products/archived" not in as_(cast.anna).get("/products/").text
    products.product(cast.norrsken, "Old one", archived=True)
    first = as_(cast.anna).get("/products/").text
    assert "Old one" not in first
    assert "No product is in use" in first
    assert "Archived 1" in words(first)
    assert "Old one" in as_(cast.anna).get("/products/archived").text


def test_nothing_archived_says_so(as_: As, cast: Cast) -> None:
    products.product(cast.norrsken)
    assert "Nothing is archived" in as_(cast.anna).get("/products/archived").text


def test_a_card_shows_the_first_picture_small_and_never_whole(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken)
    second = products.picture(product, "red", position=1)
    first = products.picture(product, "blue", position=0)
    products.paper(product)
    page = as_(cast.anna).get("/products/").text
    assert f"/products/{product.id}/files/{first.id}/small" in page
    assert f"/files/{second.id}" not in page
    assert page.count("<img") == 1


def test_the_company_is_named_when_a_person_works_for_several(as_: As, cast: Cast) -> None:
    products.product(cast.norrsken, "Norrsken One")
    assert "Norrsken Sensors" not in as_(cast.anna).get("/products/").text
    network.member(cast.anna, cast.danvind, "member")
    products.product(cast.danvind, "Windmill")
    page = as_(cast.anna).get("/products/").text
    assert "Norrsken Sensors" in page
    assert "Danvind" in page


def many(company: Organisation, count: int) -> None:
    for number in range(count):
        product = products.product(company, f"Product {number:02}", codename=f"Code {number}")
        products.picture(product)


def test_a_long_list_is_cut_into_pages(as_: As, cast: Cast) -> None:
    many(cast.norrsken, 25)
    first = as_(cast.anna).get("/products/").text
    assert "Product 23" in first
    assert "Product 24" not in first
    assert "Product 24" in as_(cast.anna).get("/products/?page=2").text


def test_nonsense_for_a_page_number_gives_the_first_page(as_: As, cast: Cast) -> None:
    many(cast.norrsken, 1)
    for number in ("0", "-1", "x", "9" * 30, "1;DROP TABLE products"):
        assert "Product 00" in as_(cast.anna).get("/products/", query_string={"page": number}).text


def test_the_list_asks_the_database_as_often_for_twenty_products_as_for_one(
    as_: As, cast: Cast, connection: Connection
) -> None:
    many(cast.norrsken, 1)
    anna = as_(cast.anna)
    with selects(connection) as few:
        anna.get("/products/")
    many(cast.norrsken, 19)
    with selects(connection) as more:
        anna.get("/products/")
    assert len(more) == len(few) <= 12
