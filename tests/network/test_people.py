"""The people of an organisation: seeing them, changing what they may do, removing and adding them again, leaving."""

from __future__ import annotations

from sqlalchemy import Connection

from livinglab.accounts.models import User
from livinglab.foundation.audit import AuditLine
from livinglab.foundation.db import db
from livinglab.network.access import role_in
from livinglab.network.models import Membership, Organisation
from tests.cast import Cast
from tests.counting import selects
from tests.factories import accounts, network
from tests.fixtures import As
from tests.pages import words
from tests.surroundings import World


def people_of(organisation: Organisation) -> str:
    """The path of the page."""
    return f"/network/{organisation.id}/people"


def path_to(user: User, organisation: Organisation, what: str = "") -> str:
    """The path of one person's page in an organisation, or of an action on it."""
    row = db.session.query(Membership).filter_by(user_id=user.id, organisation_id=organisation.id).one()
    return f"{people_of(organisation)}/{row.id}{what}"


def test_everybody_inside_sees_names_addresses_and_roles_owners_first(as_: As, cast: Cast) -> None:
    for person in (cast.anna, cast.mikael, cast.ana_maria):
        page = words(as_(person).get(people_of(cast.norrsken)).text)
        assert page.index("anna@norrsken.example Owner") < page.index("mikael@norrsken.example Member")
        assert "ana-maria@norrsken.example Reader" in page
        assert "eva@norrsken.example" not in page
        assert cast.dan.email not in page


def test_nobody_outside_sees_who_is_inside(as_: As, cast: Cast) -> None:
    """People harvested by the raw id of an organisation (Indico CVE-2025-53640)."""
    for organisation in (cast.norrsken, cast.cluster_nordwest):
        for person in (cast.dan, cast.eva, cast.ada, cast.piotr, cast.fred):
            answer = as_(person).get(people_of(organisation))
            assert answer.status_code == 404
            assert "@nordwest.example" not in answer.text


def test_only_owners_are_offered_to_change_people(as_: As, cast: Cast) -> None:
    assert "Invite a colleague" in as_(cast.anna).get(people_of(cast.norrsken)).text
    for person in (cast.mikael, cast.ana_maria):
        page = as_(person).get(people_of(cast.norrsken)).text
        assert "Invite a colleague" not in page
        assert "Change" not in words(page).replace("Owners change everything", "")


def test_the_list_asks_the_database_as_often_for_many_as_for_few(as_: As, cast: Cast, connection: Connection) -> None:
    browser, path = as_(cast.anna), people_of(cast.norrsken)
    with selects(connection) as few:
        browser.get(path)
    for number in range(20):
        network.member(accounts.user(f"Nr {number}", f"nr{number}@norrsken.example"), cast.norrsken, "reader")
    with selects(connection) as many:
        browser.get(path)
    assert len(many) == len(few) <= 12


def test_long_lists_of_people_have_pages(as_: As, cast: Cast) -> None:
    for number in range(60):
        network.member(accounts.user(f"Nr {number:02}", f"nr{number}@norrsken.example"), cast.norrsken, "reader")
    browser = as_(cast.anna)
    assert "63 people, page 1 of 2" in browser.get(people_of(cast.norrsken)).text
    assert "nr59@norrsken.example" in browser.get(people_of(cast.norrsken) + "?page=2").text


def test_an_owner_changes_a_role(as_: As, cast: Cast) -> None:
    browser = as_(cast.anna)
    assert "Mikael Öberg" in browser.get(path_to(cast.mikael, cast.norrsken)).text
    answer = browser.post(path_to(cast.mikael, cast.norrsken, "/role"), data={"role": "owner"})
    assert (answer.status_code, answer.location) == (303, people_of(cast.norrsken))
    assert role_in(cast.mikael, cast.norrsken.id) == "owner"
    line = db.session.query(AuditLine).filter_by(verb="change_role").one()
    assert line.details == {"before": "member", "role": "owner"}


def test_a_role_that_is_none_is_refused(as_: As, cast: Cast) -> None:
    for role in ("", "god"):
        page = as_(cast.anna).post(path_to(cast.mikael, cast.norrsken, "/role"), data={"role": role})
        assert page.status_code == 422
    assert role_in(cast.mikael, cast.norrsken.id) == "member"


def test_the_last_owner_cannot_become_less(as_: As, cast: Cast) -> None:
    page = as_(cast.anna).post(path_to(cast.anna, cast.norrsken, "/role"), data={"role": "member"})
    assert page.status_code == 422
    assert "Make somebody else an owner first" in page.text
    assert role_in(cast.anna, cast.norrsken.id) == "owner"


