"""A whole round without its answers as JSON, out and in again: to keep it, to copy it, to start it elsewhere.

The format is described by `round.schema.json`. Dumping, loading and dumping again gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from livinglab.domain.questionnaire.structure import Structure
from livinglab.domain.questionnaire.texts import clean_texts
from livinglab.foundation import audit
from livinglab.foundation.errors import Refused
from livinglab.foundation.texts import clean
from livinglab.network.models import Organisation
from livinglab.products.actions import FACTS, register_product
from livinglab.products.models import Product
from livinglab.products.queries import products_of
from livinglab.questionnaires.actions import create_questionnaire, publish
from livinglab.questionnaires.models import QuestionnaireVersion
from livinglab.questionnaires.queries import published_versions, structure_of, texts_by_language
from livinglab.rounds import actions, queries
from livinglab.rounds.incoming import checked
from livinglab.rounds.models import Round

FORMAT, VERSION = "livinglab round", 1
LEFT_OUT = [
    "Answers, testers and invitations.",
    "Clusters, and what they were asked.",
    "Pictures and papers of the product: add them again after loading.",
]
SEVERAL_LINES = ("description", "secrets")


def written(data: Mapping[str, Any]) -> str:
    """A dump as text, always the same for the same round."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def dump_round(round_: Round) -> dict[str, Any]:
    """A round as plain values, in a fixed order. Without ids, code, state, clusters and people."""
    version = round_.version
    return {
        "format": FORMAT,
        "version": VERSION,
        "left_out": LEFT_OUT,
        "round": {
            "name": _line(round_.name),
            "mode": round_.mode,
            "minutes": round_.minutes,
            "opens_at": _moment(round_.opens_at),
            "closes_at": _moment(round_.closes_at),
            "time_zone": round_.time_zone,
            "rule": {name: tidy(getattr(round_, name)) for name in actions.RULE},
        },
        "product": _product(round_.product),
        "questionnaire": _questionnaire(version),
        "markets": [
            {
                "country": market.country,
                "language": market.language,
                "quota": market.quota,
                "minimum_n": market.minimum_n,
                "currency": market.currency,
            }
            for market in queries.markets_of(round_.id)
        ],
    }


def load_round(data: Any, organisation: Organisation, by: Any) -> Round:
    """Make a round of what `dump_round` gave, as a draft. `Refused` with what is wrong and where; never a traceback.

    A product or a published questionnaire of the organisation that is the same to the last letter is used again.
    """
    plan = checked(data)
    described, asked = plan["product"], plan["questionnaire"]
    product = _same_product(described, organisation)
    if product is None:
        product = register_product(organisation, described, described["markets"], by)
    version = _same_version(asked, organisation) or _new_version(asked, organisation, by)
    about = plan["round"]
    round_ = actions.create_round(
        organisation,
        product,
        version,
        about["name"],
        by,
        mode=about["mode"],
        minutes=about["minutes"],
        opens_at=_read_moment(about["opens_at"]),
        closes_at=_read_moment(about["closes_at"]),
        time_zone=about["time_zone"],
        **about["rule"],
    )
    for at, market in enumerate(plan["markets"]):
        country, rest = market["country"], {name: value for name, value in market.items() if name != "country"}
        try:
            actions.add_market(round_, country, by, **rest)
        except Refused as no:
            raise Refused(*(f"markets[{at}]: {reason}" for reason in no.reasons)) from None
    audit.record("load", round_, by, format=FORMAT, version=VERSION)
    return round_


def tidy(text: str) -> str:
    """Text as a dump holds it. Twice, because what is cleaned once can compose anew; a third time changes nothing."""
    return clean(clean(text))


def _line(text: str) -> str:
    return " ".join(tidy(text).split())


def _moment(value: datetime | None) -> str | None:
    return None if value is None else value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _read_moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _product(product: Product) -> dict[str, Any]:
    facts = {name: getattr(product, name) for name in FACTS}
    tidied = {name: tidy(text) if name in SEVERAL_LINES else _line(text) for name, text in facts.items()}
    return {**tidied, "markets": sorted(market.country for market in product.markets)}


def _questionnaire(version: QuestionnaireVersion) -> dict[str, Any]:
    questionnaire, structure = version.questionnaire, structure_of(version)
    texts = texts_by_language(version.id)
    source = questionnaire.source_language
    languages = [source, *sorted(set(texts) - {source})]
    return {
        "name": _line(questionnaire.name),
        "source_language": source,
        "structure": structure.to_json(),
        "texts": {language: _words(structure, texts.get(language, {})) for language in languages},
    }


def _words(structure: Structure, texts: Mapping[str, str]) -> dict[str, str]:
    return clean_texts(structure, clean_texts(structure, texts))


def _same_product(wanted: Mapping[str, Any], organisation: Organisation) -> Product | None:
    alike = [product for product in products_of(organisation.id) if _line(product.name) == wanted["name"]]
    return next((product for product in alike if _product(product) == wanted), None)


def _same_version(wanted: Mapping[str, Any], organisation: Organisation) -> QuestionnaireVersion | None:
    alike = [row for row in published_versions([organisation.id]) if _line(row.name) == wanted["name"]]
    versions = (queries.version_with_id(row.version_id) for row in alike)
    return next((version for version in versions if _questionnaire(version) == wanted), None)


def _new_version(wanted: Mapping[str, Any], organisation: Organisation, by: Any) -> QuestionnaireVersion:
    structure = Structure.from_json(wanted["structure"])
    questionnaire = create_questionnaire(
        organisation, wanted["name"], wanted["source_language"], structure, wanted["texts"], by
    )
    version = questionnaire.versions[0]
    publish(version, by)
    return version
