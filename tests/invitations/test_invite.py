"""Inviting: a list is checked first, then everybody good on it is asked, once."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from livinglab.foundation.audit import AuditLine
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.foundation.mail import HELD, Message
from livinglab.invitations import actions
from livinglab.invitations.work import deliver, release_held
from livinglab.rounds.actions import move
from livinglab.rounds.models import RecruitingRequest
from tests.factories import invitations as factory
from tests.fixtures import As
from tests.invitations.conftest import Scene, invitations, people, states
from tests.pages import words
from tests.surroundings import World

LIST = "Cleo Berg <cleo@example.org>\ndora@example.org\ncleo@example.org\nnobody here\n"


def checked(page: TestResponse) -> str:
    """The fingerprint of the list that a check page showed."""
    found = re.search(r'name="checked"[^>]* value="([0-9a-f]{64})"', page.text)
    assert found is not None
    return found[1]


def invite(browser: Any, scene: Scene, addresses: str) -> TestResponse:
    """Check a list, then press the button."""
    page = browser.post(f"{scene.page}/check", data={"addresses": addresses})
    return browser.post(f"{scene.page}/invite", data={"addresses": addresses, "checked": checked(page)})


def test_the_check_says_what_would_happen_and_sends_nothing(as_: As, scene: Scene) -> None:
    factory.invitation(scene.request, "emil@example.org")
    factory.invitation(scene.other, "fia@example.org")
    page = as_(scene.cast.carla).post(
        f"{scene.page}/check", data={"addresses": LIST + "emil@example.org\nfia@example.org"}
    )
    said = words(page.text)
    for figure in ("Can be invited 2", "To be corrected 1", "Twice on the list 1", "Invited by you before 1",
                   "Already asked in this round 1", "Invite 2 testers"):  # fmt: skip
        assert figure in said
    assert "Line 4 nobody here There is no e-mail address here" in said
    assert "Line 3 cleo@example.org Stands on this list twice" in said
    assert "Line 5 emil@example.org You have invited this person before" in said
    assert page.status_code == 422, "something is to be corrected"
    assert len(invitations()) == 2
    assert states() == []


def test_nobody_is_told_who_was_asked_by_another_cluster_nor_by_which(as_: As, scene: Scene) -> None:
    factory.invitation(scene.other, "fia@example.org")
    addresses = "fia@example.org\n" + "\n".join(f"t{n}@example.org" for n in range(5))
    page = as_(scene.cast.carla).post(f"{scene.page}/check", data={"addresses": addresses})
    assert page.text.count("fia@example.org") == 1, "only where it was typed"
    assert "Datakluster" not in page.text


def test_a_clean_list_is_answered_without_complaint(as_: As, scene: Scene) -> None:
    page = as_(scene.cast.carla).post(f"{scene.page}/check", data={"addresses": "cleo@example.org"})
    assert page.status_code == 200
    assert "Invite 1 tester<" in page.text


def test_an_empty_list_is_asked_for_again(as_: As, scene: Scene) -> None:
    page = as_(scene.cast.carla).post(f"{scene.page}/check", data={"addresses": "  \n"})
    assert page.status_code == 422
    assert "Type or paste at least one address" in page.text


def test_a_file_is_read_into_the_list_beside_what_was_typed(as_: As, scene: Scene) -> None:
    table = (io.BytesIO("Namn;E-post\nÅsa Öberg;asa@example.org\n".encode("cp1252")), "panel.csv")
    page = as_(scene.cast.carla).post(f"{scene.page}/check", data={"addresses": "cleo@example.org", "table": table})
    assert "cleo@example.org\nÅsa Öberg &lt;asa@example.org&gt;" in page.text
    assert "Invite 2 testers" in page.text


def test_the_page_says_which_column_of_a_file_was_read_and_how(as_: As, scene: Scene) -> None:
    file = "Namn;Jobb;Hem\nÅsa;asa@example.org;asa@example.net\n".encode("cp1252")
    data = {"addresses": "", "table": (io.BytesIO(file), "panel.csv")}
    page = as_(scene.cast.carla).post(f"{scene.page}/check", data=data).text
    assert "The addresses were read from the column “Jobb”. The column “Hem” holds addresses too" in page
    assert "Read as Windows-1252 (Western European)." in page
    assert "The addresses were read" not in as_(scene.cast.carla).get(f"{scene.page}/add").text


def test_a_file_that_is_no_table_is_refused_and_what_was_typed_stays(as_: As, scene: Scene) -> None:
    table = (io.BytesIO(b"\x00\x00\x01"), "panel.xls")
    page = as_(scene.cast.carla).post(f"{scene.page}/check", data={"addresses": "cleo@example.org", "table": table})
    assert page.status_code == 422
    assert "This is not a CSV file" in page.text
    assert "cleo@example.org" in page.text


def test_the_button_invites_and_each_gets_one_mail_in_the_markets_language(as_: As, scene: Scene, world: World) -> None:
    answer = invite(as_(scene.cast.carla), scene, LIST)
    assert (answer.status_code, answer.location) == (303, scene.page)
    assert [(i.address, i.name) for i in invitations()] == [("cleo@example.org", "Cleo Berg"), ("dora@example.org", "")]
    assert deliver() == 2
    assert sorted(str(mail["To"]) for mail in world.outbox) == ["cleo@example.org", "dora@example.org"]
    assert {mail["Content-Language"] for mail in world.outbox} == {"de"}


def test_inviting_leaves_one_line_in_the_records_without_addresses(as_: As, scene: Scene) -> None:
    invite(as_(scene.cast.carla), scene, LIST)
    line = db.session.scalars(select(AuditLine).where(AuditLine.verb == "invite")).one()
    assert (line.actor, line.object_id, line.details) == (str(scene.cast.carla.id), scene.request.id, {"count": 2})


def test_a_double_click_invites_once(as_: As, scene: Scene, world: World) -> None:
    carla = as_(scene.cast.carla)
    invite(carla, scene, LIST)
    page = carla.post(f"{scene.page}/check", data={"addresses": LIST})
    again = carla.post(f"{scene.page}/invite", data={"addresses": LIST, "checked": checked(page)})
    assert again.status_code == 303
    assert "Nobody new was on this list" in carla.get(scene.page).text
    assert deliver() == 2


def test_a_list_that_changed_since_the_check_is_shown_again_and_not_sent(as_: As, scene: Scene) -> None:
    carla = as_(scene.cast.carla)
    page = carla.post(f"{scene.page}/check", data={"addresses": "cleo@example.org"})
    more = carla.post(
        f"{scene.page}/invite", data={"addresses": "cleo@example.org\ndora@example.org", "checked": checked(page)}
    )
    assert more.status_code == 422
    assert "The list has changed since it was checked" in more.text
    assert "Invite 2 testers" in more.text
    assert "dora@example.org" in more.text
    assert invitations() == []


def test_people_another_cluster_has_asked_are_left_alone(as_: As, scene: Scene, world: World) -> None:
    invite(as_(scene.cast.carla), scene, "cleo@example.org")
    bo, his = as_(scene.cast.bo), f"/invitations/requests/{scene.other.id}"
    page = bo.post(f"{his}/check", data={"addresses": "CLEO@example.org\ndora@example.org"})
    bo.post(f"{his}/invite", data={"addresses": "CLEO@example.org\ndora@example.org", "checked": checked(page)})
    deliver()
    assert sorted(str(mail["To"]) for mail in world.outbox) == ["cleo@example.org", "dora@example.org"]


def test_people_asked_before_are_told_apart_from_those_withdrawn(as_: As, scene: Scene) -> None:
    gone = factory.invitation(scene.request, "cleo@example.org")
    actions.withdraw(scene.request, scene.cast.carla, gone)
    page = as_(scene.cast.carla).post(f"{scene.page}/check", data={"addresses": "cleo@example.org"})
    assert page.status_code == 422
    assert "You withdrew this invitation. Undo that in your list." in page.text


def test_while_recruiting_the_mail_waits_for_the_round_to_open(as_: As, scene: Scene, world: World) -> None:
    scene.round.state = "recruiting"
    carla = as_(scene.cast.carla)
    invite(carla, scene, "cleo@example.org")
    assert "Their mail leaves when the round opens" in carla.get(scene.page).text
    assert "Mail waits for the round to open" in carla.get(scene.page).text
    world.advance(days=3)
    assert release_held() == 0
    assert deliver() == 0
    scene.round.state = "running"
    assert release_held() == 1
    assert deliver() == 1


def test_when_the_round_closes_mail_that_waits_stays_and_leaves_after_reopening(scene: Scene, world: World) -> None:
    actions.invite(scene.request, people("cleo@example.org"), scene.cast.carla)
    move(scene.round, "closed", scene.cast.anna)
    assert deliver() == 0
    assert release_held() == 0
    assert db.session.scalars(select(Message.not_before)).one() == HELD
    move(scene.round, "running", scene.cast.anna)
    assert release_held() == 1
    assert deliver() == 1


@pytest.mark.parametrize("action", ["add", "check", "invite"])
def test_who_may_not_invite(as_: As, scene: Scene, action: str) -> None:
    cast = scene.cast

    def status(person: Any) -> int:
        browser = as_(person)
        return (browser.get if action == "add" else browser.post)(f"{scene.page}/{action}").status_code

    assert status(None) == 302
    assert [status(person) for person in (cast.anna, cast.bo, cast.dan, cast.ada, cast.fred)] == [404] * 5
    assert status(cast.ana_maria) == 403
    scene.round.state = "closed"
    assert status(cast.carla) == 409
    scene.round.state = "running"
    db.session.get_one(RecruitingRequest, scene.request.id).state = "asked"
    assert status(cast.carla) == 409


@pytest.mark.parametrize(("what", "state"), [("round", "closed"), ("request", "withdrawn")])
def test_a_round_that_closed_a_moment_ago_refuses(scene: Scene, what: str, state: str) -> None:
    (scene.round if what == "round" else scene.request).state = state
    db.session.flush()
    with pytest.raises(Refused):
        actions.invite(scene.request, people("cleo@example.org"), scene.cast.carla)


def test_too_long_a_list_is_refused_and_stays_on_the_page(
    as_: As, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST_AT_ONCE", 1)
    page = invite(as_(scene.cast.carla), scene, "cleo@example.org\ndora@example.org")
    assert page.status_code == 422
    assert "split the list" in page.text
    assert "dora@example.org" in page.text
    assert invitations() == []


def test_five_thousand_people_are_invited_in_one_go(scene: Scene) -> None:
    count = actions.invite(scene.request, people(*(f"t{n}@example.org" for n in range(5000))), scene.cast.carla)
    assert count == 5000
    assert len(states()) == 5000


def test_the_page_shows_the_mail_as_people_will_read_it(as_: As, scene: Scene) -> None:
    page = as_(scene.cast.carla).get(f"{scene.page}/add")
    assert "Cluster Nordwest" in page.text
    assert "Cleo Berg" in page.text
    assert "http://livinglab.test/i/…" in page.text
