"""Questions about answers: counts, lists of responses, open texts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import contains_eager, load_only
from sqlalchemy.orm.attributes import set_committed_value

from livinglab.accounts.models import User
from livinglab.feedback.models import AnswerCount, Consent, Draft, Import, Response
from livinglab.foundation.db import db
from livinglab.invitations.models import Participation
from livinglab.network.models import Organisation
from livinglab.products.models import Product
from livinglab.questionnaires.models import QuestionnaireText, QuestionnaireVersion
from livinglab.rounds.models import Round, RoundMarket


def counts_of_round(round_id: int) -> dict[int, dict[str, dict[str, int]]]:
    """{market id: {item key: {value: n}}} with an entry for every market, in one query.

    `counts[market][""][""]` is the number of responses, `counts[market][item][""]` of people who answered the item;
    both are missing where there are none, as is every value that nobody gave.
    """
    found: dict[int, dict[str, dict[str, int]]] = {}
    rows = db.session.execute(
        select(RoundMarket.id, AnswerCount.item_key, AnswerCount.value, AnswerCount.n)
        .outerjoin(AnswerCount, (AnswerCount.market_id == RoundMarket.id) & (AnswerCount.n > 0))
        .where(RoundMarket.round_id == round_id)
        .order_by(RoundMarket.country, RoundMarket.id, AnswerCount.item_key, AnswerCount.value)
    )
    for market_id, item_key, value, n in rows:
        items = found.setdefault(market_id, {})
        if item_key is not None:
            items.setdefault(item_key, {})[value] = n
    return found


def answers_by_market(round_ids: list[int]) -> dict[int, int]:
    """{market id: number of responses} for the markets of several rounds; markets without any are missing."""
    rows = db.session.execute(
        select(AnswerCount.market_id, AnswerCount.n)
        .join(RoundMarket, RoundMarket.id == AnswerCount.market_id)
        .where(
            RoundMarket.round_id.in_(round_ids),
            AnswerCount.item_key == "",
            AnswerCount.value == "",
            AnswerCount.n > 0,
        )
    )
    return {row.market_id: row.n for row in rows}


def responses_of(round_id: int, market_id: int | None = None) -> Select[*tuple[Any, ...]]:
    """A statement for paging: the responses that stand (not withdrawn), newest first, each with its market."""
    statement = (
        select(Response)
        .join(Response.market)
        .options(contains_eager(Response.market))
        .where(Response.round_id == round_id, Response.withdrawn_at.is_(None))
        .order_by(Response.submitted_at.desc(), Response.id.desc())
    )
    return statement if market_id is None else statement.where(Response.market_id == market_id)


def texts_of(round_id: int, item_key: str, market_id: int | None = None) -> Select[*tuple[Any, ...]]:
    """A statement for paging: rows (id, market_id, country, language, text) of what people wrote.

    In the order of the alphabet, so that the order does not tell which texts of two questions belong together.
    Use it with `page_of(…, whole_rows=True)`.
    """
    words = Response.answers[item_key].as_string()
    statement = (
        select(Response.id, Response.market_id, RoundMarket.country, Response.language, words.label("text"))
        .join(RoundMarket, RoundMarket.id == Response.market_id)
        .where(Response.round_id == round_id, Response.withdrawn_at.is_(None), words.is_not(None))
        .order_by(func.lower(words), Response.id)
    )
    return statement if market_id is None else statement.where(Response.market_id == market_id)


def newest_consent(participation_id: int) -> Consent | None:
    """What a tester last said about taking part."""
    return db.session.scalar(
        select(Consent).where(Consent.participation_id == participation_id).order_by(Consent.id.desc()).limit(1)
    )


def draft_of(participation_id: int) -> Draft | None:
    """What a tester has entered so far."""
    return db.session.get(Draft, participation_id)


# Every page of a tester asks one of these, and putting them together took longer than asking. Of the product they take
# what stands on each page; the rest of it is for the first page only.
_NAMED = load_only(Product.name, Product.pitch)
_ON_ARRIVAL = (
    select(QuestionnaireVersion, Organisation, Product, Draft)
    .select_from(Round)
    .join(Round.version)
    .join(Round.organisation)
    .join(Round.product)
    .outerjoin(Draft, Draft.participation_id == bindparam("participation_id"))
    .where(Round.id == bindparam("round_id"))
    .options(_NAMED)
)
_TO_CHANGE = (
    select(Draft, QuestionnaireVersion, Product)
    .select_from(Draft)
    .join(Round, Round.id == bindparam("round_id"))
    .join(Round.version)
    .join(Round.product)
    .where(Draft.participation_id == bindparam("participation_id"))
    .options(_NAMED)
    .with_for_update(of=Draft)
)


def draft_on_arrival(participation: Participation) -> Draft | None:
    """The same; with it come the round's version, company and product, in one query."""
    who = {"participation_id": participation.id, "round_id": participation.round_id}
    version, organisation, product, draft = db.session.execute(_ON_ARRIVAL, who).one()
    set_committed_value(participation.round, "version", version)
    set_committed_value(participation.round, "organisation", organisation)
    set_committed_value(participation.round, "product", product)
    return draft


def draft_to_change(participation: Participation) -> Draft | None:
    """The same, locked against other tabs."""
    who = {"participation_id": participation.id, "round_id": participation.round_id}
    row = db.session.execute(_TO_CHANGE, who).first()
    if row is None:
        return None
    draft, version, product = row
    set_committed_value(participation.round, "version", version)
    set_committed_value(participation.round, "product", product)
    return draft


def response_of(participation: Participation) -> Response | None:
    """What a tester has sent, also when it was withdrawn; with it come the round's version and company."""
    row = db.session.execute(
        select(Response, QuestionnaireVersion, Organisation)
        .select_from(Response)
        .join(Response.round)
        .join(Round.version)
        .join(Round.organisation)
        .where(Response.participation_id == participation.id)
    ).first()
    if row is None:
        return None
    response, version, organisation = row
    set_committed_value(participation.round, "version", version)
    set_committed_value(participation.round, "organisation", organisation)
    return response


def state_and_consent(participation: Participation) -> tuple[str, int | None]:
    """(state of the round, the consent that stands). The round stays as it is until the transaction ends."""
    newest = select(func.max(Consent.id)).where(Consent.participation_id == participation.id).scalar_subquery()
    state, consent_id = db.session.execute(
        select(Round.state, select(Consent.id).where(Consent.id == newest, Consent.said == "yes").scalar_subquery())
        .where(Round.id == participation.round_id)
        .with_for_update(read=True)
    ).one()
    return state, consent_id


def text_shown(newest: QuestionnaireText, text_id: str) -> QuestionnaireText:
    """The words a form says it showed: the revision with this id if it is one of the same text, else the newest."""
    if not (text_id.isascii() and text_id.isdigit() and len(text_id) < 19) or int(text_id) == newest.id:
        return newest
    older = db.session.scalar(
        select(QuestionnaireText).where(
            QuestionnaireText.id == int(text_id),
            QuestionnaireText.version_id == newest.version_id,
            QuestionnaireText.language == newest.language,
        )
    )
    return older or newest


def imports_of(round_id: int) -> Select[*tuple[Any, ...]]:
    """A statement for paging: rows (Import, name of who uploaded it), newest first."""
    return (
        select(Import, User.name.label("by"))
        .outerjoin(User, User.id == Import.created_by_id)
        .where(Import.round_id == round_id)
        .order_by(Import.id.desc())
    )
