"""Changing the plan of a round, and what may no longer change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from livinglab.feedback.models import AnswerCount
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.foundation.surroundings import now
from livinglab.rounds import actions
from livinglab.rounds.models import Round
from tests.cast import Cast
from tests.factories import products, questionnaires, rounds
from tests.fixtures import As
from tests.pages import words
from tests.surroundings import BEGIN


@pytest.fixture
def draft(cast: Cast) -> Round:
    return rounds.round_(cast.norrsken, time_zone="Europe/Stockholm", opens_at=BEGIN + timedelta(days=1))


def typed(round_: Round, **changes: str) -> dict[str, str]:
    """The form as it is sent when nothing is changed."""
    return {
        "name": round_.name,
        "product": str(round_.product_id),
        "version": str(round_.version_id),
        "opens_at": "2026-11-25T10:00",
        "closes_at": "",
        "time_zone": round_.time_zone,
        "minutes": str(round_.minutes),
        "mode": round_.mode,
        **changes,
    }


def answered(round_: Round, answers: int = 1) -> None:
    """Answers have come in."""
    db.session.add(AnswerCount(market_id=round_.markets[0].id, item_key="", value="", n=answers))
    db.session.commit()


def test_the_form_shows_times_in_the_rounds_zone(as_: As, cast: Cast, draft: Round) -> None:
    assert 'value="2026-11-25T10:00"' in as_(cast.anna).get(f"/rounds/{draft.id}/edit").text


def test_in_a_draft_everything_may_change(as_: As, cast: Cast, draft: Round) -> None:
    product = products.product(cast.norrsken, "Norrsken Two", "Borealis")
    version = questionnaires.published(cast.norrsken, name="Second")
    form = typed(
        draft, name="New name", minutes="9", mode="aggregate", time_zone="UTC", opens_at="2026-12-01T08:00",
        closes_at="2026-12-24T12:00",
    ) | {"product": str(product.id), "version": str(version.id)}  # fmt: skip
    answer = as_(cast.anna).post(f"/rounds/{draft.id}/edit", data=form)
    assert answer.location == f"/rounds/{draft.id}"
    assert (draft.name, draft.minutes, draft.mode, draft.time_zone) == ("New name", 9, "aggregate", "UTC")
    assert (draft.product_id, draft.version_id) == (product.id, version.id)
    assert draft.opens_at == datetime(2026, 12, 1, 8, tzinfo=UTC)
    assert draft.closes_at == datetime(2026, 12, 24, 12, tzinfo=UTC)


def test_once_recruiting_has_begun_product_questionnaire_and_mode_are_settled(
    as_: As, cast: Cast, draft: Round
) -> None:
    draft.state = "recruiting"
    before = (draft.product_id, draft.version_id, draft.mode)
    product = products.product(cast.norrsken, "Norrsken Two", "Borealis")
    browser = as_(cast.anna)
    page = browser.get(f"/rounds/{draft.id}/edit").text
    assert 'name="product"' not in page
    assert 'name="mode"' not in page
    form = typed(draft, name="Renamed", mode="aggregate", closes_at="2026-12-24T12:00") | {"product": str(product.id)}
    assert browser.post(f"/rounds/{draft.id}/edit", data=form).status_code == 303
    assert (draft.product_id, draft.version_id, draft.mode) == before
    assert draft.name == "Renamed"
    assert draft.closes_at == datetime(2026, 12, 24, 11, tzinfo=UTC)


@pytest.mark.parametrize("what", ["product", "version", "mode"])
@pytest.mark.parametrize("state", ["recruiting", "running", "closed", "reported"])
def test_the_action_itself_refuses_what_is_settled(cast: Cast, draft: Round, what: str, state: str) -> None:
    draft.state = state
    new = {
        "product": products.product(cast.norrsken, "Norrsken Two", "Borealis"),
        "version": questionnaires.published(cast.norrsken, name="Second"),
        "mode": "aggregate",
    }
    with pytest.raises(Refused):
        actions.change_plan(draft, cast.anna, **{what: new[what]})
    assert getattr(draft, what) != new[what]


def test_the_mode_cannot_change_after_the_first_answer(as_: As, cast: Cast, draft: Round) -> None:
    answered(draft)
    answer = as_(cast.anna).post(f"/rounds/{draft.id}/edit", data=typed(draft, mode="aggregate"))
    assert answer.status_code == 422
    assert "Somebody has answered already" in words(answer.text)
    assert draft.mode == "individual"


def test_totals_only_need_markets_that_show_figures_from_ten_answers(as_: As, cast: Cast, draft: Round) -> None:
    rounds.market_in(draft, "DE").minimum_n = 5
    answer = as_(cast.anna).post(f"/rounds/{draft.id}/edit", data=typed(draft, mode="aggregate"))
    assert answer.status_code == 422
    assert "Raise the minimum first for Germany." in words(answer.text)


def test_a_running_round_gets_no_opening_and_no_closing_in_the_past(as_: As, cast: Cast, draft: Round) -> None:
    draft.state, draft.opens_at = "running", BEGIN - timedelta(days=9)
    browser = as_(cast.anna)
    assert 'name="opens_at"' not in browser.get(f"/rounds/{draft.id}/edit").text
    answer = browser.post(f"/rounds/{draft.id}/edit", data=typed(draft, closes_at="2026-11-24T09:00", name="Kept"))
    assert answer.status_code == 422
    assert "This closing date is in the past." in words(answer.text)
    assert 'value="Kept"' in answer.text
    assert draft.closes_at is None
    assert draft.name == "Autumn round"


def test_a_round_that_is_reported_does_not_change(as_: As, cast: Cast, draft: Round) -> None:
    draft.state = "reported"
    answer = as_(cast.anna).post(f"/rounds/{draft.id}/edit", data=typed(draft, name="Another"))
    assert answer.status_code == 422
    assert "Take back the report" in words(answer.text)
    assert draft.name == "Autumn round"


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(as_: As, cast: Cast, draft: Round) -> None:
    answer = as_(cast.anna).post(f"/rounds/{draft.id}/edit", data=typed(draft, name="Kept as typed", minutes="0"))
    assert answer.status_code == 422
    assert "Between 1 and 180 minutes." in words(answer.text)
    assert 'value="Kept as typed"' in answer.text
    assert draft.name == "Autumn round"


def test_what_the_round_has_stays_on_offer_when_it_was_archived(as_: As, cast: Cast, draft: Round) -> None:
    draft.product.archived_at = now()
    draft.version.questionnaire.archived_at = now()
    browser = as_(cast.anna)
    assert "Norrsken One (archived)" in browser.get(f"/rounds/{draft.id}/edit").text
    assert browser.post(f"/rounds/{draft.id}/edit", data=typed(draft, name="Renamed")).status_code == 303
    assert draft.name == "Renamed"


def test_saving_without_a_change_leaves_no_line_in_the_history(as_: As, cast: Cast, draft: Round) -> None:
    browser = as_(cast.anna)
    assert browser.post(f"/rounds/{draft.id}/edit", data=typed(draft)).status_code == 303
    assert "changed the plan" not in browser.get(f"/rounds/{draft.id}/history").text


def test_the_history_tells_what_changed_in_words(as_: As, cast: Cast, draft: Round) -> None:
    second = products.product(cast.norrsken, "Norrsken Two", "Borealis")
    form = typed(draft, closes_at="2026-12-24T12:00", mode="aggregate") | {"product": str(second.id)}
    browser = as_(cast.anna)
    browser.post(f"/rounds/{draft.id}/edit", data=form)
    page = words(browser.get(f"/rounds/{draft.id}/history").text)
    assert "Anna Lindqvist changed the plan 24 Nov 2026, 10:00 Stockholm time" in page
    assert "Closing : not set → 24 Dec 2026, 12:00 Stockholm time" in page
    assert "Product : Aurora → Borealis" in page
    assert "Single answers, under a pseudonym → Totals only" in page


def stamp_in(page: str) -> str:
    """What the form says that its reader saw."""
    return page.split('name="stamp" type="hidden" value="')[1].partition('"')[0]


def test_who_saves_the_plan_second_sees_both_and_loses_nothing(as_: As, cast: Cast, draft: Round) -> None:
    anna, mikael, address = as_(cast.anna), as_(cast.mikael), f"/rounds/{draft.id}/edit"
    product = products.product(cast.norrsken, "Norrsken Two", "Borealis")
    seen = stamp_in(anna.get(address).text)
    first = typed(draft, name="By Mikael", minutes="9", stamp=seen) | {"product": str(product.id)}
    hers = typed(draft, name="By Anna", closes_at="2026-12-24T12:00", stamp=seen)
    assert mikael.post(address, data=first).status_code == 303
    answer = anna.post(address, data=hers)
    assert answer.status_code == 409
    assert draft.name == "By Mikael"
    read = words(answer.text)
    assert "Somebody else changed this while you were writing" in read
    for stored in (
        "Name of the round By Mikael",
        "Minutes it takes to answer 9",
        "Product Norrsken Two",
        "Closes Nothing",
    ):
        assert stored in read
    assert 'value="By Anna"' in answer.text
    assert 'value="2026-12-24T12:00"' in answer.text
    assert anna.post(address, data={**hers, "stamp": stamp_in(answer.text)}).status_code == 303
    assert draft.name == "By Anna"


def test_who_saves_the_same_plan_twice_is_not_held_up(as_: As, cast: Cast, draft: Round) -> None:
    browser, address = as_(cast.anna), f"/rounds/{draft.id}/edit"
    form = typed(draft, name="Renamed", stamp=stamp_in(browser.get(address).text))
    assert [browser.post(address, data=form).status_code for _ in range(2)] == [303, 303]
