"""What is done to a round: planned, changed, moved on, asked for. Nothing here commits."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from livinglab.accounts.models import User
from livinglab.domain.questionnaire.structure import new_key
from livinglab.domain.rounds.moves import due_move, refusals
from livinglab.foundation import audit
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.foundation.places import country_name, usual_currency, usual_languages
from livinglab.foundation.surroundings import now
from livinglab.network.models import Organisation
from livinglab.products.actions import hold as hold_product
from livinglab.products.models import Product
from livinglab.questionnaires.models import QuestionnaireVersion
from livinglab.rounds import checks, counting, letters, queries, signals
from livinglab.rounds.models import RecruitingRequest, Round, RoundMarket

USUAL_QUOTA = 30
USUAL_MINIMUM = 10
RULE = ("enter_when", "adapt_when", "leave_when")
By = User | str


def create_round(
    organisation: Organisation,
    product: Product,
    version: QuestionnaireVersion,
    name: str,
    by: By,
    *,
    mode: str = "individual",
    minutes: int = 5,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    time_zone: str = "UTC",
    enter_when: str = "",
    adapt_when: str = "",
    leave_when: str = "",
) -> Round:
    """A draft of a round, without markets. Product and questionnaire must be the organisation's own."""
    checks.parts_fit(organisation.id, product, version)
    checks.times_fit(opens_at, closes_at)
    row = Round(
        organisation=organisation,
        product=product,
        version=version,
        name=name,
        state="draft",
        mode=mode,
        minutes=minutes,
        opens_at=opens_at,
        closes_at=closes_at,
        time_zone=time_zone,
        enter_when=enter_when,
        adapt_when=adapt_when,
        leave_when=leave_when,
        created_at=now(),
    )
    _add_with_code(row)
    audit.record("create", row, by, name=name, rule=dict(zip(RULE, (enter_when, adapt_when, leave_when), strict=True)))
    return row


def hold(round_: Round) -> None:
    """Let no one else change the round until this transaction ends, and read it anew."""
    _lock(round_)


def change_plan(round_: Round, by: By, **plan: Any) -> None:
    """Set any of product, version, name, mode, minutes, opens_at, closes_at, time_zone; refuse what is too late."""
    _lock(round_)
    changed = {name: value for name, value in plan.items() if getattr(round_, name) != value}
    if not changed:
        return
    if round_.state == "reported":
        raise Refused("The round is marked as reported. Take back the report before you change it.")
    fixed = {"product", "version", "mode"} & set(changed)
    if fixed and not round_.can_be_edited:
        raise Refused(
            "Product, questionnaire and what the company reads stay as they are once recruiting has begun. "
            "Take the round back to draft, or plan a new one."
        )
    if "mode" in changed:
        checks.mode_fits(round_, changed["mode"])
    if "product" in changed or "version" in changed:
        checks.parts_fit(
            round_.organisation_id, plan.get("product", round_.product), plan.get("version", round_.version)
        )
    if {"opens_at", "closes_at"} & set(changed):
        closes_at = plan.get("closes_at", round_.closes_at)
        checks.times_fit(plan.get("opens_at", round_.opens_at), closes_at)
        if "closes_at" in changed and round_.is_recruiting and closes_at is not None and closes_at <= now():
            raise Refused("This closing date is in the past. Choose a later one, or close the round now.")
    audit.record("change", round_, by, **{name: _told(getattr(round_, name), value) for name, value in changed.items()})
    for name, value in changed.items():
        setattr(round_, name, value)


def change_rule(round_: Round, by: By, *, enter_when: str, adapt_when: str, leave_when: str) -> None:
    """Write the decision rule. Every change stays in the history, with the number of answers there were."""
    _lock(round_)
    if round_.state == "reported":
        raise Refused("The round is marked as reported. Take back the report before you change the rule.")
    rule = {"enter_when": enter_when, "adapt_when": adapt_when, "leave_when": leave_when}
    changed = {name: text for name, text in rule.items() if getattr(round_, name) != text}
    if not changed:
        return
    if not round_.can_be_edited and not all(text.strip() for text in rule.values()):
        raise Refused("The rule can be changed, but no part of it can be left empty any more.")
    before = {name: getattr(round_, name) for name in changed}
    audit.record("change rule", round_, by, was=before, now=changed, answers=queries.answers_of(round_))
    for name, text in changed.items():
        setattr(round_, name, text)


