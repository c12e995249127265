"""What somebody meets who is not signed in and asks for a page, or sends a form, of people who are."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from livinglab.accounts import keeping
from livinglab.accounts.forms import SignInForm


def ask_to_sign_in() -> Response:
    """The way to the sign-in. Nothing of a form is done; what was typed into it goes along if it may.

    Where it may not, the answer sets no cookie: another site can cause it, and must not sign anybody out by it.
    """
    if request.method != "POST":
        wanted = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("accounts.sign_in", next=wanted))
    typed = keeping.typed_here()
    if typed is None or typed.is_too_long:
        why = "too-long" if typed else "signed-out"
        return redirect(url_for("accounts.sign_in", next=_page_before(), why=why))
    page = render_template(
        "accounts/sign_in.html", form=SignInForm(formdata=None), kept=keeping.sealed(typed), had_files=typed.had_files
    )
    return make_response(page, 401)


def _page_before() -> str | None:
    """The page on which a form was sent, if the browser says so and it is one of ours."""
    came_from = urlsplit(request.referrer or "")
    if came_from.netloc != request.host or came_from.path == "/":
        return None
    try:
        current_app.create_url_adapter(request).match(came_from.path, method="GET")  # type: ignore[union-attr]
    except HTTPException:  # it was the answer to a form, and cannot be asked for
        return None
    return came_from.path + (f"?{came_from.query}" if came_from.query else "")
