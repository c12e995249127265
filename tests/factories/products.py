"""Products for tests."""

from __future__ import annotations

import io

from PIL import Image

from livinglab.foundation import files
from livinglab.foundation.db import db
from livinglab.foundation.surroundings import now
from livinglab.network.models import Organisation
from livinglab.products.models import Product, ProductFile, ProductMarket


def product(
    organisation: Organisation,
    name: str = "Norrsken One",
    codename: str = "Aurora",
    *,
    pitch: str = "Measures the water in your basement.",
    description: str = "",
    stage: str = "pilot",
    sector: str = "Water",
    secrets: str = "",
    markets: tuple[str, ...] = (),
    archived: bool = False,
) -> Product:
    """A product of a company."""
    row = Product(
        organisation_id=organisation.id,
        name=name,
        codename=codename,
        pitch=pitch,
        description=description,
        stage=stage,
        sector=sector,
        secrets=secrets,
        created_at=now(),
        archived_at=now() if archived else None,
        markets=[ProductMarket(country=country) for country in markets],
    )
    db.session.add(row)
    db.session.flush()
    return row


def picture_bytes(
    colour: str | tuple[int, int, int] = "teal", size: tuple[int, int] = (60, 40), form: str = "PNG"
) -> bytes:
    """A picture of one colour."""
    written = io.BytesIO()
    Image.new("RGB", size, colour).save(written, form)
    return written.getvalue()


def picture(of: Product, colour: str = "teal", alternative: str = "A teal box", position: int = 0) -> ProductFile:
    """A picture of a product; two of the same product need two colours."""
    content, media_type = files.clean_picture(picture_bytes(colour))
    row = _file(of, "picture", content, media_type, f"{colour}.png", alternative, position)
    row.small_file_id = files.store(*files.clean_picture(content, files.SMALL_SIDE)).id
    db.session.flush()
    return row


def paper(of: Product, name: str = "Manual.pdf", content: bytes = b"%PDF-1.7 manual") -> ProductFile:
    """A paper of a product."""
    return _file(of, "paper", content, "application/pdf", name, "", 0)


def _file(
    of: Product, kind: str, content: bytes, media_type: str, name: str, alternative: str, position: int
) -> ProductFile:
    row = ProductFile(
        product_id=of.id,
        stored_file_id=files.store(content, media_type).id,
        kind=kind,
        name=name,
        alternative=alternative,
        position=position,
        created_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    return row
