"""Writing a new questionnaire."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from livinglab.domain.questionnaire.starter import starter
from livinglab.foundation.audit import AuditLine
from livinglab.foundation.db import db
from livinglab.questionnaires import queries
from livinglab.questionnaires.models import Questionnaire
from tests.cast import Cast
from tests.factories import network
from tests.fixtures import As
from tests.questionnaires.forms import send

NEW = "/questionnaires/new"


def made() -> list[Questionnaire]:
    """All questionnaires there are."""
    return list(db.session.scalars(select(Questionnaire)))


def test_it_begins_with_the_ready_questionnaire_in_five_languages(as_: As, cast: Cast) -> None:
    answer = send(as_(cast.anna), NEW, {"name": "Autumn trial", "start": "starter", "language": "sv"})
    (mine,) = made()
    assert answer.location == f"/questionnaires/{mine.id}/build"
    assert (mine.name, mine.organisation_id, mine.source_language) == ("Autumn trial", cast.norrsken.id, "sv")
    (version,) = mine.versions
    assert queries.structure_of(version) == starter()[0]
    assert queries.languages_of(version.id) == ["sv", "en", "de", "pl", "fi"]
    assert "overall" in version.keys_used
    line = db.session.scalars(select(AuditLine)).one()
    assert (line.verb, line.actor, line.object_id) == ("create", str(cast.anna.id), mine.id)


def test_it_begins_empty_with_its_name_for_a_title(as_: As, cast: Cast) -> None:
    send(as_(cast.mikael), NEW, {"name": "Autumn trial", "start": "blank", "language": "de"})
    (version,) = made()[0].versions
    assert queries.structure_of(version).sections == ()
    assert queries.texts_by_language(version.id) == {"de": {"title": "Autumn trial"}}


def test_a_form_sent_twice_makes_one(as_: As, cast: Cast) -> None:
    browser = as_(cast.anna)
    typed = {"name": "Once", "start": "blank", "language": "en", "organisation": cast.norrsken.id, "newest": "0"}
    first, second = browser.post(NEW, data=typed), browser.post(NEW, data=typed)
    assert first.location == second.location
    assert len(made()) == 1


def test_a_second_one_of_the_same_name_can_be_made_on_purpose(as_: As, cast: Cast) -> None:
    browser = as_(cast.anna)
    for _ in range(2):
        send(browser, NEW, {"name": "Same name", "start": "blank"})
    assert len(made()) == 2


def test_what_was_typed_stays_when_something_is_wrong(as_: As, cast: Cast) -> None:
    answer = send(as_(cast.anna), NEW, {"name": "n" * 121, "start": "blank", "language": "fi"})
    assert answer.status_code == 422
    assert "Shorten this to 120 characters." in answer.text
    assert "n" * 121 in answer.text
    assert '<option selected value="fi">' in answer.text
    assert made() == []


@pytest.mark.parametrize("name", ["", "   ", "\u200b\u200b", "\x00"])
def test_a_name_that_cannot_be_seen_is_none(as_: As, cast: Cast, name: str) -> None:
    answer = send(as_(cast.anna), NEW, {"name": name})
    assert answer.status_code == 422
    assert "Write a name." in answer.text
    assert made() == []


@pytest.mark.parametrize("changes", [{"language": "xx"}, {"start": "import"}, {"organisation": "nonsense"}])
def test_choices_that_are_not_offered_are_refused(as_: As, cast: Cast, changes: dict[str, str]) -> None:
    assert send(as_(cast.anna), NEW, {"name": "Autumn", **changes}).status_code == 422
    assert made() == []


def test_only_owners_and_members_of_a_company_write(as_: As, cast: Cast) -> None:
    typed = {"name": "Autumn", "start": "blank", "language": "en", "organisation": cast.norrsken.id}
    assert "Only companies write questionnaires" in as_(cast.ana_maria).get(NEW).text
    assert as_(cast.ana_maria).post(NEW, data=typed).status_code == 403
    assert as_(cast.dan).post(NEW, data=typed).status_code == 404
    assert as_(cast.eva).post(NEW, data=typed).status_code == 404
    assert as_(cast.bo).post(NEW, data={**typed, "organisation": cast.datakluster_nord.id}).status_code == 404
    assert as_(None).post(NEW, data=typed).location.startswith("/accounts/sign-in")
    assert made() == []


def test_who_works_for_two_companies_chooses_one(as_: As, cast: Cast) -> None:
    network.member(cast.anna, cast.danvind, "member")
    db.session.commit()
    browser = as_(cast.anna)
    assert "For which company?" in browser.get(NEW).text
    send(browser, NEW, {"name": "Autumn", "organisation": cast.danvind.id})
    assert made()[0].organisation_id == cast.danvind.id
