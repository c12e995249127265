"""What may be changed can be changed, by a good form only: with its token, and about one's own things only."""

from __future__ import annotations

import re
from email.message import EmailMessage
from typing import Any

import pytest
from flask import Flask

from tests.access.browsers import Answer, Database, what_changed
from tests.access.canaries import heard_in, not_meant_for
from tests.access.secrets import Secrets
from tests.access.sending import Everything, rows_with_forms
from tests.access.sweep import Sweep
from tests.access.valid import ELSEWHERE, VALID
from tests.access.world import Scene
from tests.fixtures import BASE

# Who asks somebody for something is told to them, by name.
ASKS = {"Anna": {"Bo Åkesson"}, "Dan": {"Bo Åkesson"}, "Piotr": {"Bo Åkesson"}}
_LINK = re.compile(r"https?://\S+")


def test_every_form_has_a_good_example_here_or_is_told_elsewhere(sweep: Sweep) -> None:
    forms = {row.endpoint for row in sweep.rows() if sweep.method(row) == "POST"}
    assert sorted(forms - set(VALID) - ELSEWHERE) == []
    assert sorted(set(VALID) - {row.endpoint for row, _ in rows_with_forms(sweep)}) == []


def test_a_good_form_of_somebody_who_may_send_it_is_taken(sent: Everything) -> None:
    wrong = []
    for one in sent.forms:
        if one.answer.status not in one.form.status:
            got = f"{one.answer.status} {one.answer.trouble}{_why(one.answer)}"
            wrong.append(f"{one.row.name}: {one.form.person} gets {got}")
        elif bool(one.changed) != one.form.changes:
            wrong.append(f"{one.row.name}: {one.form.person} changes {one.changed or 'nothing'}")
    assert not wrong, "\n".join(["", *wrong])


