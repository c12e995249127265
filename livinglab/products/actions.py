"""What people do with products."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import func, select

from livinglab.accounts.models import User
from livinglab.foundation import audit, files
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.foundation.surroundings import now
from livinglab.foundation.texts import file_name
from livinglab.network.models import Organisation
from livinglab.products.models import Product, ProductFile, ProductMarket
from livinglab.products.papers import media_type_of

MOST_PICTURES = 24
MOST_PAPERS = 50
FACTS = ("name", "codename", "pitch", "description", "stage", "sector", "secrets")


def register_product(organisation: Organisation, facts: Mapping[str, Any], markets: Iterable[str], by: User) -> Product:
    """Register a product for a company. `facts` has a text for each of `FACTS`, `markets` are country codes."""
    product = Product(organisation_id=organisation.id, created_at=now(), **{name: facts[name] for name in FACTS})
    product.markets = [ProductMarket(country=country) for country in sorted(set(markets))]
    db.session.add(product)
    audit.record("register product", product, by)
    return product


def hold(product: Product) -> None:
    """Let nobody else change a product until this transaction ends, and read it anew."""
    db.session.refresh(product, with_for_update=True)


def change_product(product: Product, facts: Mapping[str, Any], markets: Iterable[str], by: User) -> None:
    """Change what is known of a product. The audit line names what changed, not the words."""
    changed = [name for name in FACTS if getattr(product, name) != facts[name]]
    for name in changed:
        setattr(product, name, facts[name])
    wanted = set(markets)
    if wanted != {market.country for market in product.markets}:
        changed.append("markets")
        kept = [market for market in product.markets if market.country in wanted]
        new = wanted - {market.country for market in kept}
        product.markets = kept + [ProductMarket(country=country) for country in sorted(new)]
    if changed:
        audit.record("change product", product, by, changed=changed)


def archive_product(product: Product, by: User) -> None:
    """Put a product away. Twice is once."""
    if not product.is_archived:
        product.archived_at = now()
        audit.record("archive product", product, by)


def restore_product(product: Product, by: User) -> None:
    """Take a product out of the archive. Twice is once."""
    if product.is_archived:
        product.archived_at = None
        audit.record("restore product", product, by)


def add_picture(product: Product, name: str, content: bytes, by: User) -> ProductFile:
    """Add a picture behind the others, cleaned, with a small version for lists. Raises `Refused` with a sentence."""
    _make_room(product, "picture", MOST_PICTURES)
    clean, media_type = files.clean_picture(content)
    small, small_type = files.clean_picture(clean, files.SMALL_SIDE)
    stem = file_name(name, "picture").rpartition(".")[0] or "picture"
    ending = media_type.rpartition("/")[2]
    stored, stored_small = files.store(clean, media_type), files.store(small, small_type)
    added = _add_file(product, "picture", f"{stem}.{ending}", stored, by)
    added.small_file_id = stored_small.id
    return added


def add_paper(product: Product, name: str, content: bytes, by: User) -> ProductFile:
    """Add a paper. Raises `Refused` with a sentence when it is of no kind we keep."""
    _make_room(product, "paper", MOST_PAPERS)
    return _add_file(product, "paper", name, files.store(content, media_type_of(name, content)), by)


def _make_room(product: Product, kind: str, most: int) -> None:
    # The row is held, so that two uploads at once are counted one after the other.
    db.session.execute(select(Product.id).where(Product.id == product.id).with_for_update())
    held = select(func.count()).where(ProductFile.product_id == product.id, ProductFile.kind == kind)
    if (db.session.scalar(held) or 0) >= most:
        raise Refused(f"A product can have {most} {kind}s. Remove one first.")


def _add_file(product: Product, kind: str, name: str, stored: files.StoredFile, by: User) -> ProductFile:
    same = select(ProductFile).where(
        ProductFile.product_id == product.id, ProductFile.kind == kind, ProductFile.stored_file_id == stored.id
    )
    known = db.session.scalar(same)
    if known is not None:
        raise Refused(f"This {kind} is there already.")
    last = select(func.max(ProductFile.position)).where(ProductFile.product_id == product.id, ProductFile.kind == kind)
    position = db.session.scalar(last)
    added = ProductFile(
        product_id=product.id,
        stored_file_id=stored.id,
        kind=kind,
        name=file_name(name, kind),
        position=0 if position is None else position + 1,
        created_at=now(),
    )
    db.session.add(added)
    audit.record(f"add {kind}", added, by, product=product.id)
    return added


def describe_pictures(pictures: Iterable[ProductFile], texts: Mapping[int, str], by: User) -> int:
    """Set what pictures show, for people who cannot see them; how many changed. `texts`: {picture id: text}."""
    changed = [picture for picture in pictures if texts.get(picture.id, picture.alternative) != picture.alternative]
    for picture in changed:
        picture.alternative = texts[picture.id]
        audit.record("describe picture", picture, by)
    return len(changed)


def rename_papers(papers: Iterable[ProductFile], names: Mapping[int, str], by: User) -> int:
    """Give papers other names, each keeping its ending; how many changed. `names`: {paper id: name}."""
    changed = 0
    for paper in papers:
        new = _with_ending_of(paper.name, names.get(paper.id, ""))
        if new != paper.name:
            paper.name = new
            changed += 1
            audit.record("rename paper", paper, by)
    return changed


def _with_ending_of(old: str, typed: str) -> str:
    if not typed:
        return old
    ending = old[old.rfind(".") :] if "." in old else ""
    stem = typed[: -len(ending)] if ending and typed.casefold().endswith(ending.casefold()) else typed
    return file_name(stem.strip(". ")[:90] + ending, "paper")


def order_pictures(product: Product, pictures: list[ProductFile], order: list[int], by: User) -> None:
    """Put pictures in a new order. `order` holds the id of each picture once, else `Refused`."""
    if sorted(order) != sorted(picture.id for picture in pictures):
        raise Refused("The pictures changed in the meantime. Go back, reload the page and put them in order again.")
    positions = {picture_id: position for position, picture_id in enumerate(order)}
    for picture in pictures:
        picture.position = positions[picture.id]
    audit.record("order pictures", product, by)


def move_picture(product: Product, pictures: list[ProductFile], picture_id: int, step: int, by: User) -> None:
    """Move a picture one place up (-1) or down (1); at the end nothing happens."""
    order = [picture.id for picture in pictures]
    if picture_id not in order:
        raise Refused("This picture is gone. Reload the page.")
    at = order.index(picture_id)
    to = min(max(at + step, 0), len(order) - 1)
    if to != at:
        order.insert(to, order.pop(at))
        order_pictures(product, pictures, order, by)


def remove_file(file: ProductFile, by: User) -> None:
    """Remove a picture or paper for good. Its bytes leave the disk when nothing else uses them."""
    audit.record(f"remove {file.kind}", file, by, product=file.product_id)
    db.session.delete(file)
