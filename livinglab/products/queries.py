"""Products for pages and for rounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from livinglab.accounts.models import User
from livinglab.foundation.db import db
from livinglab.foundation.languages import number
from livinglab.foundation.paging import Page, page_of
from livinglab.foundation.surroundings import random_bytes
from livinglab.products.access import visible_products
from livinglab.products.models import Product, ProductFile

# Words that say nothing about a product. Stars, winds and birds; all are easy to say in most of Europe.
CODENAMES = (
    "Adler", "Albatros", "Alder", "Altair", "Amber", "Antares", "Argo", "Aurora", "Avocet", "Boreas", "Capella",
    "Castor", "Comet", "Condor", "Crane", "Delta", "Deneb", "Dorado", "Dune", "Eider", "Elara", "Elster", "Falcon",
    "Fjord", "Gemini", "Halley", "Heron", "Iris", "Juniper", "Kestrel", "Lagoon", "Larix", "Levante", "Lotus",
    "Lynx", "Lyra", "Meltemi", "Meteor", "Mistral", "Mira", "Nimbus", "Nova", "Orion", "Osprey", "Otter", "Pallas",
    "Pavo", "Pinta", "Plover", "Polaris", "Puffin", "Quartz", "Rigel", "Robin", "Saga", "Sirius", "Sirocco",
    "Solano", "Tern", "Tundra", "Vega", "Vela", "Zephyr",
)  # fmt: skip


def _state(statement: Select, archived: bool) -> Select:  # type: ignore[type-arg]
    return statement.where(Product.archived_at.is_not(None) if archived else Product.archived_at.is_(None))


def page_of_products(user: User, archived: bool, page: int) -> Page:
    """One page of the products a person may see, by name, with their companies."""
    statement = _state(visible_products(user), archived).options(joinedload(Product.organisation))
    return page_of(statement.order_by(func.lower(Product.name), Product.id), page, 24)


def counts_of_products(user: User) -> dict[bool, int]:
    """{archived: how many} of the products a person may see. One query."""
    archived = Product.archived_at.is_not(None)
    statement = visible_products(user).with_only_columns(archived, func.count()).group_by(archived)
    found = {bool(state): count for state, count in db.session.execute(statement)}
    return {False: found.get(False, 0), True: found.get(True, 0)}


def products_of(organisation_id: int, archived: bool = False) -> list[Product]:
    """The products of one company by name: those in use, or the archived ones."""
    statement = _state(select(Product).where(Product.organisation_id == organisation_id), archived)
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


def files_of(product_id: int, kind: str) -> list[ProductFile]:
    """The pictures or the papers of a product in their order, with what the disk holds of them. One query."""
    statement = select(ProductFile).where(ProductFile.product_id == product_id, ProductFile.kind == kind)
    in_order = statement.order_by(ProductFile.position, ProductFile.id)
    return list(db.session.scalars(in_order.options(joinedload(ProductFile.stored))))


def told_to_testers(product_id: int) -> tuple[str, list[ProductFile]]:
    """The description of a product and its pictures in their order. One query."""
    shows = (ProductFile.product_id == Product.id) & (ProductFile.kind == "picture")
    statement = select(Product.description, ProductFile).outerjoin(ProductFile, shows)
    rows = db.session.execute(
        statement.where(Product.id == product_id).order_by(ProductFile.position, ProductFile.id)
    ).all()
    return rows[0].description, [row.ProductFile for row in rows if row.ProductFile is not None]


@dataclass(frozen=True)
class Paper:
    """A paper as a list shows it."""

    id: int
    name: str
    kind: str
    size: str


def papers_of(product_id: int) -> list[Paper]:
    """The papers of a product, oldest first, with what they are and how large. One query."""
    files = files_of(product_id, "paper")
    return [Paper(f.id, f.name, f.name.rpartition(".")[2].upper(), _size(f.stored.size)) for f in files]


def _size(count: int) -> str:
    return f"{number(count / 1_000_000, 1)} MB" if count >= 1_000_000 else f"{number(max(1, round(count / 1000)))} kB"


def codenames_in_use(organisation_ids: Sequence[int], except_product: int | None = None) -> set[str]:
    """The codenames of these companies' products, without regard to capitals."""
    statement = select(Product.codename).where(
        Product.organisation_id.in_(organisation_ids), Product.id.is_distinct_from(except_product)
    )
    return {name.casefold() for name in db.session.scalars(statement)}


def suggested_codename(organisation_ids: Sequence[int]) -> str:
    """A word that says nothing, which no product of these companies has yet."""
    used = codenames_in_use(organisation_ids)
    free = [name for name in CODENAMES if name.casefold() not in used] or list(CODENAMES)
    return free[int.from_bytes(random_bytes(4)) % len(free)]
