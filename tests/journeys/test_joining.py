"""The first step: people come in, bring colleagues, and add their company or their cluster."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from livinglab.cli.demo.people import PASSWORD, PEOPLE
from tests.journeys.conftest import People
from tests.journeys.steps import Person

NEW_PASSWORD = "four words in a row"


def test_everybody_of_the_cast_signs_in_and_out(people: People) -> None:
    person = people()
    for name, address, _, _, _ in PEOPLE.values():
        person.sign_in(address, PASSWORD)
        person.is_at(name)
        person.sign_out(name)
        person.is_at("Sign in")
    person.open("/products/")
    person.is_at("Sign in")


def test_a_wrong_password_is_said_beside_the_field_and_the_address_stays(people: People) -> None:
    person = people()
    person.open("/")
    person.write({"E-mail": "nobody@norrsken.example", "Password": "not the password"})
    person.press("Sign in")
    expect(person.page.get_by_role("alert")).to_be_visible()
    expect(person.field("E-mail")).to_have_value("nobody@norrsken.example")
    expect(person.field("Password")).to_have_value("")


def test_a_colleague_joins_by_the_mailed_link_and_ends_a_session_on_another_device(people: People, own: str) -> None:
    anna, kim = people("anna"), people()
    address = f"kim.{own.replace(' ', '')}@norrsken.example"
    anna.menu("Organisations")
    anna.follow("Norrsken Sensors")
    anna.follow("People")
    anna.follow("Invite a colleague")
    anna.field("E-mail").fill("kim at norrsken")
    anna.press("Send the invitation")
    expect(anna.field("E-mail")).to_have_value("kim at norrsken")
    anna.field("E-mail").fill(address)
    anna.choose("Reader – looks at everything and changes nothing")
    anna.press("Send the invitation")
    anna.reads(address)

    kim.open(kim.mail_to(address, "Norrsken Sensors"))
    kim.is_at("Join Norrsken Sensors")
    kim.write({"Your name": "Kim Sjö", "Password": NEW_PASSWORD, "Password again": NEW_PASSWORD})
    kim.press("Create my account and join")
    kim.menu("Products")
    kim.reads("Norrsken Leak Guard")
    expect(kim.page.get_by_role("link", name="Register a product")).to_have_count(0)
    anna.page.reload()
    expect(anna.page.get_by_role("row", name=re.compile("Kim Sjö")).filter(has_text=address)).to_contain_text("Reader")

    at_home = people()
    at_home.sign_in(address, NEW_PASSWORD)
    at_home.my("My sessions", "Kim Sjö")
    at_home.press("Sign out there")
    expect(at_home.page.get_by_role("row").filter(has_text="Chrome")).to_have_count(1)
    kim.open("/products/")
    kim.is_at("Sign in")


def test_a_new_company_begins_at_once_and_a_new_cluster_waits_until_carla_confirms_it(people: People, own: str) -> None:
    newcomer, carla, dan = people(), people("carla"), people("dan")
    cluster = f"Cluster Delta {own}"
    _sign_up(newcomer, f"ines.{own.replace(' ', '')}@delta.example")
    newcomer.reads("Say whom you work for")
    newcomer.follow("Create an organisation")
    _add(newcomer, "A company: it lets people try its products", f"Delta Works {own}")
    newcomer.reads_not("waits for confirmation")
    newcomer.menu("Organisations")
    newcomer.follow("Add an organisation")
    newcomer.press("Add the organisation")
    expect(newcomer.page.get_by_role("alert")).to_contain_text("Choose one of the two.")
    _add(newcomer, "A cluster: a network of companies that recruits people to try them", cluster)
    newcomer.reads("This cluster waits for confirmation.")

    dan.open("/network/clusters")
    dan.reads_not(cluster)
    carla.menu("Home")
    carla.follow(f"{cluster} wants to be confirmed")
    carla.reads("Ines Costa")
    carla.agree("Confirm this cluster")
    dan.open("/network/clusters")
    dan.reads(cluster)
    newcomer.page.reload()
    newcomer.look()
    newcomer.reads("Confirmed")
    newcomer.mail_to(f"ines.{own.replace(' ', '')}@delta.example", cluster)


def _sign_up(newcomer: Person, address: str) -> None:
    newcomer.open("/")
    newcomer.follow("Create an account", newcomer.page.locator("body"))
    newcomer.field("E-mail").fill(address)
    newcomer.press("Send me the link")
    newcomer.is_at("Look into your mailbox")
    newcomer.open(newcomer.mail_to(address, re.compile("account", re.I)))
    newcomer.write({"Your name": "Ines Costa", "New password": NEW_PASSWORD, "New password again": NEW_PASSWORD})
    newcomer.press("Create my account")
    newcomer.is_at("Good to see you, Ines Costa")


def _add(newcomer: Person, kind: str, name: str) -> None:
    newcomer.choose(kind)
    newcomer.field("Name").fill(name)
    newcomer.field("Country").select_option(label="Portugal")
    newcomer.press("Add the organisation")
    newcomer.is_at(name)
