"""Cells of a table of answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livinglab.domain.questionnaire.cells import column_counts, looks_unanswered, name_columns, parts_of
from tests.domain.questionnaire.making import CALM

KNOWN = {"red", "green", "blue", "red, dark", "x; red"}


def _parts(cell: str) -> list[str]:
    return parts_of(cell, KNOWN.__contains__)


def test_columns_get_names_that_differ():
    assert name_columns(["age", "", "age", " age ", "x"]) == ["age", "column 2", "age (2)", "age (3)", "x"]


def test_a_new_name_does_not_take_that_of_another_column():
    assert name_columns(["age", "age", "age (2)"]) == ["age", "age (3)", "age (2)"]


@CALM
@given(st.lists(st.sampled_from(["a", "", " a", "a (2)", "column 1", "column 2"]), max_size=8))
def test_whatever_the_head_names_differ_and_none_is_empty(head):
    names = name_columns(head)
    assert len(set(names)) == len(names) == len(head)
    assert all(names)


def test_values_are_counted_clean_and_empty_cells_left_out():
    rows = [["x", "a"], ["x", " a "], ["x", ""], ["x"], ["x", "b\x00"]]
    assert column_counts(["n", "v"], rows, "v") == {"a": 2, "b": 1}


def test_a_column_that_is_not_there_has_no_values():
    assert column_counts(["n"], [["x"]], "v") == {}


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("red", ["red"]),
        ("red;blue", ["red", "blue"]),
        ("red; blue;", ["red", "blue"]),
        ("red | blue | red", ["red", "blue"]),
        ("red\nblue", ["red", "blue"]),
        ("red, blue", ["red", "blue"]),
        ("red, dark", ["red, dark"]),
        ("red, dark; blue", ["red, dark", "blue"]),
        ("red, pink", ["red", "pink"]),
        ("red; pink", ["red", "pink"]),
        ("pink; grey", ["pink", "grey"]),
        ("pink, grey", ["pink, grey"]),
        ("pink", ["pink"]),
        ("green, x; red", ["green", "x; red"]),
    ],
)
def test_several_choices_in_a_cell_are_taken_apart(cell, parts):
    assert _parts(cell) == parts


@pytest.mark.parametrize("value", ["NA", "n/a", "N/A", "-", ".", "Don't know", "don’t know", "Vet ej", "k.A.", "#N/A"])
def test_what_people_write_without_an_answer_is_recognised(value):
    assert looks_unanswered(value)


@pytest.mark.parametrize("value", ["no", "0", "none", "nej", "Namibia", "-1", "99", "know"])
def test_what_may_be_an_answer_is_not(value):
    assert not looks_unanswered(value)
