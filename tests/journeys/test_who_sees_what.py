"""Dan sees nothing of Anna's; Bo sees the rounds of his programme, guarded; Ana-Maria looks and changes nothing."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.conftest import People
from tests.journeys.steps import Person

ROUNDS = ("Classroom Air, first look", "Leak Guard, autumn", "Classroom Air, second look")
OF_ANNA = ("Norrsken", "Classroom Air", "Leak Guard", "Aurora", "Drizzle")


def _addresses(person: Person, *lists: str) -> set[str]:
    """Where the cards of these lists lead to."""
    found: set[str] = set()
    for one in lists:
        person.page.goto(one)
        for link in person.main.locator(".card__title a").all():
            found.add(link.get_attribute("href") or "")
    return found


def test_dan_sees_nothing_of_anna(people: People) -> None:
    anna, dan = people("anna"), people("dan")
    dan.page.goto("/")
    places = [link.get_attribute("href") or "" for link in dan.page.locator(".bar__menu a").all()]
    for place in {*places, "/products/", "/questionnaires/", "/rounds/", "/comparison/", "/rounds/requests"} - {
        "/mailbox/"
    }:
        dan.open(place)
        dan.reads_not(*OF_ANNA)
    hers = _addresses(anna, "/products/", "/questionnaires/", "/rounds/", "/comparison/", "/network/")
    assert len(hers) >= 10
    for address in sorted(hers):
        assert dan.page.goto(address).status == 404, address  # type: ignore[union-attr]
        dan.reads_not(*OF_ANNA)
    dan.look()


def test_bo_reads_the_rounds_of_his_programme_and_changes_nothing(people: People) -> None:
    bo = people("bo")
    bo.menu("Rounds")
    bo.reads("Project Aurora", "Project Drizzle")
    bo.reads_not(*ROUNDS)
    bo.follow("Project Aurora", nth=1)
    bo.reads("Project Aurora", "114 of 125")
    bo.reads_not(*ROUNDS, "Norrsken Classroom Air", "Change the plan", "Bring answers from elsewhere")
    bo.follow("Read the results")
    bo.reads("To protect testers, figures are shown from 10 answers")
    bo.reads_not(*ROUNDS, "Responses as CSV")
    expect(bo.main.get_by_role("link", name=re.compile(r"read \d"))).to_have_count(0)
    expect(bo.main.get_by_role("link", name="Figures as CSV")).to_be_visible()
    assert bo.page.goto(f"{bo.path}/responses.csv").status == 403  # type: ignore[union-attr]
    bo.look()
    bo.open("/products/")
    bo.reads_not("Norrsken")


def test_ana_maria_looks_at_everything_and_changes_nothing(people: People) -> None:
    reader = people("ana_maria")
    for address in sorted(_addresses(reader, "/products/", "/questionnaires/", "/rounds/")):
        reader.open(address)
        for change in ("Edit", "Pictures", "Change the plan", "Write the rule", "Archive", "Make the next version"):
            expect(reader.main.get_by_role("link", name=change, exact=True)).to_have_count(0)
            expect(reader.main.get_by_role("button", name=change, exact=True)).to_have_count(0)
    assert reader.page.goto("/products/new").status in (403, 404)  # type: ignore[union-attr]
    reader.look()


def test_ada_the_administrator_reads_no_answers(people: People) -> None:
    ada = people("ada")
    for place in ("/rounds/", "/comparison/", "/products/", "/questionnaires/"):
        ada.open(place)
        ada.reads_not(*OF_ANNA)
    assert ada.page.goto("/comparison/1").status == 404  # type: ignore[union-attr]
