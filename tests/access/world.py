"""The world that everybody looks at: Norrsken's things, Danvind's, the programmes, and a browser for each person."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy import select

from livinglab.accounts.access import NEW_PASSWORD, SIGN_UP
from livinglab.accounts.actions import ask_to_sign_up
from livinglab.accounts.models import Session, User
from livinglab.foundation import audit, links
from livinglab.foundation.db import db
from livinglab.foundation.surroundings import now
from livinglab.invitations.access import TAKING_PART
from livinglab.invitations.models import Participation
from livinglab.network import actions as network_actions
from livinglab.network.access import JOIN
from livinglab.network.models import ColleagueInvitation, Membership, Organisation
from livinglab.programmes import actions as programme_actions
from livinglab.programmes.models import ProgrammeAsk
from tests.access.canaries import address, word
from tests.cast import Cast, load_cast
from tests.factories import accounts, network, programmes

Ids = dict[str, Any]


@dataclass
class Scene:
    """Ids by the names that stand in addresses: `own` and `second` are Norrsken's, `foreign` Danvind's.

    `other` holds what differs in a state: `other["paper"]["file_id"]`. `tokens` are those of good links. The rows of
    the database that stand here are for building the world only.
    """

    cast: Cast
    wanda: User
    mitte: Organisation
    waiting: Organisation
    organisations: dict[str, int]
    own: Ids = field(default_factory=dict)
    second: Ids = field(default_factory=dict)
    foreign: Ids = field(default_factory=dict)
    other: dict[str, Ids] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    taking_part: dict[str, dict[str, str]] = field(default_factory=dict)

    def accounts(self) -> dict[str, User]:
        """The persons who can sign in."""
        cast = self.cast
        return {
            "Fred": cast.fred, "Ana-Maria": cast.ana_maria, "Mikael": cast.mikael, "Anna": cast.anna, "Eva": cast.eva,
            "Dan": cast.dan, "Carla": cast.carla, "Piotr": cast.piotr, "Wanda": self.wanda, "Bo": cast.bo,
            "Ada": cast.ada,
        }  # fmt: skip

    def takes_part(self, person: str, *participations: Participation) -> None:
        """Let a tester's browser take part."""
        self.taking_part[person] = {str(one.id): one.code for one in participations}


def people() -> Scene:
    """The cast, and who else is needed: a cluster that was asked and is silent, one that nobody vouched for."""
    cast = load_cast()
    wanda = accounts.user("Wanda Weber", "wanda@mitte.example")
    mitte = network.cluster("Cluster Mitte", "DE")
    network.member(wanda, mitte, "owner")
    waiting = network.cluster("Cluster Neuland", "AT", confirmed=False)
    network.member(accounts.user("Vera Vogt", "vera@neuland.example"), waiting, "owner")
    organisations = {
        "Norrsken": cast.norrsken, "Danvind": cast.danvind, "Nord": cast.datakluster_nord,
        "Nordwest": cast.cluster_nordwest, "Baltyk": cast.klaster_baltyk, "Mitte": mitte, "Neuland": waiting,
    }  # fmt: skip
    return Scene(cast, wanda, mitte, waiting, {name: row.id for name, row in organisations.items()})


def add_organisations(scene: Scene) -> None:
    """Colleagues who are asked, somebody who was removed, and the same in Danvind."""
    cast = scene.cast
    by_person = {row.user_id: row.id for row in db.session.scalars(select(Membership))}
    eva = db.session.get_one(Membership, by_person[cast.eva.id])
    audit.record("remove_member", eva, by=cast.anna, role=eva.role)
    asked, asked_path = network.colleague_invitation(cast.norrsken, address("colleague asked"), by=cast.anna)
    for_fred = network_actions.invite_colleague(cast.norrsken, cast.fred.email, "reader", by=cast.anna)
    taken_back, _ = network.colleague_invitation(cast.norrsken, "nobody@example.org", by=cast.anna)
    network_actions.withdraw_invitation(taken_back, by=cast.anna)
    at_danvind = network_actions.invite_colleague(cast.danvind, address("danvind colleague"), "member", by=cast.dan)
    scene.tokens["join"] = asked_path.rpartition("/")[2]
    scene.own |= {
        "organisation_id": cast.norrsken.id,
        "membership_id": by_person[cast.mikael.id],
        "colleague_invitation_id": asked.id,
    }
    scene.foreign |= {
        "organisation_id": cast.danvind.id,
        "membership_id": by_person[cast.dan.id],
        "colleague_invitation_id": at_danvind.id,
    }
    scene.second |= {"organisation_id": cast.cluster_nordwest.id, "membership_id": by_person[cast.carla.id]}
    scene.other |= {
        "cluster": {"organisation_id": cast.cluster_nordwest.id},
        "waiting": {"organisation_id": scene.waiting.id},
        "removed": {"membership_id": eva.id},
        "to Fred": {"colleague_invitation_id": for_fred.id},
        "taken back": {"colleague_invitation_id": taken_back.id},
    }


