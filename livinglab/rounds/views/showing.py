"""What the page of a round shows, gathered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for

from livinglab.accounts.models import User
from livinglab.domain.rounds.facts import RoundFacts
from livinglab.domain.rounds.hints import hints
from livinglab.domain.rounds.moves import label_of_move, possible_moves, refusals
from livinglab.feedback.imports import WHY_NOT
from livinglab.foundation.languages import number
from livinglab.foundation.places import country_name, language_name
from livinglab.invitations.queries import NONE, InvitationCounts, counts_by_market
from livinglab.network.access import role_in, roles_at_least
from livinglab.rounds import queries
from livinglab.rounds.access import name_to_show
from livinglab.rounds.models import RecruitingRequest, Round, RoundMarket
from livinglab.rounds.times import written
from livinglab.rounds.views import words


@dataclass(frozen=True)
class Reason:
    """Why a move is refused. `fixes`: (what the link says, address) of the places where it is mended."""

    sentence: str
    fixes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Move:
    """A move that somebody can make or is kept from by `reasons`."""

    to: str
    label: str
    what_happens: str
    confirm: str | None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class MarketRow:
    """A market with its counts."""

    market: RoundMarket
    country: str
    language: str
    has_texts: bool
    requests: tuple[RecruitingRequest, ...]
    expected: int
    counts: InvitationCounts
    answers: int


@dataclass(frozen=True)
class Rights:
    """What the reader may do. `everything`: works for the company; else a coordinator, who reads less."""

    everything: bool
    change: bool


def rights_of(user: User, round_: Round) -> Rights:
    """One query for both."""
    role = role_in(user, round_.organisation_id)
    return Rights(everything=role is not None, change=role in roles_at_least("member"))


def shown_round(user: User, round_: Round) -> dict[str, Any]:
    """Everything `rounds/show.html` needs."""
    rights = rights_of(user, round_)
    markets = queries.markets_of(round_.id)
    facts = queries.facts_of(round_, markets)
    rows = market_rows(round_, markets, facts)
    targets = [market.country for market in round_.product.markets] if round_.state == "draft" else []
    missing = [country for country in targets if country not in {market.country for market in markets}]
    return {
        "round": round_,
        "name": name_to_show(round_, everything=rights.everything),
        "rights": rights,
        "states": words.STATES,
        "words": words,
        "rows": rows,
        "next": _next_move(round_, markets, facts, rights),
        "ways_back": _ways_back(round_, facts),
        "hints": hints(facts) if rights.everything else [],
        "opens": written(round_.opens_at, round_.time_zone),
        "closes": written(round_.closes_at, round_.time_zone),
        "changes": [
            words.told(change, round_, with_names=rights.everything) for change in queries.rule_changes(round_)
        ],
        "brings_answers": rights.change and round_.state not in WHY_NOT,
        "reads_single": rights.everything and round_.mode == "individual" and any(row.answers for row in rows),
        "has_rule_text": any(getattr(round_, name) for name in words.RULE),
        "rule": [(label, getattr(round_, name)) for name, label in words.RULE.items()],
        "answers": sum(row.answers for row in rows),
        "wanted": sum(row.market.quota for row in rows),
        "wished": sorted(country_name(country) for country in missing),
        "deletes": rights.change and round_.can_be_edited and not queries.was_moved(round_),
        "adds_markets": rights.change and round_.state in ("draft", "recruiting", "running"),
    }


def market_rows(round_: Round, markets: list[RoundMarket], facts: RoundFacts) -> list[MarketRow]:
    """The markets with what is known of each, by the country's name."""
    counts = counts_by_market(round_.id)
    rows = [
        MarketRow(
            market=market,
            country=fact.country,
            language=fact.language,
            has_texts=fact.has_texts,
            requests=tuple(market.requests),
            expected=sum(request.expected or 0 for request in market.requests if request.state == "accepted"),
            counts=counts.get(market.id, NONE),
            answers=fact.answers,
        )
        for market, fact in zip(markets, facts.markets, strict=True)
    ]
    return sorted(rows, key=lambda row: row.country)


def _next_move(round_: Round, markets: list[RoundMarket], facts: RoundFacts, rights: Rights) -> Move | None:
    order = [state for state, _ in words.STATES]
    to_state = possible_moves(round_.state)[0]
    if order.index(to_state) < order.index(round_.state):
        return None
    reasons = tuple(
        Reason(sentence, _fixes(round_, markets, place, at) if rights.change else ())
        for sentence, place, at in queries.reasons_with_places(facts, to_state)
    )
    return Move(
        to=to_state,
        label=label_of_move(round_.state, to_state),
        what_happens=words.WHAT_HAPPENS[round_.state, to_state],
        confirm=_confirm(round_, to_state, facts),
        reasons=reasons,
    )


def _ways_back(round_: Round, facts: RoundFacts) -> list[Move]:
    """The moves back that are possible now."""
    order = [state for state, _ in words.STATES]
    back = [to for to in possible_moves(round_.state) if order.index(to) < order.index(round_.state)]
    return [
        Move(
            to=to,
            label=label_of_move(round_.state, to),
            what_happens=words.WHAT_HAPPENS[round_.state, to],
            confirm=words.WHAT_HAPPENS[round_.state, to],
        )
        for to in back
        if not refusals(facts, to)
    ]


def _confirm(round_: Round, to_state: str, facts: RoundFacts) -> str | None:
    """What somebody should know before the button is pressed for good."""
    if to_state == "recruiting":
        asked = sum(market.requests_open for market in facts.markets)
        letters = f"{asked} request{'' if asked == 1 else 's'} to clusters will be sent by mail. " if asked else ""
        return f"{letters}Product, questionnaire and languages then stay as they are."
    if to_state == "closed":
        answers = sum(market.answers for market in facts.markets)
        came = "1 answer has come in" if answers == 1 else f"{number(answers)} answers have come in"
        return f"Nobody can answer after that. {came}. You can reopen the round later."
    return None


def _fixes(round_: Round, markets: list[RoundMarket], place: str, at: int | None) -> tuple[tuple[str, str], ...]:
    """Where a reason is mended."""
    if at is not None:
        market = markets[at]
        edit = url_for("rounds.edit_market", round_id=round_.id, market_id=market.id)
        change = (f"Change {country_name(market.country)}", edit)
        if place == "language":
            return (
                (f"Translate into {language_name(market.language, 'en')}", _questionnaire(round_)),
                change,
            )
        return (change,)
    links = {
        "product": ("Open the product", lambda: url_for("products.show_product", product_id=round_.product_id)),
        "questionnaire": ("Open the questionnaire", lambda: _questionnaire(round_)),
        "markets": ("Add a market", lambda: url_for("rounds.new_market", round_id=round_.id)),
        "rule": ("Write the rule", lambda: url_for("rounds.edit_rule", round_id=round_.id)),
        "dates": ("Change the dates", lambda: url_for("rounds.edit", round_id=round_.id)),
    }
    if place not in links:
        return ()
    label, address = links[place]
    return ((label, address()),)


def _questionnaire(round_: Round) -> str:
    return url_for("questionnaires.show", questionnaire_id=round_.version.questionnaire_id)
