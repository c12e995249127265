"""Changing a question: words, settings, section, whether it must be answered; copying and moving it."""

from __future__ import annotations

from livinglab.domain.questionnaire.structure import Item
from livinglab.foundation.db import db
from livinglab.questionnaires.models import Questionnaire
from tests.cast import Cast
from tests.factories import questionnaires
from tests.fixtures import As
from tests.questionnaires.forms import at, draft_of, fields_of, resend, send, structure_in, words_in


def form_of(mine: Questionnaire, key: str) -> str:
    """The address of a question's form."""
    return at(mine, f"/build/questions/{key}")


def keys_in(mine: Questionnaire, section: int) -> list[str]:
    """The questions of a section of the draft."""
    return [item.key for item in structure_in(draft_of(mine)).sections[section].items]


def test_every_form_sent_untouched_changes_nothing(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    browser = as_(cast.anna)
    for item in questionnaires.STRUCTURE.items():
        answer = send(browser, form_of(mine, item.key), {})
        assert answer.location == at(mine, f"/build#question-{item.key}")
    assert structure_in(draft_of(mine)) == questionnaires.STRUCTURE
    assert words_in(draft_of(mine)) == questionnaires.TEXTS


def test_words_and_settings_change_and_the_key_stays(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    typed = {"label": "Your age?", "unit": "", "minimum": "", "maximum": "99", "required": "y"}
    send(as_(cast.anna), form_of(mine, "age"), typed)
    assert structure_in(draft_of(mine)).item("age") == Item("age", "number", True, {"maximum": "99", "decimals": 0})
    english, german = (words_in(draft_of(mine))[language] for language in ("en", "de"))
    assert english["item.age.label"] == "Your age?"
    assert "unit.age" not in english
    assert "unit.age" not in german
    assert german["item.age.label"] == "Wie alt sind Sie?"


def test_a_line_break_in_a_question_becomes_a_space(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    send(as_(cast.anna), form_of(mine, "why"), {"label": "Why\r\nreally?", "help": "One\r\ntwo"})
    english = words_in(draft_of(mine))["en"]
    assert english["item.why.label"] == "Why really?"
    assert english["item.why.help"] == "One\ntwo"


def test_what_is_wrong_is_said_and_what_was_typed_stays(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    answer = send(as_(cast.anna), form_of(mine, "why"), {"label": " ", "help": "Typed before"})
    assert answer.status_code == 422
    assert "Write what the question asks." in answer.text
    assert "Typed before" in answer.text
    assert words_in(draft_of(mine)) == questionnaires.TEXTS


def test_two_people_write_one_question_and_the_second_is_told(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    db.session.commit()
    path, anna = form_of(mine, "channel"), as_(cast.anna)
    stale = anna.get(path).text
    send(as_(cast.mikael), path, {"row": ["In a store", "Online", "From friends"]})
    typed = {"row": ["In a shop", "Online", "From my friends"]}
    answer = resend(anna, path, stale, typed)
    assert answer.status_code == 409
    assert "Somebody changed this while you were writing" in answer.text
    assert "From my friends" in answer.text
    assert words_in(draft_of(mine))["en"]["option.channel.shop"] == "In a store"
    assert resend(anna, path, answer.text, {}).status_code == 303
    assert words_in(draft_of(mine))["en"]["option.channel.friends"] == "From my friends"


def test_two_people_write_two_questions_and_nobody_is_disturbed(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    db.session.commit()
    anna = as_(cast.anna)
    stale = anna.get(form_of(mine, "why")).text
    send(as_(cast.mikael), form_of(mine, "age"), {"label": "Your age?"})
    assert resend(anna, form_of(mine, "why"), stale, {"label": "Tell us why."}).status_code == 303
    english = words_in(draft_of(mine))["en"]
    assert (english["item.age.label"], english["item.why.label"]) == ("Your age?", "Tell us why.")


def test_a_question_that_was_removed_meanwhile_is_said_to_be(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    db.session.commit()
    anna = as_(cast.anna)
    stale = anna.get(form_of(mine, "why")).text
    as_(cast.mikael).post(form_of(mine, "why") + "/remove")
    answer = resend(anna, form_of(mine, "why"), stale, {"label": "Too late"})
    assert answer.status_code == 409
    assert "brings it back" in answer.text


def test_a_question_moves_to_another_section_from_its_form_and_from_its_menu(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    browser = as_(cast.anna)
    send(browser, form_of(mine, "age"), {"section": "the-product"})
    assert keys_in(mine, 0) == ["channel", "used"]
    assert keys_in(mine, 1)[-1] == "age"
    answer = browser.post(form_of(mine, "age") + "/move", data={"to": "about-you"})
    assert answer.location == at(mine, "/build#question-age")
    assert keys_in(mine, 0) == ["channel", "used", "age"]
    assert browser.post(form_of(mine, "age") + "/move", data={"to": "never-was"}).status_code == 409
    assert words_in(draft_of(mine)) == questionnaires.TEXTS


def test_must_be_answered_or_not_is_one_press(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    browser = as_(cast.anna)
    for wanted, required in (("yes", True), ("yes", True), ("no", False)):
        assert browser.post(form_of(mine, "why") + "/required", data={"required": wanted}).status_code == 303
        assert structure_in(draft_of(mine)).item("why").required is required
    assert browser.post(form_of(mine, "why") + "/required", data={"required": "perhaps"}).status_code == 400


def test_a_copy_stands_below_with_its_words_in_all_languages(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    browser = as_(cast.anna)
    mark = fields_of(browser.get(at(mine, "/build")).text)["mark"]
    first = browser.post(form_of(mine, "liking") + "/duplicate", data={"mark": mark})
    second = browser.post(form_of(mine, "liking") + "/duplicate", data={"mark": mark})
    copy = "how-do-you-like-it"
    assert first.location == second.location == form_of(mine, copy)
    assert keys_in(mine, 1)[:3] == ["liking", copy, "recommend"]
    assert structure_in(draft_of(mine)).item(copy) == Item(copy, "rating", True, {"points": 5})
    texts = words_in(draft_of(mine))
    assert texts["de"][f"item.{copy}.label"] == "Wie gefällt es Ihnen?"
    assert texts["en"][f"point.{copy}.4"] == "Good"


def test_every_kind_can_be_copied_and_copied_again(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    browser = as_(cast.anna)
    for item in questionnaires.STRUCTURE.items():
        for _ in range(2):
            mark = str(len(draft_of(mine).keys_used))
            browser.post(form_of(mine, item.key) + "/duplicate", data={"mark": mark})
    items = list(structure_in(draft_of(mine)).items())
    assert len(items) == len({item.key for item in items}) == 24
    for item in questionnaires.STRUCTURE.items():
        same = [
            one for one in items if (one.kind, one.settings, one.required) == (item.kind, item.settings, item.required)
        ]
        assert len(same) == 3


def test_the_order_of_a_section_changes_by_dragging_by_keys_and_by_buttons(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    browser = as_(cast.anna)
    path = at(mine, "/build/sections/about-you/order")
    answer = browser.post(path, data={"down": "age"})
    assert answer.location == at(mine, "/build#question-age")
    assert keys_in(mine, 0) == ["channel", "age", "used"]
    browser.post(path, data={"up": "used"})
    assert keys_in(mine, 0) == ["channel", "used", "age"]
    assert browser.post(path, data={"order": "age,channel,used"}).status_code == 303
    assert keys_in(mine, 0) == ["age", "channel", "used"]
    for button in ({"up": "age"}, {"down": "used"}):
        assert browser.post(path, data=button).status_code == 303
        assert keys_in(mine, 0) == ["age", "channel", "used"]
    assert words_in(draft_of(mine)) == questionnaires.TEXTS


def test_an_order_of_other_questions_is_refused_in_words(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    browser = as_(cast.anna)
    path = at(mine, "/build/sections/about-you/order")
    for order in ("age,channel", "age,channel,used,why", "age,age,channel,used", "", "used,channel,liking"):
        answer = browser.post(path, data={"order": order})
        assert answer.status_code == 409
        assert "Reload the page, then set the order again." in answer.text
    assert browser.post(path, data={"up": "liking"}).status_code == 404
    assert browser.post(path, data={}).status_code == 400
    assert structure_in(draft_of(mine)) == questionnaires.STRUCTURE
