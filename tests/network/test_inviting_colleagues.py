"""Inviting a colleague, sending the mail again, taking it back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from livinglab.accounts.models import User
from livinglab.foundation.audit import AuditLine
from livinglab.foundation.db import db
from livinglab.foundation.languages import date
from livinglab.foundation.links import Link
from livinglab.foundation.mail import Message
from livinglab.network.models import ColleagueInvitation
from tests.accounts.post import path_in, sent_to, text_of, token_in
from tests.cast import Cast
from tests.factories import network
from tests.fixtures import As
from tests.pages import without_csrf
from tests.surroundings import World

LENA = "lena@strom.example"


def invite(cast: Cast) -> str:
    """Where Anna invites."""
    return f"/network/{cast.norrsken.id}/people/invite"


def people(cast: Cast) -> str:
    """Where Norrsken's people are."""
    return f"/network/{cast.norrsken.id}/people"


def of(invitation: ColleagueInvitation, what: str) -> str:
    """The path of what is done to an invitation."""
    return f"/network/{invitation.organisation_id}/invitations/{invitation.id}/{what}"


def test_an_owner_invites_somebody_by_mail(as_: As, cast: Cast, world: World) -> None:
    browser = as_(cast.anna)
    answer = browser.post(invite(cast), data={"email": " Lena@Strom.example", "role": "reader"})
    assert (answer.status_code, answer.location) == (303, people(cast))
    page = browser.get(answer.location).text
    assert "A mail is on its way to lena@strom.example." in page
    assert f"Open until {date(world.time + timedelta(days=14))}" in page
    (mail,) = sent_to(world, LENA)
    assert mail["Subject"] == "Anna Lindqvist invites you to Norrsken Sensors"
    assert path_in(mail).startswith("/network/join/")
    assert db.session.query(AuditLine).filter_by(verb="invite_colleague").count() == 1


def test_the_answer_does_not_tell_who_has_an_account(as_: As, cast: Cast) -> None:
    """People harvested through invitations (Indico CVE-2025-53640)."""
    pages = []
    for address in (cast.dan.email, LENA):
        browser = as_(cast.anna)
        answer = browser.post(invite(cast), data={"email": address, "role": "member"})
        page = without_csrf(browser.get(answer.location).text)
        db.session.query(ColleagueInvitation).delete()
        pages.append((answer.status_code, page.replace(address, "X")))
    first, second = (text.split("/invitations/")[0] for _, text in pages)
    assert first == second
    assert cast.dan.name not in pages[0][1]


def test_only_the_hash_of_the_token_is_kept(as_: As, cast: Cast, world: World) -> None:
    as_(cast.anna).post(invite(cast), data={"email": LENA, "role": "member"})
    token = token_in(path_in(sent_to(world, LENA)[-1]))
    tables = (Link, Message, AuditLine, ColleagueInvitation)
    kept = [str(vars(row)) for table in tables for row in db.session.query(table)]
    assert len(kept) == 4
    assert all(token not in row for row in kept)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"email": ""}, "Enter the person"),
        ({"email": "lena at strom"}, "Enter an e-mail address such as"),
        ({"email": "a@x.example, b@x.example"}, "Enter an e-mail address such as"),
        ({"role": "god"}, "Not a valid choice"),
    ],
)
def test_a_bad_form_comes_back_with_what_was_typed(as_: As, cast: Cast, typed: dict[str, str], sentence: str) -> None:
    page = as_(cast.anna).post(invite(cast), data={"email": LENA, "role": "reader"} | typed)
    assert page.status_code == 422
    assert sentence in page.text
    assert f'value="{({"email": LENA} | typed)["email"]}"' in page.text
    assert db.session.query(ColleagueInvitation).count() == 0


def test_who_is_inside_already_is_not_invited(as_: As, cast: Cast) -> None:
    page = as_(cast.anna).post(invite(cast), data={"email": cast.mikael.email, "role": "owner"})
    assert page.status_code == 422
    assert "Mikael Öberg belongs to Norrsken Sensors already" in page.text


def test_who_has_left_can_be_invited_again(as_: As, cast: Cast) -> None:
    assert as_(cast.anna).post(invite(cast), data={"email": cast.eva.email, "role": "member"}).status_code == 303


def test_one_address_is_not_invited_twice_at_a_time(as_: As, cast: Cast, world: World) -> None:
    browser = as_(cast.anna)
    browser.post(invite(cast), data={"email": LENA, "role": "member"})
    again = browser.post(invite(cast), data={"email": LENA, "role": "member"})
    assert again.status_code == 422
    assert "This address is invited already." in again.text
    assert len(sent_to(world, LENA)) == 1
    world.advance(days=14)
    assert browser.post(invite(cast), data={"email": LENA, "role": "member"}).status_code == 303


def test_placeholders_in_names_are_not_filled(as_: As, cast: Cast, world: World) -> None:
    """pretix CVE-2026-2415."""
    cast.norrsken.name = "{{ config }} {link} {token} %(name)s {% raw %}"
    cast.anna.name = "Anna {{ link }}"
    as_(cast.anna).post(invite(cast), data={"email": LENA, "role": "member"})
    (mail,) = sent_to(world, LENA)
    assert mail["Subject"] == "Anna {{ link }} invites you to {{ config }} {link} {token} %(name)s {% raw %}"
    assert "SECRET_KEY" not in text_of(mail)


def test_nobody_is_buried_in_mails(as_: As, cast: Cast, world: World) -> None:
    invitation, _ = network.colleague_invitation(cast.norrsken, LENA, by=cast.anna)
    browser = as_(cast.anna)
    for _ in range(5):
        browser.post(of(invitation, "send-again"))
        sent_to(world, LENA)
    assert "Wait an hour" in browser.get(browser.post(of(invitation, "send-again")).location).text
    assert len(sent_to(world, LENA)) == 3


