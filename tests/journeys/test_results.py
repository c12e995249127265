"""The seventh step: Anna reads what people say, market by market, while they say it."""

from __future__ import annotations

import csv
import io
import json
import re

from playwright.sync_api import Download, Locator, expect

from livinglab.domain.questionnaire.starter import starter
from tests.journeys.answering import Cleo
from tests.journeys.conftest import Demo, People
from tests.journeys.demo import FINISHED
from tests.journeys.steps import Person

OVERALL = "What is your overall impression of the product?"


def test_the_page_shows_what_the_command_prints_and_a_sentence_where_there_are_too_few(
    people: People, demo: Demo
) -> None:
    anna = _reading(people, "Classroom Air, first look")
    anna.reads("114 answers from 4 markets")
    printed = json.loads(demo.command("rounds", "compare", FINISHED, "--json"))
    overall = {row["market"]: row for row in printed if row["question"] == "overall"}
    question = anna.main.get_by_role("article").filter(has_text=OVERALL)
    question.get_by_text("The same figures in a table").click()
    anna.look()
    for country, name in {"SE": "Sweden", "DE": "Germany", "PL": "Poland"}.items():
        row = question.get_by_role("row").filter(has_text=name)
        expect(row).to_contain_text(f"{overall[country]['n']}")
        expect(row).to_contain_text(f"{overall[country]['mean']:.2f}")
    assert overall["FI"]["mean"] is None
    expect(question.locator(".chart__missing").first).to_contain_text(
        "7 answers so far: too few to say. 3 more are needed."
    )
    expect(question.get_by_role("img").first).to_be_visible()


def test_anna_filters_by_market(people: People) -> None:
    anna = _reading(people, "Classroom Air, first look")
    for country in ("Finland", "Poland"):
        anna.page.get_by_role("checkbox", name=country).uncheck()
    anna.press("Show these markets")
    anna.reads("79 answers from 2 markets")
    expect(_markets(anna)).to_have_text(["Germany", "Sweden"])
    anna.follow("All markets")
    expect(_markets(anna)).to_have_text(["Finland", "Germany", "Poland", "Sweden"])


def test_anna_reads_peoples_own_words_and_single_responses(people: People) -> None:
    anna = _reading(people, "Classroom Air, first look")
    link = anna.main.get_by_role("link", name=re.compile(r"Germany: read \d+")).first
    number = int(link.inner_text().split()[-1])
    anna.go(link)
    expect(anna.main.locator("blockquote")).to_have_count(number)
    expect(anna.main.locator("blockquote[lang=de]")).to_have_count(number)
    anna.follow(re.compile("Poland"), anna.page.get_by_role("navigation", name="Markets"))
    anna.page.go_back()
    anna.follow("Classroom Air, first look")
    anna.follow("Classroom Air, first look")
    anna.follow("Read single answers")
    anna.follow(re.compile("Finland"), anna.page.get_by_role("navigation", name="Markets"))
    anna.go(anna.page.get_by_role("row").nth(1).get_by_role("link"))
    anna.reads(starter()[1]["fi"]["item.overall.label"], "Finland")
    anna.reads_not("@")


def test_the_tables_open_in_a_spreadsheet_program(people: People) -> None:
    anna = _reading(people, "Classroom Air, first look")
    figures = _table(_downloaded(anna, "Figures as CSV"))
    means = {row["Market"]: row["Mean"] for row in figures if row["Question"] == OVERALL and not row["Answer"]}
    assert means["Finland"] == ""
    assert re.fullmatch(r"[1-5],\d+", means["Germany"])
    responses = _table(_downloaded(anna, "Responses as CSV"))
    assert len(responses) == 114
    assert {row["Market"] for row in responses} == {"SE", "DE", "PL", "FI"}
    assert not any("@" in cell for row in responses for cell in row.values())


def test_a_new_answer_is_counted_at_once(people: People, demo: Demo) -> None:
    anna = _reading(people, "Leak Guard, autumn")
    before, printed = _answers(anna, "Germany"), demo.answers("DE")
    cleo = Cleo(people(), "de")
    cleo.answer_all_but_sending(demo.link("DE"))
    cleo.press("Send my answers")
    anna.page.reload()
    assert _answers(anna, "Germany") == before + 1
    assert demo.answers("DE") == printed + 1
    expect(anna.main.get_by_role("article").filter(has_text=OVERALL)).to_contain_text(f"n = {printed + 1}")


def _reading(people: People, name: str) -> Person:
    anna = people("anna")
    anna.menu("Comparison")
    anna.follow(name)
    anna.is_at(f"What people say: {name}")
    return anna


def _markets(anna: Person) -> Locator:
    return anna.page.locator("#markets").get_by_role("rowheader")


def _answers(anna: Person, country: str) -> int:
    row = anna.page.locator("#markets").get_by_role("row").filter(has_text=country)
    found = re.search(r"(\d+) of \d+", row.inner_text())
    assert found
    return int(found[1])


def _downloaded(anna: Person, link: str) -> Download:
    with anna.page.expect_download() as download:
        anna.main.get_by_role("link", name=link).click()
    return download.value


def _table(download: Download) -> list[dict[str, str]]:
    """As Excel reads it in Sweden: a mark for UTF-8, semicolons between cells."""
    content = download.path().read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
