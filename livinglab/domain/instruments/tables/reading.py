"""Which table belongs to which instrument: how it is read, and the layout it should have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from livinglab.domain.instruments.registry import INSTRUMENTS, Instrument
from livinglab.domain.instruments.tables.choices import read_choices
from livinglab.domain.instruments.tables.demand import read_demand
from livinglab.domain.instruments.tables.features import read_kano
from livinglab.domain.instruments.tables.four_prices import read_four_prices
from livinglab.domain.instruments.tables.scales import read_one, read_sus, read_tam, read_ueq
from livinglab.domain.instruments.tables.table import Options, Table, Taken


@dataclass(frozen=True)
class Layout:
    """How a table is read, and in words which columns it should have."""

    read: Callable[[Instrument, Table, Options], Taken]
    columns: str


LAYOUTS: Mapping[str, Layout] = {
    "sus": Layout(read_sus, "10 items in order, 1 (strongly disagree) to 5 (strongly agree), as answered"),
    "ueq": Layout(read_ueq, "26 items in order, 1 to 7 from left to right as on the form, or −3 to +3"),
    "ueq-s": Layout(read_ueq, "8 items in order, 1 to 7 with the bad word on the left, or −3 to +3"),
    "nps": Layout(read_one, "one column, 0 to 10"),
    "csat": Layout(read_one, "one column, 1 (very dissatisfied) to 5 (very satisfied)"),
    "purchase-intent": Layout(read_one, "one column, 1 (definitely would not buy) to 5 (definitely would buy)"),
    "kano": Layout(
        read_kano,
        "two per feature, functional and dysfunctional: like, must-be, neutral, live-with, dislike, or 1 to 5",
    ),
    "van-westendorp": Layout(read_four_prices, "four prices: too cheap, cheap, expensive, too expensive"),
    "gabor-granger": Layout(
        read_demand,
        "a column per price, named by it, with yes/no, 1/0 or an intent 1 to 5; or price, accept, respondent",
    ),
    "maxdiff": Layout(
        read_choices, "respondent, set, item, best, worst (a row per item, 1/0); or shown, best, worst (a row per set)"
    ),
    "tam": Layout(
        read_tam, "6 items of usefulness, 6 of ease of use, then any of intention, 1 to 7 (7 agrees, is likely)"
    ),
}


def read(name: str, table: Table, options: Options) -> Taken:
    """The answers to an instrument in a table. `Unclear` when it can be read in several ways, or in none."""
    return LAYOUTS[name].read(INSTRUMENTS[name], table, options)
