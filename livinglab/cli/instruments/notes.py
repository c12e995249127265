"""Sentences that must stand beside figures: what they rest on, and what they do not say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from livinglab.domain.instruments.gabor_granger import GaborGranger
from livinglab.domain.instruments.maxdiff import MaxDiff
from livinglab.domain.instruments.nps import Nps
from livinglab.domain.instruments.scored import SMALL_BASE, Scored
from livinglab.domain.instruments.spread import Spread
from livinglab.domain.instruments.sus import Sus
from livinglab.domain.instruments.tam import Tam
from livinglab.domain.instruments.ueq import Ueq
from livinglab.domain.instruments.van_westendorp import VanWestendorp


def base_of(scored: Scored, people: int | None) -> int:
    """How many people figures rest on; `people` where rows are not people."""
    return scored.valid_n if people is None else min(people, scored.valid_n)


def notes_on(
    name: str, scored: Scored, people: int | None, minimum_n: int, settings: Mapping[str, Any]
) -> tuple[str, ...]:
    """What to say about one group's figures; `people` as in `Part`."""
    base = base_of(scored, people)
    if not scored.valid_n:
        return ("No row counts, so there is no figure.",)
    notes = [f"Small base: {base} of the {SMALL_BASE} that figures should rest on."] if base < SMALL_BASE else []
    notes += _alike(scored)
    if isinstance(scored, Nps):
        notes += _on_nps(scored, minimum_n)
    elif isinstance(scored, Ueq):
        notes += _on_ueq(name, scored, bool(settings.get("drop_suspicious")))
    elif isinstance(scored, VanWestendorp):
        notes += _on_prices(scored, minimum_n)
    elif isinstance(scored, GaborGranger):
        notes += _on_demand(scored)
    elif isinstance(scored, MaxDiff):
        notes += _on_choices(scored)
    elif isinstance(scored, Tam) and scored.partly:
        notes.append(f"{_rows(len(scored.partly))} only in the scales that were answered completely.")
    elif name == "purchase-intent":
        notes.append("No weights hold for every product and market: read calibrated intent as a range.")
    return tuple(notes)


def _alike(scored: Scored) -> list[str]:
    """Where everybody gave the same answer."""
    spreads: list[Spread] = [scored.score] if isinstance(scored, Sus) else []
    if not isinstance(scored, Sus) and isinstance(answers := getattr(scored, "answers", None), Spread):
        spreads = [answers]
    if isinstance(scored, Ueq | Tam):
        spreads = [scale.spread for scale in scored.scales]
    if any(spread.sd == 0 for spread in spreads):
        return ["Everybody scored the same somewhere: an interval without width is no certainty."]
    return []


def _on_nps(scored: Nps, minimum_n: int) -> list[str]:
    notes = ["Do not rank countries by it alone: people of different countries use the ends of scales differently."]
    if scored.low is None:
        notes.insert(0, f"No interval below {minimum_n} answers: {minimum_n - scored.valid_n} more are needed.")
    return notes


def _on_ueq(name: str, scored: Ueq, dropped: bool) -> list[str]:
    notes = []
    if scored.suspicious:
        count = len(scored.suspicious)
        what = "were left out" if dropped else "count; --drop-suspicious leaves them out"
        notes.append(f"{count} rows look careless: wide apart within scales, or one answer throughout. They {what}.")
    if scored.partly:
        notes.append(f"{_rows(len(scored.partly))} only in the scales that were answered completely.")
    if name == "ueq-s":
        notes.append("The short form has no benchmark. Use the overall mean with care.")
    elif any(len(set(scale.benchmark.values())) > 1 for scale in scored.scales):
        notes.append("The two generations of the benchmark differ: say which one you use.")
    if any(scale.alpha is None for scale in scored.scales):
        notes.append("Alpha needs two people, and items that were not answered alike by everybody.")
    return notes


def _on_prices(scored: VanWestendorp, minimum_n: int) -> list[str]:
    if scored.points is not None:
        return ["Crossings are interpolated between the prices given; the first price above stands beside each."]
    more = minimum_n + 1 - scored.valid_n
    return [f"With {minimum_n} people or fewer there are the four medians, no curves: {more} more are needed."]


def _on_demand(scored: GaborGranger) -> list[str]:
    notes = []
    if scored.tied:
        notes.append("Several prices bring equally much; the optimum is the lowest of them.")
    if scored.inconsistent:
        notes.append(f"{_rows(len(scored.inconsistent))}, though a price is accepted after a lower one was refused.")
    if scored.partly:
        notes.append(
            f"{_rows(len(scored.partly))} only at the prices answered. If prices were asked one after the other "
            "depending on the answers, fill in what follows from them first."
        )
    return notes


def _on_choices(scored: MaxDiff) -> list[str]:
    notes = []
    if scored.best_missing or scored.worst_missing:
        missing = f"Sets without a best: {scored.best_missing}, without a worst: {scored.worst_missing}"
        notes.append(f"{missing}. A missing answer stays missing.")
    return notes


def _rows(count: int) -> str:
    return f"{count} row counts" if count == 1 else f"{count} rows count"
