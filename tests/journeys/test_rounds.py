"""The fourth step: a round is planned, mended, started; clusters say yes or no."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.conftest import People
from tests.journeys.steps import Person

QUESTIONNAIRE = "First impression, version 1 (English, Swedish, German, Polish, Finnish)"
ASKED = {"Germany": "Cluster Nordwest (Germany)", "Poland": "Klaster Bałtyk (Poland)"}


def test_anna_plans_a_round_carla_accepts_and_piotr_declines(people: People, own: str) -> None:
    anna, name = people("anna"), f"Winter {own}"
    anna.menu("Rounds")
    anna.follow("Plan a round")
    anna.press("Save as a draft")
    expect(anna.page.get_by_role("alert")).to_contain_text("Give the round a name")
    anna.field("Name of the round").fill(name)
    anna.field("Product").select_option(label="Norrsken Leak Guard")
    anna.field("Questionnaire").select_option(label=QUESTIONNAIRE)
    anna.field("Minutes it takes to answer").fill("500")
    anna.press("Save as a draft")
    expect(anna.page.get_by_role("alert")).to_contain_text("Between 1 and 180 minutes.")
    expect(anna.field("Name of the round")).to_have_value(name)
    anna.field("Minutes it takes to answer").fill("6")
    anna.press("Save as a draft")
    anna.reads("Where shall people try it?", "Before you can do this:")
    expect(anna.page.get_by_role("button", name="Start recruiting")).to_have_count(0)

    _mends_what_is_missing(anna, name)
    anna.agree("Start recruiting")
    anna.reads("Waiting")

    carla = _asked(people("carla"), "Germany", "carla@nordwest.example")
    carla.field("How many testers do you expect to bring?").fill("")
    carla.press("Accept")
    expect(carla.page.get_by_role("alert")).to_contain_text("An honest guess is enough.")
    carla.field("How many testers do you expect to bring?").fill("20")
    carla.press("Accept")
    carla.reads("Accepted", "You can invite testers already.")
    piotr = _asked(people("piotr"), "Poland", "piotr@baltyk.example")
    piotr.press("Decline")
    expect(piotr.page.get_by_role("alert")).to_contain_text("Say why")
    piotr.field("Why not?").fill("Our members have tried two sensors this year.")
    piotr.press("Decline")
    piotr.reads("Declined")

    anna.page.reload()
    anna.look()
    market = anna.page.get_by_role("row").filter(has=anna.page.get_by_role("link", name="Germany"))
    expect(market).to_contain_text("Accepted")
    expect(market).to_contain_text("20")
    anna.follow("Poland")
    anna.reads("Declined", "Our members have tried two sensors this year.")
    anna.follow(name)
    anna.press("Open for answers")
    anna.reads("Next: close the round")


def _mends_what_is_missing(anna: Person, name: str) -> None:
    for country, cluster in ASKED.items():
        anna.follow("Add a market")
        anna.field("Country").select_option(label=country)
        anna.field("How many answers do you want?").fill("25")
        anna.press("Add the market")
        if anna.page.get_by_role("heading", level=1).inner_text() != country:
            anna.follow(country)
        anna.choose(cluster)
        anna.press("Plan to ask them")
        anna.reads("Planned")
        anna.follow(name)
    anna.reads("Write down all three: what result would make you enter, what adapt, and what leave.")
    anna.follow("Write the rule", nth=0)
    anna.field("We enter a market when …").fill("Half would buy it.")
    anna.field("We adapt the product when …").fill("A third would, if it cost less.")
    anna.field("We leave a market when …").fill("Nobody would.")
    anna.press("Save the rule")


def _asked(person: Person, country: str, address: str) -> Person:
    """Somebody of a cluster opens the newest request, from the mail about it; never sees the product's name.

    Requests of earlier stories have mails that read the same: on a busy machine the newest is still to come.
    """
    for _ in range(30):
        person.open(person.mail_to(address, f"bring testers in {country}?"))
        if person.page.get_by_role("button", name="Accept", exact=True).count():
            break
        person.page.wait_for_timeout(1000)
    person.is_at(f"Project Drizzle: {country}")
    person.reads("Norrsken Sensors asks")
    person.reads_not("Leak Guard")
    return person
