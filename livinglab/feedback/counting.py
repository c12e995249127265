"""Counts of answers, kept beside the responses so that a results page never reads a response.

They are only ever changed by adding in the database itself, in the transaction of the response they count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select, text

from livinglab.domain.questionnaire.answers import counts_of
from livinglab.domain.questionnaire.structure import Structure
from livinglab.feedback.models import AnswerCount, Response
from livinglab.foundation.db import db, insert
from livinglab.questionnaires.models import QuestionnaireVersion
from livinglab.questionnaires.queries import structure_of
from livinglab.rounds.models import RoundMarket

Counted = Counter[tuple[str, str]]


def count(structure: Structure, answers: Mapping[str, Any]) -> Counted:
    """What one response adds: 1 for ("", ""), for each (item, "") answered, and for each (item, value)."""
    return Counter(dict.fromkeys(counts_of(structure, answers), 1))


def add(market_id: int, structure: Structure, answers: Mapping[str, Any], sign: int = 1) -> None:
    """Count one response in its market, or take it out again (`sign=-1`). The caller commits."""
    add_many(market_id, Counter({pair: sign * n for pair, n in count(structure, answers).items()}))


def add_many(market_id: int, counted: Counted) -> None:
    """Add the counts of many responses of one market at once. The caller commits.

    Rows are written in the order of their key, so that two writers wait for each other and never cross.
    """
    rows = [
        {"market_id": market_id, "item_key": item_key, "value": value, "n": n}
        for (item_key, value), n in sorted(counted.items())
        if n
    ]
    if rows:
        statement = insert(AnswerCount)
        more = {"n": AnswerCount.n + statement.excluded.n}
        key = ["market_id", "item_key", "value"]
        # On the table itself and with a list of rows: one statement that stays compiled, however many rows there are.
        db.session.connection().execute(statement.on_conflict_do_update(index_elements=key, set_=more), rows)


def counted_again(round_id: int) -> dict[int, Counted]:
    """The counts per market as the responses themselves give them, read one by one."""
    structures: dict[int, Structure] = {}
    found: dict[int, Counted] = {}
    rows = db.session.execute(
        select(Response.market_id, Response.version_id, Response.answers)
        .where(Response.round_id == round_id, Response.withdrawn_at.is_(None))
        .execution_options(yield_per=1000)
    )
    for market_id, version_id, answers in rows:
        if version_id not in structures:
            structures[version_id] = structure_of(db.session.get_one(QuestionnaireVersion, version_id))
        found.setdefault(market_id, Counter()).update(count(structures[version_id], answers))
    return found


def recount(round_id: int) -> None:
    """Replace the counts of a round by what its responses give. A repair: nothing needs it. The caller commits."""
    if db.engine.dialect.name == "postgresql":
        # Whoever is adding right now finishes first; whoever comes later waits and adds to the new counts.
        db.session.execute(text("LOCK TABLE answer_counts IN SHARE ROW EXCLUSIVE MODE"))
    markets = select(RoundMarket.id).where(RoundMarket.round_id == round_id)
    db.session.execute(delete(AnswerCount).where(AnswerCount.market_id.in_(markets)))
    for market_id, counted in counted_again(round_id).items():
        add_many(market_id, counted)
