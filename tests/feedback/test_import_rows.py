"""Reading rows: who a row is, what it says, which are refused and why; the same file is known again."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from flask import Flask

from livinglab.feedback import counting, imports, queries, rows, work
from livinglab.feedback.models import Import, Response, StagedResponse
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.rounds.models import Round
from tests.cast import Cast
from tests.feedback.trial import market_of, round_of

HEAD = ["poverty", "religion", "degree", "age", "country", "gender"]
ROWS = [
    ["Too Little", "yes", "no", "44", "Sweden", "male"],
    ["About Right", "no", "yes", "30", "Germany", "female"],
    ["Too Little", "yes", "no", "44", "Sweden", "male"],
    ["Too Much", "", "NA", "71", "Deutschland", "female"],
]


def csv_of(head: list[str], table: list[list[str]], separator: str = ",", encoding: str = "utf-8") -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator)
    writer.writerow(head)
    writer.writerows(table)
    return out.getvalue().encode(encoding)


def keys(content: bytes) -> list[str]:
    return list(rows.keys_of(7, rows.table_of(content)))


def test_equal_rows_of_different_people_have_different_keys() -> None:
    assert len(set(keys(csv_of(HEAD, ROWS)))) == 4


def test_the_same_rows_are_known_again_however_the_file_was_saved() -> None:
    plain = keys(csv_of(HEAD, ROWS))
    turned = csv_of(HEAD[::-1], [row[::-1] for row in ROWS])
    beside = csv_of([*HEAD, "", "notes"], [[*row, "", ""] for row in ROWS])
    for again in (
        csv_of(HEAD, ROWS, ";"),
        csv_of(HEAD, ROWS, "\t", "utf-16"),
        csv_of(HEAD, ROWS, ";", "utf-8-sig"),
        b"sep=;\r\n" + csv_of(HEAD, ROWS, ";"),
        turned,
        beside,
        csv_of([name.upper() for name in HEAD], ROWS),
        csv_of(HEAD, ROWS).replace(b"\n", b"\r\n") + b"\r\n;;;\r\n,,,,,\r\n",
    ):
        assert keys(again)[:4] == plain
    assert sorted(keys(csv_of(HEAD, ROWS[::-1]))) == sorted(plain)


def test_another_word_or_another_round_is_another_key() -> None:
    other = [[*ROWS[0][:3], "45", *ROWS[0][4:]], *ROWS[1:]]
    assert keys(csv_of(HEAD, other))[0] not in keys(csv_of(HEAD, ROWS))
    table = rows.table_of(csv_of(HEAD, ROWS))
    assert not set(rows.keys_of(8, table)) & set(rows.keys_of(7, table))


def test_a_file_comes_in_and_is_counted(short_round: Round) -> None:
    ended = work.import_file(short_round, csv_of(HEAD, ROWS), "people.csv")
    assert (ended.total, ended.added, ended.known, ended.refused) == (4, 4, 0, 0)
    sweden, germany = market_of(short_round, "SE").id, market_of(short_round, "DE").id
    counts = queries.counts_of_round(short_round.id)
    assert counts[sweden]["age"] == {"": 2, "44": 2}
    assert counts[germany]["poverty"] == {"": 2, "about-right": 1, "too-much": 1}
    assert counts[germany]["religion"] == {"": 1, "no": 1}
    again = counting.counted_again(short_round.id)
    for market_id, items in counts.items():
        assert {(i, v): n for i, vs in items.items() for v, n in vs.items()} == dict(again[market_id])
    stored = db.session.scalars(queries.responses_of(short_round.id)).all()
    assert {r.source for r in stored} == {"import"}
    assert {r.import_id for r in stored} == {ended.import_id}
    assert len({r.receipt for r in stored}) == 4
    assert db.session.query(StagedResponse).count() == 0


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_same_file_again_adds_nothing(short_round: Round, separator: str) -> None:
    work.import_file(short_round, csv_of(HEAD, ROWS), "people.csv")
    before = queries.counts_of_round(short_round.id)
    turned = csv_of(HEAD[::-1], [row[::-1] for row in ROWS], separator, "utf-8-sig")
    ended = work.import_file(short_round, turned, "again.csv")
    assert (ended.added, ended.known) == (0, 4)
    assert queries.counts_of_round(short_round.id) == before


def test_a_longer_file_adds_only_what_is_new(short_round: Round) -> None:
    work.import_file(short_round, csv_of(HEAD, ROWS), "people.csv")
    ended = work.import_file(short_round, csv_of(HEAD, [*ROWS, ROWS[0], ROWS[1]]), "more.csv")
    assert (ended.added, ended.known) == (2, 4)


def test_one_bad_row_stops_everything_and_is_named(short_round: Round) -> None:
    bad = [*ROWS, ["Too Little", "yes", "no", "old", "Sweden", "male"]]
    with pytest.raises(Refused) as refused:
        work.import_file(short_round, csv_of(HEAD, bad), "people.csv")
    assert any("1 of 5 rows would be refused" in reason for reason in refused.value.reasons)
    assert any("Row 6:" in reason and "“old” is not a number" in reason for reason in refused.value.reasons)
    assert queries.answers_by_market([short_round.id]) == {}
    assert db.session.query(Import).count() == 0


WITH_GAPS = (
    b"poverty,age,country,notes\r\n"
    b'Too Little,44,Sweden,"two\r\nlines"\r\n'
    b"\r\n"
    b"Too Little,old,Sweden,here\r\n"
    b",,,\r\n"
    b"Too Much,30,Mars,there\r\n"
)


def test_a_refused_row_is_named_by_the_number_a_spreadsheet_program_shows(short_round: Round) -> None:
    with pytest.raises(Refused, match=r"Row 4: .*“old”.* Row 6: .*“Mars”"):
        work.import_file(short_round, WITH_GAPS, "people.csv")


def test_bad_rows_are_left_out_when_somebody_says_so(short_round: Round) -> None:
    bad = [["?", "yes", "no", "1", "Sweden", "male"], *ROWS, ["Too Little", "yes", "no", "2", "Mars", "male"]]
    ended = work.import_file(short_round, csv_of(HEAD, bad), "people.csv", leaves_out=True)
    assert (ended.total, ended.added, ended.refused) == (6, 4, 2)


def test_what_cannot_be_guessed_is_asked_for_in_sentences(short_round: Round) -> None:
    with pytest.raises(Refused) as refused:
        work.import_file(short_round, csv_of(["a", "b"], [["1", "2"]]), "people.csv")
    sentences = refused.value.reasons
    assert "Say which column tells the country of a row." in sentences
    assert any("Is what is done against poverty" in sentence for sentence in sentences)


def test_a_round_in_one_market_needs_no_column_for_it(cast: Cast, short_round: Round) -> None:
    alone = round_of(cast.norrsken, (("SE", "en", "SEK"),), code="alone")
    alone.version_id = short_round.version_id
    db.session.flush()
    db.session.refresh(alone)
    ended = work.import_file(alone, csv_of(["poverty", "age"], [["Too Little", "44"], ["Too Much", "20"]]), "se.csv")
    assert queries.answers_by_market([alone.id]) == {market_of(alone, "SE").id: 2}
    assert ended.added == 2


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"poverty,age\n", b"PK\x03\x04\x00\x00"])
def test_what_is_no_table_is_refused_in_words(short_round: Round, content: bytes) -> None:
    with pytest.raises(Refused):
        work.import_file(short_round, content, "people.csv")
    assert db.session.query(Import).count() == 0


@pytest.mark.parametrize(
    ("state", "takes"),
    [("recruiting", True), ("running", True), ("closed", True), ("draft", False), ("reported", False)],
)
def test_answers_come_in_from_recruiting_until_the_report(short_round: Round, state: str, takes: bool) -> None:
    short_round.state = state
    db.session.flush()
    if takes:
        assert work.import_file(short_round, csv_of(HEAD, ROWS), "people.csv").added == 4
    else:
        with pytest.raises(Refused):
            work.import_file(short_round, csv_of(HEAD, ROWS), "people.csv")


def test_taking_an_import_back_leaves_the_others_and_the_file_can_come_again(short_round: Round, cast: Cast) -> None:
    first = work.import_file(short_round, csv_of(HEAD, ROWS[:2]), "one.csv")
    work.import_file(short_round, csv_of(HEAD, ROWS), "two.csv")
    before = queries.counts_of_round(short_round.id)
    assert imports.take_back(db.session.get_one(Import, first.import_id), cast.anna) == 2
    db.session.commit()
    counts = queries.counts_of_round(short_round.id)
    again = counting.counted_again(short_round.id)
    for market_id, items in counts.items():
        assert {(i, v): n for i, vs in items.items() for v, n in vs.items()} == dict(again[market_id])
    gone = db.session.query(Response).where(Response.withdrawn_at.is_not(None)).all()
    assert [r.answers for r in gone] == [{}, {}]
    with pytest.raises(Refused, match="nothing to take back"):
        imports.take_back(db.session.get_one(Import, first.import_id), cast.anna)
    assert work.import_file(short_round, csv_of(HEAD, ROWS), "three.csv").added == 2
    assert queries.counts_of_round(short_round.id) == before


def test_a_row_that_came_in_with_other_answers_is_refused(short_round: Round) -> None:
    table = rows.table_of(csv_of(HEAD, ROWS))
    mapping = rows.guess(short_round, table)
    work.import_file(short_round, csv_of(HEAD, ROWS), "people.csv", mapping)
    without_age = {key: column for key, column in mapping.columns.items() if key != "age"}
    other = type(mapping)(mapping.market_column, without_age, mapping.values, mapping.countries)
    with pytest.raises(Refused, match="came in before with other answers"):
        work.import_file(short_round, csv_of(HEAD, ROWS), "people.csv", other)


def test_a_column_that_tells_people_apart_must_be_there(short_round: Round) -> None:
    table = rows.table_of(csv_of(HEAD, ROWS))
    mapping = replace(rows.guess(short_round, table), person_column="who")
    with pytest.raises(Refused, match="the table has no column “who”"):
        work.import_file(short_round, csv_of(HEAD, ROWS), "people.csv", mapping)


def test_progress_is_told_and_ends_at_the_total(short_round: Round, app: Flask) -> None:
    many = [["Too Little", "yes", "no", str(n % 90), "Sweden", "male"] for n in range(2_500)]
    told: list[tuple[int, int]] = []
    work.import_file(
        short_round, csv_of(HEAD, many), "many.csv", progress=lambda done, total: told.append((done, total))
    )
    assert told == [(1000, 2500), (2000, 2500), (2500, 2500)]


WIDE = ["Too Little", "yes", "a comma", *ROWS[0][2:]]


def test_a_row_with_more_cells_than_columns_is_refused_and_not_read_one_column_off(short_round: Round) -> None:
    table = rows.table_of(csv_of(HEAD, [WIDE, [*ROWS[1], "", ""], *ROWS[2:]]))
    found = rows.preview(short_round, rows.guess(short_round, table), table)
    assert found.refused == [(2, [rows.TOO_WIDE])]
    assert found.added == 3
    with pytest.raises(Refused, match=r"Row 2: This row has more cells than the head"):
        work.import_file(short_round, csv_of(HEAD, [WIDE, *ROWS]), "people.csv")


def test_what_stands_in_a_row_that_is_too_wide_needs_no_meaning(short_round: Round) -> None:
    table = rows.table_of(csv_of(HEAD, [WIDE, *ROWS]))
    assert rows.lacking(short_round, rows.guess(short_round, table), table) == []


def test_a_row_that_was_too_wide_is_not_taken_for_another_when_it_is_mended(short_round: Round) -> None:
    short, wide = ROWS[0], [*ROWS[0], "?"]
    work.import_file(short_round, csv_of(HEAD, [wide, short]), "people.csv", leaves_out=True)
    ended = work.import_file(short_round, csv_of(HEAD, [ROWS[1], short]), "mended.csv")
    assert (ended.added, ended.known) == (1, 1)
