"""The last page sends: once, whole, checked again, in one transaction; sent twice it is stored once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from livinglab.domain.questionnaire.faults import Invalid
from livinglab.domain.questionnaire.structure import Item, Section, Structure
from livinglab.feedback import actions, counting, queries
from livinglab.feedback.models import Consent, Draft, Response
from livinglab.foundation.audit import AuditLine
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.foundation.surroundings import now
from livinglab.questionnaires.models import QuestionnaireText
from livinglab.questionnaires.queries import newest_text
from livinglab.rounds.models import Round
from tests.cast import Cast
from tests.feedback.conftest import Counting, Taking, Tester
from tests.feedback.trial import ANSWERS, market_of, round_of
from tests.pages import words

NAUGHTY = Path(__file__).resolve().parents[3] / "shared" / "data" / "naughty_strings.json"
OPINION = {"a_poverty": "too-little", "a_religion": "yes", "a_age": "44", "a_gender": "male"}


def responses() -> list[Response]:
    return list(db.session.scalars(select(Response).order_by(Response.id)))


def fill(tester: Tester, language: str = "en") -> str:
    """All pages but the last."""
    key = tester.begin(language=language)
    tester.post("pages/1", a_overall="4", go="on")
    tester.post(
        "pages/2", a_ease__of__use="5", a_time__to__start="12", a_interests=["well-made", "saves-time"], go="on"
    )
    tester.post("pages/3", a_purchase__intent="4", a_fair__price="1200", a_recommend="9", go="on")
    return key


def test_the_last_page_sends_everything_once(round_: Round, taking_part: Taking) -> None:
    tester = taking_part(round_, "SE")
    key = fill(tester)
    answer = tester.post("pages/4", a_best__thing="It is quiet.", key=key, go="on")
    assert (answer.status_code, answer.location) == (303, f"{tester.home}thanks")
    (stored,) = responses()
    text = newest_text(round_.version_id, "en")
    assert text is not None
    assert stored.answers == ANSWERS
    assert stored.submission_key == key
    assert (stored.version_id, stored.text_id, stored.language) == (round_.version_id, text.id, "en")
    assert (stored.market_id, stored.source) == (market_of(round_, "SE").id, "page")
    assert stored.consent_id == db.session.scalar(select(Consent.id))
    assert tester.participation.answered_at == now()
    assert db.session.scalar(select(func.count()).select_from(Draft)) == 0
    counts = queries.counts_of_round(round_.id)[stored.market_id]
    assert {(i, v): n for i, vs in counts.items() for v, n in vs.items()} == dict(
        counting.counted_again(round_.id)[stored.market_id]
    )
    assert db.session.scalar(select(AuditLine.actor).where(AuditLine.verb == "submit")) == "tester"


def test_the_receipt_is_short_and_no_letter_looks_like_another(round_: Round, taking_part: Taking) -> None:
    tester = taking_part(round_)
    tester.post("pages/4", key=fill(tester), go="on")
    receipt = responses()[0].receipt
    assert receipt in tester.get("thanks?language=en").text
    assert len(receipt) == 14
    assert not set(receipt) & set("01258OILSZBUAE")


def test_a_questionnaire_of_one_page_is_answered_in_two_requests(
    short_round: Round, taking_part: Taking, queries_of: Counting
) -> None:
    tester = taking_part(short_round)
    assert queries_of(lambda: tester.get()) <= 4
    assert queries_of(lambda: tester.post(agree="yes")) <= 6
    key = tester.key()
    assert queries_of(lambda: tester.post("pages/1", key=key, go="on", **OPINION)) <= 10
    assert queries_of(lambda: tester.get("thanks")) <= 3
    assert [r.answers for r in responses()] == [
        {"poverty": "too-little", "religion": "yes", "age": "44", "gender": "male"}
    ]


def test_the_same_sent_again_is_the_same_receipt(round_: Round, taking_part: Taking) -> None:
    tester = taking_part(round_)
    key = fill(tester)
    for _ in range(3):
        answer = tester.post("pages/4", a_best__thing="It is quiet.", key=key, go="on")
        assert (answer.status_code, answer.location) == (303, f"{tester.home}thanks")
    assert len(responses()) == 1
    assert queries.answers_by_market([round_.id]) == {responses()[0].market_id: 1}


def test_the_same_sent_again_after_the_round_has_closed_is_still_the_same_receipt(
    short_round: Round, taking_part: Taking
) -> None:
    tester = taking_part(short_round)
    key = tester.begin()
    tester.post("pages/1", key=key, go="on", **OPINION)
    short_round.state = "closed"
    assert tester.post("pages/1", key=key, go="on", **OPINION).location == f"{tester.home}thanks"
    assert len(responses()) == 1


def test_the_same_key_with_other_content_is_refused_in_words(short_round: Round, taking_part: Taking) -> None:
    tester = taking_part(short_round)
    key = tester.begin()
    tester.post("pages/1", key=key, go="on", **OPINION)
    answer = tester.post("pages/1", key=key, go="on", **{**OPINION, "a_age": "45"})
    assert answer.status_code == 409
    assert "You have sent answers before" in answer.text
    assert responses()[0].answers["age"] == "44"


def test_another_key_is_no_way_to_answer_twice(short_round: Round, taking_part: Taking) -> None:
    tester = taking_part(short_round)
    tester.post("pages/1", key=tester.begin(), go="on", **OPINION)
    assert tester.post("pages/1", key="0" * 32, go="on", **OPINION).status_code == 409
    assert tester.post(agree="yes").location == f"{tester.home}thanks"
    assert len(responses()) == 1


def test_the_key_of_another_tester_gives_nothing_away(short_round: Round, taking_part: Taking) -> None:
    first, second = taking_part(short_round), taking_part(short_round)
    key = first.begin()
    first.post("pages/1", key=key, go="on", **OPINION)
    second.begin()
    answer = second.post("pages/1", key=key, go="on", **OPINION)
    assert answer.status_code == 409
    assert responses()[0].receipt not in answer.text
    assert second.draft() is not None


@pytest.mark.parametrize("key", ["", "short", "G" * 32, "0" * 33, "é" * 32])
def test_a_form_without_a_proper_key_is_not_taken(short_round: Round, taking_part: Taking, key: str) -> None:
    tester = taking_part(short_round)
    tester.begin()
    assert tester.post("pages/1", key=key, go="on", **OPINION).status_code == 400
    assert responses() == []


def test_what_an_earlier_page_lacks_sends_back_to_that_page_and_says_it(round_: Round, taking_part: Taking) -> None:
    tester = taking_part(round_)
    key = tester.begin(language="en")
    tester.post("pages/1", a_overall="4", go="on")
    answer = tester.post("pages/4", a_change="Make it smaller.", key=key, go="on")
    assert (answer.status_code, answer.location) == (303, f"{tester.home}pages/2?look=1")
    assert "Please answer this question." in tester.browser.get(answer.location).text
    assert responses() == []
    assert "Make it smaller." in tester.get("pages/4").text


def test_a_round_that_closed_meanwhile_takes_nothing_and_keeps_what_was_typed(
    short_round: Round, taking_part: Taking
) -> None:
    tester = taking_part(short_round)
    key = tester.begin()
    short_round.state = "closed"
    answer = tester.post("pages/1", key=key, go="on", **OPINION)
    assert "This trial has ended" in answer.text
    assert responses() == []
    draft = tester.draft()
    assert draft is not None
    assert draft.answers["age"] == ["44"]


def test_answers_name_the_words_they_were_given_to(short_round: Round, taking_part: Taking) -> None:
    tester = taking_part(short_round)
    key = tester.begin()
    shown = newest_text(short_round.version_id, "en")
    assert shown is not None
    shown_id = shown.id
    db.session.add(
        QuestionnaireText(
            version_id=short_round.version_id, language="en", revision=2, texts=dict(shown.texts), created_at=now()
        )
    )
    tester.post("pages/1", key=key, text=str(shown_id), go="on", **OPINION)
    assert responses()[0].text_id == shown_id


def test_words_of_another_questionnaire_are_not_named(short_round: Round, round_: Round, taking_part: Taking) -> None:
    tester = taking_part(short_round)
    foreign, own = newest_text(round_.version_id, "en"), newest_text(short_round.version_id, "en")
    assert foreign is not None
    assert own is not None
    foreign_id, own_id = foreign.id, own.id
    tester.post("pages/1", key=tester.begin(), text=str(foreign_id), go="on", **OPINION)
    assert responses()[0].text_id == own_id


def test_nothing_is_stored_without_consent(short_round: Round, taking_part: Taking) -> None:
    person = taking_part(short_round).participation
    with pytest.raises(Refused, match="Agree to take part first"):
        actions.submit(person, "0" * 32, {"poverty": "too-much"}, text=None, language="en")
    assert responses() == []


def test_answers_that_are_not_in_stored_form_are_refused_whoever_calls(short_round: Round, taking_part: Taking) -> None:
    tester = taking_part(short_round)
    key = tester.begin()
    for wrong in ({}, {"poverty": "never"}, {"poverty": "too-much", "age": "007"}, {"poverty": "too-much", "x": "1"}):
        with pytest.raises(Invalid):
            actions.submit(tester.participation, key, wrong, text=None, language="en")


def _many_questions(count: int) -> tuple[Structure, dict[str, str]]:
    items = tuple(Item(f"q-{n}", "long_text", False, {"max_length": 10_000}) for n in range(count))
    labels = {f"item.q-{n}.label": f"Question {n}" for n in range(count)}
    return Structure((Section("all", items),)), {"title": "Words", "section.all.title": "All", **labels}


@pytest.mark.skipif(not NAUGHTY.exists(), reason="the shared data are not there")
def test_texts_that_break_software_are_stored_and_read_back(cast: Cast, taking_part: Taking) -> None:
    strings = json.loads(NAUGHTY.read_text(encoding="utf-8"))
    structure, texts = _many_questions(len(strings))
    round_ = round_of(cast.norrsken, (("SE", "en", "SEK"),), structure=structure, texts={"en": texts}, code="words")
    tester = taking_part(round_, "SE")
    key = tester.begin()
    typed = {f"a_q__{n}": text for n, text in enumerate(strings)}
    assert tester.post("pages/1", go="back", **typed).status_code == 303
    page = tester.get("pages/1").text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert tester.post("pages/1", key=key, go="on", **typed).location == f"{tester.home}thanks"
    (stored,) = responses()
    assert len(stored.answers) > 450
    for n, text in enumerate(strings):
        if text.isascii() and text.isprintable() and text.strip():
            assert stored.answers[f"q-{n}"] == text.strip()
    tester.post("pages/1", key=key, go="on", **typed)
    assert len(responses()) == 1
    assert words(tester.get("thanks").text)
