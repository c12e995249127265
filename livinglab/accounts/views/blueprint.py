"""The blueprint that all pages of the room share."""

from __future__ import annotations

from flask import Blueprint, Response

blueprint = Blueprint("accounts", __name__, url_prefix="/accounts")


@blueprint.after_request
def keep_addresses_to_ourselves(response: Response) -> Response:
    """Some addresses of this room hold a token: other requests are told the site, never the page they come from.

    Not `no-referrer`: a form sent over HTTPS is refused when the browser does not say from which site it comes.
    """
    response.headers["Referrer-Policy"] = "strict-origin"
    return response
