"""Writes the demo's programme down, through the same actions as the pages, at the times when it would have happened."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import Any

from sqlalchemy import select

from livinglab.accounts.models import User
from livinglab.cli.demo.answers import Answering
from livinglab.cli.demo.people import Cast, make_cast
from livinglab.cli.demo.things import FINISHED, PLANNED, PRODUCTS, PROGRAMME, RUNNING, Plan
from livinglab.domain.questionnaire.starter import starter
from livinglab.domain.questionnaire.structure import new_key
from livinglab.feedback import actions as feedback
from livinglab.feedback.queries import draft_of
from livinglab.foundation import links
from livinglab.foundation.db import db
from livinglab.foundation.surroundings import here, now
from livinglab.invitations import actions as invitations
from livinglab.invitations.addresses import Person
from livinglab.invitations.models import PURPOSE, Invitation, Participation
from livinglab.invitations.work import deliver
from livinglab.products import actions as products
from livinglab.products.models import Product
from livinglab.programmes.models import Programme, ProgrammeMember
from livinglab.questionnaires import actions as questionnaires
from livinglab.questionnaires.models import QuestionnaireVersion
from livinglab.questionnaires.queries import newest_text, structure_of
from livinglab.rounds import actions as rounds
from livinglab.rounds.models import RecruitingRequest, Round, RoundMarket

NAMES = {
    "SE": "Elsa Johansson,Nils Berg,Maja Nyström,Olle Lund,Karin Ström,Per Hedlund,Saga Wik,Johan Dahl",
    "DE": "Lena Fischer,Jonas Weber,Miriam Schäfer,Tobias Krüger,Heike Vogt,Sven Lorenz,Ayşe Demir,Paul Böhm",
    "PL": "Ewa Nowak,Tomasz Wójcik,Agnieszka Lis,Marek Dąbrowski,Zofia Kot,Jan Pawlak,Iwona Król,Adam Gąska",
    "FI": "Aino Virtanen,Eero Mäkinen,Sanna Laine,Matti Niemi",
}


class Times:
    """The clock of the demo: `at(-30)` is thirty days ago, and stays there."""

    def __init__(self, start: datetime) -> None:
        self.start = self.time = start

    def at(self, days: float) -> datetime:
        """Set the clock; returns the time."""
        self.time = self.start + timedelta(days=days)
        return self.time


@contextmanager
def moving_clock() -> Iterator[Times]:
    """Within it the app lives in the time that is set."""
    world = here()
    usual = world.clock
    times = Times(usual())
    world.clock = lambda: times.time
    try:
        yield times
    finally:
        world.clock = usual


def build() -> bool:
    """Fill an empty instance; False, and nothing changed, when somebody is there already."""
    if db.session.scalar(select(User.id).limit(1)) is not None:
        return False
    with moving_clock() as times:
        times.at(-200)
        cast = make_cast()
        _programme(cast)
        made = {key: _product(key, cast) for key in PRODUCTS}
        times.at(-120)
        version = _questionnaire(cast)
        for plan, seed in ((FINISHED, 7), (RUNNING, 11), (PLANNED, 13)):
            _round(plan, seed, made, version, cast, times)
            db.session.commit()
        times.at(0)
        deliver(60)
    return True


def _programme(cast: Cast) -> None:
    programme = Programme(
        coordinator_id=cast.organisations["nord"].id,
        created_at=now(),
        begins_on=now().date(),
        ends_on=(now() + timedelta(days=900)).date(),
        **PROGRAMME,
    )
    db.session.add(programme)
    db.session.flush()
    states = {"norrsken": "accepted", "nordwest": "accepted", "baltyk": "accepted", "pohjola": "accepted"}
    for key, state in {**states, "danvind": "asked"}.items():
        answered = None if state == "asked" else now()
        db.session.add(
            ProgrammeMember(
                programme_id=programme.id,
                organisation_id=cast.organisations[key].id,
                state=state,
                created_at=now(),
                answered_at=answered,
            )
        )


def _product(key: str, cast: Cast) -> Product:
    about = PRODUCTS[key]
    anna = cast.people["anna"]
    product = products.register_product(cast.organisations["norrsken"], about.facts, about.markets, anna)
    db.session.flush()
    picture = products.add_picture(product, f"{about.picture}.jpg", _picture(about.picture), anna)
    db.session.flush()
    products.describe_pictures([picture], {picture.id: about.alternative}, anna)
    return product


def _picture(name: str) -> bytes:
    return Path(str(resources.files("livinglab.cli.demo") / "pictures" / f"{name}.jpg")).read_bytes()


def _questionnaire(cast: Cast) -> QuestionnaireVersion:
    structure, texts = starter()
    made = questionnaires.create_questionnaire(
        cast.organisations["norrsken"], "First impression", "en", structure, texts, cast.people["anna"]
    )
    db.session.flush()
    questionnaires.publish(made.versions[0], cast.people["anna"])
    return made.versions[0]


def _round(
    plan: Plan, seed: int, made: dict[str, Product], version: QuestionnaireVersion, cast: Cast, times: Times
) -> None:
    anna = cast.people["anna"]
    times.at(plan.planned)
    round_ = rounds.create_round(
        cast.organisations["norrsken"],
        made[plan.product],
        version,
        plan.name,
        anna,
        minutes=4,
        opens_at=_morning(times.start + timedelta(days=plan.opens)),
        closes_at=_morning(times.start + timedelta(days=plan.closes)) + timedelta(days=1, hours=9),
        time_zone="Europe/Stockholm",
        **plan.rule,
    )
    db.session.flush()
    requests = [_market(round_, market, cast, anna) for market in plan.markets]
    if plan.opens > 0:
        return
    times.at(plan.planned + 3)
    rounds.move(round_, "recruiting", anna)
    for request, market in zip(requests, plan.markets, strict=True):
        times.at(times_of_answer(plan))
        person = cast.people[market.asked_person]
        if market.invited:
            rounds.answer_request(request, "accepted", person, expected=market.invited)
            invitations.invite(request, _people(market.country, market.invited, seed), person)
    db.session.commit()
    times.at(plan.opens)
    rounds.move(round_, "running", anna)
    db.session.commit()
    _everybody_answers(round_, plan, seed, version, times)
    if plan.closes < 0:
        times.at(plan.closes)
        rounds.move(round_, "closed", anna)


def _morning(moment: datetime) -> datetime:
    """The last time it was seven o'clock UTC: people plan whole hours."""
    seven = moment.replace(hour=7, minute=0, second=0, microsecond=0)
    return seven if seven <= moment else seven - timedelta(days=1)


