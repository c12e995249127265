"""What people wrote, market by market, and files that open rightly in Excel in Sweden."""

from __future__ import annotations

import csv
import io

import pytest

from livinglab.rounds.models import Round
from tests.cast import Cast
from tests.comparison.conftest import Answer
from tests.fixtures import As
from tests.pages import without_csrf, words


def table(content: str) -> list[dict[str, str]]:
    """The file as Excel in Sweden reads it: a mark of UTF-8, semicolons."""
    assert content.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(content.removeprefix("\ufeff")), delimiter=";"))


def test_texts_are_listed_market_by_market(as_: As, cast: Cast, round_: Round, answer: Answer) -> None:
    answer("SE", 1, why="Varför inte?")
    answer("DE", 1, why="<script>alert(1)</script> مرحبا 🙂")
    everywhere = as_(cast.ana_maria).get(f"/comparison/{round_.id}/texts/why").text
    assert "Varför inte?" in everywhere
    assert "&lt;script&gt;alert(1)&lt;/script&gt; مرحبا 🙂" in everywhere
    german = as_(cast.ana_maria).get(f"/comparison/{round_.id}/texts/why?market=DE").text
    assert "Varför inte?" not in german


def test_a_market_in_which_nobody_wrote_says_so(as_: As, cast: Cast, round_: Round) -> None:
    assert "Nobody has written anything" in as_(cast.anna).get(f"/comparison/{round_.id}/texts/why").text


@pytest.mark.parametrize("key", ["liking", "no-such-question", "..%2F.."])
def test_only_questions_answered_in_words_have_texts(as_: As, cast: Cast, round_: Round, key: str) -> None:
    assert as_(cast.anna).get(f"/comparison/{round_.id}/texts/{key}").status_code == 404


@pytest.mark.parametrize("file", ["texts/why", "responses.csv", "figures.csv"])
def test_strangers_get_what_does_not_exist(as_: As, cast: Cast, round_: Round, file: str) -> None:
    never = as_(cast.dan).get(f"/comparison/999999/{file}")
    foreign = as_(cast.dan).get(f"/comparison/{round_.id}/{file}")
    assert foreign.status_code == never.status_code == 404
    assert without_csrf(foreign.text) == without_csrf(never.text)
    assert as_(None).get(f"/comparison/{round_.id}/{file}").status_code == 302


def test_a_coordinator_reads_figures_but_neither_texts_nor_responses(
    as_: As, cast: Cast, round_: Round, answer: Answer, coordinated: None
) -> None:
    answer("SE", 12, why="A canary sings here")
    browser = as_(cast.bo)
    assert browser.get(f"/comparison/{round_.id}/texts/why").status_code == 403
    assert browser.get(f"/comparison/{round_.id}/responses.csv").status_code == 403
    assert "canary" not in browser.get(f"/comparison/{round_.id}").text
    assert "canary" not in browser.get(f"/comparison/{round_.id}/figures.csv").text


def test_a_coordinator_reads_the_codename_instead_of_the_rounds_name(
    as_: As, cast: Cast, round_: Round, answer: Answer, coordinated: None
) -> None:
    """Also in the name of the file: the round's code, which names it for the company, is made of its name."""
    round_.name, round_.code = "Canary in autumn", "canary-in-autumn"
    answer("SE", 12)
    browser = as_(cast.bo)
    for path in ("", f"{round_.id}", f"{round_.id}/figures.csv"):
        answered = browser.get(f"/comparison/{path}")
        assert answered.status_code == 200
        assert "canary" not in f"{answered.text} {answered.headers}".lower()
    assert "What people say: Aurora" in browser.get(f"/comparison/{round_.id}").text
    file = as_(cast.anna).get(f"/comparison/{round_.id}/figures.csv")
    assert "canary-in-autumn-figures.csv" in file.headers["Content-Disposition"]


def test_responses_leave_with_words_numbers_and_a_pseudonym(as_: As, cast: Cast, round_: Round, answer: Answer) -> None:
    answer("SE", 1, channel="online", liking="4", fair_price="99.5", used=["app"], why='=HYPERLINK("http://evil")')
    answer("DE", 1)
    file = as_(cast.anna).get(f"/comparison/{round_.id}/responses.csv")
    assert file.mimetype == "text/csv"
    assert file.headers["Content-Disposition"].startswith("attachment")
    swedish, german = table(file.text)
    assert swedish["Market"] == "SE"
    assert swedish["Country"] == "Sweden"
    assert swedish["Where did you hear about the product?"] == "Online"
    assert swedish["How do you like it?"] == "4"
    assert swedish["What would be a fair price?"] == "99,5"
    assert swedish["What did you use?: The app"] == "1"
    assert swedish["What did you use?: The sensor"] == "0"
    assert german["What did you use?: The sensor"] == ""
    assert swedish["Why?"] == '\'=HYPERLINK("http://evil")'
    assert swedish["Response"] != german["Response"]


def test_figures_leave_as_they_stand_on_the_page(as_: As, cast: Cast, round_: Round, answer: Answer) -> None:
    answer("SE", 12, liking="4")
    answer("PL", 2, liking="1")
    rows = table(as_(cast.anna).get(f"/comparison/{round_.id}/figures.csv").text)
    means = {r["Market"]: r["Mean"] for r in rows if r["Question"] == "How do you like it?" and not r["Answer"]}
    assert means == {"Sweden": "4,0", "Germany": "", "Poland": ""}


def test_hundreds_of_responses_leave_in_portions(as_: As, cast: Cast, round_: Round, answer: Answer) -> None:
    answer("SE", 600)
    file = as_(cast.anna).get(f"/comparison/{round_.id}/responses.csv")
    assert len(table(file.text)) == 600


def test_the_list_shows_whose_results_may_be_read(as_: As, cast: Cast, round_: Round, answer: Answer) -> None:
    answer("SE", 3)
    assert round_.name in as_(cast.anna).get("/comparison/").text
    assert "No results yet" in as_(cast.dan).get("/comparison/").text


def test_a_cluster_without_results_is_led_to_what_it_can_do(as_: As, cast: Cast) -> None:
    page = as_(cast.carla).get("/comparison/").text
    assert "Open a trial round" not in page
    assert "Results belong to the company that asks." in words(page)
    main = page[page.index("<main") :]
    assert 'href="/rounds/requests/"' in main
    assert "Open a trial round first" in as_(cast.anna).get("/comparison/").text


def test_figures_leave_without_decimals_that_say_nothing(as_: As, cast: Cast, round_: Round, answer: Answer) -> None:
    answer("SE", 7, liking="4", channel="shop")
    answer("SE", 5, liking="1", channel="online")
    rows = table(as_(cast.anna).get(f"/comparison/{round_.id}/figures.csv").text)
    sweden = [row for row in rows if row["Market"] == "Sweden"]
    assert {row["Mean"] for row in sweden if row["Question"] == "How do you like it?"} == {"2,75", ""}
    shares = {row["Share"] for row in sweden} - {""}
    assert "0,5833" in shares
    for name in ("Mean", "Mean low", "Mean high", "Median", "Top two", "Top two low", "Top two high", "Share"):
        assert max(len(row[name].partition(",")[2]) for row in rows) <= 4


def test_the_tabs_of_texts_write_large_numbers_as_the_rest_of_the_page(
    as_: As, cast: Cast, round_: Round, answer: Answer
) -> None:
    answer("SE", 1_200, why="Because")
    page = as_(cast.anna).get(f"/comparison/{round_.id}/texts/why").text
    assert page.count('<span class="tabs__count">1,200</span>') == 2
