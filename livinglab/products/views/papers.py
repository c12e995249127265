"""The papers of a product: adding and renaming."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from livinglab.accounts.sessions import me
from livinglab.foundation.db import db
from livinglab.foundation.forms import Form
from livinglab.foundation.permissions import Policy, policy
from livinglab.products import access, actions, queries
from livinglab.products.forms import PapersForm, papers_names_form, typed_by_id
from livinglab.products.models import Product
from livinglab.products.uploads import take
from livinglab.products.views.blueprint import blueprint


def _page(product: Product, form: PapersForm | None = None, names: Form | None = None) -> str:
    files = queries.files_of(product.id, "paper")
    return render_template(
        "products/papers.html",
        product=product,
        papers=queries.papers_of(product.id),
        form=form or PapersForm(),
        names=names or papers_names_form(files),
    )


@blueprint.get("/<int:product_id>/papers")
@policy(Policy.SIGNED_IN)
def list_papers(product_id: int) -> str:
    """All papers, each with its name."""
    return _page(access.product_to_change(me(), product_id))


@blueprint.post("/<int:product_id>/papers")
@policy(Policy.SIGNED_IN)
def add_papers(product_id: int) -> Response | tuple[str, int]:
    """Keep the papers that are good; say of the others why not."""
    product = access.product_to_change(me(), product_id)
    form = PapersForm()

    def add(upload: FileStorage) -> None:
        actions.add_paper(product, upload.filename or "", upload.read(), by=me())

    taken = take(form.papers.data or [], add)
    if not taken.added:
        form.add_error("papers", *(taken.problems or ["Choose one or more papers."]))
        db.session.rollback()
        return _page(access.product_to_change(me(), product_id), form), 422
    db.session.commit()
    flash(f"{taken.counted('paper')} added.", "good")
    for sentence in taken.problems:
        flash(sentence, "bad")
    return redirect(url_for("products.list_papers", product_id=product.id), 303)


@blueprint.post("/<int:product_id>/papers/names")
@policy(Policy.SIGNED_IN)
def rename_papers(product_id: int) -> Response | tuple[str, int]:
    """Save the names of the papers."""
    product = access.product_to_change(me(), product_id)
    papers = queries.files_of(product.id, "paper")
    form = papers_names_form(papers)
    if not form.validate():
        return _page(product, names=form), 422
    actions.rename_papers(papers, typed_by_id(form, "name", papers), by=me())
    db.session.commit()
    flash("Saved.", "good")
    return redirect(url_for("products.list_papers", product_id=product.id), 303)
