"""What the numbers count."""

from __future__ import annotations

import pytest

from livinglab.foundation.surroundings import now
from livinglab.invitations import actions, queries
from livinglab.invitations.queries import InvitationCounts
from tests.factories import invitations as factory
from tests.factories import rounds
from tests.invitations.conftest import Scene


@pytest.fixture
def busy(scene: Scene) -> Scene:
    """Germany: Carla invited six, Bo one; two came by a link without an invitation. Ireland: nobody."""
    market = scene.request.market
    asked = [factory.invitation(scene.request, f"t{n}@example.org") for n in range(6)]
    factory.invitation(scene.other, "bo@example.org")
    actions.withdraw(scene.request, scene.cast.carla, asked[0])
    factory.participation(market, asked[1])
    actions.mark_answered(factory.participation(market, asked[2]))
    actions.decline(factory.participation(market, asked[3]))
    took_back = factory.participation(market, asked[4])
    actions.mark_answered(took_back)
    took_back.withdrawn_at = now()
    factory.participation(market)
    actions.mark_answered(factory.participation(market))
    return scene


def test_a_market_counts_everybody_in_it(busy: Scene) -> None:
    counts = queries.counts_by_market(busy.round.id)
    assert counts == {
        busy.request.market_id: InvitationCounts(invited=6, opened=6, answered=2, declined=2, withdrawn=1)
    }


def test_a_request_counts_its_own_people_only(busy: Scene) -> None:
    assert queries.counts_by_request([busy.request.id, busy.other.id]) == {
        busy.request.id: InvitationCounts(invited=5, opened=4, answered=1, declined=2, withdrawn=1),
        busy.other.id: InvitationCounts(invited=1),
    }


def test_who_had_opened_a_link_that_was_withdrawn_later_is_not_counted(scene: Scene) -> None:
    cleo = factory.invitation(scene.request)
    factory.participation(scene.request.market, cleo)
    actions.withdraw(scene.request, scene.cast.carla, cleo)
    assert queries.counts_by_request([scene.request.id]) == {scene.request.id: InvitationCounts(withdrawn=1)}


def test_where_nobody_was_asked_nothing_is_counted(scene: Scene) -> None:
    assert queries.counts_by_market(scene.round.id) == {}
    assert queries.counts_by_request([scene.request.id]) == {}
    assert queries.counts_by_request([]) == {}
    assert queries.invited_by_market(scene.round.id) == {}
    assert queries.invited_through(scene.request.id) == 0


def test_the_rules_of_a_round_count_whoever_was_asked_or_came(busy: Scene) -> None:
    assert queries.invited_by_market(busy.round.id) == {busy.request.market_id: 9}
    assert queries.invited_through(busy.request.id) == 6


def test_another_round_is_not_counted(busy: Scene) -> None:
    other = rounds.round_(busy.cast.danvind, state="running")
    assert queries.counts_by_market(other.id) == {}
