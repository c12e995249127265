"""Answers and figures as tables for a spreadsheet program."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from livinglab.comparison.publishing import Comparison, words_of
from livinglab.domain.figures.summary import SCALES
from livinglab.domain.questionnaire.kinds.registry import kind_of
from livinglab.domain.questionnaire.structure import Item, Structure
from livinglab.domain.questionnaire.texts import DOES_NOT_APPLY
from livinglab.domain.questionnaire.values import NOT_APPLICABLE
from livinglab.domain.questionnaire.variables import all_variables, name_of
from livinglab.feedback.models import Response
from livinglab.foundation.db import db
from livinglab.foundation.places import country_name
from livinglab.foundation.tables import write_table
from livinglab.invitations.models import Participation
from livinglab.questionnaires.queries import newest_text, structure_of
from livinglab.rounds.models import Round, RoundMarket

ROWS_AT_ONCE = 500
# What is behind these says nothing about people: even of 10,000 answers one is a share of 0.0001.
FIGURE_DECIMALS = 3
SHARE_DECIMALS = 4


def figures_table(comparison: Comparison) -> Iterator[str]:
    """Lines of a CSV: one per question, market and figure that may leave."""
    head = [
        "Question", "Market", "n", "Mean", "Mean low", "Mean high", "Median", "Top two", "Top two low",
        "Top two high", "Answer", "Answered so", "Share",
    ]  # fmt: skip
    rows: list[list[Any]] = []
    for question in comparison.questions:
        for market, s in question.rows:
            top = (s.top_two.share, s.top_two.low, s.top_two.high) if s.top_two else (None, None, None)
            measured = [_rounded(figure, FIGURE_DECIMALS) for figure in (s.mean, s.low, s.high, s.median)]
            shares = [_rounded(share, SHARE_DECIMALS) for share in top]
            rows.append([question.label, market.name, s.n, *measured, *shares, None, None, None])
            for value, count in s.counts.items():
                share = s.shares[value].share if s.shares and value in s.shares else None
                bare = [question.label, market.name, s.n, *[None] * 7]
                rows.append([*bare, question.words.get(value) or value, count, _rounded(share, SHARE_DECIMALS)])
    return write_table(head, rows)


def _rounded(figure: float | None, decimals: int) -> float | None:
    return None if figure is None else round(figure, decimals)


def responses_table(round_: Round) -> Iterator[str]:
    """Lines of a CSV: one response a row under its pseudonym; several choices have a column for each option.

    Only for the company of a round in which single responses are read. Answers are read in portions.
    """
    structure = structure_of(round_.version)
    text = newest_text(round_.version_id, round_.version.questionnaire.source_language)
    texts = text.texts if text else {}
    words = {item.key: words_of(item, texts) for item in all_variables(structure)}
    head = [
        "Response",
        "Market",
        "Country",
        "Language",
        "Submitted (UTC)",
        "Source",
        *_columns(structure, texts, words),
    ]
    statement = (
        select(Response, RoundMarket.country, Participation.pseudonym)
        .join(RoundMarket, RoundMarket.id == Response.market_id)
        .outerjoin(Participation, Participation.id == Response.participation_id)
        .where(Response.round_id == round_.id, Response.withdrawn_at.is_(None))
        .order_by(Response.id)
        .execution_options(yield_per=ROWS_AT_ONCE)
    )

    def rows() -> Iterator[list[Any]]:
        for response, country, pseudonym in db.session.execute(statement):
            yield [
                pseudonym or f"Row {response.id}",
                country,
                country_name(country),
                response.language,
                f"{response.submitted_at:%Y-%m-%d %H:%M}",
                response.source,
                *_cells(structure, response.answers, words),
            ]

    return write_table(head, rows())


def _columns(structure: Structure, texts: dict[str, Any], words: dict[str, dict[str, str]]) -> list[str]:
    names = []
    for item in all_variables(structure):
        label = name_of(item, texts)
        names += [f"{label}: {w}" for w in words[item.key].values()] if _is_several(item) else [label]
    return names


def _cells(structure: Structure, answers: dict[str, Any], words: dict[str, dict[str, str]]) -> Iterator[object]:
    for item in all_variables(structure):
        answer = answers.get(item.key)
        if _is_several(item):
            yield from (_ticked(value, answer) for value in words[item.key])
        elif answer is None:
            yield None
        else:
            yield cell_of(item, answer, words[item.key])


def _ticked(value: str, answer: Any) -> int | str | None:
    """1 or 0; nothing where the question was not answered."""
    if answer == NOT_APPLICABLE:
        return DOES_NOT_APPLY
    return None if answer is None else int(value in answer)


def cell_of(item: Item, answer: str, words: dict[str, str]) -> object:
    """A choice in words, a number as a number, a text as it was written."""
    measure = kind_of(item).measure
    if answer == NOT_APPLICABLE:
        return DOES_NOT_APPLY
    if measure == "choice":
        return words.get(answer, answer)
    if measure in (*SCALES, "amount"):
        return float(answer) if "." in answer else int(answer)
    return answer


def _is_several(item: Item) -> bool:
    return kind_of(item).measure == "choices"
