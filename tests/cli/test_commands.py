"""The commands of ./lab on an instance's folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import CODE, Run

ANSWERS = """age,channel,used,liking,recommend,fair price,why,Country
30,In a shop,,4,9,,Because,Sweden
41,Online,,5,10,,,Schweden
,From friends,,3,0,,,Germany
"""
MAPPING = {
    "market_column": "Country",
    "columns": {"age": "age", "channel": "channel", "liking": "liking", "recommend": "recommend", "why": "why"},
    "values": {"channel": {"In a shop": "shop", "Online": "online", "From friends": "friends"}},
    "countries": {"Sweden": "SE", "Schweden": "SE", "Germany": "DE"},
    "decimal_mark": ".",
}


@pytest.fixture
def answers(tmp_path: Path) -> str:
    path = tmp_path / "answers.csv"
    path.write_text(ANSWERS)
    return str(path)


def test_an_unknown_round_is_answered_with_the_codes_there_are(run: Run) -> None:
    ran = run("rounds", "compare", "nonsense")
    assert ran.code == 1
    assert CODE in ran.err


def test_rounds_are_listed_with_their_codes(run: Run) -> None:
    assert CODE in run("rounds", "list").out


def test_a_file_of_answers_comes_in_once_however_often_it_is_given(run: Run, answers: str) -> None:
    first = run("responses", "import", CODE, answers)
    assert first.code == 0, first.err
    assert "3 of 3 rows were added" in first.out
    assert "0 of 3 rows were added; 3 had been there before" in run("responses", "import", CODE, answers).out


def test_the_comparison_is_printed_for_programs(run: Run, answers: str) -> None:
    run("responses", "import", CODE, answers)
    rows = json.loads(run("rounds", "compare", CODE, "--json").out)
    swedish = next(row for row in rows if row["market"] == "SE" and row["question"] == "liking")
    assert list(swedish)[:7] == ["market", "question", "n", "counts", "mean", "low", "high"]
    assert swedish["n"] == 2
    assert swedish["counts"]["4"] == 1
    assert swedish["mean"] is None, "two answers are too few for a mean"


def test_the_comparison_is_printed_for_people(run: Run) -> None:
    assert "too few to say" in run("rounds", "compare", CODE).out


def test_a_mapping_is_shown_and_can_be_given_back(run: Run, answers: str, tmp_path: Path) -> None:
    shown = json.loads(run("responses", "import", CODE, answers, "--show-mapping").out)
    assert shown["market_column"] == "Country"
    assert shown["countries"] == MAPPING["countries"]
    file = tmp_path / "mapping.json"
    file.write_text(json.dumps(MAPPING))
    assert run("responses", "import", CODE, answers, "--mapping", str(file)).code == 0


def test_rows_that_cannot_be_read_stop_the_import_and_are_named(run: Run, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text(ANSWERS + "abc,In a shop,,4,9,,,Sweden\n")
    ran = run("responses", "import", CODE, str(wrong))
    assert ran.code == 1
    assert "abc" in ran.err
    assert "Nothing was imported." in ran.err


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"a,b\n1,2\n"])
def test_a_file_that_is_no_table_of_answers_is_refused_with_a_sentence(
    run: Run, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "odd.csv"
    file.write_bytes(content)
    ran = run("responses", "import", CODE, str(file))
    assert ran.code == 1
    assert ran.err.strip()
    assert "Traceback" not in ran.err


def test_dump_load_dump_is_identical(run: Run, tmp_path: Path) -> None:
    first = run("rounds", "dump", CODE).out
    file = tmp_path / "round.json"
    file.write_text(first)
    loaded = run("rounds", "load", str(file), "--organisation", "Norrsken Sensors")
    assert loaded.code == 0, loaded.err
    code = loaded.out.strip()
    assert code != CODE
    assert run("rounds", "dump", code).out == first


def test_loading_asks_whose_round_it_is_where_there_are_several_companies(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "round.json"
    file.write_text(run("rounds", "dump", CODE).out)
    ran = run("rounds", "load", str(file))
    assert ran.code == 1
    assert "--organisation" in ran.err
    assert "Danvind" in ran.err
    assert run("rounds", "load", str(file), "--organisation", "Nobody").code == 1


def test_a_loaded_round_is_started_and_people_get_links(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "round.json"
    file.write_text(run("rounds", "dump", CODE).out)
    code = run("rounds", "load", str(file), "--organisation", "Norrsken Sensors").out.strip()
    early = run("invitations", "print", code, "--market", "SE", "--count", "2")
    assert early.code == 1
    moved = run("rounds", "move", code, "running")
    assert moved.code == 0, moved.err
    links = run("invitations", "print", code, "--market", "se", "--count", "3").out.split()
    assert len(set(links)) == 3
    assert all("/i/" in link for link in links)
    assert run("invitations", "print", code, "--market", "PL", "--count", "1").code == 1


def test_a_move_that_is_refused_says_why_and_changes_nothing(run: Run) -> None:
    ran = run("rounds", "move", CODE, "draft")
    assert ran.code == 1
    assert ran.err.strip()
    assert f"{CODE} " in run("rounds", "list").out


def test_somebody_with_an_account_becomes_administrator(run: Run) -> None:
    assert run("people", "administrator", "fred@example.net").code == 0
    assert run("people", "administrator", "nobody@example.net").code == 1
