"""Who sees a question, an option or a section, and what answers must meet: built on the page."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from livinglab.domain.questionnaire.publishing import problems
from livinglab.domain.questionnaire.structure import Structure
from livinglab.foundation.audit import AuditLine
from livinglab.foundation.db import db
from livinglab.questionnaires import queries
from livinglab.questionnaires.models import Questionnaire
from tests.cast import Cast
from tests.factories import questionnaires
from tests.fixtures import As
from tests.pages import words
from tests.questionnaires.forms import at, draft_of, send, structure_in, words_in


@pytest.fixture
def mine(cast: Cast) -> Questionnaire:
    """Anna's draft: age, channel and used on the first page; liking, recommend, fair-price … on the second."""
    return questionnaires.questionnaire(cast.norrsken)


def _page(mine: Questionnaire, place: str, of: str = "") -> str:
    return at(mine, f"/build/conditions/{place}" + (f"?of={of}" if of else ""))


def _add(browser: FlaskClient, mine: Questionnaire, place: str, of: str, **typed: Any) -> TestResponse:
    """Choose a question, fill in the form, send it."""
    page = browser.get(_page(mine, place, of)).text
    stamp = page.split('name="stamp" value="')[1].split('"')[0]
    return browser.post(_page(mine, place, of), data={"stamp": stamp, **typed})


def _press(browser: FlaskClient, mine: Questionnaire, place: str, **button: str) -> TestResponse:
    page = browser.get(_page(mine, place)).text
    stamp = page.split('name="stamp" value="')[1].split('"')[0]
    return browser.post(_page(mine, place), data={"stamp": stamp, **button})


def _item(mine: Questionnaire, key: str) -> dict[str, Any]:
    return structure_in(draft_of(mine)).item(key).to_json()


@pytest.mark.parametrize(
    ("of", "typed", "condition", "sentence"),
    [
        (
            "channel", {"how": "is", "values": ["shop"]}, {"of": "channel", "is": "shop"},
            "“Where did you hear about the product?” is “In a shop”",
        ),
        (
            "channel", {"how": "is_not", "values": ["shop", "online"]},
            {"not": {"of": "channel", "in": ["shop", "online"]}},
            "“Where did you hear about the product?” is not “In a shop” or “Online”",
        ),
        ("age", {"how": "more", "value": "17,0"}, {"of": "age", "more": "17"}, "“How old are you?” is more than 17"),
        (
            "age", {"how": "at_least", "value": "18"},
            {"any": [{"of": "age", "more": "18"}, {"of": "age", "is": "18"}]},
            "“How old are you?” is at least 18",
        ),
        ("age", {"how": "is", "value": "18"}, {"of": "age", "is": "18"}, "“How old are you?” is “18”"),
        ("used", {"how": "answered"}, {"of": "used", "answered": True}, "“What did you use?” was answered"),
        (
            "used", {"how": "not_answered"}, {"not": {"of": "used", "answered": True}},
            "“What did you use?” was not answered",
        ),
        (
            "liking", {"how": "at_most", "value": "3"},
            {"any": [{"of": "liking", "less": "3"}, {"of": "liking", "is": "3"}]},
            "“How do you like it?” is at most 3",
        ),
    ],
)  # fmt: skip
def test_an_earlier_answer_decides(
    as_: As, cast: Cast, mine: Questionnaire, of: str, typed: dict[str, Any], condition: dict[str, Any], sentence: str
) -> None:
    anna = as_(cast.anna)
    assert _add(anna, mine, "question.why", of, **typed).status_code == 303
    assert _item(mine, "why")["show_if"] == condition
    assert sentence in words(anna.get(_page(mine, "question.why")).text)
    assert f"Only if {sentence}" in words(anna.get(at(mine, "/build")).text)
    draft = draft_of(mine)
    assert problems(queries.structure_of(draft), words_in(draft)["en"]) == []
    line = db.session.query(AuditLine).order_by(AuditLine.id.desc()).first()
    assert line is not None
    assert (line.verb, line.details["place"]) == ("write condition", "question.why")


