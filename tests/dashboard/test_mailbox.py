"""The demo's mailbox shows what would have been sent; nowhere else does it exist."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask

from livinglab.foundation.mail import POLICY, FolderTransport
from tests.fixtures import As


@pytest.fixture
def demo(app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FolderTransport:
    """The app as a demo, with a mailbox of its own."""
    monkeypatch.setitem(app.config, "SHOW_MAILBOX", True)
    monkeypatch.setitem(app.config, "DATA", tmp_path)
    return FolderTransport(tmp_path / "mailbox")


def letter(subject: str, text: str) -> EmailMessage:
    mail = EmailMessage(policy=POLICY)
    mail["Subject"], mail["To"], mail["Content-Language"] = subject, "cleo@example.org", "de"
    mail.set_content(text)
    return mail


def test_outside_the_demo_there_is_no_mailbox(as_: As) -> None:
    assert as_(None).get("/mailbox/").status_code == 404
    assert as_(None).get("/mailbox/20261124T090000000000-abcdef").status_code == 404


def test_an_empty_mailbox_says_how_to_fill_it(as_: As, demo: FolderTransport) -> None:
    assert "Invite a tester" in as_(None).get("/mailbox/").text


def test_a_mail_is_listed_and_read_with_its_link(as_: As, demo: FolderTransport) -> None:
    demo.send(letter("Grüße & <b>mehr</b>", "Guten Tag\nhttp://livinglab.test/i/abc\n<script>"))
    listed = as_(None).get("/mailbox/").text
    assert "Grüße &amp; &lt;b&gt;mehr" in listed
    path = listed.partition('href="/mailbox/2')[2].partition('"')[0]
    read = as_(None).get(f"/mailbox/2{path}").text
    assert '<a class="wrap-anywhere" href="http://livinglab.test/i/abc">' in read
    assert "&lt;script&gt;" in read


@pytest.mark.parametrize("name", ["..%2Fsecret_key", "20261124T090000000000-abcdef", "x"])
def test_no_other_file_is_read(as_: As, demo: FolderTransport, name: str) -> None:
    assert as_(None).get(f"/mailbox/{name}").status_code == 404