def copy_round(round_: Round, by: By) -> Round:
    """The same plan as a new draft, without dates. Clusters that did not decline are in it; nobody is asked yet.

    A draft that is such a copy already is the answer as long as nobody has dated or changed its plan.
    """
    hold_product(round_.product)  # so that who asks twice at once is answered one after the other
    plan = {name: getattr(round_, name) for name in ("mode", "minutes", "time_zone", *RULE)}
    plan["name"] = f"{round_.name[:112]} (again)"
    parts = {"product_id": round_.product_id, "version_id": round_.version_id, "state": "draft"}
    there = queries.made_after(round_.organisation_id, round_.id, plan | parts | {"opens_at": None, "closes_at": None})
    if there is not None:
        return db.session.get_one(Round, there)
    copy = create_round(round_.organisation, round_.product, round_.version, by=by, **plan)
    for market in queries.markets_of(round_.id):
        added = add_market(
            copy,
            market.country,
            by,
            language=market.language,
            quota=market.quota,
            minimum_n=market.minimum_n,
            currency=market.currency,
        )
        for request in market.requests:
            if request.state in ("asked", "accepted") and request.organisation.is_confirmed:
                ask_cluster(added, request.organisation, by)
    return copy


def delete_draft(round_: Round, by: By) -> None:
    """Remove a plan for good. Raises `Refused` once anybody outside the company can have been told of it."""
    _lock(round_)
    if not round_.can_be_edited:
        raise Refused("Only a draft can be deleted. A round that has begun is closed instead, and stays to be read.")
    if queries.was_moved(round_):
        raise Refused("This round was recruiting before, and clusters may know of it. So it stays, as a draft.")
    audit.record("delete round", round_, by, name=round_.name)
    db.session.delete(round_)


def add_market(
    round_: Round,
    country: str,
    by: By,
    *,
    language: str | None = None,
    quota: int = USUAL_QUOTA,
    minimum_n: int = USUAL_MINIMUM,
    currency: str | None = None,
) -> RoundMarket:
    """Add a country. Language and currency are the usual ones there unless given."""
    _lock(round_)
    if round_.state not in ("draft", "recruiting", "running"):
        raise Refused("The round is closed. Reopen it before you add a market, or plan a new round.")
    name = country_name(country)
    if any(market.country == country for market in queries.markets_of(round_.id)):
        raise Refused(f"{name} is in this round already. Change its market instead of adding it again.")
    spoken = usual_languages(country)
    if language is None and not spoken:
        raise Refused(f"We have no answer pages in a usual language of {name}. Choose a language.")
    market = RoundMarket(
        country=country,
        language=language or spoken[0],
        quota=quota,
        minimum_n=minimum_n,
        currency=currency or usual_currency(country),
    )
    checks.market_fits(round_, market.country, market.language, quota, minimum_n)
    market.round = round_
    db.session.add(market)
    audit.record("add market", round_, by, country=country, quota=quota, answers=queries.answers_of(round_))
    return market


def change_market(market: RoundMarket, by: By, **new: Any) -> None:
    """Set any of country, language, currency, quota, minimum_n; after the draft only quota, and minimum_n upwards."""
    round_ = market.round
    _lock(round_)
    changed = {name: value for name, value in new.items() if getattr(market, name) != value}
    if not changed:
        return
    if round_.state in ("closed", "reported"):
        raise Refused("The round is closed. Reopen it before you change its markets.")
    wanted = {name: new.get(name, getattr(market, name)) for name in ("country", "language", "quota", "minimum_n")}
    if not round_.can_be_edited:
        if set(changed) - {"quota", "minimum_n"}:
            raise Refused("Country, language and currency stay as they are once recruiting has begun.")
        if wanted["minimum_n"] < market.minimum_n:
            raise Refused(
                f"Figures are shown from {market.minimum_n} answers. Once recruiting has begun this can only be raised."
            )
    elif "country" in changed and any(m.country == changed["country"] for m in queries.markets_of(round_.id)):
        raise Refused(f"{country_name(changed['country'])} is in this round already. Choose another country.")
    checks.market_fits(round_, **wanted)
    told = {name: _told(getattr(market, name), value) for name, value in changed.items()}
    audit.record("change market", round_, by, market=market.country, **told)
    for name, value in changed.items():
        setattr(market, name, value)


def remove_market(market: RoundMarket, by: By) -> None:
    """Take a country out of a draft, with the clusters that were to be asked there."""
    round_ = market.round
    _lock(round_)
    if not round_.can_be_edited:
        raise Refused("A market can be removed only while the round is a draft: somebody may be recruiting there.")
    audit.record("remove market", round_, by, country=market.country)
    db.session.delete(market)


def move(round_: Round, to_state: str, by: By) -> None:
    """Move a round on or back; raises `Refused` with every reason against it."""
    _lock(round_)
    reasons = refusals(queries.facts_of(round_), to_state)
    if reasons:
        raise Refused(*reasons)
    before, round_.state = round_.state, to_state
    audit.record("move", round_, by, was=before, now=to_state)
    if to_state == "running" and round_.opens_at is not None and round_.opens_at > now():
        round_.opens_at = now()  # opened by hand before its time: the plan has been overtaken
    if to_state == "closed" and before == "running":
        signals.round_closed.send(round_)
    if to_state not in ("draft", "recruiting"):
        return
    for market in queries.markets_of(round_.id):
        for request in market.requests:
            if to_state == "recruiting" and request.state == "asked":
                letters.tell_asked(request)
            elif to_state == "draft":
                _take_back(request)


