"""Products, the markets they dream of, their pictures and papers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from livinglab.foundation.db import Base, confidential, public
from livinglab.foundation.files import StoredFile
from livinglab.network.models import Organisation

STAGES = ("idea", "prototype", "pilot", "on sale")


class Product(Base):
    """What a company wants to try. Clusters that are asked see its codename, sector and stage, and nothing else.

    Testers who have opened their link see its name, pitch, description and pictures.
    """

    __tablename__ = "products"
    __table_args__ = (CheckConstraint("stage IN ('idea', 'prototype', 'pilot', 'on sale')", name="stage"),)

    id: Mapped[int] = public(primary_key=True)
    organisation_id: Mapped[int] = public(ForeignKey("organisations.id"), index=True)
    name: Mapped[str] = confidential(String(120))
    codename: Mapped[str] = public(String(120))
    pitch: Mapped[str] = confidential(String(200))
    description: Mapped[str] = confidential(Text, default="")
    stage: Mapped[str] = public(String(20))
    sector: Mapped[str] = public(String(120), default="")
    secrets: Mapped[str] = confidential(Text, default="")
    created_at: Mapped[datetime] = public()
    archived_at: Mapped[datetime | None] = public()

    organisation: Mapped[Organisation] = relationship()
    markets: Mapped[list[ProductMarket]] = relationship(
        cascade="all, delete-orphan", order_by="ProductMarket.country", back_populates="product"
    )
    files: Mapped[list[ProductFile]] = relationship(
        cascade="all, delete-orphan", order_by="(ProductFile.position, ProductFile.id)", back_populates="product"
    )

    @property
    def is_archived(self) -> bool:
        """Whether it is put away: still to be seen, not to be changed or tried."""
        return self.archived_at is not None


class ProductMarket(Base):
    """A country the company would like to sell the product in."""

    __tablename__ = "product_markets"

    product_id: Mapped[int] = public(ForeignKey("products.id"), primary_key=True)
    country: Mapped[str] = confidential(String(2), primary_key=True)

    product: Mapped[Product] = relationship(back_populates="markets")


class ProductFile(Base):
    """A picture (shown, with a text for who cannot see it, and smaller in lists) or a paper (downloaded)."""

    __tablename__ = "product_files"
    __table_args__ = (
        CheckConstraint("kind IN ('picture', 'paper')", name="kind"),
        UniqueConstraint("product_id", "kind", "stored_file_id"),
    )

    id: Mapped[int] = public(primary_key=True)
    product_id: Mapped[int] = public(ForeignKey("products.id"))
    stored_file_id: Mapped[int] = public(ForeignKey("stored_files.id"), index=True)
    small_file_id: Mapped[int | None] = public(ForeignKey("stored_files.id"), index=True)
    kind: Mapped[str] = public(String(10))
    name: Mapped[str] = confidential(String(120))
    alternative: Mapped[str] = confidential(String(300), default="")
    position: Mapped[int] = public(default=0)
    created_at: Mapped[datetime] = public()

    product: Mapped[Product] = relationship(back_populates="files")
    stored: Mapped[StoredFile] = relationship(foreign_keys=[stored_file_id])
    small: Mapped[StoredFile | None] = relationship(foreign_keys=[small_file_id])
