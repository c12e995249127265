"""What the room promises to other rooms."""

from __future__ import annotations

import pytest
from werkzeug.exceptions import Forbidden, NotFound

from livinglab.foundation.db import db
from livinglab.foundation.places import country_codes
from livinglab.products import access
from livinglab.products.forms import CONTINENTS, continents
from livinglab.products.queries import CODENAMES, cover_of, products_of
from tests.cast import Cast
from tests.factories import products


def test_every_country_is_offered_exactly_once() -> None:
    offered = [code for _, codes in continents() for code in codes]
    assert sorted(offered) == sorted(country_codes())
    assert {code for _, codes in CONTINENTS for code in codes.split()} <= set(country_codes())


def test_few_countries_stand_in_no_continent() -> None:
    assert len(dict(continents())["Elsewhere"]) < 10


def test_codenames_are_different_words() -> None:
    assert len({name.casefold() for name in CODENAMES}) == len(CODENAMES) > 50


def test_access_is_404_for_strangers_and_403_for_readers(cast: Cast) -> None:
    product = products.product(cast.norrsken)
    assert access.product_to_view(cast.ana_maria, product.id) is product
    assert access.product_to_manage(cast.mikael, product.id) is product
    with pytest.raises(Forbidden):
        access.product_to_manage(cast.ana_maria, product.id)
    for person in (cast.dan, cast.bo, cast.eva, cast.ada, cast.fred):
        with pytest.raises(NotFound):
            access.product_to_view(person, product.id)
        with pytest.raises(NotFound):
            access.product_to_manage(person, product.id)
        assert db.session.scalars(access.visible_products(person)).all() == []


def test_products_of_a_company_are_its_own_in_use_by_name(cast: Cast) -> None:
    for name in ("beta", "Alpha"):
        products.product(cast.norrsken, name)
    products.product(cast.norrsken, "Old", archived=True)
    products.product(cast.danvind, "Foreign")
    assert [product.name for product in products_of(cast.norrsken.id)] == ["Alpha", "beta"]
    assert [product.name for product in products_of(cast.norrsken.id, archived=True)] == ["Old"]


def test_the_cover_is_the_first_picture_and_never_a_paper(cast: Cast) -> None:
    one, two, none = (products.product(cast.norrsken, name) for name in ("One", "Two", "None"))
    products.paper(one)
    products.picture(one, "red", position=3)
    cover = products.picture(one, "blue", position=1)
    other = products.picture(two, "green")
    products.paper(none)
    assert cover_of([one.id, two.id, none.id]) == {one.id: cover, two.id: other}
    assert cover_of([]) == {}
