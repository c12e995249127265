"""The outbox: what is written into it, what a mail looks like, and what must never get into one."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from livinglab.foundation import delivery, mail
from livinglab.foundation.db import db
from livinglab.foundation.mail import HELD, Message
from livinglab.foundation.post import POLICY
from tests.surroundings import World

CONTEXT = {
    "sender": "Cluster Nordwest", "cluster": "Cluster Nordwest", "company": "Norrsken Sensors", "origin": "Sweden",
    "minutes": 5, "closes": "", "name": "Cleo",
}  # fmt: skip


def queue(kind: str = "tester_invitation", **more: Any) -> None:
    given: dict[str, Any] = {
        "address": "cleo@example.org", "language": "en", "purpose": "invitation", "object_id": 7, "path": "/i/{token}",
        "context": CONTEXT,
    } | more  # fmt: skip
    mail.queue(kind, given.pop("address"), given.pop("language"), **given)


def row() -> Message:
    return db.session.scalars(select(Message)).one()


def composed(token: str = "t" * 43, **more: Any) -> EmailMessage:
    queue(**more)
    return mail.compose(row(), token)


def as_sent(letter: EmailMessage) -> EmailMessage:
    """A mail as a mail program reads it."""
    return message_from_bytes(letter.as_bytes(policy=POLICY), policy=default)  # type: ignore[return-value]


def test_a_mail_waits_in_the_transaction_that_caused_it(app: Flask) -> None:
    queue()
    db.session.rollback()
    assert db.session.scalars(select(Message)).all() == []


def test_the_outbox_holds_no_token(app: Flask, world: World) -> None:
    queue()
    taken = delivery.lease(1)
    letter = delivery.begin_sending(taken)[row().id]
    token = letter.get_content().partition("/i/")[2][:43]
    assert token not in str([getattr(row(), c.key) for c in Message.__table__.columns])


def test_every_mail_has_a_stable_id_of_its_own(app: Flask) -> None:
    queue()
    queue(address="dora@example.org")
    first, second = db.session.scalars(select(Message).order_by(Message.id))
    assert first.message_id != second.message_id
    assert mail.compose(first, "x")["Message-ID"] == mail.compose(first, "y")["Message-ID"] == first.message_id


def test_a_mail_says_who_it_is_from_and_that_no_person_wrote_it(app: Flask) -> None:
    letter = as_sent(composed())
    assert str(letter["From"]) == "Cluster Nordwest via Living lab <livinglab@livinglab.test>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Content-Language"] == "en"
    assert letter["Subject"] == "Cluster Nordwest asks for your opinion"


def test_the_unsubscribe_header_is_never_folded(app: Flask) -> None:
    lines = composed().as_bytes(policy=POLICY).split(b"\r\n")
    assert b"List-Unsubscribe: <http://livinglab.test/i/" + b"t" * 43 + b">" in lines
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in lines


def test_mail_to_people_with_an_account_cannot_be_unsubscribed_from(app: Flask) -> None:
    letter = composed(kind="account_unknown", path="/accounts/sign-up", context={})
    assert letter["List-Unsubscribe"] is None


def test_a_forged_host_does_not_get_into_a_mail(app: Flask) -> None:
    queue()
    with app.test_request_context("/", headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"}):
        assert "evil.example" not in mail.compose(row(), "x").as_string()


@pytest.mark.parametrize("name", ["Cleo\r\nBcc: all@example.org", "Cleo\nBcc: all@example.org", "Cleo\rBcc: x@y.org"])
def test_a_name_with_a_newline_makes_no_header(app: Flask, name: str) -> None:
    letter = as_sent(composed(context=CONTEXT | {"name": name, "sender": name, "cluster": name}))
    assert letter["Bcc"] is None
    assert letter["To"] == "cleo@example.org"
    assert str(letter["From"]).endswith("<livinglab@livinglab.test>")


def test_an_address_with_a_newline_is_refused(app: Flask) -> None:
    with pytest.raises(ValueError, match=r".+"):
        composed(address="cleo@example.org\nBcc: all@example.org")


def test_a_mail_that_cannot_be_written_is_dead_and_holds_up_no_other(app: Flask) -> None:
    queue(address="cleo@example.org\nBcc: all@example.org")
    queue(address="dora@example.org")
    letters = delivery.begin_sending(delivery.lease(10))
    assert [letter["To"] for letter in letters.values()] == ["dora@example.org"]
    assert sorted(m.state for m in db.session.scalars(select(Message))) == ["dead", "sending"]


@pytest.mark.parametrize(
    "name",
    [
        "{{ config.SECRET_KEY }}", "{% for x in ().__class__ %}{% endfor %}", "%(company)s", "{token}", "{0.__class__}",
        "${7*7}", "<script>alert(1)</script>",
    ],
)  # fmt: skip
def test_what_looks_like_a_placeholder_in_a_name_is_only_text(app: Flask, name: str) -> None:
    text = as_sent(composed(context=CONTEXT | {"name": name})).get_content()
    assert f"Hello {name}," in text
    assert "only-for-tests" not in text


def test_a_domain_with_other_letters_is_written_as_servers_read_it(app: Flask) -> None:
    assert composed(address="info@exämple.org")["To"] == "info@xn--exmple-cua.org"


def test_withdrawing_stops_what_has_not_left_and_only_that(app: Flask) -> None:
    for state, number in (("queued", 7), ("leased", 7), ("sending", 8), ("sent", 7), ("queued", 9)):
        queue(object_id=number)
        db.session.scalars(select(Message).order_by(Message.id.desc())).first().state = state  # type: ignore[union-attr]
        db.session.flush()
    mail.withdraw("invitation", 7, 8)
    states = db.session.scalars(select(Message.state).order_by(Message.id)).all()
    assert states == ["withdrawn", "withdrawn", "withdrawn", "sent", "queued"]


def test_what_was_withdrawn_can_go_on_but_never_twice_where_once_is_the_promise(app: Flask) -> None:
    queue()
    queue(at_most_once=True)
    queue(at_most_once=True)
    first, second, third = db.session.scalars(select(Message).order_by(Message.id))
    second.attempts = 1
    db.session.flush()
    mail.withdraw("invitation", 7)
    mail.take_back_withdrawing("invitation", 7)
    db.session.expire_all()
    assert [m.state for m in (first, second, third)] == ["queued", "withdrawn", "queued"]


def test_a_held_mail_leaves_only_when_it_is_released(app: Flask, world: World) -> None:
    letters = [mail.Letter(n, f"t{n}@example.org", CONTEXT) for n in (7, 8)]
    mail.queue_many("tester_invitation", "en", letters, purpose="invitation", path="/i/{token}", not_before=HELD)
    world.advance(days=10_000)
    assert delivery.lease(10).ids == []
    assert mail.release("invitation", select(Message.object_id).where(Message.object_id == 7)) == 1
    assert [db.session.get_one(Message, n).object_id for n in delivery.lease(10).ids] == [7]


def test_holding_keeps_invitations_and_stops_reminders(app: Flask) -> None:
    queue()
    queue("tester_reminder", at_most_once=True)
    mail.hold("invitation", select(Message.object_id).where(Message.object_id == 7))
    db.session.expire_all()
    invitation, reminder = db.session.scalars(select(Message).order_by(Message.id))
    assert (invitation.state, invitation.not_before) == ("queued", HELD)
    assert reminder.state == "withdrawn"
