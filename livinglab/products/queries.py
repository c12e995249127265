"""Products for pages and for rounds."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from livinglab.foundation.db import db
from livinglab.products.models import Product, ProductFile


def products_of(organisation_id: int, archived: bool = False) -> list[Product]:
    """The products of one company by name: those in use, or the archived ones."""
    state = Product.archived_at.is_not(None) if archived else Product.archived_at.is_(None)
    statement = select(Product).where(Product.organisation_id == organisation_id, state)
    return list(db.session.scalars(statement.order_by(func.lower(Product.name), Product.id)))


def cover_of(product_ids: Sequence[int]) -> dict[int, ProductFile]:
    """The first picture of each product that has one. One query."""
    if not product_ids:
        return {}
    rank = func.row_number().over(partition_by=ProductFile.product_id, order_by=(ProductFile.position, ProductFile.id))
    ranked = (
        select(ProductFile.id, rank.label("rank"))
        .where(ProductFile.product_id.in_(product_ids), ProductFile.kind == "picture")
        .subquery()
    )
    firsts = select(ProductFile).join(ranked, ProductFile.id == ranked.c.id).where(ranked.c.rank == 1)
    return {row.product_id: row for row in db.session.scalars(firsts)}
