"""The ninth step: answers that were collected elsewhere come into a round, whole and once."""

from __future__ import annotations

import csv
import io
import re

from playwright.sync_api import FilePayload, expect

from livinglab.domain.questionnaire.starter import starter
from tests.journeys.conftest import People
from tests.journeys.steps import Person

ROUND = "Leak Guard, autumn"
ASKED = ("overall", "ease-of-use", "purchase-intent", "recommend")
GOOD = [
    ("Polska", f"{1 + n % 5}", f"{5 - n % 5}", f"{1 + n % 4}", f"{n % 11}") for n in range(30)
]  # points by their numbers, as a survey tool gives them
WRONG = [("Atlantis", "4", "4", "4", "8"), ("Poland", "4", "9", "4", "8"), ("Poland", "4", "4", "4", "")]


def table(rows: list[tuple[str, ...]]) -> FilePayload:
    """A CSV file as a survey tool writes it."""
    _, texts = starter()
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(["Country", *(texts["en"][f"item.{key}.label"] for key in ASKED), "Which interviewer"])
    writer.writerows([*row, f"person {number}"] for number, row in enumerate(rows))
    return {"name": "fair.csv", "mimeType": "text/csv", "buffer": written.getvalue().encode()}


def test_a_file_is_previewed_mended_brought_in_once_and_taken_back(people: People) -> None:
    anna = people("anna")
    before = _answers(anna)
    _bring(anna, table([*GOOD[:10], *WRONG, *GOOD[10:]]))
    anna.is_at("What the columns mean")
    anna.press("Check the rows")
    anna.is_at("What would come in")
    refused = anna.page.get_by_role("table", name=re.compile("Refused rows")).locator("tbody").get_by_role("row")
    expect(refused.get_by_role("rowheader")).to_have_text(["Row 12", "Row 13", "Row 14"])
    expect(refused.nth(0)).to_contain_text("Atlantis")
    expect(refused.nth(1)).to_contain_text("9")
    anna.press("Bring in 30 rows")
    expect(anna.page.get_by_role("alert")).to_contain_text("Say that the refused rows are left out")
    with anna.page.expect_download() as refused_file:
        anna.main.get_by_role("link", name="Download the refused rows").click()
    assert b"Atlantis" in refused_file.value.path().read_bytes()

    _bring(anna, table(GOOD))
    anna.press("Check the rows")
    anna.reads_not("Refused rows")
    anna.press("Bring in 30 rows")
    expect(anna.main.get_by_text("Done", exact=True)).to_be_visible()
    expect(anna.main.get_by_text("Stop…")).to_have_count(0)
    anna.look()
    anna.follow("See the results")
    assert _answers(anna) == before + 30

    _bring(anna, table(GOOD))
    anna.press("Check the rows")
    anna.reads("Every row is in the round already. There is nothing to bring in.")
    anna.follow("Answers collected elsewhere")
    anna.go(anna.page.get_by_role("row").filter(has_text="Done").first.get_by_role("link"))
    anna.agree("Take this import back")
    anna.reads("30 answers were taken back.")
    assert _answers(anna) == before


def _bring(anna: Person, file: FilePayload) -> None:
    anna.menu("Rounds")
    anna.follow(ROUND)
    anna.follow("Bring answers from elsewhere")
    anna.press("Upload and look at the columns")
    expect(anna.page.get_by_role("alert")).to_be_visible()
    anna.main.locator("input[type=file]").set_input_files([file])
    anna.press("Upload and look at the columns")


def _answers(anna: Person) -> int:
    anna.menu("Rounds")
    anna.follow(ROUND)
    row = anna.page.get_by_role("row").filter(has=anna.page.get_by_role("link", name="Poland"))
    found = re.search(r"(\d+) of \d+", row.inner_text())
    assert found
    return int(found[1])
