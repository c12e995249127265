"""Links without an address, for paper and for scripts."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from livinglab.foundation.audit import AuditLine
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.invitations import actions
from tests.fixtures import BASE, As
from tests.invitations.conftest import Scene, invitations
from tests.pages import words


def test_each_link_takes_one_person_in(as_: As, scene: Scene) -> None:
    urls = actions.print_links(scene.request.market, 3)
    assert len(set(urls)) == 3
    assert all(re.fullmatch(r"http://livinglab\.test/i/[\w-]{43}", url) for url in urls)
    found = {as_(None).post(f"{url.removeprefix(BASE)}/begin").location for url in urls}
    assert len(found) == 3


def test_they_have_no_address_and_belong_to_a_request_if_there_is_one(as_: As, scene: Scene) -> None:
    actions.print_links(scene.request.market, 1)
    actions.print_links(scene.request.market, 1, scene.request)
    assert [(i.address, i.address_key, i.request_id) for i in invitations()] == [
        (None, None, None), (None, None, scene.request.id),
    ]  # fmt: skip
    assert "Link handed out" in words(as_(scene.cast.carla).get(scene.page).text)


@pytest.mark.parametrize("state", ["draft", "closed", "reported"])
def test_nobody_is_taken_in_while_nobody_is_recruited(scene: Scene, state: str) -> None:
    scene.round.state = state
    with pytest.raises(Refused):
        actions.print_links(scene.request.market, 1)


def test_thousands_are_made_at_once_and_none_is_fine_too(scene: Scene) -> None:
    assert len(set(actions.print_links(scene.request.market, 5381))) == 5381
    assert actions.print_links(scene.request.market, 0) == []
    lines = db.session.scalars(select(AuditLine).where(AuditLine.verb == "print links").order_by(AuditLine.id)).all()
    assert [line.details["count"] for line in lines] == [5381, 0]
