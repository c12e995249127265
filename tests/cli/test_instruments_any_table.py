"""Whatever stands in a table: it is scored, every row is accounted for, or it is refused with a sentence."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livinglab.cli.instruments.report import as_json, report_on
from livinglab.domain.instruments.registry import INSTRUMENTS
from livinglab.domain.instruments.tables.reading import read
from livinglab.domain.instruments.tables.table import Options, Table, Unclear
from tests.thorough import examples

HEADS = {
    "kano": ["functional", "dysfunctional"],
    "van-westendorp": ["too cheap", "cheap", "expensive", "too expensive"],
    "gabor-granger": ["5", "10", "€20"],
    "maxdiff": ["respondent", "set", "item", "best", "worst"],
}
CELLS = st.sampled_from([
    "1", "2", "3", "4", "5", "7", "0", "-3", "10", "11", "yes", "no", "", "n/a", "Agree", "5 - Strongly agree",
    "1 - like", "dislike", "€5", "5,50 kr", "1.500", "abc", "3.5", "1e9", "9" * 20, "−2", "٣", "a;b;c", "a", "-", "(5)",
    "nan", "🙂",
])  # fmt: skip


@st.composite
def tables(draw, name: str) -> Table:
    count = len(INSTRUMENTS[name].items)
    head = [*HEADS.get(name, [f"q{number}" for number in range(1, count + 1)]), "land"]
    cells = st.sampled_from(draw(st.lists(CELLS, min_size=1, max_size=5)))
    rows = draw(st.lists(st.lists(cells, min_size=len(head), max_size=len(head)), max_size=12))
    return Table.of(head, rows, range(2, len(rows) + 2))


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_any_table_is_scored_or_refused(name):
    @settings(max_examples=examples(60), deadline=None)
    @given(tables(name))
    def check(table: Table) -> None:
        try:
            report = report_on(name, read(name, table, Options(by="land")), "land", 10, False, (), ())
        except Unclear:
            return
        json.dumps(as_json(report), allow_nan=False)
        parts = [part for part in (report.whole, *report.groups) if part is not None]
        for part in parts:
            excluded = sum(map(len, part.scored.excluded.values()))
            assert part.scored.valid_n + excluded == part.scored.n
        if report.whole is not None:
            assert sum(part.scored.n for part in report.groups) == report.whole.scored.n
            assert sum(part.scored.valid_n for part in report.groups) == report.whole.scored.valid_n

    check()
