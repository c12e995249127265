"""Questions about rounds: lists, markets, facts for the rules, history."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from livinglab.accounts.models import User
from livinglab.domain.rounds.facts import MarketFacts, RoundFacts
from livinglab.domain.rounds.moves import refusals
from livinglab.foundation.audit import AuditLine
from livinglab.foundation.db import db
from livinglab.foundation.places import country_name, language_name
from livinglab.foundation.surroundings import now
from livinglab.network.models import Organisation
from livinglab.questionnaires.models import QuestionnaireVersion
from livinglab.questionnaires.queries import (
    complete_languages,
    languages_of,
    newest_texts,
    published_versions,
    structure_of,
)
from livinglab.rounds import access, counting
from livinglab.rounds.models import RecruitingRequest, Round, RoundMarket

# Requests that wait come first, then those being worked on; what is over comes last.
IN_ORDER = case(
    (Round.state.not_in(("recruiting", "running")), 4),
    (RecruitingRequest.state == "asked", 0),
    (RecruitingRequest.state == "accepted", 1),
    (RecruitingRequest.state == "declined", 2),
    else_=3,
)
SOUND_MARKET = MarketFacts(country="", language="", has_texts=True, quota=1, minimum_n=1)


@dataclass(frozen=True)
class Askable:
    """A published version that a round can use, and the languages in which it is complete."""

    version_id: int
    name: str
    number: int
    languages: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """One line of a round's history. `who` is a person's name, or empty when nobody's hand did it."""

    line: AuditLine
    who: str


def rounds_to_list(user: User) -> Select[Any]:
    """A statement for paging: the rounds a person may see, newest first, with what a list shows."""
    return (
        access.visible_rounds(user)
        .options(joinedload(Round.organisation), joinedload(Round.product), selectinload(Round.markets))
        .order_by(Round.created_at.desc(), Round.id.desc())
    )


def newest_id(user: User) -> int:
    """The highest id among the rounds a person sees; 0 when there are none."""
    return db.session.scalar(access.visible_rounds(user).with_only_columns(func.max(Round.id))) or 0


def made_after(organisation_id: int, after: int, plan: Mapping[str, Any]) -> int | None:
    """The id of a round of a company with exactly this plan that is newer than the one with id `after`."""
    same = [getattr(Round, name) == value for name, value in plan.items()]
    statement = select(Round.id).where(Round.organisation_id == organisation_id, Round.id > after, *same)
    return db.session.scalar(statement.limit(1))


def was_moved(round_: Round) -> bool:
    """Whether a round was ever more than a draft: then clusters may have been told of it."""
    moves = _lines_of(round_).where(AuditLine.verb == "move").with_only_columns(AuditLine.id)
    return db.session.scalar(moves.limit(1)) is not None


def markets_of(round_id: int) -> list[RoundMarket]:
    """The markets of a round by country code, each with its requests and their clusters. Two queries."""
    statement = (
        select(RoundMarket)
        .where(RoundMarket.round_id == round_id)
        .options(selectinload(RoundMarket.requests).joinedload(RecruitingRequest.organisation))
        .order_by(RoundMarket.country)
    )
    return list(db.session.scalars(statement))


def requests_for(user: User) -> Select[Any]:
    """A statement for paging: the requests to a person's clusters, waiting ones first, then the newest."""
    return (
        access.visible_requests(user)
        .options(
            joinedload(RecruitingRequest.organisation),
            contains_eager(RecruitingRequest.market)
            .contains_eager(RoundMarket.round)
            .options(joinedload(Round.organisation), joinedload(Round.product)),
        )
        .order_by(IN_ORDER, RecruitingRequest.created_at.desc(), RecruitingRequest.id.desc())
    )


def clusters_to_ask(market: RoundMarket) -> list[Organisation]:
    """The confirmed clusters that are not asked for a market now, those of its own country first."""
    asked = select(RecruitingRequest.organisation_id).where(
        RecruitingRequest.market_id == market.id, RecruitingRequest.state.in_(("asked", "accepted"))
    )
    statement = select(Organisation).where(
        Organisation.kind == "cluster", Organisation.confirmed_at.is_not(None), Organisation.id.not_in(asked)
    )
    here = case((Organisation.country == market.country, 0), else_=1)
    return list(db.session.scalars(statement.order_by(here, Organisation.name, Organisation.id)))


def versions_to_ask(organisation_id: int) -> list[Askable]:
    """The published versions a company can use in a round, by name, newest first. Three queries."""
    offered = published_versions([organisation_id])
    ids = [row.version_id for row in offered]
    versions = db.session.scalars(select(QuestionnaireVersion).where(QuestionnaireVersion.id.in_(ids)))
    structures = {version.id: structure_of(version) for version in versions}
    texts: dict[int, dict[str, Any]] = {}
    for text in newest_texts(ids):
        texts.setdefault(text.version_id, {})[text.language] = text.texts
    return [
        Askable(
            row.version_id,
            row.name,
            row.number,
            tuple(complete_languages(structures[row.version_id], texts.get(row.version_id, {}))),
        )
        for row in offered
    ]


