"""What a plan must keep to, whoever changes it; each raises `Refused` in words."""

from __future__ import annotations

from datetime import datetime

from livinglab.domain.rounds.facts import MarketFacts
from livinglab.foundation.errors import Refused
from livinglab.foundation.places import country_name, language_name
from livinglab.products.models import Product
from livinglab.questionnaires.models import QuestionnaireVersion
from livinglab.questionnaires.queries import languages_of
from livinglab.rounds import queries
from livinglab.rounds.models import Round

LEAST_IN_TOTALS = 10  # in a round with totals only, no figure comes from fewer answers


def parts_fit(organisation_id: int, product: Product, version: QuestionnaireVersion) -> None:
    """Product and questionnaire are the company's own, in use, and frozen."""
    if product.organisation_id != organisation_id or version.questionnaire.organisation_id != organisation_id:
        raise Refused("Choose a product and a questionnaire of this company.")
    if product.archived_at is not None:
        raise Refused("The product is in the archive: restore it first.")
    if not version.is_published:
        raise Refused("Publish the questionnaire first, so that nobody can change it under the testers.")


def times_fit(opens_at: datetime | None, closes_at: datetime | None) -> None:
    """It opens before it closes."""
    if opens_at is not None and closes_at is not None and closes_at <= opens_at:
        raise Refused("The round would close before it opens: choose a later closing date.")


def mode_fits(round_: Round, mode: str) -> None:
    """Nobody was told otherwise, and no market breaks the promise of totals."""
    if queries.answers_of(round_):
        raise Refused("Somebody has answered already, and was told what the company reads. Plan a new round instead.")
    small = [m for m in queries.markets_of(round_.id) if m.minimum_n < LEAST_IN_TOTALS]
    if mode == "aggregate" and small:
        names = ", ".join(country_name(market.country) for market in small)
        raise Refused(
            f"With totals only, figures are shown from {LEAST_IN_TOTALS} answers. Raise the minimum first for {names}."
        )


def market_fits(round_: Round, country: str, language: str, quota: int, minimum_n: int) -> None:
    """Refuse a market that breaks the promise of totals, or that could not have started with the others."""
    if round_.mode == "aggregate" and minimum_n < LEAST_IN_TOTALS:
        raise Refused(f"This round shows totals only: figures from {LEAST_IN_TOTALS} answers or more.")
    if round_.can_be_edited:
        return
    facts = MarketFacts(
        country=country_name(country),
        language=language_name(language, "en"),
        has_texts=language in languages_of(round_.version_id),
        quota=quota,
        minimum_n=minimum_n,
    )
    reasons = queries.reasons_against_market(facts)
    if reasons:
        raise Refused(*reasons)
