"""A form that asks everybody what concerns them: without scripts, too."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from livinglab.domain.questionnaire.structure import Structure
from livinglab.feedback.models import Response
from livinglab.foundation.db import db
from livinglab.rounds.models import Round
from tests.cast import Cast
from tests.feedback.conftest import Taking, Tester
from tests.feedback.trial import round_of
from tests.pages import words

STRUCTURE = Structure.from_json({
    "sections": [
        {
            "key": "use",
            "items": [
                {"key": "uses", "kind": "single_choice", "required": True, "options": ["yes", "no"]},
                {
                    "key": "why-not", "kind": "short_text", "required": True, "max_length": 100,
                    "show_if": {"of": "uses", "is": "no"},
                },
                {
                    "key": "tools", "kind": "several_choices", "required": False, "options": ["app", "web", "none"],
                    "option_if": {"none": {"not": {"of": "uses", "is": "yes"}}},
                },
            ],
        },
        {
            "key": "more",
            "show_if": {"of": "uses", "is": "yes"},
            "items": [
                {
                    "key": "minutes", "kind": "number", "required": False, "minimum": "0", "decimals": 0,
                    "checks": {"1": {"of": "minutes", "less": "1440"}},
                },
            ],
        },
        {"key": "last", "items": [{"key": "again", "kind": "zero_to_ten", "required": False}]},
    ],
})  # fmt: skip
TEXTS = {
    "en": {
        "title": "Use",
        "section.use.title": "Do you use it?",
        "section.more.title": "How you use it",
        "section.last.title": "In the end",
        "item.uses.label": "Do you use a sensor?",
        "option.uses.yes": "Yes, I do",
        "option.uses.no": "Not yet",
        "item.why-not.label": "What keeps you from it?",
        "item.tools.label": "With which tools?",
        "option.tools.app": "The app",
        "option.tools.web": "The page",
        "option.tools.none": "None at all",
        "item.minutes.label": "How many minutes a day?",
        "check.minutes.1": "A day has 1,440 minutes.",
        "item.again.label": "You said “${uses}”, ${minutes} minutes. Would you say so again?",
        "end.again.low": "No",
        "end.again.high": "Yes",
    }
}


@pytest.fixture
def cleo(taking_part: Taking, cast: Cast) -> Tester:
    """Cleo has opened the form."""
    round_: Round = round_of(cast.norrsken, (("SE", "en", "SEK"),), structure=STRUCTURE, texts=TEXTS)
    tester = taking_part(round_, "SE")
    tester.begin()
    return tester


def _send(cleo: Tester, page: int, shown: str | None = None, **answers: Any) -> TestResponse:
    """Fill in a page and press its button; `shown` is what the page had shown."""
    form = {f"a.{key.replace('_', '-')}": value for key, value in answers.items()}
    opened = cleo.get(f"pages/{page}").text
    more = {"next": "1"} if 'name="next"' in opened else {}
    key = opened.split('name="key" value="')[1][:32]
    if 'name="shown"' in opened:
        more["shown"] = opened.split('name="shown" value="')[1].split('"')[0] if shown is None else shown
    return cleo.browser.post(cleo.home + f"pages/{page}", data={"key": key, "go": "on", **more, **form})


def _hidden(page: str, key: str) -> bool:
    return f'id="q-{key}" hidden' in page


def test_a_question_waits_until_an_answer_leads_to_it(cleo: Tester) -> None:
    page = cleo.get("pages/1").text
    assert _hidden(page, "why-not")
    assert not _hidden(page, "uses")
    assert "conditions" in page
    answer = _send(cleo, 1, uses="no")
    assert answer.status_code == 422
    assert "Your answers lead to more questions on this page." in words(answer.text)
    assert not _hidden(answer.text, "why-not")
    assert "Please answer this question." not in words(answer.text), "nobody has seen it yet"


def test_who_sees_it_must_answer_it(cleo: Tester) -> None:
    answer = _send(cleo, 1, "uses why-not tools", uses="no")
    assert answer.status_code == 422
    assert "What keeps you from it? – Please answer this question." in words(answer.text)


def test_a_page_that_does_not_concern_somebody_is_passed_over(cleo: Tester) -> None:
    answer = _send(cleo, 1, "uses why-not tools", uses="no", why_not="The price", tools="none")
    assert answer.location.endswith("/pages/3")
    assert cleo.get("pages/2").location.endswith("/pages/3"), "it cannot be opened either"
    page = words(cleo.get("pages/3").text)
    assert "2 of 2" in page
    assert "Send my answers" in page
    assert "You said “Not yet”, … minutes." in page
    back = cleo.browser.post(cleo.home + "pages/3", data={"go": "back"})
    assert back.location.endswith("/pages/1")


def test_what_counts_is_what_was_shown(cleo: Tester) -> None:
    _send(cleo, 1, "uses why-not tools", uses="no", why_not="The price", tools="none")
    sent = _send(cleo, 1, "uses tools", uses="yes", why_not="The price", tools=["app", "none"])
    assert sent.location.endswith("/pages/2")
    assert 'value="The price"' in cleo.get("pages/1").text, "what was typed is there should it be asked again"
    _send(cleo, 2, minutes="30")
    assert "You said “Yes, I do”, 30 minutes." in words(cleo.get("pages/3").text)
    assert _send(cleo, 3, again="10").location.endswith("/thanks")
    answers = db.session.scalars(select(Response)).one().answers
    assert answers == {"uses": "yes", "tools": ["app"], "minutes": "30", "again": "10"}


def test_a_check_speaks_in_the_words_of_its_author(cleo: Tester) -> None:
    _send(cleo, 1, "uses tools", uses="yes")
    answer = _send(cleo, 2, minutes="2000")
    assert answer.status_code == 422
    assert "A day has 1,440 minutes." in words(answer.text)
    assert 'value="2000"' in answer.text


def test_questions_have_no_numbers_where_some_are_left_out(cleo: Tester) -> None:
    assert "question__number" not in cleo.get("pages/1").text


def test_the_last_page_says_so_before_anything_is_sent(taking_part: Taking, cast: Cast) -> None:
    two = Structure(STRUCTURE.sections[:2])
    round_ = round_of(cast.norrsken, (("SE", "en", "SEK"),), structure=two, texts=TEXTS)
    cleo = taking_part(round_, "SE")
    cleo.begin()
    assert "Send my answers" not in words(cleo.get("pages/1").text)
    answer = _send(cleo, 1, "uses why-not tools", uses="no", why_not="x")
    assert answer.status_code == 200
    assert "That was the last page. Send your answers now." in words(answer.text)
    assert "Send my answers" in words(answer.text)
    key = answer.text.split('name="key" value="')[1][:32]
    form = {"key": key, "go": "on", "shown": "uses why-not tools", "a.uses": "no", "a.why-not": "x"}
    assert cleo.browser.post(cleo.home + "pages/1", data=form).location.endswith("/thanks")
