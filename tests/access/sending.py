"""Every good form is sent once, by somebody who may, and the mails that it causes are delivered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

from flask import Flask
from sqlalchemy import Connection, func, select

from livinglab.foundation.db import db
from livinglab.foundation.mail import Message
from livinglab.invitations.work import deliver
from tests.access.browsers import Answer, Browsers, Database, what_changed
from tests.access.sweep import Sweep
from tests.access.table import Row
from tests.access.valid import VALID, Form
from tests.surroundings import BEGIN, World

# What a browser, or somebody between it and us, may claim. None of it may come back.
FORGED = {"X-Forwarded-Host": "forged.example", "X-Forwarded-Proto": "https", "Forwarded": "host=forged.example"}


@dataclass(frozen=True)
class Sent:
    """A form, what was answered, which tables it changed."""

    row: Row
    form: Form
    answer: Answer
    changed: str


@dataclass(frozen=True)
class Everything:
    """All forms, and all mails: of the world as it was built, of the forms, and reminders after some days."""

    forms: list[Sent]
    mails: list[EmailMessage]
    afterwards: Database  # as it was once the mails of the world had left


def rows_with_forms(sweep: Sweep) -> list[tuple[Row, Form]]:
    """Each address that takes a form, in the state its good form is for."""
    return [
        (row, VALID[row.endpoint])
        for row in sweep.rows()
        if row.endpoint in VALID and row.state == VALID[row.endpoint].state
    ]


def filled_in(sweep: Sweep, row: Row, form: Form) -> dict[str, Any]:
    """The fields, with what the page had hidden in its form."""
    fields = form.fields(sweep.scene)
    if form.page:
        page = next(r for r in sweep.rows() if r.endpoint == f"{row.endpoint.partition('.')[0]}.{form.page}")
        text = sweep.browsers.ask(form.person, "GET", sweep.path(page, form.person)).text
        for name in form.asked:
            found = re.search(rf'name="{re.escape(name)}"[^>]*value="([^"]*)"', text)
            assert found, f"{page.name} has no hidden field {name!r}"
            fields[name] = found[1]
    return fields


def send_everything(sweep: Sweep, connection: Connection, surroundings: World) -> Everything:
    """Each form as if it were the first; afterwards all is as before."""
    browsers = sweep.browsers
    surroundings.post.mails.clear()
    outer = connection.begin_nested()
    try:
        _deliver(browsers.app)
        afterwards = browsers.database()
        surroundings.advance(days=4)  # so that somebody can be reminded
        forms = [_send(sweep, row, form, connection, afterwards) for row, form in rows_with_forms(sweep)]
        return Everything(forms, list(surroundings.outbox), afterwards)
    finally:
        outer.rollback()
        surroundings.time = BEGIN
        surroundings.post.mails.clear()


def _send(sweep: Sweep, row: Row, form: Form, connection: Connection, before: Database) -> Sent:
    browsers: Browsers = sweep.browsers
    path, fields = sweep.path(row, form.person) + form.query, filled_in(sweep, row, form)
    waiting, here = _waiting(connection), connection.begin_nested()
    try:
        answer = browsers.ask(form.person, "POST", path, fields, FORGED, keep=True)
        browsers.write_again()
        changed = what_changed(before, browsers.database(), disk=False)
        if _waiting(connection) > waiting:
            _deliver(browsers.app)
        return Sent(row, form, answer, changed)
    finally:
        here.rollback()


def _waiting(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(Message)).scalar_one()


def _deliver(app: Flask) -> None:
    with app.app_context():
        deliver()
        db.session.remove()