def test_with_a_second_owner_the_first_can(as_: As, cast: Cast) -> None:
    network.member(cast.fred, cast.norrsken, "owner")
    browser = as_(cast.anna)
    assert browser.post(path_to(cast.anna, cast.norrsken, "/role"), data={"role": "reader"}).status_code == 303
    assert browser.post(path_to(cast.fred, cast.norrsken, "/role"), data={"role": "reader"}).status_code == 403


def test_a_former_owner_does_not_count_as_one(as_: As, cast: Cast) -> None:
    network.member(cast.fred, cast.norrsken, "owner", left=True)
    assert as_(cast.anna).post(f"/network/{cast.norrsken.id}/leave").location == people_of(cast.norrsken)
    assert role_in(cast.anna, cast.norrsken.id) == "owner"


def test_a_removed_persons_access_ends_at_once(as_: As, cast: Cast) -> None:
    browser = as_(cast.mikael)
    assert browser.get(f"/network/{cast.norrsken.id}").status_code == 200
    anna = as_(cast.anna)
    answer = anna.post(path_to(cast.mikael, cast.norrsken, "/remove"))
    assert browser.get(f"/network/{cast.norrsken.id}").status_code == 404
    assert browser.get(people_of(cast.norrsken)).status_code == 404
    page = anna.get(answer.location).text
    assert "Mikael Öberg no longer sees anything of Norrsken Sensors." in page
    assert "Removed in the last 30 days" in page
    assert db.session.query(AuditLine).filter_by(verb="remove_member").count() == 1


def test_one_click_adds_a_removed_person_again_with_the_old_role(as_: As, cast: Cast) -> None:
    browser = as_(cast.anna)
    browser.post(path_to(cast.mikael, cast.norrsken, "/remove"))
    page = browser.get(people_of(cast.norrsken)).text
    assert f'action="{path_to(cast.mikael, cast.norrsken, "/add-again")}"' in page
    browser.post(path_to(cast.mikael, cast.norrsken, "/add-again"))
    assert role_in(cast.mikael, cast.norrsken.id) == "member"
    assert "Removed in the last 30 days" not in browser.get(people_of(cast.norrsken)).text
    assert browser.post(path_to(cast.mikael, cast.norrsken, "/add-again")).status_code == 303
    assert db.session.query(AuditLine).filter_by(verb="add_again").count() == 1


def test_only_owners_see_who_was_removed(as_: As, cast: Cast) -> None:
    as_(cast.anna).post(path_to(cast.mikael, cast.norrsken, "/remove"))
    assert cast.mikael.email not in as_(cast.ana_maria).get(people_of(cast.norrsken)).text


def test_who_left_by_themselves_is_not_taken_back_without_being_asked(as_: As, cast: Cast) -> None:
    as_(cast.mikael).post(f"/network/{cast.norrsken.id}/leave")
    browser = as_(cast.anna)
    assert "Mikael" not in browser.get(people_of(cast.norrsken)).text
    refused = browser.post(path_to(cast.mikael, cast.norrsken, "/add-again"))
    assert refused.status_code == 409
    assert "Invite them again instead." in refused.text
    assert role_in(cast.mikael, cast.norrsken.id) is None


def test_who_was_removed_long_ago_is_invited_again_instead(as_: As, cast: Cast, world: World) -> None:
    browser = as_(cast.anna)
    browser.post(path_to(cast.mikael, cast.norrsken, "/remove"))
    assert "Add again" in browser.get(people_of(cast.norrsken)).text
    world.advance(days=30)
    assert "Mikael" not in browser.get(people_of(cast.norrsken)).text
    assert browser.post(path_to(cast.mikael, cast.norrsken, "/add-again")).status_code == 409


def test_an_open_invitation_is_no_way_back_for_who_was_removed(as_: As, cast: Cast) -> None:
    _, link = network.colleague_invitation(cast.norrsken, cast.mikael.email, "owner", by=cast.anna)
    as_(cast.anna).post(path_to(cast.mikael, cast.norrsken, "/remove"))
    answer = as_(cast.mikael).post(link)
    assert answer.status_code == 410
    assert role_in(cast.mikael, cast.norrsken.id) is None


def test_removing_twice_is_harmless(as_: As, cast: Cast) -> None:
    browser = as_(cast.anna)
    for _ in range(2):
        assert browser.post(path_to(cast.mikael, cast.norrsken, "/remove")).status_code == 303
    assert db.session.query(AuditLine).filter_by(verb="remove_member").count() == 1
    assert browser.get(path_to(cast.mikael, cast.norrsken)).location == people_of(cast.norrsken)
    late = browser.post(path_to(cast.mikael, cast.norrsken, "/role"), data={"role": "owner"})
    assert late.status_code == 422
    assert "Add them again first." in late.text