def test_nobody_invites_without_end(as_: As, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("livinglab.network.actions.INVITATIONS_AN_HOUR", 2)
    browser = as_(cast.anna)
    answers = [browser.post(invite(cast), data={"email": f"p{n}@x.example", "role": "member"}) for n in range(3)]
    assert [answer.status_code for answer in answers] == [303, 303, 422]
    assert "Wait an hour" in answers[2].text


def test_the_mail_is_sent_again_with_the_whole_time_to_answer(as_: As, cast: Cast, world: World) -> None:
    browser = as_(cast.anna)
    browser.post(invite(cast), data={"email": LENA, "role": "member"})
    first = path_in(sent_to(world, LENA)[-1])
    world.advance(days=15)
    assert "Too old since" in browser.get(people(cast)).text
    assert as_(None).get(first).status_code == 410
    browser.post(of(db.session.query(ColleagueInvitation).one(), "send-again"))
    second = path_in(sent_to(world, LENA)[-1])
    assert second != first
    assert as_(None).get(second).status_code == 200
    assert "This invitation is too old" in as_(None).get(first).text


def test_a_withdrawn_invitation_opens_nothing_and_its_mail_does_not_leave(as_: As, cast: Cast, world: World) -> None:
    browser = as_(cast.anna)
    browser.post(invite(cast), data={"email": LENA, "role": "member"})
    assert LENA in browser.get(people(cast)).text
    answer = browser.post(of(db.session.query(ColleagueInvitation).one(), "withdraw"))
    assert f"The invitation to {LENA} is withdrawn" in browser.get(answer.location).text
    assert LENA not in browser.get(answer.location).text
    assert sent_to(world, LENA) == []
    assert db.session.query(AuditLine).filter_by(verb="withdraw_invitation").count() == 1


def test_what_was_answered_is_neither_sent_again_nor_withdrawn(as_: As, cast: Cast, world: World) -> None:
    invitation, link = network.colleague_invitation(cast.norrsken, cast.fred.email, by=cast.anna)
    as_(cast.fred).post(link)
    browser = as_(cast.anna)
    assert "Invite the person again" in browser.get(browser.post(of(invitation, "send-again")).location).text
    assert "remove the person instead" in browser.get(browser.post(of(invitation, "withdraw")).location).text
    assert invitation.withdrawn_at is None
    assert sent_to(world, cast.fred.email) == []


def everything(cast: Cast, invitation: ColleagueInvitation) -> list[str]:
    """Every address that changes invitations."""
    return [invite(cast), of(invitation, "withdraw"), of(invitation, "send-again")]


def test_members_and_readers_invite_nobody(as_: As, cast: Cast) -> None:
    invitation, _ = network.colleague_invitation(cast.norrsken, LENA, by=cast.anna)
    for person in (cast.mikael, cast.ana_maria):
        assert as_(person).get(invite(cast)).status_code == 403
        assert LENA not in as_(person).get(people(cast)).text
        for path in everything(cast, invitation):
            assert as_(person).post(path, data={"email": "x@x.example", "role": "owner"}).status_code == 403
    assert db.session.query(ColleagueInvitation).one().withdrawn_at is None


def test_others_find_nothing_to_invite_to(as_: As, cast: Cast) -> None:
    invitation, _ = network.colleague_invitation(cast.norrsken, LENA, by=cast.anna)
    for person in (cast.dan, cast.eva, cast.ada, cast.bo):
        assert as_(person).get(invite(cast)).status_code == 404
        for path in everything(cast, invitation):
            assert as_(person).post(path, data={"email": "x@x.example", "role": "owner"}).status_code == 404
    assert db.session.query(ColleagueInvitation).one().withdrawn_at is None


def test_who_sees_a_cluster_does_not_invite_to_it(as_: As, cast: Cast) -> None:
    path = f"/network/{cast.cluster_nordwest.id}/people/invite"
    assert as_(cast.bo).post(path, data={"email": cast.bo.email, "role": "owner"}).status_code == 403


def test_ones_own_organisation_is_no_door_to_an_invitation_of_another(as_: As, cast: Cast) -> None:
    """The raw id of another tenant's object under one's own (Decidim CVE-2026-45330)."""
    invitation, _ = network.colleague_invitation(cast.norrsken, LENA, by=cast.anna)
    for number in (invitation.id, 987654):
        for what in ("withdraw", "send-again"):
            path = f"/network/{cast.danvind.id}/invitations/{number}/{what}"
            assert as_(cast.dan).post(path).status_code == 404
    assert invitation.withdrawn_at is None


def test_strangers_are_asked_to_sign_in(as_: As, cast: Cast) -> None:
    invitation, _ = network.colleague_invitation(cast.norrsken, LENA, by=cast.anna)
    for path in everything(cast, invitation):
        assert as_(None).post(path).location.startswith("/accounts/sign-in")


def test_looking_sends_nothing(as_: As, cast: Cast) -> None:
    assert as_(cast.anna).get(invite(cast)).status_code == 200
    assert db.session.query(Message).count() == db.session.query(ColleagueInvitation).count() == 0
    assert db.session.query(User).filter_by(email=LENA).count() == 0


def test_an_address_that_mail_hardly_reaches_is_refused_with_the_reason(as_: As, cast: Cast) -> None:
    typed = {"email": "ö@ö.example", "role": "member"}
    page = as_(cast.anna).post(f"/network/{cast.norrsken.id}/people/invite", data=typed)
    assert page.status_code == 422
    assert "Letters such as ö or ł before the @ reach few mail boxes." in page.text
    assert 'value="ö@ö.example"' in page.text
