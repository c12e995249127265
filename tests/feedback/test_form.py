"""The form page by page: whatever was typed is kept, right or wrong, forwards and backwards."""

from __future__ import annotations

from livinglab.foundation.db import db
from livinglab.foundation.surroundings import now
from livinglab.invitations.models import Invitation
from livinglab.rounds.models import Round
from tests.cast import Cast
from tests.feedback.conftest import Counting, Taking, Tester
from tests.feedback.trial import round_of
from tests.fixtures import As
from tests.pages import words


def typed(tester: Tester) -> dict[str, list[str]]:
    draft = tester.draft()
    assert draft is not None
    return draft.answers


def test_a_page_shows_its_questions_how_far_one_is_and_the_way_on(round_: Round, taking_part: Taking) -> None:
    tester = taking_part(round_)
    tester.begin(language="en")
    page = tester.get("pages/3")
    assert page.status_code == 200
    assert "3 of 4" in words(page.text)
    assert 'name="a.fair-price"' in page.text
    assert 'name="a.overall"' not in page.text
    assert "Next" in page.text
    assert "Send my answers" in tester.get("pages/4").text


def test_next_keeps_the_answers_and_goes_on(round_: Round, taking_part: Taking) -> None:
    tester = taking_part(round_)
    tester.begin(language="en")
    answer = tester.post("pages/1", a_overall="4", a_similar__product="never", go="on")
    assert (answer.status_code, answer.location) == (303, f"{tester.home}pages/2")
    assert typed(tester) == {"overall": ["4"], "similar-product": ["never"]}
    page = tester.get("pages/1").text
    assert page.count(" checked>") == 2


def test_a_missing_answer_is_asked_for_beside_the_question_and_what_was_typed_stays(
    round_: Round, taking_part: Taking
) -> None:
    tester = taking_part(round_)
    tester.begin(language="en")
    answer = tester.post("pages/2", a_time__to__start="a quarter", a_interests=["looks"], go="on")
    assert answer.status_code == 422
    assert answer.text.count("Please answer this question.") == 2  # in the summary and beside the question
    assert answer.text.count("Write a number only") == 2
    assert 'value="a quarter"' in answer.text
    assert typed(tester) == {"time-to-start": ["a quarter"], "interests": ["looks"]}
    assert 'value="a quarter"' in tester.get("pages/2").text


def test_back_keeps_what_was_typed_even_when_it_is_wrong(round_: Round, taking_part: Taking) -> None:
    tester = taking_part(round_)
    tester.begin()
    answer = tester.post("pages/2", a_time__to__start="soon", go="back")
    assert (answer.status_code, answer.location) == (303, f"{tester.home}pages/1")
    assert typed(tester) == {"time-to-start": ["soon"]}
    assert tester.post("pages/1", a_overall="2", go="back").location == tester.home


def test_an_answer_that_is_taken_away_is_gone(round_: Round, taking_part: Taking) -> None:
    tester = taking_part(round_)
    tester.begin()
    tester.post("pages/2", a_ease__of__use="3", a_interests=["looks", "well-made"], go="on")
    tester.post("pages/2", a_ease__of__use="3", go="on")
    assert typed(tester) == {"ease-of-use": ["3"]}


def test_prices_and_numbers_are_typed_as_in_the_language_and_follow_when_it_changes(
    round_: Round, taking_part: Taking
) -> None:
    tester = taking_part(round_, "DE")
    tester.begin(language="de")
    page = tester.get("pages/3").text
    assert "€" in page
    answer = tester.post("pages/3", a_fair__price="1.500,50", language="en")
    assert (answer.status_code, answer.location) == (303, f"{tester.home}pages/3")
    page = tester.get("pages/3").text
    assert '<html lang="en"' in page
    assert 'value="1500.50"' in page or 'value="1500.5"' in page
    tester.post("pages/3", a_fair__price="1500.5", language="pl")
    assert 'value="1500,5"' in tester.get("pages/3").text


def test_a_wrong_number_stays_as_it_was_typed_in_every_language(round_: Round, taking_part: Taking) -> None:
    tester = taking_part(round_)
    tester.begin(language="de")
    tester.post("pages/3", a_fair__price="viel <zu> viel", language="sv")
    assert 'value="viel &lt;zu&gt; viel"' in tester.get("pages/3").text


def test_a_price_with_more_decimals_than_the_currency_has_is_refused(cast: Cast, taking_part: Taking) -> None:
    tester = taking_part(round_of(cast.norrsken, (("JP", "en", "JPY"),)), "JP")
    tester.begin()
    answer = tester.post("pages/3", a_fair__price="100.5", go="on")
    assert answer.status_code == 422
    assert "Write a whole number, without decimals." in answer.text
    assert "¥" in answer.text


def test_what_the_form_does_not_ask_is_ignored(round_: Round, taking_part: Taking) -> None:
    tester = taking_part(round_)
    tester.begin()
    tester.post("pages/1", a_overall="4", a_admin="1", a_recommend="10", go="on")
    assert typed(tester) == {"overall": ["4"]}


def test_a_page_that_does_not_exist_is_not_there(round_: Round, taking_part: Taking) -> None:
    tester = taking_part(round_)
    tester.begin()
    for page in ("pages/0", "pages/5"):
        assert tester.get(page).status_code == 404
        assert tester.post(page, go="on").status_code == 404
    assert tester.get("pages/99999999999999999999").status_code == 404


def test_without_consent_the_form_sends_to_the_first_page(round_: Round, taking_part: Taking) -> None:
    tester = taking_part(round_)
    assert tester.get("pages/1").location == tester.home
    answer = tester.post("pages/1", a_overall="4", go="on")
    assert (answer.status_code, answer.location) == (303, tester.home)
    assert tester.draft() is None


def test_what_is_typed_while_the_round_closes_is_kept(round_: Round, taking_part: Taking) -> None:
    tester = taking_part(round_)
    tester.begin(language="en")
    round_.state = "closed"
    answer = tester.post("pages/1", a_overall="4", go="on")
    assert "This trial has ended" in answer.text
    assert "is kept, but it was not sent" in answer.text
    assert typed(tester) == {"overall": ["4"]}
    assert "is kept, but it was not sent" in tester.get("pages/1").text
    assert "is kept, but it was not sent" in tester.get().text


def test_a_withdrawn_invitation_ends_the_form(round_: Round, taking_part: Taking, cast: Cast) -> None:

    invitation = Invitation(round_id=round_.id, market_id=round_.markets[0].id, created_at=now(), withdrawn_at=now())
    db.session.add(invitation)
    db.session.flush()
    tester = taking_part(round_, invitation_id=invitation.id)
    assert tester.get().status_code == 410
    assert tester.post(agree="yes").status_code == 410


def test_each_page_weighs_less_than_60_kilobytes_with_everything_it_loads(
    round_: Round, taking_part: Taking, as_: As
) -> None:
    tester = taking_part(round_)
    tester.begin()
    page = tester.get("pages/2")
    loaded = {part.split('"')[0] for part in page.text.split('"/static/')[1:]}
    assert len(loaded) >= 6
    sizes = [len(as_(None).get("/static/" + name).data) for name in loaded]
    assert len(page.data) + sum(sizes) < 60_000


def test_a_page_and_its_saving_take_few_queries(round_: Round, taking_part: Taking, queries_of: Counting) -> None:
    tester = taking_part(round_)
    tester.begin()
    assert queries_of(lambda: tester.get("pages/1")) <= 3
    assert queries_of(lambda: tester.post("pages/1", a_overall="4", go="on")) <= 4