def test_the_last_owner_cannot_remove_herself(as_: As, cast: Cast) -> None:
    browser = as_(cast.anna)
    answer = browser.post(path_to(cast.anna, cast.norrsken, "/remove"))
    assert "Make somebody else an owner first" in browser.get(answer.location).text
    assert role_in(cast.anna, cast.norrsken.id) == "owner"


def test_who_removes_themselves_has_left(as_: As, cast: Cast) -> None:
    network.member(cast.fred, cast.norrsken, "owner")
    answer = as_(cast.fred).post(path_to(cast.fred, cast.norrsken, "/remove"))
    assert answer.location == "/network/"
    assert as_(cast.anna).post(path_to(cast.fred, cast.norrsken, "/add-again")).status_code == 409


def test_a_reader_leaves(as_: As, cast: Cast) -> None:
    browser = as_(cast.ana_maria)
    answer = browser.post(f"/network/{cast.norrsken.id}/leave")
    assert answer.location == "/network/"
    assert "You have left Norrsken Sensors." in browser.get(answer.location).text
    assert role_in(cast.ana_maria, cast.norrsken.id) is None
    assert browser.post(f"/network/{cast.norrsken.id}/leave").status_code == 404


def test_the_last_owner_cannot_leave_and_is_told_what_to_do(as_: As, cast: Cast) -> None:
    browser = as_(cast.anna)
    page = browser.get(people_of(cast.norrsken)).text
    assert "You are its only owner, so you cannot leave yet." in page
    assert f"/network/{cast.norrsken.id}/leave" not in page
    answer = browser.post(f"/network/{cast.norrsken.id}/leave")
    assert "Make somebody else an owner first" in browser.get(answer.location).text
    assert role_in(cast.anna, cast.norrsken.id) == "owner"


def all_changes(cast: Cast) -> list[str]:
    """Every address that changes Mikael's place in Norrsken."""
    return [path_to(cast.mikael, cast.norrsken, what) for what in ("/role", "/remove", "/add-again")]


def test_members_and_readers_change_nobody(as_: As, cast: Cast) -> None:
    for person in (cast.mikael, cast.ana_maria):
        assert as_(person).get(path_to(cast.mikael, cast.norrsken)).status_code == 403
        for path in all_changes(cast):
            assert as_(person).post(path, data={"role": "owner"}).status_code == 403
    assert role_in(cast.mikael, cast.norrsken.id) == "member"


def test_others_find_nobody_to_change(as_: As, cast: Cast) -> None:
    for person in (cast.dan, cast.eva, cast.ada, cast.bo):
        assert as_(person).get(path_to(cast.mikael, cast.norrsken)).status_code == 404
        for path in [*all_changes(cast), f"/network/{cast.norrsken.id}/leave"]:
            assert as_(person).post(path, data={"role": "reader"}).status_code == 404
    assert role_in(cast.mikael, cast.norrsken.id) == "member"


def test_ones_own_organisation_is_no_door_to_a_person_of_another(as_: As, cast: Cast) -> None:
    """The raw id of another tenant's object under one's own (Decidim CVE-2026-45330)."""
    foreign = path_to(cast.mikael, cast.norrsken).rpartition("/")[2]
    browser = as_(cast.dan)
    for number in (foreign, "987654"):
        path = f"{people_of(cast.danvind)}/{number}"
        assert browser.get(path).status_code == 404
        for what in ("/role", "/remove", "/add-again"):
            assert browser.post(path + what, data={"role": "reader"}).status_code == 404
    assert role_in(cast.mikael, cast.norrsken.id) == "member"


def test_strangers_are_asked_to_sign_in(as_: As, cast: Cast) -> None:
    for path in [*all_changes(cast), f"/network/{cast.norrsken.id}/leave"]:
        assert as_(None).post(path).location.startswith("/accounts/sign-in")
    for path in (people_of(cast.norrsken), path_to(cast.mikael, cast.norrsken)):
        assert as_(None).get(path).location.startswith("/accounts/sign-in")


def test_looking_changes_nothing(as_: As, cast: Cast) -> None:
    browser = as_(cast.anna)
    assert browser.get(people_of(cast.norrsken)).status_code == 200
    assert browser.get(path_to(cast.mikael, cast.norrsken)).status_code == 200
    assert [browser.get(path).status_code for path in all_changes(cast)] == [405] * 3
    assert db.session.query(AuditLine).count() == 0
