"""A draft that nobody outside the company knows of can be deleted, and nothing else."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from livinglab.foundation.audit import AuditLine
from livinglab.foundation.db import db
from livinglab.rounds import actions
from livinglab.rounds.models import RecruitingRequest, Round, RoundMarket
from tests.cast import Cast
from tests.factories import programmes, rounds
from tests.fixtures import As
from tests.pages import words
from tests.surroundings import World


def rows(kind: type) -> int:
    return len(db.session.scalars(select(kind)).all())


@pytest.fixture
def draft(cast: Cast) -> Round:
    made = rounds.round_(cast.norrsken, name="By mistake", markets=(("DE", "de"), ("SE", "en")))
    rounds.request(made.markets[0], cast.cluster_nordwest, "asked")
    return made


def test_a_member_deletes_a_draft_with_its_markets_and_planned_requests(as_: As, cast: Cast, draft: Round) -> None:
    browser = as_(cast.mikael)
    page = browser.get(f"/rounds/{draft.id}").text
    assert "Delete this draft" in page
    assert "deleted for good" in page  # asked once more before
    answer = browser.post(f"/rounds/{draft.id}/delete")
    assert (answer.status_code, answer.location) == (303, "/rounds/")
    assert "The draft “By mistake” is deleted." in words(browser.get("/rounds/").text)
    assert [rows(Round), rows(RoundMarket), rows(RecruitingRequest)] == [0, 0, 0]
    assert db.session.scalars(select(AuditLine).where(AuditLine.verb == "delete round")).one().actor == str(
        cast.mikael.id
    )


@pytest.mark.parametrize("state", ["recruiting", "running", "closed", "reported"])
def test_what_is_more_than_a_draft_stays(as_: As, cast: Cast, draft: Round, state: str) -> None:
    draft.state = state
    browser = as_(cast.anna)
    assert "Delete this draft" not in browser.get(f"/rounds/{draft.id}").text
    answer = browser.post(f"/rounds/{draft.id}/delete")
    assert answer.status_code == 409
    assert "Only a draft can be deleted." in answer.text
    assert rows(Round) == 1


def test_a_draft_that_clusters_were_told_of_stays(as_: As, cast: Cast, draft: Round) -> None:
    for state in ("recruiting", "draft"):
        actions.move(draft, state, cast.anna)
    db.session.commit()
    browser = as_(cast.anna)
    assert "Delete this draft" not in browser.get(f"/rounds/{draft.id}").text
    answer = browser.post(f"/rounds/{draft.id}/delete")
    assert answer.status_code == 409
    assert "clusters may know of it" in answer.text


def test_who_may_not_delete_it(as_: As, cast: Cast, draft: Round) -> None:
    programmes.takes_part(cast.norrsken, programmes.programme(cast.datakluster_nord))
    address = f"/rounds/{draft.id}/delete"
    for person, status in ((cast.ana_maria, 403), (cast.bo, 403), (cast.carla, 404), (cast.dan, 404), (None, 302)):
        assert as_(person).post(address).status_code == status
    for person in (cast.ana_maria, cast.bo):
        assert "Delete this draft" not in as_(person).get(f"/rounds/{draft.id}").text
    assert as_(cast.anna).get(address).status_code == 405
    assert rows(Round) == 1


def test_a_new_round_that_gets_the_id_of_a_deleted_one_has_a_history_of_its_own(
    as_: As, cast: Cast, draft: Round, world: World
) -> None:
    world.advance(minutes=1)
    made = rounds.round_(cast.norrsken, draft.product, draft.version)
    actions.change_rule(draft, cast.anna, enter_when="Old rule", adapt_when="B", leave_when="C")
    line = db.session.scalars(select(AuditLine).where(AuditLine.verb == "change rule")).one()
    line.object_id, line.at = made.id, draft.created_at
    db.session.commit()
    for rest in ("", "/history"):
        assert "Old rule" not in as_(cast.anna).get(f"/rounds/{made.id}{rest}").text
