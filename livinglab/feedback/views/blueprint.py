"""The one blueprint of the room; each file beside it holds the pages of one noun."""

from __future__ import annotations

from flask import Blueprint, Response

blueprint = Blueprint("feedback", __name__, url_prefix="/feedback")


@blueprint.after_request
def say_where_forms_come_from(response: Response) -> Response:
    """No address of this room holds a token, and a form sent over HTTPS is refused when its site is not told."""
    response.headers["Referrer-Policy"] = "same-origin"
    return response
