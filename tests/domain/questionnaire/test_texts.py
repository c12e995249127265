"""The words of a questionnaire in one language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livinglab.domain.questionnaire.structure import Structure
from livinglab.domain.questionnaire.texts import clean_texts, has_lines, limit_of, missing, text_keys, words_of
from tests.domain.questionnaire.making import CALM, ONE_OF_EACH, an_item, of

SMALL = of(an_item("single_choice", "sure", options=["yes", "no"]), an_item("short_text", "why"), section="main")
SMALL_KEYS = [
    ("title", True),
    ("intro", False),
    ("section.main.title", True),
    ("section.main.intro", False),
    ("item.sure.label", True),
    ("item.sure.help", False),
    ("option.sure.yes", True),
    ("option.sure.no", True),
    ("item.why.label", True),
    ("item.why.help", False),
    ("thanks", False),
]


def test_keys_come_in_reading_order_and_say_which_are_required():
    assert text_keys(SMALL) == SMALL_KEYS
    assert (text_keys(SMALL)[0].key, text_keys(SMALL)[0].required) == ("title", True)


def test_an_empty_questionnaire_still_has_a_title_an_introduction_and_thanks():
    assert text_keys(Structure()) == [("title", True), ("intro", False), ("thanks", False)]


def test_of_an_unknown_kind_only_label_and_help_are_known():
    assert [key for key, _ in text_keys(of(an_item("slider", "s")))][4:6] == ["item.s.label", "item.s.help"]


def test_required_words_are_missing_while_nothing_of_them_can_be_seen():
    texts = {"title": " \u200b", "section.main.title": "Main", "item.sure.label": "Sure?", "option.sure.no": "No"}
    assert missing(SMALL, texts) == ["title", "option.sure.yes", "item.why.label"]


def test_words_without_a_place_are_dropped():
    texts = {"title": "T", "option.sure.maybe": "Maybe", "item.gone.label": "Gone", "point.sure.1": "One"}
    assert clean_texts(SMALL, texts) == {"title": "T"}


def test_words_are_cleaned_and_blank_ones_are_left_out():
    texts = {"title": " A\ntitle\x00 ", "intro": "one\r\ntwo", "thanks": " \u200b "}
    assert clean_texts(SMALL, texts) == {"title": "A title", "intro": "one\ntwo"}


@pytest.mark.parametrize("words", [None, 5, ["a"], {"a": 1}, True])
def test_what_is_no_text_is_dropped(words):
    assert clean_texts(SMALL, {"title": words}) == {}


def test_texts_stay_in_reading_order():
    texts = {key: "x" for key, _ in reversed(text_keys(ONE_OF_EACH))}
    assert list(clean_texts(ONE_OF_EACH, texts)) == [key for key, _ in text_keys(ONE_OF_EACH)]


@pytest.mark.parametrize("key", [key for key, _ in text_keys(ONE_OF_EACH)])
def test_every_text_has_a_limit_and_is_cut_there(key):
    cut = clean_texts(ONE_OF_EACH, {key: "x" * 5000})[key]
    assert len(cut) == limit_of(key) <= 4000


def test_only_longer_texts_have_lines():
    lines = [key for key, _ in SMALL_KEYS if has_lines(key)]
    assert lines == ["intro", "section.main.intro", "item.sure.help", "item.why.help", "thanks"]


def test_a_key_that_looks_like_another_place_is_not_confused_with_it():
    structure = of(an_item("single_choice", "title", options=["label", "help"]), section="intro")
    keys = [key for key, _ in text_keys(structure)]
    assert len(keys) == len(set(keys))
    assert limit_of("option.title.help") == limit_of("option.a.b") == 200
    assert not has_lines("option.title.help")


@CALM
@given(st.dictionaries(st.sampled_from([key for key, _ in SMALL_KEYS]), st.text(max_size=300)))
def test_cleaning_twice_changes_nothing_more(texts):
    cleaned = clean_texts(SMALL, texts)
    assert clean_texts(SMALL, cleaned) == cleaned


def test_a_value_is_shown_in_words():
    texts = {
        "option.one.yes": "Yes, please",
        "point.rating.5": "Very good",
        "end.recommend.low": "Never",
        "end.recommend.high": "Certainly",
    }
    shown = [
        ("one", "yes"),
        ("rating", "5"),
        ("recommend", "0"),
        ("recommend", "7"),
        ("recommend", "10"),
        ("age", "44"),
    ]
    assert [words_of(ONE_OF_EACH.item(key), value, texts) for key, value in shown] == [
        "Yes, please", "Very good", "0 – Never", "7", "10 – Certainly", "44",
    ]  # fmt: skip


def test_a_value_without_words_is_shown_as_it_is():
    assert words_of(ONE_OF_EACH.item("one"), "yes", {}) == "yes"
    assert words_of(an_item("slider"), "7", {}) == "7"