def _why(answer: Answer) -> str:
    said = re.findall(r"field__error[^>]*>(.*?)</p>|error-summary.*?<ul>(.*?)</ul>", answer.text, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", " ".join(pair)).strip() for pair in said)


def test_no_form_is_taken_without_its_token(sweep: Sweep, whole_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """But for the two by which a tester says no: there the link is the permission, and a mail program has no token."""
    monkeypatch.setitem(whole_app.config, "WTF_CSRF_ENABLED", True)
    without = {"invitations.decline", "invitations.decline_by_mail_program"}
    wrong = []
    before = sweep.browsers.database()
    for row, form in rows_with_forms(sweep):
        if row.endpoint in without:
            continue
        path = sweep.path(row, form.person) + form.query
        answer = sweep.browsers.ask(form.person, "POST", path, form.fields(sweep.scene), keep=True)
        expected = 422 if row.endpoint == "invitations.begin" else 400  # that page says it in the tester's language
        if answer.status != expected:
            wrong.append(f"{row.name}: {answer.status} without the form's token")
    sweep.browsers.write_again()
    assert not wrong, "\n".join(["", *wrong])
    assert what_changed(before, sweep.browsers.database()) == ""


# (endpoint, person, fields of its form or of its query, what may be answered): ids of others in the body of a form.
def foreign_ids(sweep: Sweep) -> list[tuple[str, str, str, dict[str, Any], tuple[int, ...]]]:
    """Things of Danvind, of nobody, and things of one's own in the wrong place, named in forms and queries."""
    own, foreign, orgs = sweep.scene.own, sweep.scene.foreign, sweep.scene.organisations
    product, plan = VALID["products.register_product"].fields(sweep.scene), VALID["rounds.create"].fields(sweep.scene)
    form = VALID["questionnaires.create"].fields(sweep.scene)
    danvind, waiting = orgs["Danvind"], orgs["Neuland"]
    return [
        ("rounds.new", "Mikael", f"?organisation={danvind}", {}, (404,)),
        ("rounds.new", "Mikael", f"?organisation={orgs['Nord']}", {}, (404,)),
        ("rounds.new", "Ana-Maria", f"?organisation={own['organisation_id']}", {}, (403,)),
        ("rounds.new", "Mikael", f"?product={foreign['product_id']}", {}, (200,)),
        ("rounds.create", "Mikael", f"?organisation={danvind}", plan, (404,)),
        ("rounds.create", "Dan", f"?organisation={own['organisation_id']}", plan, (404,)),
        ("rounds.create", "Mikael", "", plan | {"product": foreign["product_id"]}, (422,)),
        ("rounds.create", "Mikael", "", plan | {"version": foreign["version_id"]}, (422,)),
        ("rounds.create", "Mikael", "", plan | {"version": sweep.scene.other["draft"]["version_id"]}, (422,)),
        ("rounds.create", "Dan", "", plan, (422,)),
        ("rounds.save", "Mikael", "", plan | {"product": foreign["product_id"]}, (422,)),
        ("rounds.ask", "Mikael", "", {"clusters": waiting}, (422,)),
        ("rounds.ask", "Mikael", "", {"clusters": danvind}, (422,)),
        ("products.register_product", "Mikael", "", product | {"organisation": danvind}, (422, 303)),
        ("products.register_product", "Dan", "", product | {"organisation": own["organisation_id"]}, (422, 303)),
        ("products.describe_pictures", "Mikael", "", {f"text_{foreign['file_id']}": "Mine"}, (303,)),
        ("products.order_pictures", "Mikael", "", {"up": foreign["file_id"]}, (409,)),
        ("products.order_pictures", "Mikael", "", {"order": foreign["file_id"]}, (409,)),
        ("products.rename_papers", "Mikael", "", {f"name_{foreign['file_id']}": "Mine"}, (303, 422)),
        ("questionnaires.create", "Mikael", "", form | {"organisation": danvind}, (404,)),
        ("questionnaires.create", "Ana-Maria", "", form, (403,)),
        ("questionnaires.create", "Dan", "", form, (404,)),
        ("questionnaires.move_question", "Mikael", "", {"to": "nowhere"}, (404, 409)),
        ("questionnaires.order_questions", "Mikael", "", {"order": "age,channel,only-here"}, (409,)),
        ("programmes.begin_programme", "Bo", "", {"name": "X", "coordinator": orgs["Mitte"]}, (422, 303)),
        ("programmes.ask_clusters", "Bo", "", {"clusters": waiting}, (422,)),
        ("programmes.ask_clusters", "Bo", "", {"clusters": danvind}, (422,)),
    ]


def test_an_id_in_a_form_or_query_opens_nothing_that_one_in_the_address_does_not(sweep: Sweep) -> None:
    wrong = []
    rows = {row.endpoint: row for row in sweep.rows() if row.state in ("", "planned")}
    for endpoint, person, query, fields, allowed in foreign_ids(sweep):
        row = rows[endpoint]
        before = _things_of_others(sweep, person)
        outer = sweep.browsers.connection.begin_nested()
        method = sweep.method(row)
        answer = sweep.browsers.ask(person, method, sweep.path(row, person) + query, fields or None, keep=True)
        sweep.browsers.write_again()
        after = _things_of_others(sweep, person)
        outer.rollback()
        told = f"{row.name}{query} with {fields}: {person}"
        if answer.status not in allowed:
            wrong.append(f"{told} gets {answer.status} {answer.trouble}, not one of {allowed}")
        if before != after:
            wrong.append(f"{told} changed what is not theirs")
        wrong += [f"{told} reads {label!r}" for label in not_meant_for(person, heard_in(answer.text))]
    assert not wrong, "\n".join(["", *wrong])


def _things_of_others(sweep: Sweep, person: str) -> list[Any]:
    """What belongs to the company of the other side, in the tables that carry an organisation's id, and its files."""
    orgs = sweep.scene.organisations
    company = orgs["Norrsken" if person == "Dan" else "Danvind"]
    found: list[Any] = []
    for table in ("products", "questionnaires", "rounds", "programmes", "recruiting_requests", "programme_members"):
        column = "coordinator_id" if table == "programmes" else "organisation_id"
        whose = (company, orgs["Neuland"], orgs["Mitte"] if table == "programmes" else company)
        wanted = f"SELECT * FROM {table} WHERE {column} IN {whose!r} ORDER BY id"  # noqa: S608  our own ids
        found += [tuple(row) for row in sweep.browsers.connection.exec_driver_sql(wanted)]
    files = f"SELECT * FROM product_files WHERE id = {sweep.scene.foreign['file_id']}"  # noqa: S608
    return found + [tuple(row) for row in sweep.browsers.connection.exec_driver_sql(files)]


def text_of(mail: EmailMessage) -> str:
    """Headers and text, as a person and a mail program read them."""
    return "\n".join(f"{name}: {value}" for name, value in mail.items()) + "\n\n" + mail.get_content()


def test_every_kind_of_mail_is_among_them(sent: Everything, whole_app: Flask) -> None:
    """So that none is left out of what follows. (What each says is told in the tests of its room.)"""
    kinds = [name for name in whole_app.jinja_env.list_templates() if name.startswith("emails/")]
    assert len({mail["Subject"] for mail in sent.mails}) >= len(kinds), sorted(
        {str(mail["Subject"]) for mail in sent.mails}
    )


def test_nobody_is_written_what_is_meant_for_others(sent: Everything, scene: Scene, secrets: Secrets) -> None:
    persons = {address: person for person, address in scene.addresses.items()}
    wrong = []
    for mail in sent.mails:
        to = str(mail["To"])
        person = persons.get(to, "")
        own = heard_in(to)  # an address that sings stands in its own mail
        if "invitation address" in own:
            own.add("invitation name")
        heard = heard_in(text_of(mail)) - own
        for label in not_meant_for(person, heard) if person else sorted(heard):
            wrong.append(f"{mail['Subject']}: {to} reads {label!r}")
        if person:
            strangers = secrets.personal_in(text_of(mail), person, ASKS.get(person, ()))
            wrong += [f"{mail['Subject']}: {to} reads {found}" for found in strangers]
    assert not wrong, "\n".join(["", *wrong])


def test_links_lead_to_this_site_whatever_the_browser_says_it_asked(sent: Everything) -> None:
    wrong = []
    for mail in sent.mails:
        for link in _LINK.findall(text_of(mail)):
            if not link.startswith(f"{BASE}/"):
                wrong.append(f"{mail['Subject']}: {link}")
        if "forged" in mail.as_string():
            wrong.append(f"{mail['Subject']} repeats what the browser claimed")
    assert not wrong, "\n".join(["", *wrong])


def test_no_token_that_left_by_mail_is_kept(sent: Everything) -> None:
    tokens = {
        token
        for mail in sent.mails
        for token in re.findall(r"/(?:i|join|sign-up|new-password)/([\w-]{43})", text_of(mail))
    }
    assert len(tokens) > 5
    assert _kept(sent.afterwards, tokens) == []


def _kept(database: Database, tokens: set[str]) -> list[str]:
    return [
        f"{table} keeps a token"
        for table, rows in database.items()
        if any(token in repr(row) for row in rows for token in tokens)
    ]
