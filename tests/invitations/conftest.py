"""A round that is open for answers in Germany, recruited for by Carla's cluster; nobody is invited yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from sqlalchemy import select

from livinglab.foundation.db import db
from livinglab.foundation.mail import Message
from livinglab.invitations.addresses import Person
from livinglab.invitations.models import Invitation
from livinglab.rounds.models import RecruitingRequest, Round
from tests.cast import Cast
from tests.factories import network, products, rounds


@dataclass(frozen=True)
class Scene:
    """`request` is to Carla's cluster for Germany; `other` to Bo's, for Germany too."""

    cast: Cast
    round: Round
    request: RecruitingRequest
    other: RecruitingRequest

    @property
    def page(self) -> str:
        """The address of Carla's page."""
        return f"/invitations/requests/{self.request.id}"


PRODUCT = "Kellerwache Nord"  # its name, which must never stand in a mail or on the neutral page


@pytest.fixture
def scene(cast: Cast) -> Scene:
    """Anna's round, running until 12 December; Carla and Bo have accepted."""
    product = products.product(cast.norrsken, PRODUCT, "Aurora", pitch="Hears water before it comes.")
    round_ = rounds.round_(
        cast.norrsken,
        product,
        state="running",
        markets=(("DE", "de"), ("IE", "en")),
        name="Winter round",
        closes_at=datetime(2026, 12, 12, 17, 0, tzinfo=UTC),
        time_zone="Europe/Berlin",
    )
    germany = rounds.market_in(round_, "DE")
    request = rounds.request(germany, cast.cluster_nordwest)
    other = rounds.request(germany, cast.datakluster_nord)
    reader = cast.ana_maria  # reads at Norrsken, and at Carla's cluster too
    network.member(reader, cast.cluster_nordwest, "reader")
    db.session.commit()
    return Scene(cast, round_, request, other)


def token_in(mail: EmailMessage) -> str:
    """The token of the link in a mail."""
    return mail.get_content().partition("/i/")[2].split()[0]


def states() -> list[str]:
    """The states of all mails in the outbox, oldest first."""
    return list(db.session.scalars(select(Message.state).order_by(Message.id)))


def invitations() -> list[Invitation]:
    """All invitations, oldest first."""
    return list(db.session.scalars(select(Invitation).order_by(Invitation.id)))


def people(*addresses: str) -> list[Person]:
    """Addresses as a list that was read."""
    return [Person(address, "", line) for line, address in enumerate(addresses, 1)]
