"""`./lab instruments` on files, without an instance."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from livinglab.cli.main import lab
from livinglab.domain.instruments.registry import INSTRUMENTS
from livinglab.domain.instruments.tables.reading import LAYOUTS
from tests.cli.conftest import Ran
from tests.thorough import at_full_length

Score = Callable[..., Ran]
SUS_HEAD = ",".join(f"q{number}" for number in range(1, 11))
SUS_ROWS = "3,2,5,1,4,5,3,4,5,2\n" * 12
FIVE = ((2, 4, 6, 8), (3, 5, 7, 9), (1, 3, 5, 10), (4, 6, 8, 12), (2, 5, 8, 11))
NPS = "nps\n" + "10\n" * 5 + "7\n" * 3 + "3\n" * 2


def ran(*words: str) -> Ran:
    result = CliRunner().invoke(lab, words)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ran(result.exit_code, result.stdout, result.stderr)


@pytest.fixture
def score(tmp_path: Path) -> Score:
    """`score("sus", "q1,…", "--by", "x")`: the command on a file with this content."""

    def command(name: str, content: str | bytes, *words: str) -> Ran:
        file = tmp_path / "answers.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return ran("instruments", "score", name, str(file), *words)

    return command


def figures(done: Ran) -> dict:
    assert done.code == 0, done.err
    return json.loads(done.out)


@pytest.mark.parametrize("words", [("instruments",), ("instruments", "list")])
def test_all_instruments_are_listed_with_their_columns(words: tuple[str, ...]) -> None:
    listed = ran(*words)
    assert listed.code == 0
    for name, layout in LAYOUTS.items():
        assert f"{name:<16}" in listed.out
        assert layout.columns in listed.out


def test_every_instrument_has_a_layout() -> None:
    assert list(LAYOUTS) == list(INSTRUMENTS)


def test_a_file_is_scored_for_people(score: Score) -> None:
    done = score("sus", f"id,{SUS_HEAD},why\n" + "".join(f"{n},{row},x\n" for n, row in enumerate(SUS_ROWS.split())))
    assert done.code == 0, done.err
    assert "sus-1 = q1" in done.out
    assert "Not used: id, why" in done.out
    assert "n 12, valid n 12" in done.out
    assert "mean 65.00, sd 0.00" in done.out
    assert "grade C, percentile 41.0" in done.out
    assert "Small base: 12" in done.out
    assert "an interval without width is no certainty" in done.out


def test_a_file_is_scored_for_programs_with_stable_keys(score: Score) -> None:
    found = figures(score("sus", f"{SUS_HEAD}\n{SUS_ROWS}", "--json"))
    assert list(found) == [
        "instrument", "columns", "columns_found", "left_out_columns", "by", "minimum_n", "notices", "whole", "groups",
        "scores",
    ]  # fmt: skip
    assert list(found["whole"]) == [
        "group", "n", "valid_n", "people", "excluded", "small_base", "notes", "score", "grade", "percentile",
        "adjective", "usability", "learnability",
    ]  # fmt: skip
    assert found["scores"][0] == {"row": 2, "score": 65.0}


def test_rows_that_do_not_count_are_counted_with_reason_and_number(score: Score) -> None:
    rows = "3,2,5,1,4,5,3,4,5,\n,,,,,,,,,\n3,2,5,1,4,5,3,4,5,9\n3,2,5,1,4,5,3,4,5,x\nn/a,,,,,,,,,\n"
    whole = figures(score("sus", f"{SUS_HEAD}\n{SUS_ROWS}{rows}", "--json"))["whole"]
    assert (whole["n"], whole["valid_n"]) == (16, 12)
    assert whole["excluded"] == {
        "unreadable": {"count": 1, "rows": [17]},
        "off_scale": {"count": 1, "rows": [16]},
        "empty": {"count": 1, "rows": [18]},
        "incomplete": {"count": 1, "rows": [14]},
    }


def test_groups_stand_beside_the_whole_and_add_up(score: Score) -> None:
    rows = "".join(f"{'SE' if n % 2 else 'DE' if n else ''},{row}\n" for n, row in enumerate(SUS_ROWS.split()))
    found = figures(score("sus", f"Market,{SUS_HEAD}\n{rows}", "--by", "market", "--json"))
    assert found["by"] == "Market"
    assert [(group["group"], group["n"]) for group in found["groups"]] == [("DE", 5), ("SE", 6), (None, 1)]
    assert sum(group["valid_n"] for group in found["groups"]) == found["whole"]["valid_n"] == 12


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_files_of_any_encoding_and_separator_say_the_same(score: Score, encoding: str, separator: str) -> None:
    text = f"Länd,{SUS_HEAD}\n" + "".join(f"Österreich,{row}\n" for row in SUS_ROWS.split())
    found = figures(score("sus", text.replace(",", separator).encode(encoding), "--by", "Länd", "--json"))
    assert [group["group"] for group in found["groups"]] == ["Österreich"]
    assert found["whole"]["score"]["mean"] == 65


def test_no_rows_have_no_figures_and_are_no_mistake(score: Score) -> None:
    whole = figures(score("sus", SUS_HEAD, "--json"))["whole"]
    assert (whole["n"], whole["valid_n"], whole["score"]["mean"], whole["grade"]) == (0, 0, None, None)
    assert whole["notes"] == ["No row counts, so there is no figure."]


def test_nps_has_the_published_interval_from_ten_people_on(score: Score) -> None:
    """instruments.md: 5, 3, 2 → 30, −19.05…65.20; none below the minimum n."""
    whole = figures(score("nps", NPS, "--json"))["whole"]
    assert (whole["score"], round(whole["low"], 2), round(whole["high"], 2)) == (30, -19.05, 65.2)
    few = figures(score("nps", NPS.removesuffix("3\n"), "--json"))["whole"]
    assert (few["low"], few["high"]) == (None, None)
    assert "No interval below 10 answers: 1 more are needed." in few["notes"]
    assert figures(score("nps", NPS, "--minimum", "11", "--json"))["whole"]["low"] is None
    assert score("nps", NPS, "--minimum", "9").code == 2, "the minimum is settable upwards only"


def vw(times: int) -> str:
    return "too cheap,cheap,expensive,too expensive\n" + "".join(",".join(map(str, row)) + "\n" for row in FIVE * times)


def test_ten_people_have_the_four_medians_and_more_have_crossings(score: Score) -> None:
    """instruments.md: with ten people show the four medians, not the curves."""
    ten = figures(score("van-westendorp", vw(2), "--json"))["whole"]
    assert [median["median"] for median in ten["medians"]] == [2, 5, 7, 10]
    assert ten["points"] is None
    assert "1 more are needed" in " ".join(ten["notes"])
    points = figures(score("van-westendorp", vw(3), "--json"))["whole"]["points"]
    assert (points["original_low"]["price"], points["original_high"]["price"]) == (3, 7.666667)
    assert (points["narrower_low"]["price"], points["narrower_high"]["price"]) == (4, 6)
    assert (points["indifference"]["price"], points["optimal"]["price"]) == (5, 4)
    shown = score("van-westendorp", vw(3)).out
    assert "range, original, to       7.6667 (interpolated; first price above: 8)" in shown
    assert "narrower: expensive × too cheap to too expensive × cheap" in shown


def test_prices_of_several_currencies_are_never_put_together(score: Score) -> None:
    rows = ""
    for a, b, c, d in FIVE:
        rows += f"SE,{a} kr,{b} kr,{c} kr,{d} kr\nDE,€{a},€{b},€{c},€{d}\n"
    text = f"land,too cheap,cheap,expensive,too expensive\n{rows}"
    refused = score("van-westendorp", text)
    assert refused.code == 2
    assert "several currencies (EUR, kr; see row 2 and row 3)" in refused.err
    torn = score("van-westendorp", "too cheap,cheap,expensive,too expensive\n€1,2,$3,4\n")
    assert (torn.code, "($, EUR; see row 2)" in torn.err) == (2, True)
    found = figures(score("van-westendorp", text, "--by", "land", "--json"))
    assert found["whole"] is None
    assert [group["valid_n"] for group in found["groups"]] == [5, 5]
    assert "There is no figure for all together" in found["notices"][0]
    assert score("van-westendorp", text, "--by", "land").code == 0


UEQ = ",".join(f"ueq{n}" for n in range(1, 27))
LEFT = {3, 4, 5, 9, 10, 12, 17, 18, 19, 21, 23, 24, 25}  # the good word is on the left
CAREFUL = ",".join("2" if n in LEFT else "6" for n in range(1, 27))


def test_suspicious_rows_are_reported_and_left_out_only_as_asked(score: Score) -> None:
    text = f"{UEQ}\n{CAREFUL}\n{','.join('4' * 26)}\n"
    assert "suspicious: 1 (row 3)" in score("ueq", text).out
    kept, dropped = (figures(score("ueq", text, *words, "--json"))["whole"] for words in ((), ("--drop-suspicious",)))
    assert (kept["valid_n"], kept["suspicious"]) == (2, {"count": 1, "rows": [3]})
    assert (dropped["valid_n"], dropped["excluded"]) == (1, {"suspicious": {"count": 1, "rows": [3]}})


def test_both_generations_of_the_benchmark_are_named(score: Score) -> None:
    done = score("ueq", f"{UEQ}\n{','.join('7' if n % 2 else '1' for n in range(26))}\n")
    assert "benchmark 2017: " in done.out
    assert ", V14: " in done.out
    short = score("ueq-s", ",".join(f"u{n}" for n in range(1, 9)) + f"\n{','.join('6' * 8)}\n")
    assert "benchmark 2017" not in short.out
    assert "The short form has no benchmark" in short.out


EACH = {
    "sus": f"{SUS_HEAD}\n{SUS_ROWS}",
    "ueq": f"{UEQ}\n{CAREFUL}\n",
    "ueq-s": ",".join(f"u{n}" for n in range(1, 9)) + "\n5,6,5,6,5,6,5,6\n",
    "nps": NPS,
    "csat": "csat\n5\n4\n3\n",
    "purchase-intent": "intent\n5\n4\n1\n",
    "kano": "functional,dysfunctional\n1,5\nlike,neutral\n",
    "van-westendorp": vw(3),
    "gabor-granger": "5,10\nyes,no\nno,yes\nyes,\n",
    "maxdiff": "respondent,set,shown,best,worst\n1,1,a;b;c,a,\n2,1,a;b;c,b,c\n",
    "tam": ",".join(f"PU{n}" for n in range(1, 7))
    + ","
    + ",".join(f"PEOU{n}" for n in range(1, 7))
    + f"\n{'4,' * 11}4\n",
}


@pytest.mark.parametrize("name", EACH)
def test_every_instrument_is_scored_and_printed_in_both_ways(score: Score, name: str) -> None:
    shown = score(name, EACH[name])
    assert shown.code == 0, shown.err
    assert INSTRUMENTS[name].title in shown.out
    assert "None" not in shown.out
    found = score(name, EACH[name], "--json")
    assert "NaN" not in found.out
    assert "Infinity" not in found.out
    assert list(figures(found)["whole"])[:7] == ["group", "n", "valid_n", "people", "excluded", "small_base", "notes"]


@pytest.mark.parametrize("name", EACH)
def test_every_instrument_has_figures_of_nobody(score: Score, name: str) -> None:
    head = EACH[name].splitlines()[0]
    for words in ((), ("--json",)):
        done = score(name, head, *words)
        assert done.code == 0, done.err
    assert figures(done)["whole"]["valid_n"] == 0


@pytest.mark.parametrize(
    ("content", "words", "sentence"),
    [
        ("", (), "The file is empty"),
        (b"PK\x03\x04\x00\x00", (), "This is not a CSV file"),
        ("a,b\n1,2\n", (), "It is not clear which columns are the 10 items"),
        ("a,b\n1,2,3\n", (), "Row 2 has 3 cells"),
        (f"{SUS_HEAD}\n{SUS_ROWS}", ("--by", "x"), "There is no column “x”"),
        (f"{SUS_HEAD}\n{SUS_ROWS}", ("--columns", "q1,q2"), "--columns names 2 columns"),
        (f"{SUS_HEAD}\n{SUS_ROWS}", ("--drop-suspicious",), "is for ueq only"),
        (f"{SUS_HEAD}\n{SUS_ROWS}", ("--coding", "1-7"), "is for ueq and ueq-s only"),
        (f"{SUS_HEAD}\n{SUS_ROWS}", ("--decimal-mark", ","), "is for van-westendorp and gabor-granger only"),
        ('q1,"q2\n1,2\n', (), "A quotation mark opens in line 1"),
    ],
)
def test_what_cannot_be_scored_is_refused_with_a_sentence_and_exit_code_2(
    score: Score, content: str | bytes, words: tuple[str, ...], sentence: str
) -> None:
    done = score("sus", content, *words)
    assert (done.code, done.out) == (2, "")
    assert sentence in done.err
    assert "Traceback" not in done.err


def test_an_unknown_instrument_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    assert ran("instruments", "score", "sun", str(tmp_path)).code == 2
    assert ran("instruments", "score", "sus", str(tmp_path / "none.csv")).code == 2
    assert ran("instruments", "score", "sus", str(tmp_path)).code == 2


def test_names_of_columns_may_hold_commas(score: Score) -> None:
    done = score("nps", '"Would you, really?",b\n9,8\n', "--columns", '"Would you, really?"', "--json")
    assert figures(done)["columns"] == {"nps-1": "Would you, really?"}


@at_full_length
def test_a_hundred_thousand_rows_are_scored(score: Score) -> None:
    assert figures(score("sus", f"{SUS_HEAD}\n" + "3,2,5,1,4,5,3,4,5,2\n" * 100_000, "--json"))["whole"]["n"] == 100_000
