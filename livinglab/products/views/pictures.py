"""The pictures of a product: adding, saying what they show, putting in order."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from livinglab.accounts.sessions import me
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.foundation.forms import Form
from livinglab.foundation.permissions import Policy, policy
from livinglab.products import access, actions, queries
from livinglab.products.forms import PicturesForm, pictures_texts_form, typed_by_id
from livinglab.products.models import Product
from livinglab.products.uploads import take
from livinglab.products.views.blueprint import blueprint


def _page(product: Product, form: PicturesForm | None = None, texts: Form | None = None) -> str:
    pictures = queries.files_of(product.id, "picture")
    return render_template(
        "products/pictures.html",
        product=product,
        pictures=pictures,
        form=form or PicturesForm(),
        texts=texts or pictures_texts_form(pictures),
        without_text=sum(not picture.alternative for picture in pictures),
    )


@blueprint.get("/<int:product_id>/pictures")
@policy(Policy.SIGNED_IN)
def list_pictures(product_id: int) -> str:
    """All pictures, each with its text."""
    return _page(access.product_to_change(me(), product_id))


@blueprint.post("/<int:product_id>/pictures")
@policy(Policy.SIGNED_IN)
def add_pictures(product_id: int) -> Response | tuple[str, int]:
    """Keep the pictures that are good; say of the others why not."""
    product = access.product_to_change(me(), product_id)
    form = PicturesForm()

    def add(upload: FileStorage) -> None:
        actions.add_picture(product, upload.filename or "", upload.read(), by=me())

    taken = take(form.pictures.data or [], add)
    if not taken.added:
        form.add_error("pictures", *(taken.problems or ["Choose one or more pictures."]))
        db.session.rollback()
        return _page(access.product_to_change(me(), product_id), form), 422
    db.session.commit()
    flash(f"{taken.counted('picture')} added. Say below what each one shows, for people who cannot see it.", "good")
    for sentence in taken.problems:
        flash(sentence, "bad")
    return redirect(url_for("products.list_pictures", product_id=product.id), 303)


@blueprint.post("/<int:product_id>/pictures/texts")
@policy(Policy.SIGNED_IN)
def describe_pictures(product_id: int) -> Response | tuple[str, int]:
    """Save what the pictures show."""
    product = access.product_to_change(me(), product_id)
    pictures = queries.files_of(product.id, "picture")
    form = pictures_texts_form(pictures)
    if not form.validate():
        return _page(product, texts=form), 422
    actions.describe_pictures(pictures, typed_by_id(form, "text", pictures), by=me())
    db.session.commit()
    flash("Saved.", "good")
    return redirect(url_for("products.list_pictures", product_id=product.id), 303)


@blueprint.post("/<int:product_id>/pictures/order")
@policy(Policy.SIGNED_IN)
def order_pictures(product_id: int) -> Response:
    """Move one picture up or down, or take over a whole new order."""
    product = access.product_to_change(me(), product_id)
    pictures = queries.files_of(product.id, "picture")
    if "order" in request.form:
        actions.order_pictures(product, pictures, _ids(request.form["order"]), by=me())
    else:
        step = "up" if "up" in request.form else "down"
        picture_ids = _ids(request.form.get(step, ""))
        if len(picture_ids) != 1:
            raise Refused("The page did not say which picture to move. Go back, reload the page and try again.")
        actions.move_picture(product, pictures, picture_ids[0], -1 if step == "up" else 1, by=me())
    db.session.commit()
    return redirect(url_for("products.list_pictures", product_id=product.id), 303)


def _ids(text: str) -> list[int]:
    parts = text.split(",") if text else []
    if not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts):
        raise Refused("The page sent an order that we cannot read. Go back, reload the page and try again.")
    return [int(part) for part in parts]
