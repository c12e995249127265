"""A cluster's page for a request it accepted."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import event, select

from livinglab.foundation.audit import AuditLine
from livinglab.foundation.db import db
from livinglab.foundation.mail import Message
from livinglab.foundation.surroundings import now
from livinglab.invitations import actions
from livinglab.invitations.models import Invitation
from livinglab.rounds.models import RecruitingRequest
from tests.factories import invitations as factory
from tests.fixtures import As
from tests.invitations.conftest import PRODUCT, Scene, people
from tests.pages import without_csrf, words
from tests.surroundings import World


def test_an_empty_list_says_what_to_do_first(as_: As, scene: Scene) -> None:
    page = as_(scene.cast.carla).get(scene.page)
    assert page.status_code == 200
    assert "Nobody is invited yet" in page.text
    assert f'href="{scene.page}/add"' in page.text


def test_the_page_counts_what_became_of_the_invitations(as_: As, scene: Scene, world: World) -> None:
    invited = [factory.invitation(scene.request, f"t{n}@example.org") for n in range(6)]
    actions.withdraw(scene.request, scene.cast.carla, invited[0])
    opened, answered, declined = (factory.participation(scene.request.market, i) for i in invited[1:4])
    actions.mark_answered(answered)
    actions.decline(declined)
    page = words(as_(scene.cast.carla).get(scene.page).text)
    for figure in ("Invited 5 20 expected, 30 answers wanted", "Opened the link 3", "Answered 1", "Said no 1",
                   "Withdrawn 1"):  # fmt: skip
        assert figure in page
    assert opened.declined_at is None


@pytest.mark.parametrize(
    ("become", "says"),
    [
        ("sent", "Invited"),
        ("dead", "Mail could not be delivered"),
        ("unknown", "Mail may not have arrived"),
        ("queued", "Mail is on its way out"),
    ],
)
def test_the_list_says_in_words_where_a_mail_is(as_: As, scene: Scene, become: str, says: str) -> None:
    actions.invite(scene.request, people("cleo@example.org"), scene.cast.carla)
    message = db.session.scalars(select(Message)).one()
    message.state, message.sent_at = become, now()
    assert says in words(as_(scene.cast.carla).get(scene.page).text).partition("Where it stands Since")[2]


def test_a_mail_that_may_have_come_twice_is_marked(as_: As, scene: Scene) -> None:
    actions.invite(scene.request, people("cleo@example.org"), scene.cast.carla)
    message = db.session.scalars(select(Message)).one()
    message.state, message.doubtful = "sent", True
    assert "may have arrived twice" in as_(scene.cast.carla).get(scene.page).text


def test_the_list_can_be_searched_by_address_and_name(as_: As, scene: Scene) -> None:
    factory.invitation(scene.request, "cleo@example.org", "Cleo Berg")
    factory.invitation(scene.request, "dora_x@example.org", "Dora Ek")
    carla = as_(scene.cast.carla)
    assert "dora_x@" not in carla.get(f"{scene.page}?words=berg").text
    assert "dora_x@" in carla.get(f"{scene.page}?words=DORA_X").text
    assert "Nobody here" in carla.get(f"{scene.page}?words=do%25ek").text, "a % is a letter, not a pattern"
    assert 'value="&#34;&gt;&lt;b"' in carla.get(f'{scene.page}?words="><b').text


def test_the_list_can_be_looked_at_by_what_became_of_people(as_: As, scene: Scene) -> None:
    waiting, gone, said_no, done = (factory.invitation(scene.request, f"{n}@example.org") for n in "abcd")
    actions.withdraw(scene.request, scene.cast.carla, gone)
    actions.decline(factory.participation(scene.request.market, said_no))
    actions.mark_answered(factory.participation(scene.request.market, done))
    carla = as_(scene.cast.carla)
    seen = {
        view: [a for a in "abcd" if f"{a}@example.org" in carla.get(f"{scene.page}?view={view}").text]
        for view in ("waiting", "withdrawn", "declined", "answered", "undelivered", "nonsense")
    }
    assert seen == {
        "waiting": ["a"], "withdrawn": ["b"], "declined": ["c"], "answered": ["d"], "undelivered": [],
        "nonsense": ["a", "b", "c", "d"],
    }  # fmt: skip
    assert waiting.withdrawn_at is None


def test_a_long_list_is_paged_and_costs_the_same_queries(as_: As, scene: Scene) -> None:
    actions.invite(scene.request, people("one@example.org"), scene.cast.carla)
    carla = as_(scene.cast.carla)
    few = _statements(lambda: carla.get(scene.page))
    actions.invite(scene.request, people(*(f"t{n}@example.org" for n in range(120))), scene.cast.carla)
    page = carla.get(scene.page)
    assert page.text.count("@example.org</span>") == 50
    assert "page 1 of 3" in page.text
    assert carla.get(f"{scene.page}?page=3").text.count("@example.org</span>") == 21
    assert _statements(lambda: carla.get(scene.page)) == few < 20


def _statements(act: Callable[[], object]) -> int:
    seen: list[str] = []
    engine = db.session.get_bind().engine

    def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith("SELECT"):
            seen.append(statement)

    db.session.commit()
    event.listen(engine, "before_cursor_execute", note)
    act()
    event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def test_the_other_clusters_people_are_not_on_the_list(as_: As, scene: Scene) -> None:
    factory.invitation(scene.request, "cleo@example.org")
    factory.invitation(scene.other, "secret@example.org")
    carla = as_(scene.cast.carla)
    assert "secret@example.org" not in carla.get(scene.page).text
    assert "Invited 1 " in words(carla.get(scene.page).text)
    assert "secret@example.org" in as_(scene.cast.bo).get(f"/invitations/requests/{scene.other.id}").text


def test_neither_the_company_nor_another_cluster_nor_the_administrator_sees_it(as_: As, scene: Scene) -> None:
    factory.invitation(scene.request, "cleo@example.org")
    cast = scene.cast
    never = without_csrf(as_(cast.anna).get("/invitations/requests/999999").text)
    for person in (cast.anna, cast.mikael, cast.dan, cast.bo, cast.piotr, cast.ada, cast.eva, cast.fred):
        answer = as_(person).get(scene.page)
        assert answer.status_code == 404, person.name
        assert "cleo@example.org" not in answer.text
    assert without_csrf(as_(cast.anna).get(scene.page).text) == never


def test_signed_out_people_are_asked_to_sign_in(as_: As, scene: Scene) -> None:
    answer = as_(None).get(scene.page)
    assert answer.status_code == 302
    assert answer.location.startswith("/accounts/sign-in")


def test_a_reader_of_the_cluster_looks_but_finds_nothing_to_press(as_: As, scene: Scene) -> None:
    factory.invitation(scene.request, "cleo@example.org")
    page = as_(scene.cast.ana_maria).get(scene.page)
    assert "cleo@example.org" in page.text
    assert f"{scene.page}/" not in page.text


@pytest.mark.parametrize("state", ["asked", "declined", "withdrawn"])
def test_without_an_accepted_request_there_is_no_list(as_: As, scene: Scene, state: str) -> None:
    db.session.get_one(RecruitingRequest, scene.request.id).state = state
    assert as_(scene.cast.carla).get(scene.page).status_code == 404


@pytest.mark.parametrize("state", ["withdrawn", "asked", "declined"])
def test_whom_the_cluster_invited_stays_to_be_seen_when_it_is_not_asked_any_more(
    as_: As, scene: Scene, state: str
) -> None:
    """`asked`, `declined`: asked once more after it was withdrawn."""
    factory.invitation(scene.request, "cleo@example.org")
    scene.request.state = state
    carla = as_(scene.cast.carla)
    page = carla.get(scene.page)
    assert "cleo@example.org" in page.text
    assert "does not ask you for this any more" in page.text
    assert "Invited 1" in words(page.text)
    for path in ("add", "remind", "take-back"):
        assert f"{scene.page}/{path}" not in page.text
    asked = carla.get(f"/rounds/requests/{scene.request.id}")
    assert f'href="{scene.page}"' in asked.text
    assert "Invite testers" not in asked.text
    assert "1 invited, 0 answered" in words(carla.get("/rounds/requests/").text)


def test_under_a_withdrawn_request_nobody_is_invited_or_reminded(as_: As, scene: Scene, world: World) -> None:
    invited = factory.invitation(scene.request, "cleo@example.org")
    actions.withdraw(scene.request, scene.cast.carla, factory.invitation(scene.request, "dora@example.org"))
    scene.request.state = "withdrawn"
    carla = as_(scene.cast.carla)
    assert carla.get(f"{scene.page}/add").status_code == 409
    for path in ("check", "invite", "remind", "take-back", f"{invited.id}/take-back"):
        assert carla.post(f"{scene.page}/{path}", data={"addresses": "new@example.org"}).status_code == 409


@pytest.mark.parametrize("path", ["{id}/withdraw", "withdraw"])
def test_under_a_withdrawn_request_links_can_still_be_withdrawn(as_: As, scene: Scene, path: str) -> None:
    invited = factory.invitation(scene.request, "cleo@example.org")
    scene.request.state = "withdrawn"
    carla = as_(scene.cast.carla)
    assert f"{scene.page}/{invited.id}/withdraw" in carla.get(scene.page).text
    assert as_(scene.cast.ana_maria).post(f"{scene.page}/{path.format(id=invited.id)}").status_code == 403
    assert carla.post(f"{scene.page}/{path.format(id=invited.id)}").status_code == 303
    assert invited.withdrawn_at is not None
    page = carla.get(scene.page).text
    assert "take-back" not in page
    assert "Withdrawn" in page


def test_who_was_invited_under_a_withdrawn_request_can_still_answer(as_: As, scene: Scene) -> None:
    invited = factory.invitation(scene.request, "cleo@example.org")
    link = factory.link(invited)
    scene.request.state = "withdrawn"
    db.session.commit()
    assert as_(None).post(f"/i/{link.rpartition('/')[2]}/begin").status_code == 303


@pytest.mark.parametrize("state", ["closed", "reported"])
def test_after_the_round_the_list_can_be_read_and_no_more(as_: As, scene: Scene, state: str) -> None:
    factory.invitation(scene.request, "cleo@example.org")
    scene.round.state = state
    page = as_(scene.cast.carla).get(scene.page)
    assert "cleo@example.org" in page.text
    assert "The round is closed" in page.text
    assert f"{scene.page}/" not in page.text


def test_the_products_name_is_not_on_the_page(as_: As, scene: Scene) -> None:
    carla = as_(scene.cast.carla)
    for path in (scene.page, f"{scene.page}/add"):
        page = carla.get(path).text
        assert "Aurora" in page or path.endswith("add")
        assert PRODUCT not in page
        assert "Hears water" not in page
        assert "Winter round" not in page


def test_a_name_with_a_script_is_only_a_name(as_: As, scene: Scene) -> None:
    factory.invitation(scene.request, "cleo@example.org", "<script>alert(1)</script>")
    page = as_(scene.cast.carla).get(scene.page).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_looking_changes_nothing(as_: As, scene: Scene) -> None:
    factory.invitation(scene.request, "cleo@example.org")
    carla = as_(scene.cast.carla)
    before = [db.session.execute(select(*t.__table__.columns)).all() for t in (Invitation, Message, AuditLine)]
    for path in ("", "?view=withdrawn", "?page=99", "/add"):
        assert carla.get(scene.page + path).status_code == 200
    assert [db.session.execute(select(*t.__table__.columns)).all() for t in (Invitation, Message, AuditLine)] == before
