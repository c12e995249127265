"""Figures as a page shows them: a chart, and the same figures in a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from livinglab.comparison.publishing import LEAST_CELL, Comparison, Market, Question
from livinglab.domain.charts.points import PointChart, mean_chart, median_chart
from livinglab.domain.charts.quota import QuotaBar, quota_bar
from livinglab.domain.charts.scale import ScaleChart, scale_chart
from livinglab.domain.charts.shares import ShareChart, share_chart
from livinglab.domain.figures.best_worst import BestWorstFigure, best_worst_figures
from livinglab.domain.figures.intervals import Share
from livinglab.domain.figures.summary import SCALES, Summary
from livinglab.domain.questionnaire.kinds.registry import kind_of
from livinglab.foundation import languages
from livinglab.foundation.languages import number, percent

Row = list[str]
NOTHING = "–"
_WHAT = "What"


@dataclass(frozen=True)
class Table:
    """Cells as text, the first of each row names it; `numbers` are indexes of columns that hold figures."""

    head: list[str]
    rows: list[Row]
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Shown:
    """One question on the page. Charts that do not fit its kind are None; `sentences` say what cannot be said."""

    question: Question
    table: Table
    sentences: list[str]
    scale: ScaleChart | None = None
    means: PointChart | None = None
    shares: ShareChart | None = None
    medians: list[tuple[str, PointChart]] = field(default_factory=list)  # (unit or currency, chart)
    texts: list[tuple[Market, int]] = field(default_factory=list)  # how many wrote something


@dataclass(frozen=True)
class Battery:
    """A question with several variables: one table of them all, and each by itself in `parts`."""

    key: str
    label: str
    table: Table
    parts: list[Shown]
    best_worst: bool = False


@dataclass(frozen=True)
class ShownMarket:
    """One market in the overview."""

    market: Market
    bar: QuotaBar
    response_rate: str
    missing: int


def markets_shown(comparison: Comparison) -> list[ShownMarket]:
    """The overview: answers against quota, response rate, how many are missing for the first figure."""
    return [
        ShownMarket(
            market,
            quota_bar(market.n, market.quota, market.minimum_n),
            rate_of(market.response_rate),
            max(0, market.minimum_n - market.n),
        )
        for market in comparison.markets
    ]


def rate_of(rate: float | None) -> str:
    """A response rate. Some who answered are never 0 %, and some who did not are never 100 %."""
    if rate is None or not 0 < rate < 1:
        return percent(rate)
    if rate < 0.001:
        return f"under {percent(0.001, 1)}"
    if rate >= 0.999:
        return f"over {percent(0.999, 1)}"
    return percent(rate, 1 if rate < 0.01 or rate > 0.99 else 0)


def sections_shown(comparison: Comparison) -> list[tuple[str, list[Shown | Battery]]]:
    """(title, questions) of each section, in the order of the questionnaire."""
    return [
        (title, list(_questions_shown(list(questions))))
        for title, questions in groupby(comparison.questions, key=lambda question: question.section)
    ]


def _questions_shown(variables: Sequence[Question]) -> Iterator[Shown | Battery]:
    """Variables of one question together, where they are of one kind and only differ by what they are about."""
    for asked, group in groupby(variables, key=lambda variable: variable.item.question):
        together = list(group)
        if kind_of(asked).measure:
            yield from (shown(variable) for variable in together)
        elif asked.kind == "best_worst":
            yield Battery(asked.key, _label_of(together), _best_worst_table(together), [], best_worst=True)
        else:
            parts = [shown(variable) for variable in together]
            yield Battery(asked.key, _label_of(together), _battery_table(together), parts)


def _label_of(together: Sequence[Question]) -> str:
    """What all of them have in common."""
    return together[0].label.removesuffix(f" – {together[0].part}")


def _battery_table(together: Sequence[Question]) -> Table:
    """One row per statement, one column per market: the mean with its interval."""
    markets = [market for market, _ in together[0].rows]
    rows = [[variable.part, *(_mean_cell(summary) for _, summary in variable.rows)] for variable in together]
    return Table([_WHAT, *(market.name for market in markets)], rows, tuple(range(1, len(markets) + 1)))


def _mean_cell(summary: Summary) -> str:
    if summary.mean is None:
        return f"too few (n = {number(summary.n)})"
    return f"{number(summary.mean, 2)} ({_interval(summary.low, summary.high, 2)}), n = {number(summary.n)}"


def _best_worst_table(together: Sequence[Question]) -> Table:
    """One row per option, one column per market: how much more often it was best than worst, of the times it was seen.
    The order is that of all markets together."""
    words = {value: text for variable in together for value, text in variable.words.items()}
    sets = list(zip(together[::2], together[1::2], strict=True))
    columns, head = [], [_WHAT]
    for at, (market, _) in enumerate(together[0].rows):
        answered = max(summary.n for best, _ in sets for summary in [best.rows[at][1]])
        held_back = any(market.id in variable.hidden for variable in together)
        enough = not held_back and any(best.rows[at][1].enough for best, _ in sets)
        chosen = [(list(best.words), best.rows[at][1].counts, worst.rows[at][1].counts) for best, worst in sets]
        columns.append({f.key: f for f in best_worst_figures(chosen)} if enough else {})
        head.append(f"{market.name} (n = {number(answered)})")
    mean = {key: sum(c[key].score or 0 for c in columns if key in c) for key in words}
    rows = [
        [words[key], *(_score_cell(column.get(key)) for column in columns)]
        for key in sorted(words, key=lambda key: -mean[key])
    ]
    return Table(head, rows, tuple(range(1, len(head))))


def _score_cell(figure: BestWorstFigure | None) -> str:
    if figure is None or figure.score is None:
        return "too few"
    chosen = f"{number(figure.best)} best, {number(figure.worst)} worst of {number(figure.shown)}"
    return f"{number(figure.score, 2).replace('-', '−')} ({chosen})"


def shown(question: Question) -> Shown:
    """Chart and table of one question."""
    named = [(market.name, summary) for market, summary in question.rows]
    visible = [(market.name, summary) for market, summary in question.rows if market.id not in question.hidden]
    sentences = _sentences(question)
    if question.measure == "text":
        texts = [(market, summary.n) for market, summary in question.rows]
        return Shown(question, _text_table(question), sentences, texts=texts)
    if question.measure == "amount":
        return Shown(question, _amount_table(question), sentences, medians=_medians(question))
    if question.measure == "date":
        return Shown(question, _date_table(question), sentences)
    if question.measure in SCALES:
        return Shown(
            question,
            _scale_table(question),
            sentences,
            scale=scale_chart(visible, question.words),
            means=mean_chart(named, question.words),
        )
    return Shown(question, _choice_table(question), sentences, shares=share_chart(visible, question.words))


def _sentences(question: Question) -> list[str]:
    """What cannot be said, in whole sentences. That there are too few answers stands in the charts themselves."""
    alike = [f"{market.name}: everybody gave the same answer." for market, summary in question.rows if summary.alike]
    held = [market.name for market, summary in question.rows if market.id in question.hidden and summary.enough]
    beside = [(market.name, question.not_applicable.get(market.id, 0)) for market, _ in question.rows]
    alike += [f"{name}: {number(n)} said that it does not apply." for name, n in beside if n]
    if held:
        alike.append(
            f"{', '.join(held)}: how the answers are spread is not shown, because some were given by fewer than "
            f"{LEAST_CELL} people."
        )
    return alike


def _medians(question: Question) -> list[tuple[str, PointChart]]:
    """One chart for each unit: prices in different currencies never share an axis."""
    units: dict[str, list[tuple[str, Summary]]] = {}
    for market, summary in question.rows:
        units.setdefault(unit_in(question, market), []).append((market.name, summary))
    return [(unit, median_chart(rows)) for unit, rows in units.items()]


def unit_in(question: Question, market: Market) -> str:
    """What an amount is counted in: the market's currency for a price, else the question's unit."""
    return market.currency if question.kind == "price" else question.unit


def _interval(low: float | None, high: float | None, decimals: int) -> str:
    if low is None or high is None:
        return NOTHING
    return f"{number(low, decimals)}–{number(high, decimals)}"


def _share(share: Share | None) -> str:
    if share is None:
        return NOTHING
    return f"{percent(share.share)} ({percent(share.low)}–{percent(share.high)})"


def _scale_table(question: Question) -> Table:
    points = list(question.words)
    words = [f"{value} {text}".strip() for value, text in question.words.items()]
    head = ["Market", "n", "Mean", "95 % interval", "Median", "Top two", *words]
    rows = []
    for market, summary in question.rows:
        row = [market.name, number(summary.n), number(summary.mean, 2), _interval(summary.low, summary.high, 2)]
        row += [number(summary.median, _decimals(summary.median)), _share(summary.top_two)]
        row += [_cell(summary, point) for point in points]
        rows.append(row)
    return Table(head, rows, tuple(range(1, len(head))))


def _cell(summary: Summary, value: str) -> str:
    """How many, and what share of all, where shares may be shown."""
    if not summary.counts:
        return NOTHING
    count = number(summary.counts.get(value, 0))
    return f"{count} ({percent(summary.shares[value].share)})" if summary.shares and value in summary.shares else count


def _choice_table(question: Question) -> Table:
    """One row per answer, one column per market: shares with their interval, or bare counts below the minimum."""
    head = ["Answer", *(f"{market.name} (n = {number(summary.n)})" for market, summary in question.rows)]
    keys = dict.fromkeys(question.words)
    for _, summary in question.rows:
        keys.update(dict.fromkeys(summary.counts))
    rows = [
        [question.words.get(key, key), *(_choice_cell(summary, key) for _, summary in question.rows)] for key in keys
    ]
    return Table(head, rows, tuple(range(1, len(head))))


def _choice_cell(summary: Summary, value: str) -> str:
    if summary.shares and value in summary.shares:
        return f"{number(summary.counts.get(value, 0))} · {_share(summary.shares[value])}"
    return number(summary.counts.get(value, 0)) if summary.counts else NOTHING


def _amount_table(question: Question) -> Table:
    head = ["Market", "In", "n", "Median", "95 % interval", "Middle half", "Mean", "95 % interval of the mean"]
    rows = [
        [
            market.name,
            unit_in(question, market) or NOTHING,
            number(s.n),
            number(s.median, _decimals(s.median)),
            _interval(s.median_low, s.median_high, _decimals(s.median_low, s.median_high)),
            _interval(s.lower_quartile, s.upper_quartile, _decimals(s.lower_quartile, s.upper_quartile)),
            number(s.mean, 2),
            _interval(s.low, s.high, 2),
        ]
        for market, s in question.rows
    ]
    return Table(head, rows, tuple(range(2, len(head))))


def _date_table(question: Question) -> Table:
    """Days in the middle; the first and the last only where the spread of answers may be shown."""
    head = ["Market", "n", "Median", "Middle half", "First and last"]
    rows = []
    for market, s in question.rows:
        days = list(s.counts)
        ends = f"{_day(days[0])} – {_day(days[-1])}" if s.enough and days else NOTHING
        rows.append(
            [market.name, number(s.n), _nth(s.median), f"{_nth(s.lower_quartile)} – {_nth(s.upper_quartile)}", ends]
        )
    return Table(head, rows, (1,))


def _nth(day: float | None) -> str:
    """A day by its number; between two days it is the earlier one."""
    return NOTHING if day is None else languages.date(date.fromordinal(int(day)))


def _day(written: str) -> str:
    return languages.date(date.fromisoformat(written))


def _text_table(question: Question) -> Table:
    return Table(["Market", "Wrote something"], [[m.name, number(s.n)] for m, s in question.rows], (1,))


def _decimals(*figures: float | None) -> int:
    """None for whole figures, else one or two."""
    known: Sequence[float] = [figure for figure in figures if figure is not None]
    return next((places for places in (0, 1) if all(round(f, places) == f for f in known)), 2)
