"""Invitations and testers for tests."""

from __future__ import annotations

from flask.testing import FlaskClient

from livinglab.foundation import links
from livinglab.foundation.db import db
from livinglab.foundation.surroundings import now, random_bytes
from livinglab.invitations import actions
from livinglab.invitations.access import TAKING_PART
from livinglab.invitations.addresses import address_key
from livinglab.invitations.models import PURPOSE, Invitation, Participation
from livinglab.rounds.models import RecruitingRequest, RoundMarket

BASE = "http://livinglab.test"


def invitation(request: RecruitingRequest, address: str | None = "cleo@example.org", name: str = "") -> Invitation:
    """Somebody whom the cluster of a request has asked; no mail is queued. Without an address: on paper."""
    row = Invitation(
        round_id=request.market.round_id,
        market_id=request.market_id,
        request_id=request.id,
        address=address,
        name=name,
        address_key=None if address is None else address_key(request.market.round_id, address),
        created_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    return row


def link(of: Invitation) -> str:
    """The path of a link to an invitation, such as /i/….."""
    return f"/i/{links.issue(PURPOSE, of.id)}"


def participation(market: RoundMarket, invitation: Invitation | None = None) -> Participation:
    """A tester who has opened the link of an invitation, or came by a link that nobody remembers."""
    row = Participation(
        code=random_bytes(16).hex(),
        pseudonym=actions.new_pseudonym(market.country),
        round_id=market.round_id,
        market_id=market.id,
        request_id=None if invitation is None else invitation.request_id,
        invitation_id=None if invitation is None else invitation.id,
        opened_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    return row


def take_part(browser: FlaskClient, *participations: Participation) -> FlaskClient:
    """Put participations into a browser's session, as opening their links does; returns the browser."""
    codes = {str(person.id): person.code for person in participations}
    db.session.commit()
    with browser.session_transaction(base_url=BASE) as cookie:
        cookie[TAKING_PART] = {**cookie.get(TAKING_PART, {}), **codes}
    return browser
