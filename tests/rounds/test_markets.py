"""Adding, changing and removing the markets of a round."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.rounds import actions
from livinglab.rounds.models import RecruitingRequest, Round, RoundMarket
from tests.cast import Cast
from tests.factories import products, rounds
from tests.fixtures import As
from tests.pages import words


@pytest.fixture
def draft(cast: Cast) -> Round:
    return rounds.round_(cast.norrsken, markets=())


def add(as_: As, cast: Cast, round_: Round, country: str, **more: str):  # type: ignore[no-untyped-def]
    """Anna adds a market; what is not said is as the form has it."""
    form = {"country": country, "language": "", "currency": "", "quota": "30", "minimum_n": "10", **more}
    return as_(cast.anna).post(f"/rounds/{round_.id}/markets/new", data=form)


def markets(round_: Round) -> list[RoundMarket]:
    return list(db.session.scalars(select(RoundMarket).where(RoundMarket.round_id == round_.id)))


@pytest.mark.parametrize(
    ("country", "language", "currency"),
    [("SE", "sv", "SEK"), ("DE", "de", "EUR"), ("FI", "fi", "EUR"), ("US", "en", "USD"), ("CH", "de", "CHF")],
)
def test_language_and_currency_are_the_usual_ones_of_the_country(
    as_: As, cast: Cast, draft: Round, country: str, language: str, currency: str
) -> None:
    answer = add(as_, cast, draft, country)
    (market,) = markets(draft)
    assert answer.location == f"/rounds/{draft.id}/markets/{market.id}"
    assert (market.country, market.language, market.currency) == (country, language, currency)
    assert (market.quota, market.minimum_n) == (30, 10)


def test_what_anna_chooses_is_kept(as_: As, cast: Cast, draft: Round) -> None:
    add(as_, cast, draft, "FI", language="sv", currency="USD", quota="1000", minimum_n="3")
    (market,) = markets(draft)
    assert (market.language, market.currency, market.quota, market.minimum_n) == ("sv", "USD", 1000, 3)


def test_a_country_without_a_language_of_ours_needs_a_choice(as_: As, cast: Cast, draft: Round) -> None:
    answer = add(as_, cast, draft, "JP", quota="77")
    assert answer.status_code == 422
    said = "We have no answer pages in a usual language of Japan. Choose a language."
    assert 'id="language-error-1"' in answer.text
    assert said in words(answer.text)
    assert 'value="77"' in answer.text
    assert '<option selected value="JP">Japan</option>' in answer.text
    assert add(as_, cast, draft, "JP", language="en").status_code == 303


def test_a_missing_translation_is_said_at_once(as_: As, cast: Cast, draft: Round) -> None:
    add(as_, cast, draft, "PL")
    (market,) = markets(draft)
    page = words(as_(cast.anna).get(f"/rounds/{draft.id}/markets/{market.id}").text)
    assert "The questionnaire is not complete in Polish." in page


def test_the_same_country_twice_is_refused(as_: As, cast: Cast, draft: Round) -> None:
    add(as_, cast, draft, "DE")
    answer = add(as_, cast, draft, "DE", quota="5")
    assert answer.status_code == 422
    assert "Germany is in this round already." in words(answer.text)
    assert len(markets(draft)) == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"country": ""}, "Choose a country."),
        ({"country": "XX"}, "Country: Not a valid choice"),
        ({"language": "tlh"}, "Language of the questionnaire there: Not a valid choice"),
        ({"currency": "ABC"}, "Currency of prices there: Not a valid choice"),
        ({"quota": "0"}, "Between 1 and 1,000,000."),
        ({"quota": "1000000000000"}, "Between 1 and 1,000,000."),
        ({"quota": ""}, "Say how many answers you want."),
        ({"quota": "thirty"}, "Write a whole number"),
        ({"minimum_n": "-3"}, "Between 1 and 1,000,000."),
        ({"minimum_n": "1000000000000"}, "Between 1 and 1,000,000."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    as_: As, cast: Cast, draft: Round, wrong: dict[str, str], said: str
) -> None:
    form = {"country": "DE", "quota": "41", "minimum_n": "12"} | wrong
    answer = add(as_, cast, draft, form.pop("country"), **form)
    assert answer.status_code == 422
    assert said in words(answer.text)
    assert 'value="41"' in answer.text or "quota" in wrong
    assert markets(draft) == []


@pytest.mark.parametrize("field", ["quota", "minimum_n"])
@pytest.mark.parametrize("typed", ["1.5", "thirty"])
def test_what_is_no_whole_number_is_told_in_one_sentence(
    as_: As, cast: Cast, draft: Round, field: str, typed: str
) -> None:
    page = words(add(as_, cast, draft, "DE", **{field: typed}).text)
    assert "Write a whole number, such as 12." in page
    assert "Between 1" not in page


def test_totals_only_begin_at_ten(as_: As, cast: Cast) -> None:
    round_ = rounds.round_(cast.norrsken, markets=(), mode="aggregate")
    answer = add(as_, cast, round_, "DE", minimum_n="9")
    assert answer.status_code == 422
    assert "figures from 10 answers or more" in words(answer.text)


def test_a_market_can_join_while_the_round_runs_if_it_could_start(as_: As, cast: Cast) -> None:
    round_ = rounds.round_(cast.norrsken, markets=(("DE", "de"),), state="running")
    answer = add(as_, cast, round_, "PL", quota="5")
    page = words(answer.text)
    assert answer.status_code == 422
    assert "Translate the questionnaire into Polish" in page
    assert "raise its quota or lower its minimum" in page
    assert add(as_, cast, round_, "PL", language="en").status_code == 303


@pytest.mark.parametrize("state", ["closed", "reported"])
def test_no_market_joins_a_closed_round(as_: As, cast: Cast, state: str) -> None:
    round_ = rounds.round_(cast.norrsken, markets=(("DE", "de"),), state=state)
    answer = add(as_, cast, round_, "GB")
    assert answer.status_code == 422
    assert "The round is closed." in words(answer.text)
    assert "Add a market" not in as_(cast.anna).get(f"/rounds/{round_.id}").text


def test_the_countries_of_the_product_are_added_with_one_button(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken, markets=("SE", "DE", "JP"))
    round_ = rounds.round_(cast.norrsken, product, markets=(("DE", "de"),))
    browser = as_(cast.anna)
    assert "Add Japan, Sweden" in words(browser.get(f"/rounds/{round_.id}").text)
    assert browser.post(f"/rounds/{round_.id}/markets/wished").status_code == 303
    assert {market.country for market in markets(round_)} == {"SE", "DE"}
    page = words(browser.get(f"/rounds/{round_.id}").text)
    assert "no answer pages in a usual language of Japan" in page
    assert "not complete in Swedish yet" in page


def test_in_a_draft_everything_of_a_market_may_change(as_: As, cast: Cast, draft: Round) -> None:
    market = rounds.market(draft, "DE", "de")
    form = {"country": "AT", "language": "en", "currency": "CHF", "quota": "44", "minimum_n": "4"}
    answer = as_(cast.anna).post(f"/rounds/{draft.id}/markets/{market.id}/edit", data=form)
    assert answer.location == f"/rounds/{draft.id}/markets/{market.id}"
    assert (market.country, market.language, market.currency, market.quota, market.minimum_n) == (
        "AT", "en", "CHF", 44, 4,
    )  # fmt: skip
    assert "changed Germany" in words(as_(cast.anna).get(f"/rounds/{draft.id}/history").text)


def test_a_market_does_not_become_a_country_that_is_there(as_: As, cast: Cast, draft: Round) -> None:
    market = rounds.market(draft, "DE", "de")
    rounds.market(draft, "PL", "pl")
    form = {"country": "PL", "language": "en", "currency": "EUR", "quota": "44", "minimum_n": "4"}
    answer = as_(cast.anna).post(f"/rounds/{draft.id}/markets/{market.id}/edit", data=form)
    assert answer.status_code == 422
    assert "Poland is in this round already." in words(answer.text)
    assert market.country == "DE"


def test_later_only_the_quota_changes_and_the_minimum_upwards(as_: As, cast: Cast) -> None:
    round_ = rounds.round_(cast.norrsken, markets=(("DE", "de"),), state="running")
    (market,) = markets(round_)
    path = f"/rounds/{round_.id}/markets/{market.id}/edit"
    browser = as_(cast.anna)
    assert 'name="language"' not in browser.get(path).text
    browser.post(path, data={"country": "AT", "language": "en", "currency": "SEK", "quota": "20", "minimum_n": "12"})
    assert (market.country, market.language, market.currency, market.quota, market.minimum_n) == (
        "DE", "de", "EUR", 20, 12,
    )  # fmt: skip
    answer = browser.post(path, data={"quota": "20", "minimum_n": "11"})
    assert answer.status_code == 422
    assert "this can only be raised" in words(answer.text)
    assert market.minimum_n == 12
    assert browser.post(path, data={"quota": "5", "minimum_n": "12"}).status_code == 422
    assert market.quota == 20


@pytest.mark.parametrize("what", [{"country": "AT"}, {"language": "en"}, {"currency": "SEK"}])
def test_the_action_itself_refuses_what_is_settled(cast: Cast, what: dict[str, str]) -> None:
    round_ = rounds.round_(cast.norrsken, markets=(("DE", "de"),), state="recruiting")
    (market,) = markets(round_)
    with pytest.raises(Refused):
        actions.change_market(market, cast.anna, **what)
    assert (market.country, market.language, market.currency) == ("DE", "de", "EUR")


def test_a_closed_rounds_markets_do_not_change(as_: As, cast: Cast) -> None:
    round_ = rounds.round_(cast.norrsken, markets=(("DE", "de"),), state="closed")
    (market,) = markets(round_)
    path = f"/rounds/{round_.id}/markets/{market.id}/edit"
    assert as_(cast.anna).post(path, data={"quota": "60", "minimum_n": "10"}).status_code == 422
    assert market.quota == 30


def test_a_market_leaves_a_draft_with_its_planned_clusters(as_: As, cast: Cast, draft: Round) -> None:
    market = rounds.market(draft, "DE", "de")
    rounds.request(market, cast.cluster_nordwest, "asked")
    answer = as_(cast.anna).post(f"/rounds/{draft.id}/markets/{market.id}/remove")
    assert answer.location == f"/rounds/{draft.id}"
    assert markets(draft) == []
    assert db.session.scalars(select(RecruitingRequest)).all() == []


@pytest.mark.parametrize("state", ["recruiting", "running", "closed", "reported"])
def test_a_market_does_not_leave_a_round_that_has_begun(as_: As, cast: Cast, state: str) -> None:
    round_ = rounds.round_(cast.norrsken, markets=(("DE", "de"),), state=state)
    (market,) = markets(round_)
    answer = as_(cast.anna).post(f"/rounds/{round_.id}/markets/{market.id}/remove")
    assert answer.status_code == 409
    assert "only while the round is a draft" in words(answer.text)
    assert len(markets(round_)) == 1


def test_a_country_in_the_address_is_chosen_already(as_: As, cast: Cast, draft: Round) -> None:
    page = as_(cast.anna).get(f"/rounds/{draft.id}/markets/new?country=PL").text
    assert '<option selected value="PL">Poland</option>' in page
    page = as_(cast.anna).get(f"/rounds/{draft.id}/markets/new?country=<script>").text
    assert "<script>" not in page.replace("<script type", "")
