"""Results, live: every question, all markets side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flask import Blueprint, Response, abort, render_template, request, stream_with_context, url_for

from livinglab.accounts.sessions import me
from livinglab.comparison import exporting, showing
from livinglab.comparison.publishing import Question, compared
from livinglab.feedback import queries as feedback
from livinglab.foundation.languages import number
from livinglab.foundation.paging import page_of, wanted_page
from livinglab.foundation.permissions import Policy, policy
from livinglab.foundation.surroundings import now
from livinglab.foundation.texts import file_name
from livinglab.network.access import my_organisations
from livinglab.rounds import access
from livinglab.rounds.models import Round
from livinglab.rounds.queries import rounds_to_list

blueprint = Blueprint("comparison", __name__, url_prefix="/comparison")


@blueprint.get("/")
@policy(Policy.SIGNED_IN)
def index() -> str:
    """The rounds whose results this person may read."""
    page = page_of(rounds_to_list(me()), wanted_page())
    mine = {company.id for company in my_organisations(me(), kind="company")}
    names = {row.id: access.name_to_show(row, everything=row.organisation_id in mine) for row in page.rows}
    return render_template("comparison/index.html", page=page, answers=_answers_of(page.rows), mine=mine, names=names)


def _answers_of(rounds: Sequence[Round]) -> dict[int, int]:
    by_market = feedback.answers_by_market([round_.id for round_ in rounds])
    return {round_.id: sum(by_market.get(market.id, 0) for market in round_.markets) for round_ in rounds}


@blueprint.get("/<int:round_id>")
@policy(Policy.SIGNED_IN)
def show(round_id: int) -> str:
    """All questions, chart and table; `?market=SE&market=DE` chooses markets."""
    round_ = access.round_to_view(me(), round_id)
    for_company = access.sees_everything(me(), round_)
    comparison = compared(round_, for_company=for_company, countries=request.args.getlist("market"))
    markets = showing.markets_shown(comparison)
    return render_template(
        "comparison/show.html",
        round=round_,
        name=access.name_to_show(round_, everything=for_company),
        comparison=comparison,
        markets=markets,
        has_marks=any(market.bar.mark is not None for market in markets),
        sections=showing.sections_shown(comparison),
        chosen={m.code for m in comparison.markets} if len(comparison.markets) < len(comparison.all_markets) else set(),
        reads_texts=_reads_responses(round_, for_company=for_company),
        rule=_rule(round_),
        at=now(),
    )


def _rule(round_: Round) -> list[tuple[str, str]]:
    """What the company wrote down before the first answer; what it left out is left out."""
    written = (("Enter", round_.enter_when), ("Adapt", round_.adapt_when), ("Leave", round_.leave_when))
    return [(name, text) for name, text in written if text]


@blueprint.get("/<int:round_id>/texts/<item_key>")
@policy(Policy.SIGNED_IN)
def texts(round_id: int, item_key: str) -> str:
    """What people wrote, market by market; only for the company, and only where single responses are read."""
    round_ = _round_to_read(round_id)
    comparison = compared(round_, for_company=True)
    question = next((q for q in comparison.questions if q.key == item_key and q.measure == "text"), None)
    if question is None:
        abort(404)
    market = next((m for m in comparison.all_markets if m.code == request.args.get("market")), None)
    page = page_of(
        feedback.texts_of(round_.id, item_key, market.id if market else None), wanted_page(), whole_rows=True
    )
    return render_template(
        "comparison/texts.html",
        round=round_,
        question=question,
        market=market,
        page=page,
        names={m.id: m.name for m in comparison.all_markets},
        tabs=_tabs(round_, question, market.code if market else None),
    )


def _tabs(round_: Round, question: Question, current: str | None) -> list[dict[str, Any]]:
    """All markets, then each, with how many wrote something."""
    address = url_for("comparison.texts", round_id=round_.id, item_key=question.key)
    everybody = sum(summary.n for _, summary in question.rows)
    tabs: list[dict[str, Any]] = [
        {"label": "All markets", "url": address, "current": current is None, "count": number(everybody)}
    ]
    for market, summary in question.rows:
        url = f"{address}?market={market.code}"
        tabs.append({"label": market.name, "url": url, "current": market.code == current, "count": number(summary.n)})
    return tabs


@blueprint.get("/<int:round_id>/figures.csv")
@policy(Policy.SIGNED_IN)
def figures(round_id: int) -> Response:
    """The figures of the page for a spreadsheet program."""
    round_ = access.round_to_view(me(), round_id)
    for_company = access.sees_everything(me(), round_)
    comparison = compared(round_, for_company=for_company, countries=request.args.getlist("market"))
    # The code is made of the round's name.
    name = round_.code if for_company else access.name_to_show(round_, everything=False)
    return _csv(exporting.figures_table(comparison), f"{name}-figures.csv")


@blueprint.get("/<int:round_id>/responses.csv")
@policy(Policy.SIGNED_IN)
def responses(round_id: int) -> Response:
    """Every response under its pseudonym; only for the company, and only where single responses are read."""
    round_ = _round_to_read(round_id)
    return _csv(exporting.responses_table(round_), f"{round_.code}-responses.csv")


def _round_to_read(round_id: int) -> Round:
    """A round whose single responses this person may read: 403 for who sees its figures only."""
    round_ = access.round_to_view(me(), round_id)
    if not _reads_responses(round_, for_company=access.sees_everything(me(), round_)):
        abort(403)
    return round_


def _reads_responses(round_: Round, *, for_company: bool) -> bool:
    return for_company and round_.mode == "individual"


def _csv(lines: Iterator[str], name: str) -> Response:
    response = Response(stream_with_context(lines), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(name)}"'
    return response
