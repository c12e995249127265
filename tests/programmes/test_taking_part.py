"""An organisation accepts, declines, leaves; and what the coordinator may read then."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from werkzeug.exceptions import Forbidden, NotFound

from livinglab.foundation import mail
from livinglab.foundation.audit import AuditLine
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.foundation.mail import Message
from livinglab.programmes import access, actions
from livinglab.programmes.models import ProgrammeMember
from tests.cast import Cast
from tests.factories import network, programmes
from tests.fixtures import As
from tests.pages import without_csrf
from tests.surroundings import BEGIN

WORDS = {"accept": "accepted", "decline": "declined", "leave": "left"}


@pytest.fixture
def member(cast: Cast) -> ProgrammeMember:
    """Norrsken Sensors, asked to take part."""
    return programmes.takes_part(cast.norrsken, programmes.programme(cast.datakluster_nord), "asked")


def where(member: ProgrammeMember, word: str) -> str:
    return f"/programmes/{member.programme_id}/organisations/{member.organisation_id}/{word}"


def mails() -> list[Message]:
    return list(db.session.scalars(select(Message).where(Message.state != "withdrawn")))


@pytest.mark.parametrize(
    ("word", "state"),
    [("accept", "asked"), ("accept", "declined"), ("accept", "left"), ("decline", "asked"), ("leave", "accepted")],
)
def test_an_owner_answers(as_: As, cast: Cast, member: ProgrammeMember, word: str, state: str) -> None:
    member.state, member.answered_at = state, None
    browser = as_(cast.anna)
    answer = browser.post(where(member, word))
    assert (answer.status_code, answer.location) == (303, f"/programmes/{member.programme_id}")
    assert (member.state, member.answered_at) == (WORDS[word], BEGIN)
    line = db.session.scalars(select(AuditLine)).one()
    assert (line.verb, line.actor) == (f"{WORDS[word]} programme", str(cast.anna.id))
    assert "Norrsken Sensors" in browser.get(answer.location).text


@pytest.mark.parametrize(
    ("word", "state"), [("decline", "accepted"), ("decline", "left"), ("leave", "asked"), ("leave", "declined")]
)
def test_an_answer_that_does_not_follow_is_refused(
    as_: As, cast: Cast, member: ProgrammeMember, word: str, state: str
) -> None:
    member.state = state
    answer = as_(cast.anna).post(where(member, word))
    assert answer.status_code == 409
    assert "answered in the meantime" in answer.text
    assert member.state == state


def test_the_same_word_twice_is_once(as_: As, cast: Cast, member: ProgrammeMember) -> None:
    for _ in range(2):
        assert as_(cast.anna).post(where(member, "accept")).status_code == 303
    assert len(db.session.scalars(select(AuditLine)).all()) == 1
    assert len(mails()) == 1


def test_no_other_state_can_be_said(cast: Cast, member: ProgrammeMember) -> None:
    for state in ("asked", "owner", ""):
        member.state = "accepted"
        with pytest.raises(Refused):
            actions.answer(member, state, by=cast.anna)


def test_who_was_not_asked_cannot_accept(as_: As, cast: Cast, member: ProgrammeMember) -> None:
    own = f"/programmes/{member.programme_id}/organisations/{cast.danvind.id}/accept"
    assert as_(cast.dan).post(own).status_code == 404


@pytest.mark.parametrize("word", WORDS)
def test_signed_out_and_following_links_change_nothing(as_: As, cast: Cast, member: ProgrammeMember, word: str) -> None:
    assert as_(None).post(where(member, word)).location.startswith("/accounts/sign-in")
    assert as_(cast.anna).get(where(member, word)).status_code == 405
    assert member.state == "asked"


@pytest.mark.parametrize(("word", "subject"), [("accept", "takes part in"), ("leave", "has left")])
def test_the_coordinator_gets_a_mail_when_a_company_comes_or_goes(
    as_: As, cast: Cast, member: ProgrammeMember, word: str, subject: str
) -> None:
    member.state = "accepted" if word == "leave" else "asked"
    as_(cast.anna).post(where(member, word))
    (message,) = mails()
    letter = mail.compose(message, "")
    assert message.address == cast.bo.email
    assert letter["Subject"] == f"Norrsken Sensors {subject} Baltic Living Lab"
    assert f"http://livinglab.test/programmes/{member.programme_id}\n" in letter.get_content()


def test_that_a_company_declined_is_told_to_nobody(as_: As, cast: Cast, member: ProgrammeMember) -> None:
    before = without_csrf(as_(cast.bo).get(f"/programmes/{member.programme_id}").text)
    as_(cast.anna).post(where(member, "decline"))
    assert mails() == []
    assert without_csrf(as_(cast.bo).get(f"/programmes/{member.programme_id}").text) == before


def test_that_a_cluster_declined_is_told(as_: As, cast: Cast, member: ProgrammeMember) -> None:
    cluster = programmes.takes_part(cast.cluster_nordwest, member.programme, "asked")
    as_(cast.carla).post(where(cluster, "decline"))
    assert "does not take part" in mail.compose(mails()[0], "").get_content()


def test_an_answer_stops_the_question_that_has_not_left_yet(as_: As, cast: Cast) -> None:
    programme = programmes.programme(cast.datakluster_nord)
    actions.ask_company(programme, cast.anna.email, by=cast.bo)
    member = db.session.scalars(select(ProgrammeMember)).one()
    as_(cast.anna).post(where(member, "decline"))
    assert mails() == []


def companies(cast_member) -> set[int]:  # type: ignore[no-untyped-def]
    return set(db.session.scalars(access.coordinated_company_ids(cast_member)))


@pytest.mark.parametrize("state", ["asked", "accepted", "declined", "left"])
def test_a_coordinator_may_read_the_rounds_of_companies_that_accepted_only(
    cast: Cast, member: ProgrammeMember, state: str
) -> None:
    member.state = state
    db.session.flush()
    assert companies(cast.bo) == ({cast.norrsken.id} if state == "accepted" else set())


def test_only_the_coordinator_and_only_for_companies(cast: Cast, member: ProgrammeMember) -> None:
    member.state = "accepted"
    programmes.takes_part(cast.cluster_nordwest, member.programme, "accepted")
    network.member(cast.fred, cast.datakluster_nord, "reader")
    network.member(cast.eva, cast.datakluster_nord, "owner", left=True)
    db.session.flush()
    assert companies(cast.fred) == {cast.norrsken.id}
    for person in (cast.carla, cast.anna, cast.dan, cast.ada, cast.eva):
        assert companies(person) == set()


def test_leaving_one_programme_keeps_what_another_allows(as_: As, cast: Cast, member: ProgrammeMember) -> None:
    other = programmes.takes_part(cast.norrsken, programmes.programme(cast.cluster_nordwest, "Other"), "accepted")
    member.state = "accepted"
    as_(cast.anna).post(where(member, "leave"))
    assert companies(cast.bo) == set()
    assert companies(cast.carla) == {cast.norrsken.id}
    assert other.state == "accepted"


def test_access_is_404_for_strangers_and_403_for_who_only_takes_part(cast: Cast, member: ProgrammeMember) -> None:
    programme = member.programme
    assert access.programme_to_manage(cast.bo, programme.id) is programme
    assert access.programme_to_view(cast.ana_maria, programme.id) is programme
    seen = {
        person.name: {row.id for row in db.session.scalars(access.visible_programmes(person))}
        for person in (cast.bo, cast.anna, cast.dan, cast.eva, cast.ada)
    }
    assert [bool(ids) for ids in seen.values()] == [True, True, False, False, False]
    with pytest.raises(Forbidden):
        access.programme_to_manage(cast.anna, programme.id)
    for person in (cast.dan, cast.eva, cast.ada):
        with pytest.raises(NotFound):
            access.programme_to_view(person, programme.id)