def test_only_earlier_answers_are_offered(as_: As, cast: Cast, mine: Questionnaire) -> None:
    anna = as_(cast.anna)
    page = anna.get(_page(mine, "question.liking")).text
    assert 'value="channel"' in page
    assert 'value="recommend"' not in page
    assert anna.get(_page(mine, "question.liking", "recommend")).status_code == 404
    assert "Nothing is asked before this question" in words(anna.get(_page(mine, "question.age")).text)
    section = anna.get(_page(mine, "section.the-product")).text
    assert 'value="used"' in section
    assert 'value="liking"' not in section


def test_two_of_them_are_joined_by_and_or_by_or(as_: As, cast: Cast, mine: Questionnaire) -> None:
    anna = as_(cast.anna)
    _add(anna, mine, "question.why", "channel", how="is", values=["shop"])
    _add(anna, mine, "question.why", "age", how="more", value="17")
    assert _item(mine, "why")["show_if"] == {"all": [{"of": "channel", "is": "shop"}, {"of": "age", "more": "17"}]}
    assert "all of these are true" in words(anna.get(_page(mine, "question.why")).text)
    _press(anna, mine, "question.why", join="any")
    assert "any" in _item(mine, "why")["show_if"]
    _press(anna, mine, "question.why", drop="0")
    assert _item(mine, "why")["show_if"] == {"of": "age", "more": "17"}
    _press(anna, mine, "question.why", drop="0")
    assert "show_if" not in _item(mine, "why")


def test_at_least_stays_one_thing_beside_others(as_: As, cast: Cast, mine: Questionnaire) -> None:
    anna = as_(cast.anna)
    _add(anna, mine, "question.why", "age", how="at_least", value="18")
    _add(anna, mine, "question.why", "channel", how="is", values=["shop"])
    found = _item(mine, "why")["show_if"]["all"]
    assert found == [{"any": [{"of": "age", "more": "18"}, {"of": "age", "is": "18"}]}, {"of": "channel", "is": "shop"}]
    page = words(anna.get(_page(mine, "question.why")).text)
    assert "all of these are true" in page
    assert "“How old are you?” is at least 18" in page


def test_the_same_twice_is_there_once(as_: As, cast: Cast, mine: Questionnaire) -> None:
    anna = as_(cast.anna)
    for _ in range(2):
        _add(anna, mine, "question.why", "channel", how="is", values=["shop"])
    assert _item(mine, "why")["show_if"] == {"of": "channel", "is": "shop"}


def test_options_and_sections_can_have_conditions(as_: As, cast: Cast, mine: Questionnaire) -> None:
    anna = as_(cast.anna)
    assert _add(anna, mine, "option.used.app", "channel", how="is", values=["online"]).status_code == 303
    assert _add(anna, mine, "section.the-product", "used", how="answered").status_code == 303
    structure: Structure = structure_in(draft_of(mine))
    assert structure.item("used").to_json()["option_if"] == {"app": {"of": "channel", "is": "online"}}
    assert structure.section("the-product").to_json()["show_if"] == {"of": "used", "answered": True}
    page = words(anna.get(at(mine, "/build")).text)
    assert "1 answer is not for everybody" in page
    assert "Only if “What did you use?” was answered" in page


def test_a_check_needs_the_words_that_testers_read(as_: As, cast: Cast, mine: Questionnaire) -> None:
    anna = as_(cast.anna)
    _add(anna, mine, "check.age.1", "age", how="less", value="100")
    assert _item(mine, "age")["checks"] == {"1": {"of": "age", "less": "100"}}
    draft = draft_of(mine)
    assert [p.code for p in problems(queries.structure_of(draft), words_in(draft)["en"])] == ["empty_check"]
    empty = _press(anna, mine, "check.age.1", words=" ")
    assert empty.status_code == 422
    assert "Write what testers read." in words(empty.text)
    assert _press(anna, mine, "check.age.1", words="Are you sure?").status_code == 303
    assert words_in(draft_of(mine))["en"]["check.age.1"] == "Are you sure?"
    assert "1 check" in words(anna.get(at(mine, "/build")).text)


