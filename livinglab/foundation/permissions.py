"""Every route says whom it is for; the application does not start with one that is silent."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, abort, current_app, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

View = TypeVar("View", bound=Callable[..., Any])


class Policy(StrEnum):
    """Whom a route is for. What a person may do with one object is decided by `access`, when it is loaded."""

    ANYONE = "anyone"
    LINK = "link"  # a token or the session it was exchanged for; the view verifies it
    SIGNED_IN = "signed in"
    ADMINISTRATOR = "administrator"


def policy(name: Policy) -> Callable[[View], View]:
    """Declare whom a view is for."""

    def mark(view: View) -> View:
        view.policy = name  # type: ignore[attr-defined]
        return view

    return mark


def policy_of(app: Flask, endpoint: str) -> Policy | None:
    """The declared policy of an endpoint, if any."""
    return getattr(app.view_functions[endpoint], "policy", None)


def refuse_silent_routes(app: Flask) -> None:
    """Raise `RuntimeError` naming every route that declares no policy."""
    silent = sorted({r.endpoint for r in app.url_map.iter_rules() if policy_of(app, r.endpoint) is None})
    if silent:
        raise RuntimeError("these routes declare no policy: " + ", ".join(silent))


def init_app(app: Flask) -> None:
    """Turn away whoever a route is not for, before its view runs."""
    app.view_functions["static"].policy = Policy.ANYONE  # type: ignore[attr-defined]

    @app.before_request
    def check() -> BaseResponse | None:
        if request.endpoint is None:
            return None
        declared = policy_of(current_app, request.endpoint)
        if declared in (Policy.ANYONE, Policy.LINK):
            return None
        if not current_user.is_authenticated:
            wanted = request.full_path.rstrip("?") if request.method == "GET" else None
            return redirect(url_for("accounts.sign_in", next=wanted))
        if declared is Policy.ADMINISTRATOR and not current_user.is_administrator:
            abort(404)
        return None


def safe_next(target: str | None) -> str | None:
    """`target` if it is a path on this site, else None: nobody is sent elsewhere by a link they were given."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    if any(ord(c) < 32 for c in target) or "\\" in target:
        return None
    return target
