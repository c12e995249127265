"""Reading single responses, under their pseudonyms: only for the round's company, only where testers agreed to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import render_template, request, url_for
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response as BaseResponse

from livinglab.accounts.sessions import me
from livinglab.domain.questionnaire.kinds.registry import kind_of
from livinglab.domain.questionnaire.structure import Item
from livinglab.domain.questionnaire.texts import words_of
from livinglab.domain.questionnaire.values import NOT_APPLICABLE, Value
from livinglab.domain.questionnaire.variables import variables_of
from livinglab.feedback import access, queries
from livinglab.feedback.models import Response
from livinglab.feedback.views.blueprint import blueprint
from livinglab.foundation import languages
from livinglab.foundation.languages import number
from livinglab.foundation.paging import page_of, wanted_page
from livinglab.foundation.permissions import Policy, policy
from livinglab.foundation.places import country_name, currency_decimals, currency_symbol, language_name
from livinglab.questionnaires.queries import newest_texts, structure_of
from livinglab.rounds.models import Round

Answer = str | tuple[str, int] | BaseResponse


@dataclass(frozen=True)
class ShownAnswer:
    """A question and what was answered: several lines for several choices or paragraphs, none for no answer."""

    label: str
    lines: list[str]
    is_text: bool


def _name(response: Response) -> str:
    return response.participation.pseudonym if response.participation else f"Row {response.id}"


@blueprint.get("/rounds/<int:round_id>/responses")
@policy(Policy.SIGNED_IN)
def list_responses(round_id: int) -> Answer:
    """All responses that stand, newest first; `market` in the address narrows them to a country."""
    round_ = access.round_to_read(me(), round_id)
    if round_.mode != "individual":
        return render_template("feedback/no_responses.html", round=round_), 403
    market = next((m for m in round_.markets if m.country == request.args.get("market")), None)
    statement = queries.responses_of(round_.id, market.id if market else None)
    page = page_of(statement.options(joinedload(Response.participation)), wanted_page())
    return render_template(
        "feedback/responses.html",
        round=round_,
        page=page,
        entries=[(response, _name(response), country_name(response.market.country)) for response in page.rows],
        tabs=_tabs(round_, market.country if market else None),
        market=country_name(market.country) if market else None,
        url_for_page=lambda number: url_for(
            "feedback.list_responses", round_id=round_.id, page=number, market=market.country if market else None
        ),
    )


def _tabs(round_: Round, chosen: str | None) -> list[dict[str, object]]:
    """All markets together, and each."""
    tabs: list[tuple[str, str | None]] = [("All markets", None)]
    tabs += [(country_name(market.country), market.country) for market in round_.markets]
    return [
        {
            "label": label,
            "url": url_for("feedback.list_responses", round_id=round_.id, market=country),
            "current": country == chosen,
        }
        for label, country in tabs
    ]


@blueprint.get("/responses/<int:response_id>")
@policy(Policy.SIGNED_IN)
def show_response(response_id: int) -> Answer:
    """One response, question by question, in the words it was given to."""
    response = access.response_to_view(me(), response_id)
    words_language, words = _words(response)
    answers = [
        _shown(question, response, words)
        for question in structure_of(response.round.version).items()
        if variables_of(question)
    ]
    return render_template(
        "feedback/response.html",
        round=response.round,
        response=response,
        name=_name(response),
        country=country_name(response.market.country),
        language_name=language_name(response.language, "en"),
        words_language=words_language,
        answers=answers,
    )


def _words(response: Response) -> tuple[str, dict[str, str]]:
    """The words a response was given to, and their language; an imported one has none, so English or what there is."""
    if response.text is not None:
        return response.text.language, response.text.texts
    newest = {text.language: text.texts for text in newest_texts([response.version_id])}
    language = "en" if "en" in newest else next(iter(newest), "en")
    return language, newest.get(language, {})


def _shown(question: Item, response: Response, words: dict[str, str]) -> ShownAnswer:
    """One question. Of one with several variables each line says first which is meant."""
    kind, label = kind_of(question), words.get(f"item.{question.key}.label", question.key)
    lines: list[str] = []
    for variable in variables_of(question):
        found = _lines(variable, response.answers.get(variable.key), words, response)
        lines += found if variable == question else [f"{kind.part_words(variable, words)}: {one}" for one in found]
    return ShownAnswer(label, lines, kind.measure == "text")


def _lines(item: Item, value: Value | None, words: dict[str, str], response: Response) -> list[str]:
    measure = kind_of(item).measure
    values = [] if value is None else [value] if isinstance(value, str) else value
    if value == NOT_APPLICABLE or measure not in ("text", "amount", "date"):
        return [words_of(item, one, words) for one in values]
    if measure == "text":
        return [line for one in values for line in one.split("\n")]
    if measure == "date":
        return [languages.date(date.fromisoformat(one)) for one in values]
    return [_amount(item, one, words, response.market.currency) for one in values]


def _amount(item: Item, value: str, words: dict[str, str], currency: str) -> str:
    """A number as this page writes numbers: a price with the decimals of its currency, others with those they have."""
    if item.kind == "price":
        return f"{number(float(value), currency_decimals(currency))} {currency_symbol(currency, 'en')}"
    _, _, decimals = value.partition(".")
    return f"{number(float(value), len(decimals))} {words.get(f'unit.{item.key}', '')}".strip()
