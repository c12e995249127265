"""What changed from one version to the next."""

from __future__ import annotations

import pytest

from livinglab.questionnaires.models import Questionnaire, QuestionnaireVersion
from tests.cast import Cast
from tests.factories import questionnaires
from tests.fixtures import As
from tests.pages import words
from tests.questionnaires.forms import at, draft_of, send


@pytest.fixture
def second(as_: As, cast: Cast) -> QuestionnaireVersion:
    """The draft of version 2 of a published questionnaire."""
    version = questionnaires.published(cast.norrsken)
    as_(cast.anna).post(at(version.questionnaire, "/next"))
    return draft_of(version.questionnaire)


def _mine(second: QuestionnaireVersion) -> Questionnaire:
    return second.questionnaire


def test_nothing_is_said_of_what_is_the_same(as_: As, cast: Cast, second: QuestionnaireVersion) -> None:
    page = words(as_(cast.ana_maria).get(at(second, "/changes")).text)
    assert "From version 1 to version 2" in page
    assert "Nothing changed yet" in page


def test_words_options_order_and_settings_are_told(as_: As, cast: Cast, second: QuestionnaireVersion) -> None:
    anna, mine = as_(cast.anna), _mine(second)
    send(anna, at(mine, "/build/questions/why"), {"label": "Why do you say so?", "max_length": "500"})
    rows = {"row": ["Online", "In a shop", "At a fair"], "row_key": ["online", "shop", ""]}
    send(anna, at(mine, "/build/questions/channel"), rows)
    anna.post(at(mine, "/build/questions/age/remove"))
    anna.post(at(mine, "/build/questions/one-word/required"), data={"required": "yes"})
    send(anna, at(second, "/languages/de"), {"t.item.why.label": "Warum sagen Sie das?"})
    page = words(anna.get(at(second, "/changes")).text)
    assert "How old are you? This question was removed." in page
    assert "Before Why? Now Why do you say so?" in page
    assert "Largest number of characters: 2000 → 500." in page
    assert "“At a fair” is new. “From friends” was removed. The answers stand in another order." in page
    assert "Must be answered: no → yes." in page
    assert "German: " in page


def test_conditions_are_told_in_words(as_: As, cast: Cast, second: QuestionnaireVersion) -> None:
    anna = as_(cast.anna)
    address = at(_mine(second), "/build/conditions/question.why?of=channel")
    stamp = anna.get(address).text.split('name="stamp" value="')[1].split('"')[0]
    anna.post(address, data={"stamp": stamp, "how": "is", "values": ["shop"]})
    page = words(anna.get(at(second, "/changes")).text)
    assert "Shown only if: none → “Where did you hear about the product?” is “In a shop”." in page


def test_a_question_that_moves_is_the_same_question(as_: As, cast: Cast, second: QuestionnaireVersion) -> None:
    anna = as_(cast.anna)
    anna.post(at(_mine(second), "/build/questions/age/move"), data={"to": "the-product"})
    page = words(anna.get(at(second, "/changes")).text)
    assert "It moved from the section “About you” to “The product”." in page
    assert "is new" not in page


def test_the_first_version_has_nothing_before_it(as_: As, cast: Cast) -> None:
    version = questionnaires.published(cast.norrsken)
    assert "is the first." in words(as_(cast.anna).get(at(version, "/changes")).text)
    assert as_(cast.dan).get(at(version, "/changes")).status_code == 404
