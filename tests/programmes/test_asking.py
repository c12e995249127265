"""The coordinator asks clusters and companies."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select

from livinglab.foundation import mail
from livinglab.foundation.audit import AuditLine
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.foundation.mail import Message
from livinglab.network.models import Organisation
from livinglab.programmes import actions
from livinglab.programmes.models import Programme, ProgrammeAsk, ProgrammeMember
from tests.cast import Cast
from tests.factories import network, programmes
from tests.fixtures import As
from tests.pages import without_csrf, words
from tests.surroundings import World


@pytest.fixture
def programme(cast: Cast) -> Programme:
    """A programme that Datakluster Nord coordinates, with nobody in it."""
    return programmes.programme(cast.datakluster_nord)


def state_of(programme: Programme, organisation: Organisation) -> str | None:
    return db.session.scalar(
        select(ProgrammeMember.state).where(
            ProgrammeMember.programme_id == programme.id, ProgrammeMember.organisation_id == organisation.id
        )
    )


def mails() -> list[Message]:
    return list(db.session.scalars(select(Message).where(Message.state != "withdrawn").order_by(Message.id)))


def nothing_happened() -> bool:
    counts = [
        db.session.scalar(select(func.count()).select_from(table)) for table in (ProgrammeMember, ProgrammeAsk, Message)
    ]
    return counts == [0, 0, 0]


def ask_company(as_: As, cast: Cast, programme: Programme, address: str):  # type: ignore[no-untyped-def]
    return as_(cast.bo).post(f"/programmes/{programme.id}/ask-company", data={"address": address})


def test_several_clusters_are_asked_at_once_and_their_owners_get_a_mail(
    as_: As, cast: Cast, programme: Programme
) -> None:
    chosen = [cast.cluster_nordwest.id, cast.klaster_baltyk.id]
    browser = as_(cast.bo)
    answer = browser.post(f"/programmes/{programme.id}/ask-clusters", data={"clusters": chosen})
    assert (answer.status_code, answer.location) == (303, f"/programmes/{programme.id}")
    assert state_of(programme, cast.cluster_nordwest) == state_of(programme, cast.klaster_baltyk) == "asked"
    assert [message.address for message in mails()] == [cast.carla.email, cast.piotr.email]
    assert "2 clusters are asked." in browser.get(answer.location).text


def test_the_mail_says_who_asks_what_and_where_to_answer(as_: As, cast: Cast, programme: Programme) -> None:
    as_(cast.bo).post(f"/programmes/{programme.id}/ask-clusters", data={"clusters": [cast.cluster_nordwest.id]})
    ask_company(as_, cast, programme, cast.anna.email)
    cluster, company = (mail.compose(message, "") for message in mails())
    assert cluster["Subject"] == "Datakluster Nord asks Cluster Nordwest to take part in a programme"
    for letter, name in ((cluster, "Carla Brandt"), (company, "Anna Lindqvist")):
        text = letter.get_content()
        for part in (name, "Bo Åkesson", "Baltic Living Lab", f"http://livinglab.test/programmes/{programme.id}\n"):
            assert part in text
    assert "trial rounds" in company.get_content()
    assert "trial rounds" not in cluster.get_content()


def test_the_page_offers_confirmed_clusters_that_are_not_in_yet(as_: As, cast: Cast, programme: Programme) -> None:
    programmes.takes_part(cast.klaster_baltyk, programme, "asked")
    programmes.takes_part(network.cluster("Gone Cluster", "FI"), programme, "left")
    network.cluster("Unconfirmed Cluster", "DK", confirmed=False)
    page = words(as_(cast.bo).get(f"/programmes/{programme.id}/ask").text)
    assert "Cluster Nordwest, Germany" in page
    assert "Gone Cluster, Finland" in page
    for other in ("Klaster Bałtyk", "Unconfirmed", "Datakluster Nord, Sweden", "Norrsken", "Danvind"):
        assert other not in page


def test_when_all_clusters_are_asked_the_page_says_so(as_: As, cast: Cast, programme: Programme) -> None:
    programmes.takes_part(cast.klaster_baltyk, programme, "asked")
    programmes.takes_part(cast.cluster_nordwest, programme, "accepted")
    assert "All confirmed clusters are asked already" in as_(cast.bo).get(f"/programmes/{programme.id}/ask").text


def test_no_choice_and_a_forbidden_choice_are_refused_in_words(as_: As, cast: Cast, programme: Programme) -> None:
    waiting = network.cluster("Waiting", "DK", confirmed=False)
    browser = as_(cast.bo)
    where = f"/programmes/{programme.id}/ask-clusters"
    assert "Choose one or more clusters." in browser.post(where).text
    wrong = [cast.norrsken.id, waiting.id, cast.datakluster_nord.id, 987_654, "x"]
    answers = [browser.post(where, data={"clusters": [cast.cluster_nordwest.id, choice]}) for choice in wrong]
    assert {answer.status_code for answer in answers} == {422}
    assert len({without_csrf(answer.text) for answer in answers[:4]}) == 1
    assert "checked" in answers[0].text
    assert nothing_happened()


@pytest.mark.parametrize("which", ["norrsken", "datakluster_nord"])
def test_the_action_itself_asks_no_company_and_not_the_coordinator(
    cast: Cast, programme: Programme, which: str
) -> None:
    with pytest.raises(Refused, match="other than your own"):
        actions.ask_cluster(programme, getattr(cast, which), by=cast.bo)


def test_a_company_is_asked_by_the_address_of_an_owner(as_: As, cast: Cast, programme: Programme) -> None:
    answer = ask_company(as_, cast, programme, " Anna@Norrsken.EXAMPLE ")
    assert (answer.status_code, answer.location) == (303, f"/programmes/{programme.id}")
    assert state_of(programme, cast.norrsken) == "asked"
    assert [message.address for message in mails()] == [cast.anna.email]
    assert "Waits for your answer" in as_(cast.anna).get("/programmes/").text


def test_all_owners_of_the_company_get_the_mail(as_: As, cast: Cast, programme: Programme) -> None:
    network.member(cast.fred, cast.norrsken, "owner")
    ask_company(as_, cast, programme, cast.anna.email)
    assert [message.address for message in mails()] == [cast.anna.email, cast.fred.email]


ADDRESSES = (
    "nobody@nowhere.example",
    "ana-maria@norrsken.example",  # a reader
    "mikael@norrsken.example",  # a member, no owner
    "eva@norrsken.example",  # has left
    "carla@nordwest.example",  # owns a cluster
    "ada@livinglab.example",
    "fred@example.net",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_of_no_owner_asks_nobody(as_: As, cast: Cast, programme: Programme, address: str) -> None:
    assert ask_company(as_, cast, programme, address).status_code == 303
    assert db.session.scalars(select(ProgrammeMember)).all() == []
    assert mails() == []


@pytest.mark.parametrize("state", [None, "asked", "declined", "accepted"])
def test_known_and_unknown_addresses_are_answered_alike(
    as_: As, cast: Cast, programme: Programme, state: str | None
) -> None:
    if state:
        programmes.takes_part(cast.danvind, programme, state)
    pages = []
    for address in (cast.dan.email, "x@y.example"):
        browser = as_(cast.bo)
        answer = browser.post(f"/programmes/{programme.id}/ask-company", data={"address": address})
        page = without_csrf(browser.get(answer.location).text).replace(address, "ADDRESS")
        db.session.delete(db.session.scalars(select(ProgrammeAsk)).one())
        pages.append((answer.status_code, answer.location, re.sub(r"/addresses/\d+/", "/addresses/N/", page)))
    assert pages[0] == pages[1]
    assert "If ADDRESS belongs to an owner of a company here" in pages[0][2]


def test_the_coordinator_keeps_a_list_of_the_addresses(as_: As, cast: Cast, programme: Programme) -> None:
    ask_company(as_, cast, programme, cast.anna.email)
    ask_company(as_, cast, programme, "x@y.example")
    page = words(as_(cast.bo).get(f"/programmes/{programme.id}").text)
    assert "anna@norrsken.example 24 Nov 2026" in page
    assert "x@y.example 24 Nov 2026" in page
    network.member(cast.fred, cast.datakluster_nord, "reader")
    programmes.takes_part(cast.cluster_nordwest, programme)
    for person in (cast.fred, cast.carla, cast.anna):
        assert "x@y.example" not in as_(person).get(f"/programmes/{programme.id}").text


def test_asking_twice_makes_one_question_and_one_mail_a_day(
    as_: As, cast: Cast, programme: Programme, world: World
) -> None:
    for _ in range(3):
        assert ask_company(as_, cast, programme, cast.anna.email).status_code == 303
    assert len(mails()) == 1
    assert len(db.session.scalars(select(ProgrammeAsk)).all()) == 1
    assert len(db.session.scalars(select(ProgrammeMember)).all()) == 1


@pytest.mark.parametrize("state", ["declined", "left"])
def test_a_company_that_said_no_is_left_in_peace_for_a_month(
    as_: As, cast: Cast, programme: Programme, world: World, state: str
) -> None:
    programmes.takes_part(cast.norrsken, programme, state)
    world.advance(days=29)
    ask_company(as_, cast, programme, cast.anna.email)
    assert state_of(programme, cast.norrsken) == state
    assert mails() == []
    world.advance(days=2)
    ask_company(as_, cast, programme, cast.anna.email)
    assert state_of(programme, cast.norrsken) == "asked"
    assert len(mails()) == 1


def test_who_accepted_stays_when_asked_again(as_: As, cast: Cast, programme: Programme, world: World) -> None:
    programmes.takes_part(cast.norrsken, programme, "accepted")
    world.advance(days=60)
    ask_company(as_, cast, programme, cast.anna.email)
    assert state_of(programme, cast.norrsken) == "accepted"


def test_each_company_of_an_owner_is_asked(as_: As, cast: Cast, programme: Programme) -> None:
    network.member(cast.anna, cast.danvind, "owner")
    ask_company(as_, cast, programme, cast.anna.email)
    assert state_of(programme, cast.norrsken) == state_of(programme, cast.danvind) == "asked"


@pytest.mark.parametrize("typed", ["", "not an address", "a@b@c", "x" * 300 + "@y.example"])
def test_a_bad_address_is_said_and_stays_typed(as_: As, cast: Cast, programme: Programme, typed: str) -> None:
    answer = ask_company(as_, cast, programme, typed)
    assert answer.status_code == 422
    assert "mail address" in answer.text
    assert f'value="{typed}"' in answer.text
    assert nothing_happened()


def test_trying_many_addresses_ends_after_sixty(as_: As, cast: Cast, programme: Programme) -> None:
    for number in range(actions.ASKS_AN_HOUR):
        actions.ask_company(programme, f"{number}@y.example", by=cast.bo)
    answer = ask_company(as_, cast, programme, cast.anna.email)
    assert answer.status_code == 409
    assert "Wait an hour" in answer.text
    assert state_of(programme, cast.norrsken) is None


def test_an_ask_of_a_cluster_is_taken_back_before_its_mail_leaves(as_: As, cast: Cast, programme: Programme) -> None:
    browser = as_(cast.bo)
    browser.post(f"/programmes/{programme.id}/ask-clusters", data={"clusters": [cast.cluster_nordwest.id]})
    where = f"/programmes/{programme.id}/clusters/{cast.cluster_nordwest.id}/take-back"
    assert where in browser.get(f"/programmes/{programme.id}").text
    answer = browser.post(where)
    assert (answer.status_code, answer.location) == (303, f"/programmes/{programme.id}")
    assert state_of(programme, cast.cluster_nordwest) is None
    assert mails() == []
    assert as_(cast.carla).get(f"/programmes/{programme.id}").status_code == 404
    assert browser.post(where).status_code == 404


def test_what_was_answered_cannot_be_taken_back(as_: As, cast: Cast, programme: Programme) -> None:
    programmes.takes_part(cast.cluster_nordwest, programme, "accepted")
    where = f"/programmes/{programme.id}/clusters/{cast.cluster_nordwest.id}/take-back"
    assert as_(cast.bo).post(where).status_code == 404
    assert state_of(programme, cast.cluster_nordwest) == "accepted"


def test_taking_back_tells_nothing_about_companies(as_: As, cast: Cast, programme: Programme) -> None:
    programmes.takes_part(cast.danvind, programme, "asked")
    bo = as_(cast.bo)
    asked = bo.post(f"/programmes/{programme.id}/clusters/{cast.danvind.id}/take-back")
    never = bo.post(f"/programmes/{programme.id}/clusters/987654/take-back")
    assert asked.status_code == never.status_code == 404
    assert asked.data == never.data
    assert state_of(programme, cast.danvind) == "asked"


def test_an_address_is_taken_back_with_what_was_asked_there(as_: As, cast: Cast, programme: Programme) -> None:
    ask_company(as_, cast, programme, cast.anna.email)
    ask = db.session.scalars(select(ProgrammeAsk)).one()
    answer = as_(cast.bo).post(f"/programmes/{programme.id}/addresses/{ask.id}/take-back")
    assert (answer.status_code, answer.location) == (303, f"/programmes/{programme.id}")
    assert state_of(programme, cast.norrsken) is None
    assert mails() == []
    assert db.session.scalars(select(ProgrammeAsk)).all() == []
    assert "take back address" in db.session.scalars(select(AuditLine.verb)).all()


@pytest.mark.parametrize("state", ["accepted", "declined"])
def test_an_answer_survives_when_the_address_is_taken_back(
    as_: As, cast: Cast, programme: Programme, state: str
) -> None:
    ask_company(as_, cast, programme, cast.anna.email)
    actions.answer(db.session.scalars(select(ProgrammeMember)).one(), state, by=cast.anna)
    ask = db.session.scalars(select(ProgrammeAsk)).one()
    as_(cast.bo).post(f"/programmes/{programme.id}/addresses/{ask.id}/take-back")
    assert state_of(programme, cast.norrsken) == state


def test_the_address_of_another_programme_cannot_be_taken_back(as_: As, cast: Cast, programme: Programme) -> None:
    theirs = programmes.programme(cast.cluster_nordwest, "Other")
    actions.ask_company(theirs, "x@y.example", by=cast.carla)
    ask = db.session.scalars(select(ProgrammeAsk)).one()
    assert as_(cast.bo).post(f"/programmes/{programme.id}/addresses/{ask.id}/take-back").status_code == 404
    assert as_(cast.bo).post(f"/programmes/{theirs.id}/addresses/{ask.id}/take-back").status_code == 404
    assert len(db.session.scalars(select(ProgrammeAsk)).all()) == 1


def posts(cast: Cast, programme_id: int) -> list[tuple[str, dict[str, object]]]:
    return [
        (f"/programmes/{programme_id}/ask-clusters", {"clusters": [cast.klaster_baltyk.id]}),
        (f"/programmes/{programme_id}/ask-company", {"address": cast.dan.email}),
        (f"/programmes/{programme_id}/clusters/{cast.klaster_baltyk.id}/take-back", {}),
        (f"/programmes/{programme_id}/addresses/1/take-back", {}),
    ]


def test_a_reader_of_the_coordinator_and_who_takes_part_can_ask_nobody(
    as_: As, cast: Cast, programme: Programme
) -> None:
    network.member(cast.fred, cast.datakluster_nord, "reader")
    programmes.takes_part(cast.norrsken, programme)
    programmes.takes_part(cast.cluster_nordwest, programme)
    for person in (cast.fred, cast.anna, cast.carla):
        assert as_(person).get(f"/programmes/{programme.id}/ask").status_code == 403
        for where, data in posts(cast, programme.id):
            assert as_(person).post(where, data=data).status_code == 403
    assert state_of(programme, cast.danvind) is None


def test_signed_out_and_following_links_change_nothing(as_: As, cast: Cast, programme: Programme) -> None:
    for where, data in posts(cast, programme.id):
        assert as_(None).post(where, data=data).location.startswith("/accounts/sign-in")
        assert as_(cast.bo).get(where, query_string=data).status_code == 405
    as_(cast.bo).get(f"/programmes/{programme.id}/ask", query_string={"address": cast.dan.email})
    assert nothing_happened()
