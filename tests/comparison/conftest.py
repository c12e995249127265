"""A running round of Norrsken in three countries: many answers from Sweden, some from Germany, few from Poland."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from livinglab.foundation.db import db
from livinglab.rounds.models import Round
from tests.cast import Cast
from tests.factories import feedback, products, programmes, questionnaires, rounds

Answer = Callable[..., None]
USUAL = {"channel": "shop", "liking": "3", "recommend": "5"}
MARKETS = (("SE", "en"), ("DE", "de"), ("PL", "en"))


@pytest.fixture
def round_(cast: Cast) -> Round:
    """Anna's round, open for answers; 10 answers make a figure."""
    made = rounds.round_(
        cast.norrsken,
        products.product(cast.norrsken),
        questionnaires.published(cast.norrsken),
        state="running",
        markets=MARKETS,
        minimum_n=10,
    )
    db.session.commit()
    return made


@pytest.fixture
def answer(round_: Round) -> Answer:
    """`answer("SE", 12, liking="4")`: so many people of a market give the same answers."""

    def give(country: str, people: int, **answers: Any) -> None:
        market = rounds.market_in(round_, country)
        given = USUAL | {key.replace("_", "-"): value for key, value in answers.items()}
        feedback.responses(round_, market, [given] * people)
        db.session.commit()

    return give


@pytest.fixture
def coordinated(cast: Cast) -> None:
    """Bo coordinates a programme that Norrsken has accepted."""
    programmes.takes_part(cast.norrsken, programmes.programme(cast.datakluster_nord))
    db.session.commit()
