"""The first page: what is asked, by whom, how long, what happens to the answers; consent, and saying no."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from livinglab.feedback import queries
from livinglab.feedback.models import Consent, Draft
from livinglab.foundation.db import db
from livinglab.invitations.models import Participation
from livinglab.rounds.models import Round
from tests.cast import Cast
from tests.feedback.conftest import Taking
from tests.feedback.trial import round_of
from tests.fixtures import As


def consents(participation: Participation) -> list[Consent]:
    statement = select(Consent).where(Consent.participation_id == participation.id).order_by(Consent.id)
    return list(db.session.scalars(statement))


def test_it_says_who_asks_how_long_it_takes_and_what_happens_to_the_answers(round_: Round, taking_part: Taking) -> None:
    page = taking_part(round_).get("?language=en")
    assert page.status_code == 200
    assert "Norrsken Sensors" in page.text
    assert "about 5 minutes" in page.text
    assert "11 questions" in page.text
    assert "What happens to your answers" in page.text


def test_it_says_until_when_by_the_clocks_of_the_rounds_people(round_: Round, taking_part: Taking) -> None:
    round_.closes_at, round_.time_zone = datetime(2026, 12, 14, 17, 0, tzinfo=UTC), "Europe/Stockholm"
    tester = taking_part(round_)
    assert "14 December 2026, 18:00 CET" in tester.get("?language=en").text
    assert "14. Dezember 2026, 18:00 MEZ" in tester.get("?language=de").text


def test_it_is_in_the_language_of_the_market_and_says_so(round_: Round, taking_part: Taking) -> None:
    assert '<html lang="de" dir="ltr">' in taking_part(round_, "DE").get().text
    assert '<html lang="sv" dir="ltr">' in taking_part(round_, "SE").get().text


def test_another_complete_language_can_be_chosen_and_an_unknown_one_changes_nothing(
    round_: Round, taking_part: Taking
) -> None:
    tester = taking_part(round_, "DE")
    assert '<html lang="pl"' in tester.get("?language=pl").text
    assert '<html lang="de"' in tester.get("?language=xx").text
    assert '<html lang="de"' in tester.get("?language=%3Cscript%3E").text


def test_the_words_follow_the_mode_of_the_round(cast: Cast, taking_part: Taking) -> None:
    one_by_one = round_of(cast.norrsken, mode="individual", code="one")
    together = round_of(cast.norrsken, mode="aggregate", code="two")
    assert "one by one, under a made-up name" in taking_part(one_by_one).get("?language=en").text
    assert "never one by one" in taking_part(together).get("?language=en").text


def test_the_box_is_not_ticked_and_without_a_tick_nothing_begins(round_: Round, taking_part: Taking) -> None:
    tester = taking_part(round_)
    assert "checked" not in tester.get().text
    answer = tester.post(language="en")
    assert answer.status_code == 422
    assert "Tick the box if you agree" in answer.text
    assert 'href="#agree"' in answer.text
    assert consents(tester.participation) == []
    assert tester.draft() is None


def test_agreeing_is_written_down_and_opens_the_form_with_its_key(round_: Round, taking_part: Taking) -> None:
    tester = taking_part(round_)
    answer = tester.post(agree="yes", language="sv")
    assert (answer.status_code, answer.location) == (303, f"{tester.home}pages/1")
    (said,) = consents(tester.participation)
    assert (said.said, said.purpose, said.language) == ("yes", "individual", "sv")
    assert said.text_version
    assert said.how
    draft = tester.draft()
    assert draft is not None
    assert len(bytes.fromhex(draft.submission_key)) == 16
    assert draft.language == "sv"


def test_agreeing_twice_is_one_consent_one_form_and_one_key(round_: Round, taking_part: Taking) -> None:
    tester = taking_part(round_)
    key = tester.begin()
    assert tester.begin() == key
    assert len(consents(tester.participation)) == 1


def test_who_comes_back_goes_on_where_something_is_missing(round_: Round, taking_part: Taking) -> None:
    tester = taking_part(round_)
    tester.begin(language="en")
    tester.post("pages/1", a_overall="4", go="on")
    assert "You have begun already" in tester.get().text
    assert tester.post(agree="yes", language="en").location == f"{tester.home}pages/2"


def test_saying_no_takes_one_press_and_leaves_nothing(round_: Round, taking_part: Taking) -> None:
    tester = taking_part(round_)
    answer = tester.post("decline", language="en")
    assert answer.status_code == 303
    assert tester.participation.declined_at is not None
    assert "You are not taking part" in tester.browser.get(answer.location).text
    assert consents(tester.participation) == []


def test_saying_no_in_the_middle_forgets_what_was_entered(round_: Round, taking_part: Taking) -> None:
    tester = taking_part(round_)
    tester.begin()
    tester.post("pages/1", a_overall="4", go="on")
    assert tester.post("decline").status_code == 303
    assert db.session.scalar(select(Draft).where(Draft.participation_id == tester.id)) is None
    assert [c.said for c in consents(tester.participation)] == ["yes", "withdrawn"]


def test_who_said_no_can_take_part_after_all(round_: Round, taking_part: Taking) -> None:
    tester = taking_part(round_)
    tester.post("decline")
    assert "Take part after all" in tester.get("?language=en").text
    assert "You said no before" in tester.get("?again=1&language=en").text
    tester.begin()
    assert tester.participation.declined_at is None


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("recruiting", "This trial is not open yet"),
        ("closed", "This trial has ended"),
        ("reported", "This trial has ended"),
    ],
)
def test_a_round_that_does_not_run_says_so_and_takes_no_consent(
    cast: Cast, taking_part: Taking, state: str, sentence: str
) -> None:
    tester = taking_part(round_of(cast.norrsken, state=state))
    assert sentence in tester.get("?language=en").text
    assert sentence in tester.post(agree="yes", language="en").text
    assert consents(tester.participation) == []


def test_a_stranger_and_a_tester_of_another_round_find_nothing(
    cast: Cast, round_: Round, taking_part: Taking, as_: As
) -> None:
    tester = taking_part(round_)
    other = taking_part(round_of(cast.danvind, code="other"))
    for browser in (as_(None), other.browser, as_(cast.anna)):
        for path in ("", "pages/1", "thanks"):
            assert browser.get(tester.home + path).status_code == 404
        for path in ("", "pages/1", "withdraw", "decline"):
            assert browser.post(tester.home + path, data={"agree": "yes"}).status_code == 404
    missing = as_(None).get("/feedback/999999/")
    assert missing.data == as_(None).get(tester.home).data
    assert tester.participation.declined_at is None


def test_looking_changes_nothing(round_: Round, taking_part: Taking) -> None:
    tester = taking_part(round_)
    for _ in range(2):
        assert tester.get().status_code == 200
    assert tester.draft() is None
    assert queries.newest_consent(tester.id) is None


def test_forms_may_say_from_which_site_they_come_and_the_address_goes_nowhere_else(
    round_: Round, taking_part: Taking
) -> None:
    """Over HTTPS a form without that is refused; and the last rule in a page is the one that holds."""
    page = taking_part(round_).get()
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert page.text.rindex('content="same-origin"') > page.text.rindex('content="no-referrer"')
