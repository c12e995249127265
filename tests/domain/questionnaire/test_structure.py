"""The bones of a questionnaire, their keys, and their stored form."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livinglab.domain.questionnaire.structure import Item, Section, Structure, is_key, new_key
from tests.domain.questionnaire.making import CALM, ONE_OF_EACH, an_item, code_of

KEYS = st.from_regex(r"[a-z][a-z0-9-]{0,9}", fullmatch=True)
SETTINGS = st.dictionaries(
    st.sampled_from(["options", "points", "minimum", "unit"]),
    st.none() | st.integers() | st.text(max_size=5) | st.lists(st.text(max_size=5), max_size=3),
)
ITEMS = st.builds(Item, KEYS, st.sampled_from(["rating", "slider"]), st.booleans(), SETTINGS)
STRUCTURES = st.lists(st.builds(Section, KEYS, st.lists(ITEMS, max_size=3).map(tuple)), max_size=3).map(
    lambda sections: Structure(tuple(sections))
)


@CALM
@given(STRUCTURES)
def test_what_is_stored_is_read_back_the_same(structure):
    stored = json.loads(json.dumps(structure.to_json()))
    assert Structure.from_json(stored) == structure
    assert Structure.from_json(stored).to_json() == stored


@pytest.mark.parametrize(
    "data",
    [
        None, [], "x", {}, {"sections": {}}, {"sections": [], "more": 1}, {"sections": [None]},
        {"sections": [{"key": "a"}]}, {"sections": [{"key": "a", "items": {}}]},
        {"sections": [{"key": 1, "items": []}]}, {"sections": [{"key": "a", "items": [[]]}]},
        {"sections": [{"key": "a", "items": [{"key": "b"}]}]},
        {"sections": [{"key": "a", "items": [{"key": "b", "kind": "price", "required": 1}]}]},
        {"sections": [{"key": "a", "items": [{"key": "b", "kind": "price", "most": 1.5}]}]},
        {"sections": [{"key": "a", "items": [{"key": "b", "kind": "price", "most": {"a": 1}}]}]},
        {"sections": [{"key": "a", "items": [{"key": "b", "kind": "price", "most": [1]}]}]},
    ],
)  # fmt: skip
def test_anything_else_is_malformed(data):
    assert code_of(Structure.from_json, data) == "malformed"


@pytest.mark.parametrize("key", ["", "A", "1a", "a b", "a.b", "ä", "a" * 61])
def test_a_bad_key_is_refused(key):
    assert code_of(Structure.from_json, {"sections": [{"key": key, "items": []}]}) == "bad_key"
    assert not is_key(key)


def test_items_come_in_the_order_of_reading_and_are_found_by_key():
    assert [item.key for item in ONE_OF_EACH.items()][:3] == ["one", "several", "rating"]
    assert ONE_OF_EACH.item("price").kind == "price"
    assert ONE_OF_EACH.section("all").items[0].key == "one"


def test_what_is_not_there_is_a_key_error():
    with pytest.raises(KeyError):
        ONE_OF_EACH.item("nobody")
    with pytest.raises(KeyError):
        ONE_OF_EACH.section("nobody")


def test_settings_of_an_item_cannot_be_changed_nor_hide_its_own_fields():
    item = an_item("rating", points=5)
    with pytest.raises(TypeError):
        item.settings["points"] = 7  # type: ignore[index]
    with pytest.raises(ValueError, match="kind"):
        Item("it", "rating", settings={"kind": "price"})


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("How old are you?", "how-old-are-you"),
        ("Ägg & bröd, tack!", "agg-and-brod-tack"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("what’s new", "whats-new"),
        ("10 years", "item-10-years"),
        ("年齢", "item"),
        ("", "item"),
    ],
)
def test_keys_are_readable(label, key):
    assert new_key(label, ()) == key


def test_a_taken_key_gets_a_number():
    assert new_key("Age", {"age", "age-2"}) == "age-3"


def test_a_long_label_makes_a_key_cut_between_words():
    label = "What would you change about the product if you could begin from the very start"
    assert new_key(label, ()) == "what-would-you-change-about-the-product-if-you-could-begin"
    assert new_key(label, {new_key(label, ())}) == "what-would-you-change-about-the-product-if-you-could-begin-2"
    assert new_key("x" * 80, ()) == "x" * 60
    assert new_key("x" * 80, {"x" * 60}) == "x" * 58 + "-2"


@CALM
@given(st.text("ab ä-9", max_size=200) | st.text(max_size=20), st.integers(0, 12))
def test_a_new_key_is_always_a_key_and_never_taken(label, times):
    taken: list[str] = []
    for _ in range(times + 1):
        key = new_key(label, taken)
        assert is_key(key)
        assert key not in taken
        taken.append(key)