def add_programmes(scene: Scene) -> None:
    """Norrsken takes part in Bo's; it was only asked by Piotr's, and has left Wanda's. Danvind is in Piotr's."""
    cast = scene.cast
    baltic = programmes.programme(
        cast.datakluster_nord,
        about=word("programme about"),
        funder=word("programme funder"),
        reference=word("programme reference"),
    )
    programmes.takes_part(cast.norrsken, baltic)
    programmes.takes_part(cast.cluster_nordwest, baltic)
    programmes.takes_part(scene.mitte, baltic, "asked")
    programme_actions.ask_company(baltic, address("programme ask"), by=cast.bo)
    ask = db.session.scalars(select(ProgrammeAsk)).one()
    asked = programmes.programme(cast.klaster_baltyk, "Only asked")
    programmes.takes_part(cast.norrsken, asked, "asked")
    programmes.takes_part(cast.norrsken, programmes.programme(scene.mitte, "Left"), "left")
    pomerania = programmes.programme(cast.klaster_baltyk, word("danvind programme"))
    programmes.takes_part(cast.danvind, pomerania)
    programme_actions.ask_company(pomerania, "somebody@example.org", by=cast.piotr)
    foreign_ask = db.session.scalars(select(ProgrammeAsk).where(ProgrammeAsk.id != ask.id)).one()
    scene.own |= {"programme_id": baltic.id, "ask_id": ask.id}
    scene.foreign |= {"programme_id": pomerania.id, "ask_id": foreign_ask.id}
    scene.second |= {"programme_id": asked.id}
    scene.other["asked programme"] = {"programme_id": asked.id}
    scene.other["asked cluster"] = {"organisation_id": scene.mitte.id}


def add_links(scene: Scene) -> None:
    """Links for a sign-up and for a new password. (Those of testers come with their invitations.)"""
    ask_to_sign_up("newcomer@example.net")
    newcomer = db.session.scalars(select(User).where(User.email == "newcomer@example.net")).one()
    later = now().replace(year=now().year + 1)
    scene.tokens["sign up"] = links.issue(SIGN_UP, newcomer.id, later)
    scene.tokens["new password"] = links.issue(NEW_PASSWORD, scene.cast.anna.id, later)
    scene.tokens["wrong"] = links.new_token()
    ended = db.session.scalars(select(ColleagueInvitation).where(ColleagueInvitation.withdrawn_at.is_not(None))).first()
    assert ended is not None
    scene.tokens["ended"] = links.issue(JOIN, ended.id, later)
    scene.tokens["expired"] = links.issue(NEW_PASSWORD, scene.cast.anna.id, now())


def _ended_session(of: User) -> int:
    row = Session(
        token_hash=links.hash_of(links.new_token()), user_id=of.id, device="Old phone", created_at=now(),
        expires_at=now().replace(year=now().year + 1), ended_at=now(),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row.id


def add_browsers(scene: Scene, app: Flask) -> None:
    """A cookie for each person, signed as the product signs it."""
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]

    def cookie(content: dict[str, Any]) -> str:
        return f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps(content)}"

    for person, user in scene.accounts().items():
        token = links.new_token()
        row = Session(
            token_hash=links.hash_of(token), user_id=user.id, device=word("session device"), created_at=now(),
            expires_at=now().replace(year=now().year + 1),
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        scene.cookies[person] = cookie({"_user_id": token, "_fresh": True})
        scene.tokens[f"session of {person}"] = token
        scene.addresses[person] = user.email
        if person in ("Anna", "Dan"):
            (scene.own if person == "Anna" else scene.foreign)["session_id"] = row.id
    scene.other["ended"] = {"session_id": _ended_session(scene.cast.anna)}
    for person, held in scene.taking_part.items():
        scene.cookies[person] = cookie({TAKING_PART: held})
    scene.cookies["a forger"] = cookie({TAKING_PART: dict.fromkeys(scene.taking_part["Cleo"], "0" * 32)})
