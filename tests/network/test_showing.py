"""What an organisation's own page shows, to whom."""

from __future__ import annotations

from livinglab.foundation.audit import AuditLine
from livinglab.foundation.db import db
from tests.cast import Cast
from tests.factories import network
from tests.fixtures import As


def test_its_people_see_a_company_and_nobody_else_does(as_: As, cast: Cast) -> None:
    path = f"/network/{cast.norrsken.id}"
    for person in (cast.anna, cast.mikael, cast.ana_maria):
        assert "Norrsken Sensors" in as_(person).get(path).text
    answers = [as_(person).get(path) for person in (cast.dan, cast.bo, cast.ada, cast.eva, cast.fred)]
    answers.append(as_(cast.dan).get("/network/987654"))
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1


def test_everybody_signed_in_sees_a_confirmed_cluster_but_no_person_of_it(as_: As, cast: Cast) -> None:
    cast.datakluster_nord.about = "We measure *everything*."
    page = as_(cast.dan).get(f"/network/{cast.datakluster_nord.id}")
    assert page.status_code == 200
    assert "<em>everything</em>" in page.text
    for hidden in (cast.bo.name, cast.bo.email, "/people", "/edit", "/confirm"):
        assert hidden not in page.text


def test_a_waiting_cluster_is_seen_by_its_people_and_by_who_may_confirm_it(as_: As, cast: Cast) -> None:
    waiting = network.cluster("Neuer Verbund", "AT", confirmed=False)
    network.member(cast.fred, waiting, "owner")
    path = f"/network/{waiting.id}"
    assert "Until then only its own people see it" in as_(cast.fred).get(path).text
    for person in (cast.ada, cast.bo):
        page = as_(person).get(path).text
        assert "It was added by Fred Ny" in page
        assert f'action="{path}/confirm"' in page
        assert cast.fred.email not in page
    for person in (cast.anna, cast.dan, cast.ana_maria):
        assert as_(person).get(path).status_code == 404


def test_only_owners_are_offered_to_edit(as_: As, cast: Cast) -> None:
    path = f"/network/{cast.norrsken.id}"
    assert f'href="{path}/edit"' in as_(cast.anna).get(path).text
    for person in (cast.mikael, cast.ana_maria):
        assert f'href="{path}/edit"' not in as_(person).get(path).text


def test_an_organisation_that_says_nothing_tells_its_owner_what_to_do(as_: As, cast: Cast) -> None:
    path = f"/network/{cast.norrsken.id}"
    assert "Tell others what you do" in as_(cast.anna).get(path).text
    assert "Nothing is said about it yet." in as_(cast.mikael).get(path).text


def test_strangers_are_asked_to_sign_in(as_: As, cast: Cast) -> None:
    for organisation in (cast.norrsken, cast.datakluster_nord):
        assert as_(None).get(f"/network/{organisation.id}").location.startswith("/accounts/sign-in")


def test_looking_changes_nothing(as_: As, cast: Cast) -> None:
    assert as_(cast.anna).get(f"/network/{cast.norrsken.id}").status_code == 200
    assert db.session.query(AuditLine).count() == 0
