"""The one function through which figures leave: for pages, files, the command line alike."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from livinglab.domain.figures.compared import compared_row
from livinglab.domain.figures.summary import SCALES, Summary, summarise
from livinglab.domain.questionnaire.kinds.registry import kind_of
from livinglab.domain.questionnaire.structure import Item
from livinglab.domain.questionnaire.values import NOT_APPLICABLE
from livinglab.domain.questionnaire.variables import name_of, variables_in
from livinglab.feedback import queries as feedback
from livinglab.foundation.places import country_name
from livinglab.invitations.queries import NONE, InvitationCounts, counts_by_market
from livinglab.questionnaires.queries import newest_text, structure_of
from livinglab.rounds.models import Round, RoundMarket
from livinglab.rounds.queries import markets_of

# For everybody but the round's company, and for all in aggregate rounds: no figure about fewer people than this, and
# no distribution in which a cell holds fewer than that.
LEAST_PEOPLE = 10
LEAST_CELL = 5


@dataclass(frozen=True)
class Market:
    """A market and how far it is. `response_rate` is 0 to 1, None where nobody was invited by name."""

    id: int
    code: str
    name: str
    n: int
    quota: int
    minimum_n: int
    currency: str
    invitations: InvitationCounts

    @property
    def response_rate(self) -> float | None:
        """Who answered, of those who were invited."""
        if not self.invitations.invited:
            return None
        return min(1.0, self.invitations.answered / self.invitations.invited)


@dataclass(frozen=True)
class Question:
    """One variable, all markets side by side: most questions have one. `label` names it, `part` tells it from the
    others of its question (empty where it is the only one), `item` is what was asked.

    `words` maps each value to what testers read, in the order of the question; empty for amounts and texts.
    `hidden` are ids of markets whose distribution is held back; their summaries hold no counts.
    """

    key: str
    item: Item
    measure: str
    section: str
    label: str
    part: str
    words: Mapping[str, str]
    unit: str
    rows: tuple[tuple[Market, Summary], ...]
    hidden: frozenset[int]
    not_applicable: Mapping[int, int]  # how many in a market said so

    @property
    def kind(self) -> str:
        """The kind of the variable."""
        return self.item.kind


@dataclass(frozen=True)
class Comparison:
    """Figures of a round. `markets` are those that were asked for, `all_markets` those there are."""

    round: Round
    language: str
    markets: tuple[Market, ...]
    all_markets: tuple[Market, ...]
    questions: tuple[Question, ...]
    is_guarded: bool

    @property
    def n(self) -> int:
        """Responses in the markets that are shown."""
        return sum(market.n for market in self.markets)

    def rows(self) -> list[dict[str, Any]]:
        """One line per question and market, for files and programs."""
        return [
            compared_row(market.code, question.key, summary)
            for question in self.questions
            for market, summary in question.rows
        ]


def compared(round_: Round, *, for_company: bool, countries: Collection[str] | None = None) -> Comparison:
    """All figures of a round that may be shown to its company, or (`for_company=False`) to others.

    `countries` are codes of the markets wanted; None or nothing known means all. Six queries, however many answers.
    """
    guarded = not for_company or round_.mode == "aggregate"
    invited = counts_by_market(round_.id)
    counts = feedback.counts_of_round(round_.id)
    everything = tuple(
        _market(market, counts.get(market.id, {}), invited.get(market.id, NONE)) for market in markets_of(round_.id)
    )
    everything = tuple(sorted(everything, key=lambda market: market.name))
    shown = tuple(m for m in everything if m.code in (countries or ())) or everything
    language = round_.version.questionnaire.source_language
    text = newest_text(round_.version_id, language)
    texts: Mapping[str, str] = text.texts if text else {}
    questions = tuple(
        _question(variable, texts.get(f"section.{section.key}.title", ""), texts, shown, counts, guarded=guarded)
        for section in structure_of(round_.version).sections
        for variable in variables_in(section)
    )
    return Comparison(round_, language, shown, everything, questions, guarded)


def _market(market: RoundMarket, counts: Mapping[str, Mapping[str, int]], invited: InvitationCounts) -> Market:
    return Market(
        market.id,
        market.country,
        country_name(market.country),
        counts.get("", {}).get("", 0),
        market.quota,
        market.minimum_n,
        market.currency,
        invited,
    )


def _question(
    item: Item,
    section: str,
    texts: Mapping[str, str],
    markets: tuple[Market, ...],
    counts: Mapping[int, Mapping[str, Mapping[str, int]]],
    *,
    guarded: bool,
) -> Question:
    kind = kind_of(item)
    rows: list[tuple[Market, Summary]] = []
    hidden = set()
    beside: dict[int, int] = {}
    for market in markets:
        given = dict(counts.get(market.id, {}).get(item.key, {}))
        answered, not_applicable = given.pop("", 0), given.pop(NOT_APPLICABLE, 0)
        if not_applicable and not guarded:
            beside[market.id] = not_applicable
        least = max(market.minimum_n, LEAST_PEOPLE) if guarded else market.minimum_n
        summary = summarise(kind.measure, kind.values(item), given, answered, least)
        if guarded and _tells_too_much(summary):
            summary = replace(summary, counts={}, shares=None)
            hidden.add(market.id)
        rows.append((market, summary))
    return Question(
        item.key,
        item,
        kind.measure,
        section,
        name_of(item, texts),
        kind_of(item.question).part_words(item, texts) if item.within else "",
        words_of(item, texts),
        texts.get(f"unit.{item.key}", ""),
        tuple(rows),
        frozenset(hidden),
        beside,
    )


def _tells_too_much(summary: Summary) -> bool:
    """Whether a distribution would point at few people: too few in all, or in one of its cells."""
    if summary.measure == "text" or not summary.counts:
        return False
    return not summary.enough or any(0 < count < LEAST_CELL for count in summary.counts.values())


def words_of(item: Item, texts: Mapping[str, str]) -> dict[str, str]:
    """{value: what testers read}, in the order of the question; points of a scale may have no words."""
    kind = kind_of(item)
    values = kind.values(item) or []
    words = {value: texts.get(kind.word_key(item, value) or "", "") for value in values}
    return words if kind.measure in SCALES else {value: text or value for value, text in words.items()}
