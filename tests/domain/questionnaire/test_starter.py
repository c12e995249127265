"""The ready questionnaire “First impression of a product”."""

from __future__ import annotations

import re

import pytest

from livinglab.domain.questionnaire.publishing import problems
from livinglab.domain.questionnaire.starter import LANGUAGES, starter
from livinglab.domain.questionnaire.structure import Structure
from livinglab.domain.questionnaire.texts import clean_texts, missing, text_keys


def test_it_is_there_in_five_languages():
    assert tuple(starter()[1]) == LANGUAGES == ("en", "sv", "de", "pl", "fi")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_can_be_published_in_every_language(language):
    structure, texts = starter()
    assert missing(structure, texts[language]) == []
    assert problems(structure, texts[language]) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_texts_are_already_clean_and_in_reading_order(language):
    structure, texts = starter()
    assert clean_texts(structure, texts[language]) == texts[language]
    assert list(texts[language]) == [key for key, _ in text_keys(structure) if key in texts[language]]


def test_all_languages_have_the_same_texts_and_none_is_left_in_english():
    _, texts = starter()
    english = texts["en"]
    for language in LANGUAGES[1:]:
        assert texts[language].keys() == english.keys()
        assert [key for key in english if texts[language][key] == english[key]] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_end_with_a_question_mark_and_nobody_left_a_double_space(language):
    _, texts = starter()
    labels = [text for key, text in texts[language].items() if key.endswith(".label")]
    assert all(label.endswith("?") for label in labels)
    assert not any(re.search(r"\s\s|\s[,.?!]", text) for text in texts[language].values())


def test_it_uses_the_plain_kinds_in_four_sections():
    structure, _ = starter()
    assert {item.kind for item in structure.items()} == {
        "single_choice", "several_choices", "rating", "zero_to_ten", "number", "price", "short_text", "long_text",
    }  # fmt: skip
    assert len(structure.sections) == 4
    assert len(list(structure.items())) == 11


def test_its_scales_are_of_one_length():
    structure, _ = starter()
    assert {item.settings["points"] for item in structure.items() if item.kind == "rating"} == {5}


def test_each_call_gives_texts_of_its_own():
    starter()[1]["en"].clear()
    assert starter()[1]["en"]["title"] == "First impression of a product"


def test_its_structure_is_stored_and_read_like_any_other():
    structure, _ = starter()
    assert Structure.from_json(structure.to_json()) == structure