def version_with_id(version_id: int) -> QuestionnaireVersion:
    """A version that is known to be there."""
    return db.session.get_one(QuestionnaireVersion, version_id)


def answers_of(round_: Round) -> int:
    """How many answers a round has."""
    return sum(counting.here().answers([round_.id]).values())


def facts_of(round_: Round, markets: Sequence[RoundMarket] | None = None) -> RoundFacts:
    """What the rules need to know about a round, now. `markets`: when they are loaded already, as `markets_of` does."""
    counts = counting.here()
    answers = counts.answers([round_.id])
    version = round_.version  # held, so that it is loaded once
    languages = languages_of(version.id)
    markets = markets_of(round_.id) if markets is None else markets
    return RoundFacts(
        state=round_.state,
        now=now(),
        markets=tuple(_market_facts(market, languages, answers.get(market.id, 0)) for market in markets),
        has_version_published=version.is_published,
        has_rule=round_.has_rule,
        product_archived=round_.product.archived_at is not None,
        opens_at=round_.opens_at,
        closes_at=round_.closes_at,
        invited=sum(counts.invited(round_.id).values()),
    )


def _market_facts(market: RoundMarket, languages: Collection[str], answers: int) -> MarketFacts:
    states = [request.state for request in market.requests]
    return MarketFacts(
        country=country_name(market.country),
        language=language_name(market.language, "en"),
        has_texts=market.language in languages,
        quota=market.quota,
        minimum_n=market.minimum_n,
        answers=answers,
        requests_open=states.count("asked"),
        requests_accepted=states.count("accepted"),
    )


def reasons_against_market(market: MarketFacts) -> list[str]:
    """Why a market could not start, whatever else the round is like."""
    return refusals(replace(_sound("draft"), markets=(market,)), "recruiting")


def reasons_with_places(facts: RoundFacts, to_state: str) -> list[tuple[str, str, int | None]]:
    """(sentence, where to mend it, which market) for each reason against a move, in the order of the rules.

    Where: product, questionnaire, markets, language, numbers, rule, dates, or empty when nothing can be mended. The
    rules say only sentences: so they are asked again about a sound round in which one part is like this one's.
    """
    sound = _sound(facts.state)
    parts: dict[tuple[str, int | None], RoundFacts] = {
        ("product", None): replace(sound, product_archived=facts.product_archived),
        ("questionnaire", None): replace(sound, has_version_published=facts.has_version_published),
        ("markets", None): replace(sound, markets=facts.markets and sound.markets),
        ("rule", None): replace(sound, has_rule=facts.has_rule),
        ("dates", None): replace(sound, opens_at=facts.opens_at, closes_at=facts.closes_at, now=facts.now),
    }
    for at, market in enumerate(facts.markets):
        named = replace(SOUND_MARKET, country=market.country, language=market.language)
        without_texts = replace(named, has_texts=market.has_texts)
        too_small = replace(named, quota=market.quota, minimum_n=market.minimum_n)
        parts["language", at] = replace(sound, markets=(without_texts,))
        parts["numbers", at] = replace(sound, markets=(too_small,))
    places = {sentence: place for place, part in parts.items() for sentence in refusals(part, to_state)}
    return [(sentence, *places.get(sentence, ("", None))) for sentence in refusals(facts, to_state)]


def _sound(state: str) -> RoundFacts:
    return RoundFacts(state=state, now=now(), markets=(SOUND_MARKET,), has_version_published=True, has_rule=True)


def rule_changes(round_: Round) -> list[Change]:
    """Every change of the decision rule since it was first written, oldest first. Never shortened."""
    changes = _lines_of(round_).where(AuditLine.verb == "change rule").order_by(AuditLine.id)
    return with_names(db.session.scalars(changes).all())


def history_of(round_: Round) -> Select[Any]:
    """A statement for paging: what was done to a round, newest first."""
    return _lines_of(round_).order_by(AuditLine.id.desc())


def _lines_of(round_: Round) -> Select[Any]:
    """What was done to a round; not to one that was deleted before and had the same id, as SQLite gives it again."""
    return select(AuditLine).where(
        AuditLine.object_type == "rounds", AuditLine.object_id == round_.id, AuditLine.at >= round_.created_at
    )


def with_names(lines: Sequence[AuditLine]) -> list[Change]:
    """Lines with the names of who acted. One query."""
    ids = {int(line.actor) for line in lines if line.actor.isdigit()}
    if not ids:
        return [Change(line, "") for line in lines]
    names = {str(id_): name for id_, name in db.session.execute(select(User.id, User.name).where(User.id.in_(ids)))}
    return [Change(line, names.get(line.actor, "")) for line in lines]


def all_rounds() -> list[Round]:
    """Every round with its markets, by code; for the command line, which asks nobody who they are."""
    statement = select(Round).options(joinedload(Round.organisation), selectinload(Round.markets)).order_by(Round.code)
    return list(db.session.scalars(statement))
