"""How a questionnaire is divided into pages."""

from __future__ import annotations

from livinglab.domain.questionnaire.outline import pages
from livinglab.domain.questionnaire.structure import Section, Structure
from tests.domain.questionnaire.making import an_item


def test_each_section_that_asks_something_is_a_page():
    structure = Structure(
        (Section("a", (an_item("price", "p"),)), Section("b"), Section("c", (an_item("price", "q"),)))
    )
    assert pages(structure) == ["a", "c"]


def test_without_questions_there_is_no_page():
    assert pages(Structure()) == []
    assert pages(Structure((Section("a"),))) == []
