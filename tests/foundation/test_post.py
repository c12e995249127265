"""Mail over SMTP, to a real server in this process; and into a folder."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from flask import Flask

from livinglab.foundation import post
from livinglab.foundation.post import POLICY, Declined, FolderTransport, InDoubt, SmtpTransport, Unreachable
from tests.smtp import MailServer, free_port, mail_server


@pytest.fixture
def server() -> Iterator[MailServer]:
    """A mail server that takes everything."""
    with mail_server() as running:
        yield running


def transport_to(server: MailServer, **more: str) -> SmtpTransport:
    return SmtpTransport("127.0.0.1", server.port, **{"security": "none", **more}, timeout=5.0)


def letter(to: str = "cleo@example.org", text: str = "Guten Tag\n") -> EmailMessage:
    mail = EmailMessage(policy=POLICY)
    mail["From"], mail["To"], mail["Subject"] = "Living lab <livinglab@livinglab.test>", to, "Grüße"
    mail["List-Unsubscribe"] = f"<http://livinglab.test/i/{'t' * 43}>"
    mail.set_content(text)
    return mail


def test_a_mail_arrives_with_its_unsubscribe_header_on_one_line(server: MailServer) -> None:
    transport_to(server).send(letter())
    assert server.mails[0]["Subject"] == "Grüße"
    assert b"\r\nList-Unsubscribe: <http://livinglab.test/i/" + b"t" * 43 + b">\r\n" in server.raw[0]


def test_lines_that_begin_with_a_dot_arrive_whole(server: MailServer) -> None:
    transport_to(server).send(letter(text=".\n..\n.dot\nend\n"))
    assert server.mails[0].get_content().splitlines() == [".", "..", ".dot", "end"]


def test_many_mails_share_a_connection_but_not_for_ever(server: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(post, "MAILS_PER_CONNECTION", 10)
    transport = transport_to(server)
    for _ in range(25):
        transport.send(letter())
    assert len(server.mails) == 25
    assert server.connections == 3


def test_a_connection_that_the_server_has_closed_is_opened_again(server: MailServer) -> None:
    transport = transport_to(server)
    transport.send(letter())
    assert transport._server is not None
    assert transport._server.sock is not None
    transport._server.sock.close()
    transport.send(letter())
    assert len(server.mails) == 2


@pytest.mark.parametrize(("answer", "code"), [("550 no such user", 550), ("451 come later", 451), ("552 full", 552)])
def test_a_refused_recipient_is_told_with_the_code(server: MailServer, answer: str, code: int) -> None:
    server.refuse_recipient["cleo@example.org"] = answer
    transport = transport_to(server)
    with pytest.raises(Declined) as refused:
        transport.send(letter())
    assert refused.value.code == code
    transport.send(letter("dora@example.org"))
    assert server.recipients == ["dora@example.org"]
    assert server.connections == 1


def test_refused_content_is_told_with_the_code(server: MailServer) -> None:
    server.refuse_content = "554 looks like spam"
    with pytest.raises(Declined) as refused:
        transport_to(server).send(letter())
    assert refused.value.code == 554


@pytest.mark.parametrize("moment", ["DATA", "accepted"])
def test_a_server_that_dies_after_the_content_leaves_doubt(server: MailServer, moment: str) -> None:
    server.die = moment
    transport = transport_to(server)
    with pytest.raises(InDoubt):
        transport.send(letter())
    server.die = ""
    transport.send(letter("dora@example.org"))
    assert server.mails[-1]["To"] == "dora@example.org"


def test_a_server_that_dies_before_the_content_leaves_no_doubt(server: MailServer) -> None:
    server.die = "RCPT"
    with pytest.raises(Declined) as refused:
        transport_to(server).send(letter())
    assert refused.value.code == 421
    assert server.mails == []


def test_nobody_listening_is_told_as_such() -> None:
    with pytest.raises(Unreachable):
        SmtpTransport("127.0.0.1", free_port(), security="none", timeout=5.0).send(letter())


def test_a_server_without_encryption_gets_nothing_when_encryption_is_asked_for(server: MailServer) -> None:
    with pytest.raises(Unreachable):
        transport_to(server, security="starttls").send(letter())
    assert server.mails == []


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_a_password_is_used_and_a_wrong_one_is_not_the_fault_of_a_mail() -> None:
    with mail_server(asks_who=True) as server:
        transport_to(server, user="living", password="lab").send(letter())
        with pytest.raises(Unreachable):
            transport_to(server, user="living", password="room").send(letter())
        assert len(server.mails) == 1


def test_a_folder_keeps_each_mail_as_a_file(app: Flask, tmp_path: Path) -> None:
    transport = FolderTransport(tmp_path / "mailbox")
    transport.send(letter())
    transport.send(letter("dora@example.org"))
    files = sorted((tmp_path / "mailbox").iterdir())
    read = [message_from_bytes(path.read_bytes(), policy=default) for path in files]
    assert {path.suffix for path in files} == {".eml"}
    assert sorted(str(mail["To"]) for mail in read) == ["cleo@example.org", "dora@example.org"]
