"""Putting a product away, and taking it back."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from livinglab.foundation.audit import AuditLine
from livinglab.foundation.db import db
from livinglab.products.queries import products_of
from tests.cast import Cast
from tests.factories import products
from tests.fixtures import As
from tests.surroundings import BEGIN


@pytest.mark.parametrize("person", ["anna", "mikael"])
def test_a_product_is_archived_and_restored(as_: As, cast: Cast, person: str) -> None:
    product = products.product(cast.norrsken)
    browser = as_(getattr(cast, person))
    answer = browser.post(f"/products/{product.id}/archive")
    assert (answer.status_code, answer.location) == (303, f"/products/{product.id}")
    assert product.archived_at == BEGIN
    assert products_of(cast.norrsken.id) == []
    assert products_of(cast.norrsken.id, archived=True) == [product]
    assert "You can restore it" in browser.get(answer.location).text
    assert browser.post(f"/products/{product.id}/restore").status_code == 303
    assert product.archived_at is None
    assert [line.verb for line in db.session.scalars(select(AuditLine))] == ["archive product", "restore product"]


def test_twice_is_once(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken)
    for ending in ("archive", "archive", "restore", "restore"):
        assert as_(cast.anna).post(f"/products/{product.id}/{ending}").status_code == 303
    assert len(db.session.scalars(select(AuditLine)).all()) == 2


@pytest.mark.parametrize("ending", ["archive", "restore"])
def test_following_a_link_archives_and_restores_nothing(as_: As, cast: Cast, ending: str) -> None:
    product = products.product(cast.norrsken, archived=ending == "restore")
    assert as_(cast.anna).get(f"/products/{product.id}/{ending}").status_code == 405
    assert as_(None).post(f"/products/{product.id}/{ending}").location.startswith("/accounts/sign-in")
    assert product.is_archived == (ending == "restore")
