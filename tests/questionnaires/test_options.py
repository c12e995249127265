"""The rows of a question: an option keeps its key when its words or its place change; points keep their words."""

from __future__ import annotations

from livinglab.foundation.db import db
from livinglab.foundation.places import ANSWER_LANGUAGES
from livinglab.questionnaires import actions
from livinglab.questionnaires.models import Questionnaire
from livinglab.questionnaires.scales import scales
from tests.cast import Cast
from tests.factories import questionnaires
from tests.fixtures import As
from tests.questionnaires.forms import at, draft_of, fields_of, send, structure_in, words_in


def channel(mine: Questionnaire) -> str:
    """The form of the question with three options."""
    return at(mine, "/build/questions/channel")


def options(mine: Questionnaire) -> tuple[str, ...]:
    """The keys of its options in the draft."""
    return structure_in(draft_of(mine)).item("channel").settings["options"]


def test_other_words_and_another_order_keep_the_keys_and_the_translations(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    rows = {"row": ["Friends", "In the shop", "On the web"], "row_key": ["friends", "shop", "online"]}
    send(as_(cast.anna), channel(mine), rows)
    assert options(mine) == ("friends", "shop", "online")
    texts = words_in(draft_of(mine))
    assert texts["en"]["option.channel.online"] == "On the web"
    assert texts["de"]["option.channel.online"] == "Im Internet"


def test_words_that_change_places_do_not_take_the_keys_along(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    rows = {"row": ["Online", "In a shop", "From friends"], "row_key": ["shop", "online", "friends"]}
    send(as_(cast.anna), channel(mine), rows)
    assert options(mine) == ("shop", "online", "friends")
    assert words_in(draft_of(mine))["en"]["option.channel.shop"] == "Online"


def test_an_option_that_was_removed_and_comes_again_is_another_one(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    send(as_(cast.anna), channel(mine), {"row": ["In a shop", "", "From friends"]})
    assert options(mine) == ("shop", "friends")
    assert "option.channel.online" not in words_in(draft_of(mine))["de"]
    rows = {"row": ["In a shop", "From friends", "Online"], "row_key": ["shop", "friends", ""]}
    send(as_(cast.anna), channel(mine), rows)
    assert options(mine) == ("shop", "friends", "online-2")
    assert "option.channel.online-2" not in words_in(draft_of(mine))["de"]


def test_a_key_of_the_published_version_never_comes_back_in_the_next(as_: As, cast: Cast) -> None:
    mine = questionnaires.published(cast.norrsken).questionnaire
    actions.next_version(mine, by=cast.anna)
    db.session.commit()
    send(as_(cast.anna), channel(mine), {"row": ["In a shop", "From friends"], "row_key": ["shop", "friends"]})
    rows = {"row": ["In a shop", "From friends", "Online"], "row_key": ["shop", "friends", ""]}
    send(as_(cast.anna), channel(mine), rows)
    assert options(mine) == ("shop", "friends", "online-2")
    assert structure_in(mine.versions[0]) == questionnaires.STRUCTURE


def test_keys_that_are_made_up_or_sent_twice_become_new_options(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    rows = {"row": ["In a shop", "Radio", "Paper", "TV"], "row_key": ["shop", "shop", "../../etc", "liking"]}
    send(as_(cast.anna), channel(mine), rows)
    assert options(mine) == ("shop", "radio", "paper", "tv")


def test_the_rows_work_with_plain_buttons_and_nothing_is_kept_before_saving(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    browser = as_(cast.anna)
    page = browser.get(channel(mine)).text
    for button, keys in (
        ({"row_up": "3"}, ["shop", "friends", "online"]),
        ({"row_down": "1"}, ["friends", "shop", "online"]),
        ({"row_drop": "2"}, ["friends", "online"]),
        ({"row_more": "1"}, ["friends", "online", ""]),
        ({"row_up": "1"}, ["friends", "online", ""]),
        ({"row_down": "3"}, ["friends", "online", ""]),
        ({"row_up": "99"}, ["friends", "online", ""]),
        ({"row_drop": "x"}, ["friends", "online", ""]),
    ):
        answer = browser.post(channel(mine), data={**fields_of(page), "help": "Typed so far", **button})
        assert answer.status_code == 200
        assert fields_of(answer.text)["row_key"] == keys
        assert "Typed so far" in answer.text
        page = answer.text
    assert structure_in(draft_of(mine)) == questionnaires.STRUCTURE
    saved = {**fields_of(page), "row": ["Friends", "Online", "Radio"]}
    assert browser.post(channel(mine), data=saved).status_code == 303
    assert options(mine) == ("friends", "online", "radio")


def test_the_buttons_work_while_a_question_is_still_new(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    path = at(mine, "/build/sections/about-you/new-question?kind=rating")
    answer = send(as_(cast.anna), path, {"label": "Typed so far"}, {"row_scale": "agree-7"})
    assert answer.status_code == 200
    rows = fields_of(answer.text)["row"]
    assert (len(rows), rows[0], rows[-1]) == (7, "Strongly disagree", "Strongly agree")
    assert "Typed so far" in answer.text
    assert structure_in(draft_of(mine)) == questionnaires.STRUCTURE


def test_the_last_row_stays_to_be_written_in(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    typed = {"label": "x", "section": "about-you", "row": ["Only"], "row_key": ["shop"], "row_drop": "1"}
    assert fields_of(as_(cast.anna).post(channel(mine), data=typed).text)["row"] == [""]


def test_ready_made_words_bring_their_translations(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    browser = as_(cast.anna)
    path = at(mine, "/build/sections/about-you/new-question?kind=rating")
    page = send(browser, path, {"label": "Is it easy?"}, {"row_scale": "easy-5"}).text
    assert browser.post(path, data=fields_of(page)).status_code == 303
    texts = words_in(draft_of(mine))
    assert [texts["de"][f"point.is-it-easy.{n}"] for n in (1, 5)] == ["Sehr schwer", "Sehr leicht"]


def test_ready_made_words_are_complete_and_tell_apart_in_every_language() -> None:
    for scale in scales():
        sizes = {len(words) for words in scale.words.values()}
        assert set(scale.words) == set(ANSWER_LANGUAGES)
        assert sizes == {int(scale.key.rpartition("-")[2])}
        assert all(len({word.casefold() for word in words}) == len(words) for words in scale.words.values())


def test_points_take_their_translations_along_when_they_move(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    rows = {"row": ["Very bad", "Bad", "Good", "Very good"], "row_key": ["1", "2", "4", "5"]}
    send(as_(cast.anna), at(mine, "/build/questions/liking"), rows)
    assert structure_in(draft_of(mine)).item("liking").settings == {"points": 4}
    german = words_in(draft_of(mine))["de"]
    assert [german.get(f"point.liking.{n}") for n in range(1, 6)] == [
        "Sehr schlecht", "Schlecht", "Gut", "Sehr gut", None,
    ]  # fmt: skip


def test_a_point_that_is_new_has_no_translation_yet(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    rows = {"row": ["Awful", "Very bad", "Bad", "So so", "Good", "Very good"], "row_key": ["", "1", "2", "3", "4", "5"]}
    send(as_(cast.anna), at(mine, "/build/questions/liking"), rows)
    german = words_in(draft_of(mine))["de"]
    assert [german.get(f"point.liking.{n}") for n in (1, 2, 6)] == [None, "Sehr schlecht", "Sehr gut"]
