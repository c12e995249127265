"""Text as it is stored."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from livinglab.domain.questionnaire.cleaning import clean, is_blank
from tests.domain.questionnaire.making import CALM

NAUGHTY = Path(__file__).parents[4] / "shared" / "data" / "naughty_strings.json"


def test_all_ends_of_lines_become_one_kind():
    assert clean("a\r\nb\rc\x85d\u2028e\u2029f") == "a\nb\nc\nd\ne\nf"


def test_control_characters_and_lone_surrogates_go_and_tabs_stay():
    assert clean("a\x00b\x1bc\td\ud800") == "abc\td"


def test_accents_are_composed_and_white_space_around_goes():
    assert clean(" a\u0308\u00a0") == "ä"


def test_an_accent_behind_something_removed_is_composed_too():
    assert clean("a\x00\u0308") == "ä"


def test_joiners_of_emoji_and_scripts_stay():
    assert clean("👩\u200d🔬") == "👩\u200d🔬"


@CALM
@given(st.text())
@example("a\x00\u0308 \x85")
@example("\u0344\x00 x")
def test_cleaning_twice_changes_nothing_more_and_the_result_can_be_stored(text):
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert cleaned.encode().decode() == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert "\x00" not in cleaned


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u200b", "\ufeff \u2060", "\x00", "\ud800"])
def test_what_cannot_be_seen_is_blank(text):
    assert is_blank(text)


@pytest.mark.parametrize("text", ["0", ".", "\u200b.", "🙂", "ا"])
def test_what_can_be_seen_is_not_blank(text):
    assert not is_blank(text)


@pytest.mark.skipif(not NAUGHTY.exists(), reason="../shared/data is not part of a user's checkout")
def test_strings_that_break_software_are_cleaned_once_and_for_all():
    strings = json.loads(NAUGHTY.read_text(encoding="utf-8"))
    assert len(strings) > 500
    assert all(clean(clean(text)) == clean(text) for text in strings)
