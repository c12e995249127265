"""Trial rounds, their markets, and which clusters are asked to recruit."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from livinglab.foundation.db import Base, confidential, public
from livinglab.network.models import Organisation
from livinglab.products.models import Product
from livinglab.questionnaires.models import QuestionnaireVersion

STATES = ("draft", "recruiting", "running", "closed", "reported")


class Round(Base):
    """One trial of one product with one questionnaire version, in several markets.

    `mode` is `individual` (the company reads single responses under a pseudonym) or `aggregate`; it cannot change
    after the first answer. `code` stands in commands; it is made of the name, so clusters never see it. Times are
    shown and typed in `time_zone`.
    """

    __tablename__ = "rounds"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'recruiting', 'running', 'closed', 'reported')", name="state"),
        CheckConstraint("mode IN ('individual', 'aggregate')", name="mode"),
        Index(None, "state", "closes_at"),
    )

    id: Mapped[int] = public(primary_key=True)
    code: Mapped[str] = public(String(60), unique=True)
    organisation_id: Mapped[int] = public(ForeignKey("organisations.id"), index=True)
    product_id: Mapped[int] = public(ForeignKey("products.id"), index=True)
    version_id: Mapped[int] = public(ForeignKey("questionnaire_versions.id"), index=True)
    name: Mapped[str] = confidential(String(120))
    state: Mapped[str] = public(String(12), default="draft")
    mode: Mapped[str] = public(String(12), default="individual")
    opens_at: Mapped[datetime | None] = public()
    closes_at: Mapped[datetime | None] = public()
    time_zone: Mapped[str] = public(String(60), default="UTC")
    minutes: Mapped[int] = public(default=5)
    enter_when: Mapped[str] = confidential(Text, default="")
    adapt_when: Mapped[str] = confidential(Text, default="")
    leave_when: Mapped[str] = confidential(Text, default="")
    created_at: Mapped[datetime] = public()

    organisation: Mapped[Organisation] = relationship()
    product: Mapped[Product] = relationship()
    version: Mapped[QuestionnaireVersion] = relationship()
    markets: Mapped[list[RoundMarket]] = relationship(
        cascade="all, delete-orphan", order_by="RoundMarket.country", back_populates="round"
    )

    @property
    def can_be_edited(self) -> bool:
        """Whether product, questionnaire, mode and languages may still change."""
        return self.state == "draft"

    @property
    def takes_answers(self) -> bool:
        """Whether testers can answer now."""
        return self.state == "running"

    @property
    def is_recruiting(self) -> bool:
        """Whether clusters are asked and may invite."""
        return self.state in ("recruiting", "running")

    @property
    def has_rule(self) -> bool:
        """Whether it is written down what result would mean enter, adapt and leave."""
        return all(text.strip() for text in (self.enter_when, self.adapt_when, self.leave_when))


class RoundMarket(Base):
    """One country of a round. `quota` is how many answers are wanted; under `minimum_n` no mean is shown."""

    __tablename__ = "round_markets"
    __table_args__ = (
        UniqueConstraint("round_id", "country"),
        CheckConstraint("quota > 0", name="quota"),
        CheckConstraint("minimum_n > 0", name="minimum_n"),
    )

    id: Mapped[int] = public(primary_key=True)
    round_id: Mapped[int] = public(ForeignKey("rounds.id"))
    country: Mapped[str] = public(String(2))
    language: Mapped[str] = public(String(35))
    quota: Mapped[int] = public()
    minimum_n: Mapped[int] = public()
    currency: Mapped[str] = public(String(3))

    round: Mapped[Round] = relationship(back_populates="markets")
    requests: Mapped[list[RecruitingRequest]] = relationship(
        cascade="all, delete-orphan", order_by="RecruitingRequest.id", back_populates="market"
    )


class RecruitingRequest(Base):
    """The grant: a cluster is asked to recruit for a market. Only while `accepted` may it see and invite there."""

    __tablename__ = "recruiting_requests"
    __table_args__ = (
        UniqueConstraint("market_id", "organisation_id"),
        CheckConstraint("state IN ('asked', 'accepted', 'declined', 'withdrawn')", name="state"),
    )

    id: Mapped[int] = public(primary_key=True)
    market_id: Mapped[int] = public(ForeignKey("round_markets.id"))
    organisation_id: Mapped[int] = public(ForeignKey("organisations.id"), index=True)
    state: Mapped[str] = public(String(10), default="asked")
    expected: Mapped[int | None] = public()
    reason: Mapped[str] = confidential(String(500), default="")
    created_at: Mapped[datetime] = public()
    answered_at: Mapped[datetime | None] = public()

    market: Mapped[RoundMarket] = relationship(back_populates="requests")
    organisation: Mapped[Organisation] = relationship()