@pytest.mark.parametrize(
    ("of", "typed", "sentence"),
    [
        ("channel", {}, "Choose one of these."),
        ("channel", {"how": "is"}, "Tick at least one answer."),
        ("channel", {"how": "more", "value": "3"}, "Not a valid choice."),
        ("channel", {"how": "is", "values": ["nowhere"]}, "Tick at least one answer."),
        ("age", {"how": "more", "value": ""}, "Write a number."),
        ("age", {"how": "more", "value": "old"}, "Write a number, such as 12.5, without other words."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    as_: As, cast: Cast, mine: Questionnaire, of: str, typed: dict[str, Any], sentence: str
) -> None:
    answer = _add(as_(cast.anna), mine, "question.why", of, **typed)
    assert answer.status_code == 422
    assert sentence in words(answer.text)
    if typed.get("value"):
        assert f'value="{typed["value"]}"' in answer.text or of == "channel"
    assert "show_if" not in _item(mine, "why")


def test_who_comes_second_is_told(as_: As, cast: Cast, mine: Questionnaire) -> None:
    anna = as_(cast.anna)
    page = anna.get(_page(mine, "question.why", "channel")).text
    stamp = page.split('name="stamp" value="')[1].split('"')[0]
    _add(anna, mine, "question.why", "age", how="more", value="17")
    late = anna.post(_page(mine, "question.why", "channel"), data={"stamp": stamp, "how": "is", "values": ["shop"]})
    assert late.status_code == 409
    assert "Somebody changed this while you were writing." in words(late.text)
    assert 'value="shop" checked' in late.text or 'checked id="values-0"' in late.text or "checked" in late.text
    assert _item(mine, "why")["show_if"] == {"of": "age", "more": "17"}


def test_a_question_that_others_look_at_says_so_before_it_goes(as_: As, cast: Cast, mine: Questionnaire) -> None:
    anna = as_(cast.anna)
    _add(anna, mine, "question.why", "channel", how="is", values=["shop"])
    assert "“Why?”" in words(anna.get(at(mine, "/build/questions/channel/remove")).text)
    anna.post(at(mine, "/build/questions/channel/remove"))
    assert "there is no question “channel” any more" in words(anna.get(_page(mine, "question.why")).text)


@pytest.mark.parametrize("place", ["question.nowhere", "option.used.nothing", "check.used.x", "page.1", "section", "x"])
def test_a_place_that_is_not_there_is_not_found(as_: As, cast: Cast, mine: Questionnaire, place: str) -> None:
    assert as_(cast.anna).get(_page(mine, place)).status_code == 404


def test_strangers_find_nothing_and_readers_may_not(as_: As, cast: Cast, mine: Questionnaire) -> None:
    assert as_(cast.dan).get(_page(mine, "question.why")).status_code == 404
    assert as_(cast.ana_maria).get(_page(mine, "question.why")).status_code == 403
    assert as_(None).get(_page(mine, "question.why")).status_code == 302


def test_a_copy_is_shown_and_checked_as_the_original(as_: As, cast: Cast, mine: Questionnaire) -> None:
    anna = as_(cast.anna)
    _add(anna, mine, "question.used", "channel", how="is", values=["shop"])
    _add(anna, mine, "option.used.app", "age", how="more", value="17")
    _add(anna, mine, "check.used.1", "used", how="is_not", values=["none"])
    _press(anna, mine, "check.used.1", words="Tick something else.")
    for _ in range(2):
        anna.post(at(mine, "/build/questions/used/duplicate"), data={"mark": "8"})
    copies = [item for item in structure_in(draft_of(mine)).items() if item.key.startswith("what-did-you-use")]
    assert len(copies) == 1
    copy = copies[0].to_json()
    assert copy["show_if"] == {"of": "channel", "is": "shop"}
    assert list(copy["option_if"]) == ["app"]
    assert copy["checks"] == {"1": {"not": {"of": copies[0].key, "is": "none"}}}
    assert words_in(draft_of(mine))["en"][f"check.{copies[0].key}.1"] == "Tick something else."


def test_an_option_that_goes_takes_its_condition_along(as_: As, cast: Cast, mine: Questionnaire) -> None:
    anna = as_(cast.anna)
    _add(anna, mine, "option.used.app", "age", how="more", value="17")
    send(anna, at(mine, "/build/questions/used"), {"row": ["The sensor", "Nothing yet"], "row_key": ["sensor", "none"]})
    assert "option_if" not in _item(mine, "used")
