"""Every route says whom it is for; the application does not start with one that is silent."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request
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


def init_app(app: Flask, ask_to_sign_in: Callable[[], BaseResponse]) -> None:
    """Turn away whoever a route is not for, before its view runs; `ask_to_sign_in` answers who is not signed in."""
    app.view_functions["static"].policy = Policy.ANYONE  # type: ignore[attr-defined]
    app.extensions["livinglab.ask_to_sign_in"] = ask_to_sign_in

    @app.before_request
    def check() -> BaseResponse | None:
        answer = turned_away()
        if answer is None and _declared() is Policy.ADMINISTRATOR and not current_user.is_administrator:
            abort(404)
        return answer


def turned_away() -> BaseResponse | None:
    """What somebody who is not signed in is answered where only people who are may go; None for everybody else."""
    if _declared() not in (Policy.SIGNED_IN, Policy.ADMINISTRATOR) or current_user.is_authenticated:
        return None
    return current_app.extensions["livinglab.ask_to_sign_in"]()


def needs_the_link_again() -> bool:
    """Whether this address is for a session that a link was exchanged for: who has none must open the link again."""
    return _declared() is Policy.LINK and "token" not in (request.view_args or {})


def _declared() -> Policy | None:
    return policy_of(current_app, request.endpoint) if request.endpoint else None


def safe_next(target: str | None) -> str | None:
    """`target` if it is a path on this site, else None: nobody is sent elsewhere by a link they were given."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    if any(ord(c) < 32 for c in target) or "\\" in target:
        return None
    return target
