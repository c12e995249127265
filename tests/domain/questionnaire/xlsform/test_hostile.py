"""Forms that somebody made to break software: read or refused in a moment, with sentences."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livinglab.domain.questionnaire.publishing import problems
from livinglab.domain.questionnaire.structure import Structure
from livinglab.domain.questionnaire.xlsform.reading import read_form
from tests.domain.questionnaire.making import CALM
from tests.domain.questionnaire.xlsform.forms import form, refusals, sheet
from tests.thorough import at_full_length

HEAD = ["type", "name", "label", "relevant", "constraint", "choice_filter", "appearance"]
CHOICES = ["list_name", "name", "label", "area"]


@contextmanager
def soon(seconds: float = 2.0) -> Iterator[None]:
    """What is done within takes no longer."""
    began = time.perf_counter()
    yield
    assert time.perf_counter() - began < seconds


CELLS = st.one_of(
    st.sampled_from([
        "", "text", "integer", "select_one yn", "select_multiple yn or_other", "rank yn", "note",
        "begin group", "end group",
        "begin repeat", "end repeat", "hidden", "range", "yn", "yes", "a", "b", "A.b", "1", "Label", "${a}", "${a} = 1",
        ". > 3", "selected(., 'yes')", "area = '1'", "table-list", "list-nolabel", "label", "true()", "start", "=1+1",
        "${a} ${b}", "calculate", "x" * 600, "\u202e", "label::Svenska (sv)",
    ]),
    st.text(max_size=8),
)  # fmt: skip
ROWS = st.lists(st.lists(CELLS, max_size=8), max_size=10)


@CALM
@given(ROWS, ROWS, ROWS, st.booleans())
def test_no_form_breaks_it_and_what_is_taken_can_be_published(survey, choices, settings, usual):
    survey, choices = ([HEAD, *survey], [CHOICES, *choices]) if usual else (survey, choices)
    found = read_form([("survey", sheet(survey)), ("choices", sheet(choices)), ("settings", sheet(settings))])
    assert all(finding.message.startswith("Sheet “") and "row " in finding.message for finding in found.findings)
    assert found.ok or refusals(found)
    if found.ok:
        assert {problem.code for problem in problems(found.structure, found.texts[found.source_language])} <= {
            "photo_not_yet"
        }
        assert Structure.from_json(found.structure.to_json()) == found.structure


def many(row: list[str], times: int) -> list[list[str]]:
    return [[cell.replace("#", str(number)) for cell in row] for number in range(times)]


@pytest.mark.parametrize(
    ("survey", "choices"),
    [
        (many(["text", "q#", "Q", "(" * 30_000], 20), []),
        (many(["text", "q#", "Q", "not(" * 25 + "true()" + ")" * 25], 500), []),
        (many(["text", "Q q", "Q"], 2_000), []),
        (many(["begin group", "g#", "G"], 500), []),
        (many(["select_one big", "q#", "Q"], 100), many(["big", "o#", "O#"], 1_000)),
        ([["select_one big", "q", "Q"]], many(["big", "o", "O"], 1_500)),
        (many(["select_one big", "q#", "Q", "", "", " or ".join(f"area = '{n}'" for n in range(150))], 15),
         many(["big", "o#", "O#", "#"], 1_000)),
        (many(["text", "q#", "${q0} " * 60], 300), []),
        ([["text", "n" * 30_000, "L" * 30_000]], []),
    ],
)  # fmt: skip
@at_full_length
def test_a_lot_of_anything_is_refused_at_once(survey, choices):
    with soon():
        found = form([HEAD, *survey], [CHOICES, *choices])
    assert refusals(found)
    assert all(len(message) < 1_200 for message in refusals(found))


def test_thousands_of_languages_are_refused_at_once():
    with soon():
        found = form([["type", "name", *(f"label::Language {n}" for n in range(1_000))], ["text", "q", *["Q"] * 1_000]])
    assert any("more than 40 languages" in message for message in refusals(found))


@at_full_length
def test_many_languages_with_many_options_take_no_time():
    heads = [f"label::Language {n}" for n in range(40)]
    with soon():
        form(
            [["type", "name", *heads], *(["select_one big", f"q{n}", "Q"] for n in range(15))],
            [["list_name", "name", *heads], *(["big", f"o{n}", f"O{n}"] for n in range(1_000))],
        )
