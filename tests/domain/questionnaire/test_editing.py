"""Changes to a questionnaire that is being written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livinglab.domain.questionnaire import editing
from livinglab.domain.questionnaire.kinds.registry import KINDS
from livinglab.domain.questionnaire.structure import Section, Structure
from livinglab.domain.questionnaire.texts import clean_texts
from tests.domain.questionnaire.making import CALM, an_item, of

COLOURS = of(an_item("single_choice", "colour", options=["red", "green", "blue"]))
THREE = Structure(
    (
        Section("a", (an_item("price", "p"), an_item("price", "q"), an_item("price", "r"))),
        Section("b"),
        Section("c", (an_item("price", "s"),)),
    )
)


def _shape(structure: Structure) -> dict[str, list[str]]:
    return {section.key: [item.key for item in section.items] for section in structure.sections}


def _options(structure: Structure) -> list[str]:
    return list(structure.item("colour").settings["options"])


def test_a_section_is_added_at_the_end_with_its_title():
    added = editing.add_section(THREE, " Your  day ")
    assert (added.key, added.words) == ("your-day", {"section.your-day.title": "Your  day"})
    assert list(_shape(added.structure)) == ["a", "b", "c", "your-day"]
    assert list(_shape(THREE)) == ["a", "b", "c"]


def test_two_sections_of_one_title_have_two_keys():
    once = editing.add_section(Structure(), "Price").structure
    assert editing.add_section(once, "Price").key == "price-2"


def test_a_section_does_not_get_a_key_that_was_taken():
    assert editing.add_section(Structure(), "Price", ["price"]).key == "price-2"


def test_a_section_without_a_title_has_a_key_and_no_words():
    added = editing.add_section(Structure(), " ")
    assert (added.key, added.words) == ("section", {})


def test_another_title_keeps_the_key():
    renamed = editing.rename_section(THREE, "a", "Better")
    assert renamed.structure == THREE
    assert renamed.words == {"section.a.title": "Better"}


def test_a_section_is_removed_with_its_questions():
    assert _shape(editing.remove_section(THREE, "a")) == {"b": [], "c": ["s"]}


@pytest.mark.parametrize(("position", "order"), [(0, "cab"), (1, "acb"), (2, "abc"), (99, "abc"), (-1, "cab")])
def test_a_section_moves_to_a_position(position, order):
    assert list(_shape(editing.move_section(THREE, "c", position))) == list(order)


def test_sections_take_a_new_order_and_none_is_lost():
    assert list(_shape(editing.reorder_sections(THREE, ["c", "gone", "a", "c"]))) == ["c", "a", "b"]


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_question_is_added_at_the_end_of_its_section_as_its_kind_begins(kind):
    added = editing.add_item(THREE, "a", kind, "How much?")
    item = added.structure.item("how-much")
    assert _shape(added.structure)["a"] == ["p", "q", "r", "how-much"]
    assert (item.kind, item.required, added.words) == (kind, False, {"item.how-much.label": "How much?"})
    assert item.to_json() == {"key": "how-much", "kind": kind, "required": False, **KINDS[kind].fresh()}


def test_a_key_that_was_ever_used_never_comes_back():
    added = editing.add_item(THREE, "a", "price", "Fair price")
    taken = editing.keys_in(added.structure)
    removed = editing.remove_item(added.structure, added.key)
    assert editing.add_item(removed, "b", "rating", "Fair price", taken).key == "fair-price-2"


def test_a_key_of_the_questionnaire_itself_is_taken_without_being_named():
    assert editing.add_item(THREE, "b", "price", "P").key == "p-2"


def test_an_unknown_kind_cannot_be_added():
    with pytest.raises(KeyError):
        editing.add_item(THREE, "a", "slider", "How warm?")


def test_settings_change_by_name_and_none_removes_one():
    structure = of(an_item("number", "n", minimum="0", maximum="9", decimals=2))
    changed = editing.change_item(structure, "n", {"minimum": None, "maximum": "10"})
    assert dict(changed.item("n").settings) == {"maximum": "10", "decimals": 2}


def test_required_changes_alone_and_stays_when_not_named():
    required = editing.change_item(COLOURS, "colour", required=True)
    assert required.item("colour").required
    assert editing.change_item(required, "colour", {"options": ["red"]}).item("colour").required
    assert not editing.change_item(required, "colour", required=False).item("colour").required


def test_a_question_is_removed_and_its_words_go_with_it():
    texts = {"item.colour.label": "Colour?", "option.colour.red": "Red", "title": "T"}
    structure = editing.remove_item(COLOURS, "colour")
    assert _shape(structure) == {"all": []}
    assert clean_texts(structure, texts) == {"title": "T"}


@pytest.mark.parametrize(
    ("key", "to", "position", "shape"),
    [
        ("p", "a", 0, {"a": ["p", "q", "r"], "b": [], "c": ["s"]}),
        ("p", "a", 1, {"a": ["q", "p", "r"], "b": [], "c": ["s"]}),
        ("p", "a", 2, {"a": ["q", "r", "p"], "b": [], "c": ["s"]}),
        ("p", "b", 0, {"a": ["q", "r"], "b": ["p"], "c": ["s"]}),
        ("r", "c", 0, {"a": ["p", "q"], "b": [], "c": ["r", "s"]}),
        ("r", "c", 99, {"a": ["p", "q"], "b": [], "c": ["s", "r"]}),
        ("r", "a", -1, {"a": ["r", "p", "q"], "b": [], "c": ["s"]}),
    ],
)
def test_a_question_moves_within_its_section_and_to_others(key, to, position, shape):
    assert _shape(editing.move_item(THREE, key, to, position)) == shape


@CALM
@given(st.lists(st.sampled_from(["p", "q", "r", "s", "gone"]), max_size=8))
def test_whatever_order_is_asked_for_no_question_is_lost_or_doubled(keys):
    shape = _shape(editing.reorder_items(THREE, "a", keys))
    assert sorted(shape["a"]) == ["p", "q", "r"]
    assert (shape["b"], shape["c"]) == ([], ["s"])


def test_questions_take_the_order_asked_for():
    assert _shape(editing.reorder_items(THREE, "a", ["r", "p", "q"]))["a"] == ["r", "p", "q"]
    assert _shape(editing.reorder_items(THREE, "a", ["q"]))["a"] == ["q", "p", "r"]


def test_an_option_is_added_at_the_end_with_its_words():
    added = editing.add_option(COLOURS, "colour", "Ljusblå")
    assert _options(added.structure) == ["red", "green", "blue", "ljusbla"]
    assert added.words == {"option.colour.ljusbla": "Ljusblå"}


def test_an_option_that_was_ever_used_never_comes_back_with_another_meaning():
    taken = editing.keys_in(COLOURS)
    removed = editing.remove_option(COLOURS, "colour", "red")
    assert editing.add_option(removed, "colour", "Red", taken).key == "red-2"


def test_options_of_other_questions_are_not_in_the_way():
    assert editing.add_option(COLOURS, "colour", "Pink", ["pink", "shade.pink", "colourful.pink"]).key == "pink"


def test_an_option_is_removed_and_its_words_go_with_it():
    structure = editing.remove_option(COLOURS, "colour", "green")
    assert _options(structure) == ["red", "blue"]
    assert clean_texts(structure, {"option.colour.green": "Green", "option.colour.red": "Red"}) == {
        "option.colour.red": "Red"
    }


def test_options_take_a_new_order_and_none_is_lost():
    assert _options(editing.reorder_options(COLOURS, "colour", ["blue", "gone", "red"])) == ["blue", "red", "green"]


def test_what_must_be_remembered_are_questions_and_their_options():
    assert editing.keys_in(COLOURS) == ["colour", "colour.blue", "colour.green", "colour.red"]


@pytest.mark.parametrize(
    "change",
    [
        lambda: editing.rename_section(THREE, "x", "X"),
        lambda: editing.remove_section(THREE, "x"),
        lambda: editing.move_section(THREE, "x", 0),
        lambda: editing.add_item(THREE, "x", "price", "X"),
        lambda: editing.change_item(THREE, "x", required=True),
        lambda: editing.remove_item(THREE, "x"),
        lambda: editing.move_item(THREE, "x", "a", 0),
        lambda: editing.move_item(THREE, "p", "x", 0),
        lambda: editing.reorder_items(THREE, "x", []),
        lambda: editing.add_option(THREE, "x", "X"),
        lambda: editing.remove_option(COLOURS, "colour", "x"),
        lambda: editing.reorder_options(COLOURS, "x", []),
    ],
)
def test_what_is_not_there_is_a_key_error(change):
    with pytest.raises(KeyError):
        change()
