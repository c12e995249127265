"""The list of questionnaires."""

from __future__ import annotations

from sqlalchemy import Connection

from livinglab.foundation.db import db
from livinglab.questionnaires import actions
from tests.cast import Cast
from tests.counting import selects
from tests.factories import questionnaires
from tests.fixtures import As
from tests.pages import words

LIST = "/questionnaires/"


def test_the_list_shows_what_each_has_and_in_which_languages(as_: As, cast: Cast) -> None:
    version = questionnaires.published(cast.norrsken, name="Price and taste")
    actions.next_version(version.questionnaire, by=cast.anna)
    questionnaires.questionnaire(cast.norrsken, "Second thoughts")
    page = words(as_(cast.anna).get(LIST).text)
    assert "Price and taste Published English, German 8 questions version 1 published" in page
    assert "draft of version 2" in page
    assert "Second thoughts Draft English, German 8 questions" in page


def test_an_empty_list_says_what_to_do_first(as_: As, cast: Cast) -> None:
    assert "Write your first questionnaire" in as_(cast.anna).get(LIST).text
    assert "Write your first questionnaire" not in as_(cast.ana_maria).get(LIST).text
    assert "Companies write questionnaires" in as_(cast.bo).get(LIST).text


def test_nobody_sees_those_of_another_company(as_: As, cast: Cast) -> None:
    questionnaires.questionnaire(cast.norrsken, "Price and taste")
    for person in (cast.dan, cast.carla, cast.eva, cast.ada, cast.fred):
        assert "Price and taste" not in as_(person).get(LIST).text
    assert "Price and taste" in as_(cast.ana_maria).get(LIST).text


def test_who_is_signed_out_is_asked_to_sign_in(as_: As, cast: Cast) -> None:
    assert as_(None).get(LIST).location == "/accounts/sign-in?next=/questionnaires/"


def test_archived_ones_stand_behind_a_tab(as_: As, cast: Cast) -> None:
    actions.archive(questionnaires.questionnaire(cast.norrsken, "Old and tired"), by=cast.anna)
    questionnaires.questionnaire(cast.norrsken, "Fresh")
    db.session.commit()
    in_use, archived = as_(cast.anna).get(LIST).text, as_(cast.anna).get(LIST + "?archived=yes").text
    assert "Fresh" in in_use
    assert "Old and tired" not in in_use
    assert "Old and tired" in archived
    assert "Fresh" not in archived


def test_a_long_list_has_pages(as_: As, cast: Cast) -> None:
    for number in range(30):
        questionnaires.questionnaire(cast.norrsken, f"Number {number:02}")
    browser = as_(cast.anna)
    assert "Number 29" not in browser.get(LIST).text
    assert "Number 29" in browser.get(LIST + "?page=2").text
    assert browser.get(LIST + "?page=nonsense").status_code == 200


def test_the_list_asks_the_database_as_often_for_many_as_for_one(as_: As, cast: Cast, connection: Connection) -> None:
    questionnaires.published(cast.norrsken)
    browser = as_(cast.anna)
    with selects(connection) as for_one:
        browser.get(LIST)
    for number in range(15):
        questionnaires.published(cast.norrsken, name=f"Number {number}")
    with selects(connection) as for_many:
        browser.get(LIST)
    assert len(for_many) == len(for_one) <= 8