def move_due_rounds() -> int:
    """Open and close the rounds whose time has come; how many moved. Safe to run twice and at once."""
    due = (
        select(Round)
        .where(
            ((Round.state == "recruiting") & (Round.opens_at <= now()))
            | ((Round.state == "running") & (Round.closes_at <= now()))
        )
        .order_by(Round.id)
        .with_for_update(skip_locked=True)
    )
    moved = 0
    for round_ in db.session.scalars(due).all():
        to_state = due_move(queries.facts_of(round_))
        if to_state is not None:
            move(round_, to_state, "worker")
            moved += 1
    return moved


def ask_cluster(market: RoundMarket, cluster: Organisation, by: By) -> RecruitingRequest:
    """Ask a confirmed cluster to recruit; in a draft it is told when recruiting starts. Asked already: nothing."""
    round_ = market.round
    _lock(round_)
    if round_.state not in ("draft", "recruiting", "running"):
        raise Refused("The round is closed, so nobody recruits for it any more. Reopen it first.")
    if not cluster.is_cluster or not cluster.is_confirmed:
        raise Refused("Only clusters that somebody has confirmed can be asked.")
    request = db.session.scalar(
        select(RecruitingRequest).where(
            RecruitingRequest.market_id == market.id, RecruitingRequest.organisation_id == cluster.id
        )
    )
    if request is not None and request.state in ("asked", "accepted"):
        return request
    if request is None:
        request = RecruitingRequest(market=market, organisation=cluster)
        db.session.add(request)
    request.state, request.expected, request.reason, request.answered_at = "asked", None, "", None
    request.created_at = now()
    audit.record("ask cluster", request, by, round=round_.id, cluster=cluster.id)
    if round_.is_recruiting:
        letters.tell_asked(request)
    return request


def withdraw_request(request: RecruitingRequest, by: By) -> None:
    """Ask a cluster no longer. It can invite nobody more; who was invited may still answer."""
    _lock(request.market.round)
    if request.state == "withdrawn":
        return
    was, request.state = request.state, "withdrawn"
    audit.record("withdraw request", request, by, was=was)
    letters.tell_withdrawn(request)


def answer_request(
    request: RecruitingRequest, state: str, by: By, *, expected: int | None = None, reason: str = ""
) -> None:
    """A cluster says yes (`accepted`, with how many testers it expects) or no (`declined`, with a reason)."""
    round_ = request.market.round
    _lock(round_)
    _hold(RecruitingRequest, request.id)
    if request.state == "withdrawn":
        raise Refused("The company does not ask for this any more.")
    if not round_.is_recruiting:
        raise Refused("The round is closed, so there is nothing to answer any more.")
    if state == "declined" and request.state == "accepted" and counting.here().invited_through(request.id):
        raise Refused(
            "You have invited testers already, so this cannot be declined any more. "
            "If you cannot go on, tell the company and lower the number you expect."
        )
    was = request.state
    request.state, request.answered_at = state, now()
    request.expected = expected if state == "accepted" else None
    request.reason = "" if state == "accepted" else reason
    audit.record("answer request", request, by, was=was, now=state, expected=request.expected)
    letters.tell_answered(request)


def _take_back(request: RecruitingRequest) -> None:
    """The plan may change now: a cluster that said yes is asked again when recruiting starts again."""
    if request.state in ("asked", "accepted"):
        letters.tell_withdrawn(request, asked_again=True)
    if request.state == "accepted":
        request.state, request.expected, request.answered_at = "asked", None, None


def _lock(round_: Round) -> None:
    """Let no one else change the round, or add an invitation or answer to it, until this transaction ends."""
    _hold(Round, round_.id)


def _hold(kind: type[Round] | type[RecruitingRequest], id_: int) -> None:
    """Lock one row and read it anew: what was loaded before may have changed while we waited."""
    db.session.flush()
    row = select(kind).where(kind.id == id_).with_for_update().execution_options(populate_existing=True)
    db.session.scalars(row).one()


def _told(before: Any, after: Any) -> list[Any]:
    """What changed, as an audit line can keep it and a coordinator may read it."""
    return [_plain(before), _plain(after)]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, QuestionnaireVersion):
        return f"{value.questionnaire.name}, version {value.number}"
    return value.codename if isinstance(value, Product) else value


def _add_with_code(round_: Round) -> None:
    """Give a new round a code made of its name; when somebody takes the same one at this moment, try the next."""
    for _ in range(5):
        base = new_key(round_.name, (), "round")
        taken = db.session.scalars(select(Round.code).where(Round.code.startswith(base[:40])))
        round_.code = new_key(round_.name, set(taken), "round")
        try:
            with db.session.begin_nested():
                db.session.add(round_)
            return
        except IntegrityError:
            continue
    raise Refused("Several rounds with this name were made at once. Try again.")
