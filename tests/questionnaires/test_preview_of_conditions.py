"""Trying a questionnaire that asks people what concerns them: what was tried decides, and nothing is stored."""

from __future__ import annotations

from livinglab.domain.questionnaire.structure import Item, Section, Structure
from tests.cast import Cast
from tests.factories import questionnaires
from tests.feedback.test_conditions import STRUCTURE, TEXTS
from tests.fixtures import As
from tests.pages import words
from tests.questionnaires.forms import at


def test_what_was_tried_decides_about_later_pages(as_: As, cast: Cast) -> None:
    version = questionnaires.published(cast.norrsken, STRUCTURE, TEXTS)
    anna = as_(cast.anna)
    answer = anna.post(at(version, "/preview/1"), data={"a.uses": "no", "a.why-not": "The price"})
    assert "/preview/3" in answer.location
    assert "You said “Not yet”, … minutes." in words(anna.get(answer.location).text)
    answer = anna.post(at(version, "/preview/1"), data={"a.uses": "yes"})
    assert "/preview/2" in answer.location
    answer = anna.post(at(version, "/preview/2"), data={"a.minutes": "2000"})
    assert answer.status_code == 422
    assert "A day has 1,440 minutes." in words(answer.text)


def test_much_that_was_tried_does_not_burst_the_cookie(as_: As, cast: Cast) -> None:
    options = [f"{'o' * 50}-{number}" for number in range(60)]
    items = [Item(f"q{n}", "several_choices", False, {"options": options}) for n in range(20)]
    everything = {"all": [{"of": item.key, "answered": True} for item in items]}
    last = Item.from_json({"key": "last", "kind": "price", "show_if": everything})
    structure = Structure((Section("one", tuple(items)), Section("two", (last, Item("end", "price")))))
    mine = questionnaires.questionnaire(cast.norrsken, structure=structure, texts={"en": {"title": "Much"}})
    typed = {f"a.{item.key}": options for item in items}
    answer = as_(cast.anna).post(at(mine.versions[0], "/preview/1"), data=typed)
    assert answer.status_code == 303
    assert len(answer.headers["Set-Cookie"]) < 4093
