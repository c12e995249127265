"""Personal invitations, and taking part."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from livinglab.foundation.db import Base, personal, public, secret
from livinglab.rounds.models import RecruitingRequest, Round, RoundMarket

PURPOSE = "invitation"
INVITATION_MAIL, REMINDER_MAIL = "tester_invitation", "tester_reminder"


class Invitation(Base):
    """One person is asked by one cluster. The address is the cluster's; the company sees counts only.

    `address_key` is a keyed hash: one address is asked once per round, without any list being compared.
    An invitation printed on paper has neither. What became of it is told by its `Participation`.
    """

    __tablename__ = "invitations"
    __table_args__ = (UniqueConstraint("round_id", "address_key"),)

    id: Mapped[int] = public(primary_key=True)
    round_id: Mapped[int] = public(ForeignKey("rounds.id"))
    market_id: Mapped[int] = public(ForeignKey("round_markets.id"), index=True)
    request_id: Mapped[int | None] = public(ForeignKey("recruiting_requests.id"), index=True)
    address: Mapped[str | None] = personal(String(254))
    name: Mapped[str] = personal(String(120), default="")
    address_key: Mapped[str | None] = secret(String(64))
    created_at: Mapped[datetime] = public()
    reminded_at: Mapped[datetime | None] = public()
    withdrawn_at: Mapped[datetime | None] = public()

    market: Mapped[RoundMarket] = relationship()
    request: Mapped[RecruitingRequest | None] = relationship()


class Participation(Base):
    """One tester in one round, under a pseudonym: made when the link is opened by its button.

    `invitation_id` is the only way from what was said to who said it; erasing it parts them for ever.
    """

    __tablename__ = "participations"

    id: Mapped[int] = public(primary_key=True)
    code: Mapped[str] = secret(String(32), unique=True)
    pseudonym: Mapped[str] = public(String(40))
    round_id: Mapped[int] = public(ForeignKey("rounds.id"), index=True)
    market_id: Mapped[int] = public(ForeignKey("round_markets.id"), index=True)
    request_id: Mapped[int | None] = public(ForeignKey("recruiting_requests.id"), index=True)
    invitation_id: Mapped[int | None] = personal(ForeignKey("invitations.id"), unique=True)
    opened_at: Mapped[datetime] = public()
    answered_at: Mapped[datetime | None] = public()
    declined_at: Mapped[datetime | None] = public()
    withdrawn_at: Mapped[datetime | None] = public()

    round: Mapped[Round] = relationship()
    market: Mapped[RoundMarket] = relationship()
    invitation: Mapped[Invitation | None] = relationship()
