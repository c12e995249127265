"""The fifth step: a cluster asks its own people, reminds them, and takes an invitation back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import FilePayload, expect

from tests.journeys.answering import Cleo
from tests.journeys.conftest import Demo, People
from tests.journeys.steps import Person

WHO = {"phone": ("carla", "Germany"), "desk": ("piotr", "Poland")}
SINCE_THEN = "UPDATE messages SET sent_at = datetime(sent_at, '-4 days') WHERE sent_at IS NOT NULL"


@pytest.fixture
def four_days_later(demo: Demo) -> None:
    """All mail that left has left four days earlier: nobody can wait so long."""
    demo.change_by_hand(SINCE_THEN)


@pytest.mark.usefixtures("four_days_later")
def test_a_cluster_invites_reminds_and_withdraws(people: People, device: str, own: str) -> None:
    who, country = WHO[device]
    inviter, cleo, anna = people(who), people(), people("anna")
    new = [f"cleo.{n}.{own.replace(' ', '')}@example.org" for n in range(3)]
    anna.menu("Rounds")
    anna.follow("Leak Guard, autumn")
    before = _invited(anna, country)
    inviter.menu("Requests")
    inviter.follow(f"Project Drizzle: {country}", inviter.main.get_by_role("listitem").filter(has_text="4 minutes"))
    inviter.follow("Invite testers")
    inviter.follow("Invite testers")
    inviter.press("Check the list")
    expect(inviter.page.get_by_role("alert")).to_contain_text("Type or paste at least one address")
    lines = [new[0], f"Cleo Berg <{new[1]}>", new[0], "cleo at example.org", f"{new[2]}, cleo@@example.org"]
    inviter.field("Addresses").fill("\n".join(lines))
    inviter.press("Check the list")
    inviter.reads("To be corrected in the list below", "cleo at example.org", "cleo@@example.org")
    inviter.page.get_by_text("Who is left out, and why").click()
    inviter.reads("Stands on this list twice. It is invited once.")
    inviter.field("Addresses").fill("\n".join(new[:2]))
    inviter.field("Or a table from a file").set_input_files([table(new[2])])
    inviter.press("Check again")
    inviter.press("Invite 3 testers")
    inviter.reads("3 testers are invited.")
    anna.page.reload()
    assert _invited(anna, country) == before + 3
    anna.reads_not(*new)

    link = cleo.mail_to(new[0], "")
    cleo.open(link)
    cleo.reads("Norrsken Sensors")
    expect(cleo.page.get_by_role("heading", level=1)).not_to_contain_text("Leak Guard")
    cleo.open(cleo.mail_to(new[1], ""))
    tester = Cleo(cleo, cleo.page.locator("html").get_attribute("lang") or "")
    tester.press("No, thank you")

    said_no = inviter.main.get_by_role("navigation", name="Which people").get_by_role("link", name="Said no")
    before_that = int(said_no.inner_text().split()[-1])
    inviter.page.reload()
    assert int(said_no.inner_text().split()[-1]) == before_that + 1
    inviter.agree("Remind 1")
    inviter.reads("on their way.")
    expect(inviter.page.get_by_text(re.compile("^Remind 1"))).to_have_count(0)
    inviter.page.get_by_role("searchbox").fill(new[0])
    inviter.press("Search")
    row = inviter.page.get_by_role("row").filter(has_text=new[0])
    inviter.agree("Withdraw", row)
    inviter.reads("Its link has ended")
    cleo.open(link)
    assert cleo.page.get_by_role("button", name="No, thank you").count() == 0
    inviter.press("Undo", row)
    inviter.reads("Its link works as before.")
    cleo.open(link)
    cleo.reads("Norrsken Sensors")


def table(address: str) -> FilePayload:
    """A list as an office program writes it."""
    content = f"Name;E-Mail;Phone\nCleo Dritte;{address};+49 1\n"
    return {"name": "members.csv", "mimeType": "text/csv", "buffer": content.encode("cp1252")}


def _invited(anna: Person, country: str) -> int:
    row = anna.page.get_by_role("row").filter(has=anna.page.get_by_role("link", name=country))
    return int(row.locator("td").nth(2).inner_text())
