"""Links: only the hash is kept, one function verifies, and an end is an end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from livinglab.foundation import links
from livinglab.foundation.db import db
from livinglab.foundation.links import Link
from livinglab.foundation.surroundings import now
from tests.surroundings import World


def test_a_link_opens_what_it_was_made_for(app: Flask) -> None:
    token = links.issue("invitation", 7)
    found = links.verify(token, "invitation")
    assert found is not None
    assert (found.purpose, found.object_id) == ("invitation", 7)


def test_a_link_for_one_purpose_opens_no_other(app: Flask) -> None:
    token = links.issue("invitation", 7)
    assert links.verify(token, "new password") is None
    assert links.find(token, "new password") is None


def test_the_token_itself_is_kept_nowhere(app: Flask) -> None:
    token = links.issue("invitation", 7)
    db.session.flush()
    row = db.session.execute(select(*Link.__table__.columns)).one()
    assert token not in [str(value) for value in row]
    assert row.token_hash == links.hash_of(token)


@pytest.mark.parametrize("token", ["", "x", "a" * 42, "a" * 44, "a" * 42 + "=", "ä" * 43, "a" * 43, "../" + "a" * 40])
def test_what_was_never_issued_opens_nothing(app: Flask, token: str) -> None:
    links.issue("invitation", 7)
    assert links.verify(token, "invitation") is None


def test_the_hash_of_a_token_is_no_token(app: Flask) -> None:
    token = links.issue("invitation", 7)
    assert links.verify(links.hash_of(token), "invitation") is None


def test_an_expired_link_opens_nothing_and_can_still_be_explained(app: Flask, world: World) -> None:
    token = links.issue("invitation", 7, now() + timedelta(hours=1))
    world.advance(minutes=59)
    assert links.verify(token, "invitation") is not None
    world.advance(minutes=1)
    assert links.verify(token, "invitation") is None
    assert links.find(token, "invitation") is not None


def test_revoking_ends_every_link_to_the_objects_and_no_others(app: Flask) -> None:
    first, second, third, other = (links.issue("invitation", n) for n in (7, 7, 8, 9))
    links.revoke("invitation", 7, 8)
    assert [links.verify(token, "invitation") is None for token in (first, second, third, other)] == [
        True, True, True, False,
    ]  # fmt: skip


def test_taking_back_a_revoking_wakes_only_the_links_that_it_ended(app: Flask, world: World) -> None:
    earlier = links.issue("invitation", 7)
    links.revoke("invitation", 7)
    world.advance(hours=1)
    later = links.issue("invitation", 7)
    links.revoke("invitation", 7)
    links.take_back_revoking("invitation", now(), 7)
    assert links.verify(later, "invitation") is not None
    assert links.verify(earlier, "invitation") is None


def test_many_links_are_made_at_once_each_its_own(app: Flask) -> None:
    tokens = links.issue_many("invitation", range(1, 1001))
    assert len(set(tokens.values())) == 1000
    found = links.verify(tokens[500], "invitation")
    assert found is not None
    assert found.object_id == 500
    assert links.issue_many("invitation", []) == {}


def test_an_address_for_a_mail_comes_from_the_settings_only(app: Flask) -> None:
    with app.test_request_context("/", headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"}):
        assert links.absolute("/i/abc") == "http://livinglab.test/i/abc"
