"""Creating a programme, and changing it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from livinglab.foundation.audit import AuditLine
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.programmes import actions
from livinglab.programmes.models import Programme
from tests.cast import Cast
from tests.factories import network, programmes
from tests.fixtures import As
from tests.pages import words
from tests.programmes.forms import programme_form

NEW = "/programmes/new"


def how_many() -> int:
    return db.session.scalar(select(func.count()).select_from(Programme)) or 0


def only_programme() -> Programme:
    return db.session.scalars(select(Programme)).one()


def test_a_member_of_a_confirmed_cluster_creates_a_programme(as_: As, cast: Cast) -> None:
    network.member(cast.fred, cast.datakluster_nord, "member")
    answer = as_(cast.fred).post(NEW, data=programme_form())
    programme = only_programme()
    assert (answer.status_code, answer.location) == (303, f"/programmes/{programme.id}")
    assert programme.coordinator_id == cast.datakluster_nord.id
    assert (programme.name, programme.about) == ("Nordic Trials", "Ten companies, **four** countries.")
    assert (programme.funder, programme.reference) == ("Interreg", "N-17")
    assert (programme.begins_on, programme.ends_on) == (date(2026, 9, 1), date(2028, 8, 31))
    line = db.session.scalars(select(AuditLine)).one()
    assert (line.verb, line.object_id) == ("begin programme", programme.id)


def test_a_name_is_all_that_is_needed(as_: As, cast: Cast) -> None:
    assert as_(cast.bo).post(NEW, data={"name": "Trials"}).status_code == 303
    assert only_programme().begins_on is None


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": " "}, "Give the programme a name."),
        ({"name": "x" * 121}, "Use at most 120 characters."),
        ({"name": "See https://evil.example"}, "Write the name only"),
        ({"reference": "x" * 61}, "Use at most 60 characters."),
        ({"begins_on": "1 September"}, "Enter a day such as"),
        ({"begins_on": "2026-02-30"}, "Enter a day such as"),
        ({"ends_on": "2026-08-31"}, "The last day is before the first day."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    as_: As, cast: Cast, typed: dict[str, str], sentence: str
) -> None:
    answer = as_(cast.bo).post(NEW, data=programme_form(**typed))
    assert answer.status_code == 422
    assert answer.text.count(sentence) >= 2
    for kept in ("Ten companies, **four** countries.", "Interreg", *(value.strip() for value in typed.values())):
        assert kept in answer.text
    assert how_many() == 0


def test_who_works_for_several_clusters_chooses_one(as_: As, cast: Cast) -> None:
    network.member(cast.bo, cast.cluster_nordwest, "member")
    browser = as_(cast.bo)
    assert "Choose the cluster" in browser.post(NEW, data=programme_form()).text
    assert browser.post(NEW, data=programme_form(coordinator=cast.cluster_nordwest.id)).status_code == 303
    assert only_programme().coordinator_id == cast.cluster_nordwest.id


def test_a_foreign_and_an_imaginary_cluster_are_answered_alike(as_: As, cast: Cast) -> None:
    network.member(cast.bo, cast.cluster_nordwest, "member")
    pages = [
        as_(cast.bo).post(NEW, data=programme_form(coordinator=organisation))
        for organisation in (cast.klaster_baltyk.id, cast.norrsken.id, 987_654)
    ]
    assert {page.status_code for page in pages} == {422}
    assert len({words(page.text) for page in pages}) == 1
    assert how_many() == 0


def test_a_reader_of_a_cluster_cannot_create_one(as_: As, cast: Cast) -> None:
    network.member(cast.fred, cast.datakluster_nord, "reader")
    assert as_(cast.fred).get(NEW).status_code == 403
    assert as_(cast.fred).post(NEW, data=programme_form()).status_code == 403
    assert how_many() == 0


def test_a_cluster_that_is_not_confirmed_cannot_coordinate(as_: As, cast: Cast) -> None:
    waiting = network.cluster("Nyt Netværk", "DK", confirmed=False)
    network.member(cast.fred, waiting, "owner")
    assert as_(cast.fred).post(NEW, data=programme_form()).status_code == 403
    for organisation in (waiting, cast.norrsken):
        with pytest.raises(Refused, match="confirmed cluster"):
            actions.begin_programme(organisation, dict.fromkeys(actions.FACTS), by=cast.fred)
    assert how_many() == 0


def test_signed_out_and_looking_change_nothing(as_: As, cast: Cast) -> None:
    assert as_(None).post(NEW, data=programme_form()).location.startswith("/accounts/sign-in")
    assert as_(cast.bo).get(NEW, query_string=programme_form()).status_code == 200
    assert how_many() == 0


def test_the_coordinator_changes_what_is_known(as_: As, cast: Cast) -> None:
    programme = programmes.programme(cast.datakluster_nord)
    browser = as_(cast.bo)
    assert 'value="Interreg Baltic Sea Region"' in browser.get(f"/programmes/{programme.id}/edit").text
    answer = browser.post(f"/programmes/{programme.id}/edit", data=programme_form(coordinator=cast.cluster_nordwest.id))
    assert (answer.status_code, answer.location) == (303, f"/programmes/{programme.id}")
    assert (programme.name, programme.coordinator_id) == ("Nordic Trials", cast.datakluster_nord.id)
    line = db.session.scalars(select(AuditLine)).one()
    assert line.details == {"changed": ["name", "about", "funder", "reference"]}


def test_a_wrong_change_is_not_saved_and_stays_typed(as_: As, cast: Cast) -> None:
    programme = programmes.programme(cast.datakluster_nord)
    answer = as_(cast.bo).post(f"/programmes/{programme.id}/edit", data=programme_form(name=""))
    assert answer.status_code == 422
    assert "Ten companies, **four** countries." in answer.text
    assert programme.name == "Baltic Living Lab"


def test_a_reader_of_the_coordinator_cannot_change_it(as_: As, cast: Cast) -> None:
    programme = programmes.programme(cast.datakluster_nord)
    network.member(cast.fred, cast.datakluster_nord, "reader")
    browser = as_(cast.fred)
    assert browser.get(f"/programmes/{programme.id}/edit").status_code == 403
    assert browser.post(f"/programmes/{programme.id}/edit", data=programme_form()).status_code == 403
    assert programme.name == "Baltic Living Lab"


def test_following_a_link_to_the_form_changes_nothing(as_: As, cast: Cast) -> None:
    programme = programmes.programme(cast.datakluster_nord)
    as_(cast.bo).get(f"/programmes/{programme.id}/edit", query_string=programme_form())
    assert as_(None).post(f"/programmes/{programme.id}/edit").location.startswith("/accounts/sign-in")
    assert programme.name == "Baltic Living Lab"
