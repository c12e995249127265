"""The application does not start with a route that says nothing about whom it is for."""

from __future__ import annotations

import pytest
from flask import Flask

from livinglab.foundation.permissions import Policy, policy_of, refuse_silent_routes


def test_every_route_declares_its_policy(app: Flask) -> None:
    assert {r.endpoint for r in app.url_map.iter_rules() if policy_of(app, r.endpoint) is None} == set()


def test_a_silent_route_stops_the_start() -> None:
    app = Flask("silent")
    app.add_url_rule("/silent", "silent", lambda: "")
    app.view_functions["static"].policy = Policy.ANYONE  # type: ignore[attr-defined]
    with pytest.raises(RuntimeError, match="silent"):
        refuse_silent_routes(app)


def test_no_address_serves_both_reading_and_changing_from_one_view(app: Flask) -> None:
    """GET never changes anything; a view that is both invites it to."""
    both = [
        r.endpoint
        for r in app.url_map.iter_rules()
        if "GET" in (r.methods or set()) and (r.methods or set()) & {"POST", "PUT", "PATCH", "DELETE"}
    ]
    assert both == []
