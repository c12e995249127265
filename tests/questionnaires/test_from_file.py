"""Bringing a questionnaire from a workbook."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from livinglab.domain.questionnaire.publishing import problems
from livinglab.foundation.db import db
from livinglab.foundation.workbooks_writing import write_workbook
from livinglab.questionnaires import queries
from livinglab.questionnaires.models import Questionnaire
from tests.cast import Cast
from tests.factories import more_kinds, questionnaires
from tests.feedback.test_conditions import STRUCTURE, TEXTS
from tests.fixtures import As
from tests.pages import words
from tests.questionnaires.forms import at, draft_of, fields_of, words_in

SURVEY = [
    ["type", "name", "label::English (en)", "label::Deutsch (de)", "relevant", "required"],
    ["select_one yn", "uses", "Do you use a sensor?", "Benutzen Sie einen Sensor?", "", "yes"],
    ["text", "why", "Why not?", "Warum nicht?", "${uses} = 'no'", ""],
]
CHOICES = [
    ["list_name", "name", "label::English (en)", "label::Deutsch (de)"],
    ["yn", "yes", "Yes", "Ja"],
    ["yn", "no", "No", "Nein"],
]


def _send(browser: FlaskClient, content: bytes, name: str = "form.xlsx", **more: Any) -> TestResponse:
    page = browser.get("/questionnaires/from-file").text
    return browser.post(
        "/questionnaires/from-file", data={**fields_of(page), **more, "file": (io.BytesIO(content), name)}
    )


def _form(survey: list[list[str]] | None = None) -> bytes:
    return write_workbook({"survey": survey or SURVEY, "choices": CHOICES})


def _newest() -> Questionnaire:
    return db.session.scalars(select(Questionnaire).order_by(Questionnaire.id.desc())).first()  # type: ignore[return-value]


def test_a_form_comes_in_with_its_languages_and_conditions(as_: As, cast: Cast) -> None:
    answer = _send(as_(cast.anna), _form(), name="Garden sensors.xlsx")
    made = _newest()
    assert answer.location == f"/questionnaires/{made.id}/build"
    assert (made.name, made.source_language) == ("Garden sensors", "en")
    draft = draft_of(made)
    structure = queries.structure_of(draft)
    assert structure.item("why").to_json()["show_if"] == {"of": "uses", "is": "no"}
    texts = words_in(draft)
    assert texts["de"]["item.why.label"] == "Warum nicht?"
    assert problems(structure, texts["en"]) == []


def test_what_cannot_come_along_is_listed(as_: As, cast: Cast) -> None:
    anna = as_(cast.anna)
    answer = _send(anna, _form([*SURVEY, ["geopoint", "where", "Where?", "Wo?", "", ""]]), name="f.xlsx")
    made = _newest()
    assert answer.location == f"/questionnaires/{made.id}/left-out"
    page = words(anna.get(answer.location).text)
    assert "Sheet “survey”, row 4" in page
    assert "Go to the questions" in page


def test_what_stops_it_is_said_with_sheet_and_row_and_nothing_is_made(as_: As, cast: Cast) -> None:
    answer = _send(as_(cast.anna), _form([*SURVEY, ["riddle", "what", "What?", "Was?", "", ""]]), name="f.xlsx")
    assert answer.status_code == 422
    assert "Sheet “survey”, row 4: the type “riddle” is not known." in words(answer.text)
    assert db.session.scalars(select(Questionnaire)).all() == []


def test_what_is_no_form_is_refused_in_words(as_: As, cast: Cast) -> None:
    anna = as_(cast.anna)
    for content, name in ((b"a,b\n1,2\n", "table.csv"), (b"PK\x03\x04 broken", "form.xlsx"), (b"", "empty.xlsx")):
        answer = _send(anna, content, name, name_="")
        assert answer.status_code == 422
        assert "error-summary" in answer.text
    assert "Choose a file first." in words(anna.post("/questionnaires/from-file", data={"organisation": ""}).text)


def test_the_same_form_sent_twice_makes_one(as_: As, cast: Cast) -> None:
    anna = as_(cast.anna)
    page = fields_of(anna.get("/questionnaires/from-file").text)
    for _ in range(2):
        anna.post("/questionnaires/from-file", data={**page, "file": (io.BytesIO(_form()), "form.xlsx")})
    assert len(db.session.scalars(select(Questionnaire)).all()) == 1


def test_the_name_that_was_typed_counts(as_: As, cast: Cast) -> None:
    _send(as_(cast.anna), _form(), name="Greenhouse")
    assert _newest().name == "Greenhouse"


def test_only_members_of_a_company_can(as_: As, cast: Cast) -> None:
    assert "Only companies write questionnaires" in words(as_(cast.carla).get("/questionnaires/from-file").text)
    _send(as_(cast.anna), _form([*SURVEY, ["geopoint", "where", "Where?", "Wo?", "", ""]]))
    made = _newest()
    assert as_(cast.dan).get(f"/questionnaires/{made.id}/left-out").status_code == 404
    assert as_(cast.ana_maria).get(f"/questionnaires/{made.id}/left-out").status_code == 200


@pytest.mark.parametrize("address", ["form.xlsx", "questionnaire.json"])
def test_what_goes_out_comes_back_the_same(as_: As, cast: Cast, address: str) -> None:
    for structure, texts in ((None, None), (more_kinds.STRUCTURE, more_kinds.TEXTS), (STRUCTURE, TEXTS)):
        version = questionnaires.published(cast.norrsken, structure, texts)
        anna = as_(cast.anna)
        sent = anna.get(at(version, f"/{address}"))
        assert sent.headers["Content-Disposition"].startswith("attachment; filename=")
        back = _send(anna, sent.data, f"Back {version.id}{address[address.index('.') :]}")
        assert back.status_code == 303, words(back.text)
        made = draft_of(_newest())
        assert queries.structure_of(made) == queries.structure_of(version)
        assert queries.texts_by_language(made.id) == queries.texts_by_language(version.id)
