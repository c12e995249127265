"""Products: the list, registering, looking, changing, and the archive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from livinglab.accounts.sessions import me
from livinglab.foundation.db import db
from livinglab.foundation.paging import wanted_page
from livinglab.foundation.permissions import Policy, policy
from livinglab.foundation.places import country_name
from livinglab.foundation.stamps import stamp
from livinglab.network.access import may, my_organisations
from livinglab.products import access, actions, queries
from livinglab.products.forms import STAGE_NAMES, ProductForm
from livinglab.products.models import Product
from livinglab.products.views.blueprint import blueprint


def _list(*, archived: bool) -> str:
    endpoint = "products.list_archived" if archived else "products.list_products"
    page = queries.page_of_products(me(), archived, wanted_page())
    return render_template(
        "products/list.html",
        page=page,
        url_for_page=lambda number: url_for(endpoint, page=number),
        covers=queries.cover_of([product.id for product in page.rows]),
        counts=queries.counts_of_products(me()),
        archived=archived,
        may_register=bool(my_organisations(me(), "member", "company")),
        works_for_company=bool(my_organisations(me(), "reader", "company")),
        several_companies=len({product.organisation_id for product in page.rows}) > 1,
        stage_names=STAGE_NAMES,
    )


@blueprint.get("/")
@policy(Policy.SIGNED_IN)
def list_products() -> str:
    """The products in use."""
    return _list(archived=False)


@blueprint.get("/archived")
@policy(Policy.SIGNED_IN)
def list_archived() -> str:
    """The products that were put away."""
    return _list(archived=True)


def _form_page(
    form: ProductForm,
    product: Product | None = None,
    *,
    preview: bool = False,
    meanwhile: Sequence[tuple[str, str]] = (),
) -> str:
    return render_template(
        "products/form.html",
        form=form,
        product=product,
        preview=preview,
        meanwhile=meanwhile,
        continents=form.markets_by_continent(),
        chosen=[box.label.text for box in form.markets if box.checked],
    )


@blueprint.get("/new")
@policy(Policy.SIGNED_IN)
def new_product() -> str:
    """The form for a new product, with a codename we suggest."""
    companies = access.companies_to_register_for(me())
    suggestion = queries.suggested_codename([company.id for company in companies])
    return _form_page(ProductForm(codename=suggestion).prepare(companies))


@blueprint.post("/new")
@policy(Policy.SIGNED_IN)
def register_product() -> Response | tuple[str, int] | str:
    """Register it, or show how its description will look."""
    form = ProductForm().prepare(access.companies_to_register_for(me()))
    if "preview" in request.form:
        return _form_page(form, preview=True)
    if not form.validate():
        return _form_page(form), 422
    product = actions.register_product(form.chosen_company(), form.facts(), form.markets.data or [], by=me())
    db.session.commit()
    flash(f"{product.name} is registered. Add pictures, so that people see what it is.", "good")
    return redirect(url_for("products.show_product", product_id=product.id), 303)


@blueprint.get("/<int:product_id>")
@policy(Policy.SIGNED_IN)
def show_product(product_id: int) -> str:
    """Everything its company knows of a product."""
    product = access.product_to_view(me(), product_id)
    return render_template(
        "products/show.html",
        product=product,
        pictures=queries.files_of(product.id, "picture"),
        papers=queries.papers_of(product.id),
        markets=sorted(country_name(market.country) for market in product.markets),
        stage=STAGE_NAMES[product.stage],
        may_change=may(me(), product.organisation_id, "member"),
    )


@blueprint.get("/<int:product_id>/edit")
@policy(Policy.SIGNED_IN)
def edit_product(product_id: int) -> str:
    """The form with what is known."""
    product = access.product_to_change(me(), product_id)
    known: dict[str, Any] = {name: getattr(product, name) for name in actions.FACTS}
    markets = [market.country for market in product.markets]
    form = ProductForm(data={**known, "markets": markets, "stamp": _stamp_of(product)})
    return _form_page(form.prepare([product.organisation], product.id), product)


@blueprint.post("/<int:product_id>/edit")
@policy(Policy.SIGNED_IN)
def change_product(product_id: int) -> Response | tuple[str, int] | str:
    """Save the changes, or show how its description will look, or what somebody else has written meanwhile."""
    product = access.product_to_change(me(), product_id)
    form = ProductForm().prepare([product.organisation], product.id)
    if "preview" in request.form:
        return _form_page(form, product, preview=True)
    if not form.validate():
        return _form_page(form, product), 422
    actions.hold(product)
    meanwhile = form.differences(product) if form.stamp.data != _stamp_of(product) else []
    if form.stamp.data and meanwhile:
        form.stamp.data = _stamp_of(product)
        return _form_page(form, product, meanwhile=meanwhile), 409
    actions.change_product(product, form.facts(), form.markets.data or [], by=me())
    db.session.commit()
    flash("Saved.", "good")
    return redirect(url_for("products.show_product", product_id=product.id), 303)


def _stamp_of(product: Product) -> str:
    """The mark of all that the form holds."""
    facts = [getattr(product, name) for name in actions.FACTS]
    return stamp(facts, sorted(market.country for market in product.markets))


@blueprint.post("/<int:product_id>/archive")
@policy(Policy.SIGNED_IN)
def archive_product(product_id: int) -> Response:
    """Put it away."""
    product = access.product_to_manage(me(), product_id)
    actions.archive_product(product, by=me())
    db.session.commit()
    flash(f"{product.name} is archived. You can restore it at any time.", "good")
    return redirect(url_for("products.show_product", product_id=product.id), 303)


@blueprint.post("/<int:product_id>/restore")
@policy(Policy.SIGNED_IN)
def restore_product(product_id: int) -> Response:
    """Take it out of the archive."""
    product = access.product_to_manage(me(), product_id)
    actions.restore_product(product, by=me())
    db.session.commit()
    flash(f"{product.name} is in use again.", "good")
    return redirect(url_for("products.show_product", product_id=product.id), 303)
