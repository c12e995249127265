"""Serving pictures and papers, and removing them. Access is checked each time."""

from __future__ import annotations

from flask import Response as FileResponse
from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from livinglab.accounts.sessions import me
from livinglab.foundation.db import db
from livinglab.foundation.permissions import Policy, policy
from livinglab.products import access, actions, serving
from livinglab.products.views.blueprint import blueprint


@blueprint.get("/<int:product_id>/files/<int:file_id>")
@policy(Policy.SIGNED_IN)
def serve_file(product_id: int, file_id: int) -> FileResponse:
    """A picture to be shown, or a paper to be downloaded."""
    return serving.serve(access.product_file_to_view(me(), product_id, file_id))


@blueprint.get("/<int:product_id>/files/<int:file_id>/small")
@policy(Policy.SIGNED_IN)
def serve_small(product_id: int, file_id: int) -> FileResponse:
    """A picture at the size of a list; the whole thing where there is no smaller one."""
    return serving.serve(access.product_file_to_view(me(), product_id, file_id), small=True)


@blueprint.post("/<int:product_id>/files/<int:file_id>/remove")
@policy(Policy.SIGNED_IN)
def remove_file(product_id: int, file_id: int) -> Response:
    """Remove a picture or paper for good."""
    file = access.product_file_to_change(me(), product_id, file_id)
    kind = file.kind
    actions.remove_file(file, by=me())
    db.session.commit()
    flash(f"The {kind} is removed.", "good")
    return redirect(url_for(f"products.list_{kind}s", product_id=product_id), 303)
