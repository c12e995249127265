"""A report in words and columns, for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from textwrap import wrap
from typing import Any

import click

from livinglab.cli.instruments.report import Part, Report
from livinglab.domain.figures.intervals import Share
from livinglab.domain.instruments.five_points import FivePoints, PurchaseIntent
from livinglab.domain.instruments.gabor_granger import GaborGranger
from livinglab.domain.instruments.kano import CATEGORIES, Kano
from livinglab.domain.instruments.maxdiff import MaxDiff
from livinglab.domain.instruments.nps import Nps
from livinglab.domain.instruments.registry import INSTRUMENTS
from livinglab.domain.instruments.scored import REASONS
from livinglab.domain.instruments.spread import Spread
from livinglab.domain.instruments.sus import Sus
from livinglab.domain.instruments.tam import Tam
from livinglab.domain.instruments.ueq import Ueq
from livinglab.domain.instruments.van_westendorp import ITEMS, VanWestendorp

_WIDTH, _MOST_ROWS, _MOST_SCORES = 100, 5, 30


def print_report(report: Report) -> None:
    """Print what was read how, then everybody, then each group."""
    click.echo(INSTRUMENTS[report.name].title)
    pairs = "; ".join(f"{item} = {column}" for item, column in report.taken.columns.items())
    _say(f"Columns {report.taken.how}: {pairs}", "  ")
    if report.left_out:
        _say(f"Not used: {', '.join(report.left_out)}", "  ")
    for notice in report.notices:
        _say(notice, "  ")
    if report.whole is not None:
        _print_part("All" if report.by is not None else "", report.whole)
    for part in report.groups:
        _print_part(f"{report.by}: {part.group if part.group is not None else '(none)'}", part)


def _print_part(title: str, part: Part) -> None:
    scored = part.scored
    people = "" if part.people is None else f" from {part.people} people"
    click.echo()
    if title:
        click.echo(title)
    click.echo(f"  n {scored.n}, valid n {scored.valid_n}{people}")
    for reason, places in scored.excluded.items():
        rows = ", ".join(str(part.numbers[place]) for place in places[:_MOST_ROWS])
        more = ", …" if len(places) > _MOST_ROWS else ""
        click.echo(f"  not valid: {len(places)}, {REASONS[reason]} (row {rows}{more})")
    if scored.valid_n:
        next(show for kind, show in _SHOWN if isinstance(scored, kind))(scored, part)
    for note in part.notes:
        _say(note, "  ! ")


def _say(text: str, before: str) -> None:
    click.echo(
        "\n".join(
            wrap(text, _WIDTH, initial_indent=before, subsequent_indent=" " * (len(before) + 2), break_on_hyphens=False)
        )
    )


def figure(value: float | None, decimals: int = 2) -> str:
    """A number; a dash where there is none."""
    return "–" if value is None else f"{round(value, decimals) + 0.0:.{decimals}f}".replace("-", "−")


def _signed(value: int) -> str:
    return f"{value:+d}".replace("-", "−")


def _price(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")


def _percent(share: Share | None) -> str:
    if share is None:
        return "–"
    return f"{100 * share.share:.1f} % ({100 * share.low:.1f}–{100 * share.high:.1f})"


def _spread(spread: Spread) -> str:
    interval = "no interval" if spread.low is None else f"95 % {figure(spread.low)} to {figure(spread.high)}"
    return f"mean {figure(spread.mean)}, sd {figure(spread.sd)}, {interval}"


def _counts(counts: Mapping[int, int]) -> str:
    return ", ".join(f"{point}: {count}" for point, count in counts.items())


def _show_sus(scored: Sus, part: Part) -> None:
    click.echo(f"  score         {_spread(scored.score)}")
    click.echo(
        f"  grade {scored.grade}, percentile {figure(scored.percentile, 1)}, nearest adjective “{scored.adjective}”"
    )
    click.echo(f"  usability     {_spread(scored.usability)}")
    click.echo(f"  learnability  {_spread(scored.learnability)}")
    if scored.valid_n <= _MOST_SCORES:
        each = (f"row {part.numbers[at]}: {value:g}" for at, value in zip(scored.places, scored.scores, strict=True))
        _say(f"scores: {', '.join(each)}", "  ")


def _show_ueq(scored: Ueq, part: Part) -> None:
    for scale in scored.scales:
        levels = ", ".join(f"{name}: {level}" for name, level in scale.benchmark.items())
        benchmark = f"; benchmark {levels}" if levels else ""
        click.echo(f"  {scale.key:<15} n {scale.spread.n}, {_spread(scale.spread)}, alpha {figure(scale.alpha)}")
        click.echo(f"  {'':<15} {scale.verdict or 'no figure'}{benchmark}")
    if scored.suspicious:
        rows = ", ".join(str(part.numbers[place]) for place in scored.suspicious[:_MOST_ROWS])
        click.echo(
            f"  suspicious: {len(scored.suspicious)} (row {rows}{', …' if len(scored.suspicious) > _MOST_ROWS else ''})"
        )


def _show_nps(scored: Nps, _part: Part) -> None:
    interval = "" if scored.low is None else f", 95 % {figure(scored.low)} to {figure(scored.high)} (adjusted Wald)"
    click.echo(f"  NPS {figure(scored.score)}{interval}")
    for name in ("promoters", "passives", "detractors"):
        share = getattr(scored, name)
        click.echo(f"  {name:<11} {share.count}, {_percent(share)}")
    click.echo(f"  answers     {_spread(scored.answers)}")
    click.echo(f"  counts      {_counts(scored.counts)}")


def _show_five_points(scored: FivePoints, _part: Part) -> None:
    click.echo(f"  top two  {_percent(scored.top_two)}")
    click.echo(f"  top one  {_percent(scored.top_one)}")
    click.echo(f"  answers  {_spread(scored.answers)}")
    click.echo(f"  counts   {_counts(scored.counts)}")
    if isinstance(scored, PurchaseIntent):
        for weights, value in scored.calibrated.items():
            click.echo(f"  calibrated with weights {weights}: {figure(value and 100 * value, 1)} %")
        low, high = (figure(end and 100 * end, 1) for end in (scored.calibrated_low, scored.calibrated_high))
        click.echo(f"  calibrated, range over these sets: {low}–{high} %")


def _show_kano(scored: Kano, _part: Part) -> None:
    for one in scored.features:
        counts = ", ".join(f"{letter} {count}" for letter, count in one.counts.items())
        category = f"{one.category} ({CATEGORIES[one.category]})" if one.category else "no category"
        click.echo(f"  {one.feature}: {category}; better {figure(one.better, 4)}, worse {figure(one.worse, 4)}")
        click.echo(f"    valid n {one.valid_n} of {one.n}: {counts}")
        for reason, places in one.excluded.items():
            click.echo(f"    not valid: {len(places)}, {REASONS[reason]}")


def _show_van_westendorp(scored: VanWestendorp, _part: Part) -> None:
    for item, median in zip(ITEMS, scored.medians, strict=True):
        if median is not None:
            ends = (
                ""
                if median.low is None or median.high is None
                else f" (95 % {_price(median.low)} to {_price(median.high)})"
            )
            click.echo(f"  median {item:<14} {_price(median.median)}{ends}")
    if scored.points is None:
        return
    points = scored.points
    for name, crossing in (
        ("indifference price (IDP)", points.indifference), ("optimal price (OPP)", points.optimal),
        ("range, original, from", points.original_low), ("range, original, to", points.original_high),
        ("range, narrower, from", points.narrower_low), ("range, narrower, to", points.narrower_high),
    ):  # fmt: skip
        until = "" if crossing.until is None else f", the curves run together until {_price(crossing.until)}"
        above = f"first price above: {_price(crossing.first_above)}"
        click.echo(f"  {name:<25} {_price(crossing.price)} (interpolated{until}; {above})")
    click.echo("  original: not cheap × too cheap to too expensive × not expensive")
    click.echo("  narrower: expensive × too cheap to too expensive × cheap")


def _show_gabor_granger(scored: GaborGranger, _part: Part) -> None:
    for row in scored.prices:
        asked = 0 if row.demand is None else row.demand.n
        index = "–" if row.revenue_index is None else _price(row.revenue_index)
        click.echo(f"  price {_price(row.price):<10} n {asked}, demand {_percent(row.demand)}, revenue index {index}")
    tied = f" (equal: {', '.join(map(_price, scored.tied))})" if scored.tied else ""
    click.echo(
        f"  optimum {'none: nobody accepts a price' if scored.optimum is None else _price(scored.optimum)}{tied}"
    )


def _show_maxdiff(scored: MaxDiff, _part: Part) -> None:
    for one in scored.items:
        shown = "" if one.shown is None else f", shown {one.shown}"
        shares = f", best {figure(one.best_share)}, worst {figure(one.worst_share)} of shown, score {figure(one.score)}"
        click.echo(
            f"  {one.item}: best − worst {_signed(one.best_minus_worst)} (best {one.best}, worst {one.worst}{shown})"
            f"{shares if one.shown is not None else ''}"
        )


def _show_tam(scored: Tam, _part: Part) -> None:
    for scale in scored.scales:
        click.echo(
            f"  {scale.key:<22} n {scale.spread.n}, {_spread(scale.spread)}, Cronbach's alpha {figure(scale.alpha)}"
        )


_SHOWN: tuple[tuple[type, Callable[[Any, Part], None]], ...] = (
    (Sus, _show_sus),
    (Ueq, _show_ueq),
    (Nps, _show_nps),
    (FivePoints, _show_five_points),
    (Kano, _show_kano),
    (VanWestendorp, _show_van_westendorp),
    (GaborGranger, _show_gabor_granger),
    (MaxDiff, _show_maxdiff),
    (Tam, _show_tam),
)
