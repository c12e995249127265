"""Anna's running round in Sweden and Germany, with the ready questionnaire and a one-page one."""

from __future__ import annotations

from typing import Any

from livinglab.domain.questionnaire.starter import starter
from livinglab.domain.questionnaire.structure import Item, Section, Structure
from livinglab.foundation.db import db
from livinglab.foundation.surroundings import now
from livinglab.network.models import Organisation
from livinglab.products.models import Product
from livinglab.questionnaires.models import Questionnaire, QuestionnaireText, QuestionnaireVersion
from livinglab.rounds.models import Round, RoundMarket

ONE_PAGE = Structure(
    (
        Section(
            "opinion",
            (
                Item("poverty", "single_choice", True, {"options": ["too-little", "about-right", "too-much"]}),
                Item("religion", "single_choice", False, {"options": ["yes", "no"]}),
                Item("degree", "single_choice", False, {"options": ["yes", "no"]}),
                Item("age", "number", False, {"minimum": "0", "maximum": "120", "decimals": 0}),
                Item("gender", "single_choice", False, {"options": ["female", "male"]}),
            ),
        ),
    )
)
ONE_PAGE_TEXTS = {
    "title": "What people think",
    "section.opinion.title": "Your opinion",
    "item.poverty.label": "Is what is done against poverty too little, about right or too much?",
    "option.poverty.too-little": "Too Little",
    "option.poverty.about-right": "About Right",
    "option.poverty.too-much": "Too Much",
    "item.religion.label": "Do you belong to a religion?",
    "option.religion.yes": "yes",
    "option.religion.no": "no",
    "item.degree.label": "Do you hold a university degree?",
    "option.degree.yes": "yes",
    "option.degree.no": "no",
    "item.age.label": "Your age",
    "item.gender.label": "Your gender",
    "option.gender.female": "female",
    "option.gender.male": "male",
}
# Complete answers to the ready questionnaire, as they are stored.
ANSWERS: dict[str, Any] = {
    "overall": "4",
    "ease-of-use": "5",
    "time-to-start": "12",
    "interests": ["saves-time", "well-made"],
    "purchase-intent": "4",
    "fair-price": "1200",
    "recommend": "9",
    "best-thing": "It is quiet.",
}


def version(organisation: Organisation, structure: Structure, texts: dict[str, dict[str, str]]) -> QuestionnaireVersion:
    """A published questionnaire."""
    questionnaire = Questionnaire(
        organisation_id=organisation.id, name="Trial form", source_language="en", created_at=now()
    )
    row = QuestionnaireVersion(
        questionnaire=questionnaire,
        number=1,
        structure=structure.to_json(),
        keys_used=[item.key for item in structure.items()],
        created_at=now(),
        published_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    for language, words in texts.items():
        db.session.add(
            QuestionnaireText(version_id=row.id, language=language, revision=1, texts=words, created_at=now())
        )
    db.session.flush()
    return row


def round_of(
    organisation: Organisation,
    countries: tuple[tuple[str, str, str], ...] = (("SE", "sv", "SEK"), ("DE", "de", "EUR")),
    *,
    structure: Structure | None = None,
    texts: dict[str, dict[str, str]] | None = None,
    state: str = "running",
    mode: str = "individual",
    code: str = "frost-autumn",
) -> Round:
    """A round of a company: the ready questionnaire unless another is given."""
    ready, words = starter()
    product = Product(
        organisation_id=organisation.id,
        name="CANARY-PRODUCT Frost Watch",
        codename="Blue Heron",
        pitch="CANARY-PITCH Sees frost before it falls.",
        stage="pilot",
        sector="Farming",
        created_at=now(),
    )
    db.session.add(product)
    db.session.flush()
    row = Round(
        code=code,
        organisation_id=organisation.id,
        product_id=product.id,
        version_id=version(organisation, structure or ready, texts or words).id,
        name="CANARY-ROUND Autumn",
        state=state,
        mode=mode,
        minutes=5,
        enter_when="CANARY-RULE Most would buy it.",
        adapt_when="Some would.",
        leave_when="Nobody would.",
        created_at=now(),
    )
    for country, language, currency in countries:
        row.markets.append(RoundMarket(country=country, language=language, quota=30, minimum_n=10, currency=currency))
    db.session.add(row)
    db.session.flush()
    return row


def market_of(round_: Round, country: str) -> RoundMarket:
    """One country of a round."""
    return next(market for market in round_.markets if market.country == country)
