"""Who may see and change which product: its company's people, and nobody else.

(What testers see of it comes with the round they take part in: see the access of feedback.)
"""

from __future__ import annotations

from typing import Any

from flask import abort
from sqlalchemy import Select, select

from livinglab.accounts.models import User
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.network.access import ids_of, may, my_organisations
from livinglab.network.models import Organisation
from livinglab.products.models import Product, ProductFile


def visible_products(user: User) -> Select[Any]:
    """The products of the companies a person works for, archived ones too."""
    return select(Product).where(Product.organisation_id.in_(ids_of(user)))


def product_to_view(user: User, product_id: int) -> Product:
    """A product a person may see, else 404."""
    found = db.session.scalar(visible_products(user).where(Product.id == product_id))
    if found is None:
        abort(404)
    return found


def product_to_manage(user: User, product_id: int) -> Product:
    """A product a person may change: 404 when it is not theirs to see, 403 for readers."""
    found = product_to_view(user, product_id)
    if not may(user, found.organisation_id, "member"):
        abort(403)
    return found


def product_to_change(user: User, product_id: int) -> Product:
    """A product a person may change and that is in use. Raises `Refused` for an archived one."""
    found = product_to_manage(user, product_id)
    if found.is_archived:
        raise Refused("This product is archived. Restore it first, then change it.")
    return found


def companies_to_register_for(user: User) -> list[Organisation]:
    """The companies for which a person may register products; 403 when there are none."""
    companies = my_organisations(user, "member", "company")
    if not companies:
        abort(403)
    return companies


def product_file_to_view(user: User, product_id: int, file_id: int) -> ProductFile:
    """A picture or paper of exactly this product, for who may see the product; else 404."""
    product = product_to_view(user, product_id)
    found = db.session.scalar(
        select(ProductFile).where(ProductFile.id == file_id, ProductFile.product_id == product.id)
    )
    if found is None:
        abort(404)
    return found


def product_file_to_change(user: User, product_id: int, file_id: int) -> ProductFile:
    """A picture or paper of exactly this product, for who may change the product while it is in use."""
    product_to_change(user, product_id)
    return product_file_to_view(user, product_id, file_id)
