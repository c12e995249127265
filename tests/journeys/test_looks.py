"""Dark, on paper, enlarged: the same pages stay readable."""

from __future__ import annotations

import pytest

from tests.journeys.answering import Cleo
from tests.journeys.conftest import Demo, People
from tests.journeys.steps import Person

PLACES = ("/", "/network/", "/programmes/", "/products/", "/products/1", "/products/new", "/questionnaires/",
          "/questionnaires/1", "/rounds/", "/rounds/1", "/rounds/2", "/rounds/new", "/comparison/", "/comparison/1",
          "/feedback/rounds/1/responses", "/feedback/rounds/1/imports", "/accounts/sessions", "/mailbox/")  # fmt: skip
pytestmark = pytest.mark.parametrize("device", ["desk"], indirect=True)


def _everywhere(people: People, demo: Demo, **how: object) -> None:
    """Anna's pages, and the tester's up to the last page of the form."""
    anna = people("anna", **how)
    for place in PLACES:
        anna.page.goto(place)
        _open_all(anna)
    cleo = Cleo(people(**how), "de")
    cleo.answer_all_but_sending(demo.link("DE"))
    cleo.press("Send my answers")


def _open_all(person: Person) -> None:
    """Look at what is folded in as well."""
    person.page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
    person.look()


def test_in_the_dark(people: People, demo: Demo) -> None:
    _everywhere(people, demo, color_scheme="dark", on="desk, dark")


def test_twice_as_large(people: People, demo: Demo) -> None:
    _everywhere(people, demo, on="desk at 200 %")


def test_four_times_as_large(people: People, demo: Demo) -> None:
    _everywhere(people, demo, on="desk at 400 %")


def test_the_comparison_on_paper(people: People) -> None:
    anna = people("anna", on="paper")
    for round_ in (1, 2):
        anna.page.emulate_media(media="print")
        anna.open(f"/comparison/{round_}")
        assert not anna.page.locator(".bar__menu").is_visible()
        assert anna.main.get_by_role("img").first.is_visible()
        assert anna.page.locator(".figures-table table").first.is_visible()
