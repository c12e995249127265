"""The page of all sections and questions of a draft."""

from __future__ import annotations

from sqlalchemy import Connection

from livinglab.domain.questionnaire.structure import Item, Section, Structure
from livinglab.foundation.db import db
from tests.cast import Cast
from tests.counting import selects
from tests.factories import questionnaires
from tests.fixtures import As
from tests.pages import words
from tests.questionnaires.forms import at, draft_of, resend, send, words_in


def of_questions(number: int) -> tuple[Structure, dict[str, dict[str, str]]]:
    """A questionnaire with so many questions, ten on a page."""
    keys = [f"q{n}" for n in range(number)]
    sections = [keys[n : n + 10] for n in range(0, number, 10)]
    structure = Structure(
        tuple(
            Section(f"s{n}", tuple(Item(key, "single_choice", settings={"options": ["a", "b"]}) for key in part))
            for n, part in enumerate(sections)
        )
    )
    texts = {"title": "Many"} | {f"section.s{n}.title": f"Section {n}" for n in range(len(sections))}
    for key in keys:
        texts |= {f"item.{key}.label": f"Question {key}?", f"option.{key}.a": "Yes", f"option.{key}.b": "No"}
    return structure, {"en": texts, "de": texts}


def test_it_shows_what_is_asked_and_what_can_be_answered(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    page = words(as_(cast.anna).get(at(mine, "/build")).text)
    assert "Questions 8 Languages 2 of 2" in page
    assert "One answer from a list In a shop · Online · From friends" in page
    assert "From 16 to 120 years" in page
    assert "5 points: Very bad … Very good" in page
    assert "0 = Not at all … 10 = By all means" in page
    assert "Up to 2,000 characters" in page


def test_what_stops_publishing_stands_at_its_place(as_: As, cast: Cast) -> None:
    english = {key: text for key, text in questionnaires.ENGLISH.items() if key not in ("title", "point.liking.3")}
    structure = Structure((*questionnaires.STRUCTURE.sections, Section("rest")))
    mine = questionnaires.questionnaire(cast.norrsken, structure=structure, texts={"en": english})
    page = words(as_(cast.anna).get(at(mine, "/build")).text)
    assert "Check and publish 4" in page
    assert "Write a title for the questionnaire." in page
    assert "How do you like it?" in page
    assert "Write the words for point 3 of “How do you like it?”" in page
    assert "Write a title for the section “rest”" in page
    assert "Add a question to the section “rest”" in page


def test_an_empty_draft_says_what_to_do_first(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken, structure=Structure(), texts={"en": {"title": "New"}})
    page = words(as_(cast.anna).get(at(mine, "/build")).text)
    assert "No sections yet A section is one page for testers" in page


def test_sixty_questions_ask_the_database_as_often_as_ten(as_: As, cast: Cast, connection: Connection) -> None:
    few = questionnaires.questionnaire(cast.norrsken, "Few", *of_questions(10))
    many = questionnaires.questionnaire(cast.norrsken, "Many", *of_questions(60))
    browser, ten, sixty = as_(cast.anna), at(few, "/build"), at(many, "/build")
    with selects(connection) as for_few:
        assert "Question q9?" in browser.get(ten).text
    with selects(connection) as for_many:
        assert "Question q59?" in browser.get(sixty).text
    # Person, menu, questionnaire, role, draft, texts, what was removed lately.
    assert len(for_many) == len(for_few) <= 7


def test_title_welcome_and_thanks_are_written(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    typed = {"title": "Your turn", "intro": "First line.\r\n\r\nSecond part.", "thanks": ""}
    answer = send(as_(cast.anna), at(mine, "/build/words"), typed)
    assert (answer.status_code, answer.location) == (303, at(mine, "/build"))
    texts = words_in(draft_of(mine))
    assert texts["en"]["title"] == "Your turn"
    assert texts["en"]["intro"] == "First line.\n\nSecond part."
    assert "thanks" not in texts["en"]
    assert texts["de"]["thanks"] == "Vielen Dank."


def test_a_title_that_is_missing_or_too_long_is_refused_and_what_was_typed_stays(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    for title, sentence in (
        ("", "Write a title for the questionnaire."),
        ("t" * 201, "Shorten this to 200 characters."),
    ):
        answer = send(as_(cast.anna), at(mine, "/build/words"), {"title": title, "intro": "Typed & kept"})
        assert answer.status_code == 422
        assert sentence in answer.text
        assert "Typed &amp; kept" in answer.text
    assert words_in(draft_of(mine))["en"]["title"] == "First impression"


def test_two_people_write_the_welcome_and_the_second_is_told(as_: As, cast: Cast) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    db.session.commit()
    path = at(mine, "/build/words")
    anna, mikael = as_(cast.anna), as_(cast.mikael)
    stale = anna.get(path).text
    send(mikael, path, {"intro": "By Mikael"})
    answer = resend(anna, path, stale, {"intro": "By Anna"})
    assert answer.status_code == 409
    assert "Somebody changed this while you were writing" in answer.text
    assert "By Anna" in answer.text
    assert words_in(draft_of(mine))["en"]["intro"] == "By Mikael"
    again = resend(anna, path, answer.text, {})
    assert again.status_code == 303
    assert words_in(draft_of(mine))["en"]["intro"] == "By Anna"
