"""What the demo's company makes, and the rounds it plans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from livinglab.cli.demo.words import CLASSROOM, LEAK

PROGRAMME = {
    "name": "Baltic Market Entry",
    "about": "Twelve small companies try their products in the countries around the Baltic Sea before they sell there.",
    "funder": "Interreg Baltic Sea Region",
    "reference": "BSR-2026-117",
}


@dataclass(frozen=True)
class Thing:
    """A product: its facts as the form asks for them, its markets, its picture and what is to be seen there."""

    facts: Mapping[str, str]
    markets: tuple[str, ...]
    picture: str
    alternative: str


@dataclass(frozen=True)
class Market:
    """A country of a round, who is asked there, and how it goes."""

    country: str
    language: str
    quota: int
    asked: str
    asked_person: str
    invited: int = 0
    answered: int = 0


@dataclass(frozen=True)
class Plan:
    """A round; `planned`, `opens` and `closes` are days from today."""

    name: str
    product: str
    planned: float
    opens: float
    closes: float
    rule: Mapping[str, str]
    markets: tuple[Market, ...]
    words: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]


PRODUCTS = {
    "classroom": Thing(
        {
            "name": "Norrsken Classroom Air",
            "codename": "Project Aurora",
            "pitch": "A ring of light that tells a class when to open the window.",
            "description": (
                "Norrsken Classroom Air measures carbon dioxide, temperature and humidity, and shows with **one ring "
                "of light** whether the air is good enough to think in.\n\n"
                "- Works without an app and without an account\n- Runs for a school term on one charge\n"
                "- Keeps all values on the device\n\n"
                "Made for schools that renovate room by room and cannot wait for new ventilation."
            ),
            "stage": "pilot",
            "sector": "Indoor climate",
            "secrets": "The price, the supplier of the sensor, and the plan for a version with a speaker.",
        },
        ("SE", "DE", "PL", "FI"),
        "classroom-air",
        "A white square device on a school desk. A green ring around the number 612 ppm says that the air is good.",
    ),
    "leak": Thing(
        {
            "name": "Norrsken Leak Guard",
            "codename": "Project Drizzle",
            "pitch": "Tells you about a leak before the neighbour does.",
            "description": (
                "A palm-sized sensor for summer houses and laundry rooms. It lies on the floor, notices a spoonful of "
                "water, and sends a text message over the mobile network.\n\n"
                "No router, no hub: put it down and forget it for **five years**."
            ),
            "stage": "prototype",
            "sector": "Building safety",
            "secrets": "Which mobile networks we have contracts with.",
        },
        ("DE", "PL"),
        "leak-guard",
        "A flat white sensor with a blue ring and a green light on a tiled floor, beside a pipe and drops of water.",
    ),
}

FINISHED = Plan(
    "Classroom Air, first look",
    "classroom",
    planned=-112,
    opens=-98,
    closes=-63,
    rule={
        "enter_when": "At least half of the teachers would probably or definitely buy, and ease of use is 4 or better.",
        "adapt_when": "Ease of use is 4 or better, but fewer than half would buy: change the price or the package.",
        "leave_when": "The overall impression is below 3.",
    },
    markets=(
        Market("SE", "sv", 35, "nord", "bo", 52, 37),
        Market("DE", "de", 40, "nordwest", "carla", 70, 42),
        Market("PL", "pl", 30, "baltyk", "piotr", 48, 28),
        Market("FI", "fi", 20, "pohjola", "aino", 15, 7),
    ),
    words=CLASSROOM,
)

RUNNING = Plan(
    "Leak Guard, autumn",
    "leak",
    planned=-21,
    opens=-9,
    closes=19,
    rule={
        "enter_when": "More than 60 % would probably or definitely buy at a price of 79 € or 329 zł.",
        "adapt_when": "People like it, but find it too dear: try it without the text messages.",
        "leave_when": "Fewer than 30 % would buy.",
    },
    markets=(
        Market("DE", "de", 30, "nordwest", "carla", 34, 14),
        Market("PL", "pl", 30, "baltyk", "piotr", 25, 8),
    ),
    words=LEAK,
)

PLANNED = Plan(
    "Classroom Air, second look",
    "classroom",
    planned=-2,
    opens=24,
    closes=60,
    rule={"enter_when": "", "adapt_when": "", "leave_when": ""},
    markets=(
        Market("DE", "de", 40, "nordwest", "carla"),
        Market("PL", "pl", 40, "baltyk", "piotr"),
    ),
    words=CLASSROOM,
)