def times_of_answer(plan: Plan) -> float:
    """When the clusters answer: some days after they were asked."""
    return plan.planned + 5


def _market(round_: Round, market: Any, cast: Cast, anna: User) -> RecruitingRequest:
    added = rounds.add_market(round_, market.country, anna, language=market.language, quota=market.quota, minimum_n=10)
    db.session.flush()
    request = rounds.ask_cluster(added, cast.organisations[market.asked], anna)
    db.session.flush()
    return request


def _people(country: str, count: int, seed: int) -> list[Person]:
    """People with names of the country and addresses that nobody has."""
    chance = random.Random(f"{country}{seed}")  # noqa: S311  a demo, not a secret
    drawn = [chance.choice(NAMES[country].split(",")) for _ in range(count)]
    return [
        Person(f"{new_key(name, ()).replace('-', '.')}{seed}{line}@example.org", name, line)
        for line, name in enumerate(drawn, 1)
    ]


def _everybody_answers(round_: Round, plan: Plan, seed: int, version: QuestionnaireVersion, times: Times) -> None:
    """Those who come open their link; most of them answer, one or two say no, some leave it open."""
    drawn = Answering(structure_of(version), seed)
    for market, wanted in zip(_in_order(round_, plan), plan.markets, strict=True):
        asked = list(
            db.session.scalars(select(Invitation).where(Invitation.market_id == market.id).order_by(Invitation.id))
        )
        drawn.chance.shuffle(asked)
        days = min(plan.closes, 0) - plan.opens
        for place, invitation in enumerate(asked[: wanted.answered + 4]):
            times.at(plan.opens + days * (0.03 + 0.9 * place / (wanted.answered + 4)))
            participation = _opens(invitation)
            if place < wanted.answered:
                _answers(participation, market, drawn, plan)
            elif place == wanted.answered:
                invitations.decline(participation)
        db.session.commit()


def _in_order(round_: Round, plan: Plan) -> list[RoundMarket]:
    by_country = {market.country: market for market in round_.markets}
    return [by_country[market.country] for market in plan.markets]


def _opens(invitation: Invitation) -> Participation:
    token = links.issue(PURPOSE, invitation.id)
    db.session.flush()
    link = links.verify(token, PURPOSE)
    if link is None:
        raise RuntimeError("a link that was just made is not known")
    participation = invitations.begin_participation(link)
    db.session.flush()
    return participation


def _answers(participation: Participation, market: RoundMarket, drawn: Answering, plan: Plan) -> None:
    feedback.agree(participation, market.language)
    db.session.flush()
    draft = draft_of(participation.id)
    if draft is None:
        raise RuntimeError("who agreed has a form")
    likes, wishes = plan.words[market.language]
    feedback.submit(
        participation,
        draft.submission_key,
        drawn.one(market.country, likes, wishes),
        text=newest_text(participation.round.version_id, market.language),
        language=market.language,
    )
